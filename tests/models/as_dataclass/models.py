from __future__ import annotations

from dataclasses import field
from datetime import datetime, timezone

from sqlalchemy import ForeignKey, func
from sqlalchemy.orm import DeclarativeBase, Mapped, MappedAsDataclass, mapped_column, relationship


class Base(MappedAsDataclass, DeclarativeBase, kw_only=True):
    pass


class Audit(MappedAsDataclass, init=False):
    created: Mapped[datetime] = mapped_column(default_factory=lambda: datetime.now(timezone.utc), init=False)


class User(Audit, Base):
    __tablename__ = "user_account"
    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    name: Mapped[str]
    fullname: Mapped[str | None] = mapped_column(default=None)
    age: Mapped[int] = mapped_column(default=3, insert_default=4, server_default="7")
    seen: Mapped[datetime] = mapped_column(insert_default=func.now(), default=None)
    addresses: Mapped[list[Address]] = relationship(back_populates="user", default_factory=list, repr=False)


class Address(Base):
    __tablename__ = "address"
    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), init=False)
    user: Mapped[User] = relationship(back_populates="addresses")


target_metadata = Base.metadata
