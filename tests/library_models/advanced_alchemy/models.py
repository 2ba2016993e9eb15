"""Bases, mixins and types of Advanced Alchemy."""
import datetime
from typing import Any, Optional
from uuid import UUID

from advanced_alchemy import base, mixins
from advanced_alchemy.base import (
    BigIntAuditBase, BigIntBase, CommonTableAttributes, DefaultBase, IdentityAuditBase, NanoIDBase, UUIDAuditBase, UUIDBase,
    UUIDv6Base, UUIDv7AuditBase, create_registry, merge_table_arguments, metadata_registry, orm_registry,
)
from advanced_alchemy.mixins import AuditColumns, SlugKey, UniqueMixin, UUIDv7PrimaryKey
from advanced_alchemy.types import GUID, DateTimeUTC, EncryptedString, EncryptedText, JsonB, PasswordHash
from pydantic import EmailStr
from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.ext.asyncio import AsyncAttrs
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column, relationship


class UserAccount(UUIDAuditBase):
    __table_args__ = {"comment": "who logs in"}
    email: Mapped[EmailStr] = mapped_column(unique=True, index=True)
    name: Mapped[Optional[str]] = mapped_column(String(100))
    secret: Mapped[str] = mapped_column(EncryptedString(key="key", length=40))
    diary: Mapped[Optional[str]] = mapped_column(EncryptedText(key=lambda: "key"))
    joined: Mapped[datetime.date] = mapped_column(default=datetime.date.today)
    seen_at: Mapped[Optional[datetime.datetime]] = mapped_column(default=None)
    meta: Mapped[dict[str, Any]]
    options: Mapped[Optional[dict]] = mapped_column(JsonB, default=dict)
    roles: Mapped[list["UserRole"]] = relationship(back_populates="user", lazy="selectin")


class UserRole(UUIDBase):
    user_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id", ondelete="cascade"))
    user: Mapped[UserAccount] = relationship(back_populates="roles")


class HTTPRequestLog(BigIntAuditBase):
    path: Mapped[str]


class Counter(BigIntBase):
    __tablename__ = "counters"
    __table_args__ = {"schema": "stats"}


class Tag(UUIDBase, SlugKey, UniqueMixin):
    text: Mapped[str]


class Place(IdentityAuditBase):
    @declared_attr.directive
    @classmethod
    def __table_args__(cls):
        return merge_table_arguments(cls, (UniqueConstraint("x", "y", name="uq_xy"), {"comment": "here"}))

    x: Mapped[int]
    y: Mapped[int]


class Note(NanoIDBase):
    body: Mapped[str]


class SixthThing(UUIDv6Base):
    __bind_key__ = "other"
    guid: Mapped[UUID] = mapped_column(GUID(binary=False))


class SeventhThing(UUIDv7AuditBase):
    at: Mapped[datetime.datetime] = mapped_column(DateTimeUTC)


class Employee(DefaultBase):
    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    __mapper_args__ = {"polymorphic_on": "kind", "polymorphic_identity": "employee"}


class Manager(Employee):
    level: Mapped[Optional[int]]
    __mapper_args__ = {"polymorphic_identity": "manager"}


class Engineer(Employee):
    __tablename__ = "engineer"
    id: Mapped[int] = mapped_column(ForeignKey("employee.id"), primary_key=True)
    __mapper_args__ = {"polymorphic_identity": "engineer"}


class OwnBase(UUIDv7PrimaryKey, CommonTableAttributes, AuditColumns, DeclarativeBase, AsyncAttrs):
    registry = create_registry(custom_annotation_map={str: String(77)})


class OwnThing(OwnBase):
    title: Mapped[str]


target_metadata = [orm_registry.metadata, metadata_registry.get("other"), OwnBase.metadata]
