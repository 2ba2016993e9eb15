import uuid
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict, EmailStr
from sqlmodel import Field, Relationship, SQLModel

from config import settings

if TYPE_CHECKING:
    from .items import Item


class Token(BaseModel):
    model_config = ConfigDict(from_attributes=True)
    access_token: str


class UserBase(SQLModel):
    email: EmailStr = Field(unique=True, index=True, max_length=255)
    is_superuser: bool = False


class User(UserBase, table=True):
    id: uuid.UUID = Field(default_factory=uuid.uuid4, primary_key=True)
    hashed_password: str
    items: list["Item"] = Relationship(back_populates="owner", cascade_delete=True)
