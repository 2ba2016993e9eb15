import uuid
from datetime import datetime, timezone
from typing import ClassVar, Optional

from pydantic import field_validator, model_validator
from sqlalchemy.orm import declared_attr
from sqlmodel import Field, SQLModel


class Stamped(SQLModel):
    created_at: datetime = Field(default_factory=lambda: datetime.now(timezone.utc), nullable=False)
    updated_at: datetime | None = None


class UserBase(SQLModel):
    email: str = Field(unique=True, index=True, max_length=255)
    is_active: bool = True
    full_name: str | None = Field(default=None, max_length=255)
    limit: ClassVar[int] = 3

    @field_validator("email")
    @classmethod
    def lower(cls, value):
        return value.lower()


class UserCreate(UserBase):
    password: str = Field(min_length=8, max_length=128)


class User(UserBase, Stamped, table=True):
    id: uuid.UUID = Field(default_factory=uuid.uuid4, primary_key=True)
    hashed_password: str
    is_active: bool = Field(default=False, index=True)

    @property
    def name(self) -> str:
        return self.full_name or self.email


class Prefixed(SQLModel):
    @declared_attr
    def __tablename__(cls) -> str:
        return f"app_{cls.__name__.lower()}"


class Entry(Prefixed, Stamped, table=True):
    id: Optional[int] = Field(default=None, primary_key=True)
    _cache: dict = {}


class UserPublic(UserBase):
    id: uuid.UUID


target_metadata = SQLModel.metadata
