import datetime
import enum
from typing import Annotated, Any, Dict, List, Optional

from sqlalchemy import BigInteger, DateTime, Enum, ForeignKey, String, Text, func
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from typing_extensions import TypeAliasType

intpk = Annotated[int, mapped_column(primary_key=True)]
str50 = Annotated[str, 50]
timestamp = Annotated[
    datetime.datetime, mapped_column(nullable=False, server_default=func.CURRENT_TIMESTAMP())
]
account_fk = Annotated[int, mapped_column(ForeignKey("account.id", ondelete="SET NULL"), index=True)]
required = Annotated[Optional[str], mapped_column(String(12), unique=True)]

Code = TypeAliasType("Code", str)
Key = TypeAliasType("Key", intpk)
Short = TypeAliasType("Short", str50)
Maybe = TypeAliasType("Maybe", Optional[Short])


class Kind(enum.Enum):
    a = 1
    b = 2


class Base(DeclarativeBase):
    type_annotation_map = {
        int: BigInteger,
        str: Text(),
        str50: String(50),
        Code: String(9),
        datetime.datetime: DateTime(timezone=True),
        Dict[str, Any]: JSONB,
        List[str]: ARRAY(String),
        enum.Enum: Enum(enum.Enum, native_enum=False, length=40),
    }


class Account(Base):
    __tablename__ = "account"
    id: Mapped[intpk]
    name: Mapped[str50]
    nick: Mapped[Optional[str50]]
    bio: Mapped[str]
    created: Mapped[timestamp]
    settings: Mapped[Dict[str, Any]]
    labels: Mapped[Optional[List[str]]]
    kind: Mapped[Kind]


class Note(Base):
    __tablename__ = "note"
    id: Mapped[intpk] = mapped_column(comment="the key")
    account_id: Mapped[Optional[account_fk]]
    code: Mapped[required]
    edited: Mapped[Optional[timestamp]]


class Tag(Base):
    __tablename__ = "tag"
    id: Mapped[Key]
    code: Mapped[Optional[Code]]
    name: Mapped[Short]
    nick: Mapped[Maybe]


target_metadata = Base.metadata
