from datetime import datetime
from typing import Optional

from sqlalchemy import Column, DateTime, ForeignKey, Index, Integer, String, UniqueConstraint, func
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, declarative_mixin, mapped_column, relationship


class Base(DeclarativeBase):
    @declared_attr.directive
    def __tablename__(cls) -> str:
        return cls.__name__.lower() + "s"


@declarative_mixin
class Stamped:
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=func.now())
    updated_at: Mapped[Optional[datetime]] = mapped_column(onupdate=func.now())


class Keyed:
    id = Column(Integer, primary_key=True)


class Owned:
    @declared_attr
    def owner_id(cls) -> Mapped[int]:
        return mapped_column(ForeignKey("owners.id"), index=True)

    @declared_attr
    def owner(cls) -> Mapped["Owner"]:
        return relationship("Owner")

    @declared_attr
    def label(cls) -> Mapped[Optional[str]]:
        return mapped_column(String(len(cls.__name__)))


class Unique:
    @declared_attr.directive
    def __table_args__(cls):
        return (UniqueConstraint(cls.slug), Index(f"ix_{cls.__tablename__}_both", "slug", "note"))

    slug: Mapped[str]
    note: Mapped[Optional[str]]


class Owner(Keyed, Stamped, Base):
    name: Mapped[str]


class Car(Stamped, Owned, Keyed, Base):
    wheels: Mapped[int]
    updated_at: Mapped[datetime]


class Page(Unique, Base):
    __tablename__ = "web_page"
    id: Mapped[int] = mapped_column(primary_key=True)


target_metadata = Base.metadata
