import { sourceModules } from "../source_modules.ts";
import { COMMANDS, CONFIG } from "./advanced_alchemy_config.ts";
import { TYPES } from "./advanced_alchemy_types.ts";

/**
 * `advanced_alchemy` by its version 1.12, as far as tables are made of it (bases, mixins and column types), and its configuration.
 */

const MIXINS = `
import datetime
from uuid import UUID, uuid4
from sqlalchemy import Identity, Index, Sequence, String, UniqueConstraint
from sqlalchemy.orm import Mapped, declared_attr, mapped_column
from advanced_alchemy.types import BigIntIdentity, DateTimeUTC


def _now():
    return datetime.datetime.now(datetime.timezone.utc)


class AuditColumns:
    created_at: Mapped[datetime.datetime] = mapped_column(DateTimeUTC(timezone=True), default=_now, sort_order=3002)
    updated_at: Mapped[datetime.datetime] = mapped_column(
        DateTimeUTC(timezone=True), default=_now, onupdate=_now, sort_order=3003
    )


class SentinelMixin:
    __abstract__ = True

    @declared_attr
    def _sentinel(cls) -> Mapped[int]:
        return mapped_column(
            name="sa_orm_sentinel", insert_sentinel=True, use_existing_column=True, nullable=True, sort_order=3001
        )


class UUIDPrimaryKey(SentinelMixin):
    id: Mapped[UUID] = mapped_column(default=uuid4, primary_key=True, sort_order=-100)


class UUIDv6PrimaryKey(SentinelMixin):
    id: Mapped[UUID] = mapped_column(default=uuid4, primary_key=True, sort_order=-100)


class UUIDv7PrimaryKey(SentinelMixin):
    id: Mapped[UUID] = mapped_column(default=uuid4, primary_key=True, sort_order=-100)


class NanoIDPrimaryKey(SentinelMixin):
    id: Mapped[str] = mapped_column(default=uuid4, primary_key=True, sort_order=-100)


def _schema_of(cls):
    arguments = getattr(cls, "__table_args__", None)
    options = arguments[-1] if isinstance(arguments, tuple) and arguments else arguments
    if isinstance(options, dict) and "schema" in options:
        return options["schema"]
    return (getattr(cls, "__table_kwargs__", None) or {}).get("schema")


class BigIntPrimaryKey:
    @declared_attr
    def id(cls) -> Mapped[int]:
        schema = _schema_of(cls)
        options = {"schema": schema} if schema else {}
        sequence = Sequence(f"{cls.__tablename__}_id_seq", optional=False, **options)
        return mapped_column(BigIntIdentity, sequence, primary_key=True, sort_order=-100)


class IdentityPrimaryKey:
    @declared_attr
    def id(cls) -> Mapped[int]:
        return mapped_column(BigIntIdentity, Identity(start=1, increment=1), primary_key=True, sort_order=-100)


class SlugKey:
    @declared_attr
    def slug(cls) -> Mapped[str]:
        return mapped_column(String(length=100), nullable=False)

    @declared_attr.directive
    def __table_args__(cls):
        return (
            UniqueConstraint(cls.slug, name=f"uq_{cls.__tablename__}_slug"),
            Index(f"ix_{cls.__tablename__}_slug_unique", cls.slug, unique=True).ddl_if(dialect="spanner+spanner"),
        )


class UniqueMixin:
    pass
`;

const BASE = `
import datetime
import re
from typing import Any
from uuid import UUID
from pydantic import AnyHttpUrl, AnyUrl, EmailStr, IPvAnyAddress, IPvAnyInterface, IPvAnyNetwork, Json
from sqlalchemy import Date, MetaData, String
from sqlalchemy.ext.asyncio import AsyncAttrs
from sqlalchemy.orm import DeclarativeBase, declared_attr, registry as _registry
from advanced_alchemy.mixins import (
    AuditColumns, BigIntPrimaryKey, IdentityPrimaryKey, NanoIDPrimaryKey, UUIDPrimaryKey, UUIDv6PrimaryKey,
    UUIDv7PrimaryKey,
)
from advanced_alchemy.types import GUID, DateTimeUTC, FileObject, FileObjectList, JsonB, StoredObject

convention = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
table_name_regexp = re.compile(r"((?<=[a-z0-9])[A-Z]|(?!^)[A-Z](?=[a-z]))")


def merge_table_arguments(cls, table_args=None):
    positional, options = [], {}
    inherited = [getattr(super(base, cls), "__table_args__", None) for base in cls.__bases__]
    for each in (*inherited, table_args):
        if isinstance(each, dict):
            options.update(each)
        elif each:
            *first, last = each
            positional.extend(first)
            if isinstance(last, dict):
                options.update(last)
            else:
                positional.append(last)
    if not positional:
        return options
    return (*positional, options) if options else tuple(positional)


def _below_polymorphic(cls):
    for parent in cls.__mro__[1:]:
        arguments = getattr(parent, "__mapper_args__", None)
        if isinstance(arguments, dict) and "polymorphic_on" in arguments:
            return True
    return False


def _has_own_table(arguments):
    return isinstance(arguments, dict) and (arguments.get("concrete", False) or "polymorphic_on" in arguments)


class BasicAttributes:
    pass


class CommonTableAttributes(BasicAttributes):
    def __init_subclass__(cls, **kwargs):
        is_named = "__tablename__" in cls.__dict__ or _has_own_table(cls.__dict__.get("__mapper_args__"))
        if not is_named and _below_polymorphic(cls):
            cls.__tablename__ = None
        super().__init_subclass__(**kwargs)

    @declared_attr.directive
    def __tablename__(cls):
        if "__tablename__" in cls.__dict__:
            return cls.__dict__["__tablename__"]
        if not _has_own_table(getattr(cls, "__mapper_args__", {})) and _below_polymorphic(cls):
            return None
        return table_name_regexp.sub(r"_\\1", cls.__name__).lower()


def create_registry(custom_annotation_map=None):
    types = {
        UUID: GUID,
        datetime.datetime: DateTimeUTC,
        datetime.date: Date,
        dict: JsonB,
        dict[str, Any]: JsonB,
        dict[str, str]: JsonB,
        FileObject: StoredObject,
        FileObjectList: StoredObject,
        EmailStr: String,
        AnyUrl: String,
        AnyHttpUrl: String,
        Json: JsonB,
        IPvAnyAddress: String,
        IPvAnyInterface: String,
        IPvAnyNetwork: String,
    }
    types.update(custom_annotation_map or {})
    return _registry(metadata=MetaData(naming_convention=convention), type_annotation_map=types)


orm_registry = create_registry()


class MetadataRegistry:
    _known = {None: orm_registry.metadata}

    def get(self, bind_key=None):
        if bind_key not in self._known:
            self._known[bind_key] = MetaData(naming_convention=convention)
        return self._known[bind_key]

    def set(self, bind_key, metadata):
        self._known[bind_key] = metadata

    def __iter__(self):
        return iter(self._known)

    def __getitem__(self, bind_key):
        return self._known[bind_key]

    def __setitem__(self, bind_key, metadata):
        self._known[bind_key] = metadata

    def __contains__(self, bind_key):
        return bind_key in self._known


metadata_registry = MetadataRegistry()


class AdvancedDeclarativeBase(DeclarativeBase):
    registry = orm_registry
    __abstract__ = True
    __metadata_registry__ = metadata_registry
    __bind_key__ = None

    def __init_subclass__(cls, **kwargs):
        bind_key = getattr(cls, "__bind_key__", None)
        if bind_key is not None:
            cls.metadata = cls.__metadata_registry__.get(bind_key)
        super().__init_subclass__(**kwargs)


class UUIDBase(UUIDPrimaryKey, CommonTableAttributes, AdvancedDeclarativeBase, AsyncAttrs):
    __abstract__ = True


class UUIDAuditBase(CommonTableAttributes, UUIDPrimaryKey, AuditColumns, AdvancedDeclarativeBase, AsyncAttrs):
    __abstract__ = True


class UUIDv6Base(UUIDv6PrimaryKey, CommonTableAttributes, AdvancedDeclarativeBase, AsyncAttrs):
    __abstract__ = True


class UUIDv6AuditBase(CommonTableAttributes, UUIDv6PrimaryKey, AuditColumns, AdvancedDeclarativeBase, AsyncAttrs):
    __abstract__ = True


class UUIDv7Base(UUIDv7PrimaryKey, CommonTableAttributes, AdvancedDeclarativeBase, AsyncAttrs):
    __abstract__ = True


class UUIDv7AuditBase(CommonTableAttributes, UUIDv7PrimaryKey, AuditColumns, AdvancedDeclarativeBase, AsyncAttrs):
    __abstract__ = True


class NanoIDBase(NanoIDPrimaryKey, CommonTableAttributes, AdvancedDeclarativeBase, AsyncAttrs):
    __abstract__ = True


class NanoIDAuditBase(CommonTableAttributes, NanoIDPrimaryKey, AuditColumns, AdvancedDeclarativeBase, AsyncAttrs):
    __abstract__ = True


class BigIntBase(BigIntPrimaryKey, CommonTableAttributes, AdvancedDeclarativeBase, AsyncAttrs):
    __abstract__ = True


class BigIntAuditBase(CommonTableAttributes, BigIntPrimaryKey, AuditColumns, AdvancedDeclarativeBase, AsyncAttrs):
    __abstract__ = True


class IdentityBase(IdentityPrimaryKey, CommonTableAttributes, AdvancedDeclarativeBase, AsyncAttrs):
    __abstract__ = True


class IdentityAuditBase(CommonTableAttributes, IdentityPrimaryKey, AuditColumns, AdvancedDeclarativeBase, AsyncAttrs):
    __abstract__ = True


class DefaultBase(CommonTableAttributes, AdvancedDeclarativeBase, AsyncAttrs):
    __abstract__ = True


class SQLQuery(BasicAttributes, AdvancedDeclarativeBase, AsyncAttrs):
    __abstract__ = True
`;

/** Where else the names are imported from. */
const types = "from advanced_alchemy.types import *";
const mixins = "from advanced_alchemy.mixins import *";
const config = "from advanced_alchemy.config import *";
const all = `from advanced_alchemy import base, mixins, types\n${config}`;

export const advancedAlchemy = sourceModules({
  "advanced_alchemy": "",
  "advanced_alchemy.base": BASE,
  "advanced_alchemy.mixins": MIXINS,
  ...Object.fromEntries(
    ["audit", "bigint", "nanoid", "sentinel", "slug", "unique", "uuid"].map((name) =>
      [`advanced_alchemy.mixins.${name}`, mixins] as const
    ),
  ),
  "advanced_alchemy.types": TYPES,
  ...Object.fromEntries(
    [
      "boolean",
      "datetime",
      "encrypted_string",
      "file_object",
      "guid",
      "identity",
      "json",
      "password_hash",
      "password_hash.base",
      "totp",
    ].map((name) => [`advanced_alchemy.types.${name}`, types] as const),
  ),
  "advanced_alchemy.config": CONFIG,
  "advanced_alchemy.config.asyncio": config,
  "advanced_alchemy.config.sync": config,
  "advanced_alchemy.config.common": config,
  "advanced_alchemy.config.engine": config,
  "advanced_alchemy.alembic": "",
  "advanced_alchemy.alembic.commands": COMMANDS,
  "advanced_alchemy.extensions": "",
  "advanced_alchemy.extensions.litestar": all,
  "advanced_alchemy.extensions.fastapi": all,
  "advanced_alchemy.extensions.starlette": all,
  "advanced_alchemy.extensions.flask": all,
  "advanced_alchemy.extensions.sanic": all,
});
