import uuid

from sqlalchemy import String
from sqlalchemy.dialects.postgresql import UUID
from sqlalchemy.ext.asyncio import AsyncAttrs
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(AsyncAttrs, DeclarativeBase):
    __abstract__ = True


class Root(Base):
    __abstract__ = True
    id: Mapped[uuid.UUID] = mapped_column(UUID(as_uuid=True), primary_key=True, default=uuid.uuid4)


class Named(Root):
    __abstract__ = True
    __table_args__ = {"schema": "app", "comment": "named things"}
    name: Mapped[str] = mapped_column(String(40), index=True)


class City(Named):
    __tablename__ = "city"
    people: Mapped[int]


class Street(Named):
    __tablename__ = "street"
    __table_args__ = {"schema": "app"}


class Plain(Root):
    __tablename__ = "plain"


target_metadata = Base.metadata
