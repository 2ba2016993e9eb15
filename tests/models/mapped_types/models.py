from __future__ import annotations

import datetime
import decimal
import enum
import uuid
from typing import Any, Literal, Optional, Union

from sqlalchemy import JSON, BigInteger, String
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Color(enum.Enum):
    RED = "red"
    GREEN = "green"


class Level(str, enum.Enum):
    low = "LOW"
    high = "HIGH"


class Base(DeclarativeBase):
    pass


class Everything(Base):
    __tablename__ = "everything"
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    whole: Mapped[int]
    text: Mapped[str]
    sized: Mapped[str] = mapped_column(String(30))
    maybe: Mapped[Optional[str]]
    other: Mapped[Union[int, None]]
    flag: Mapped[bool]
    real: Mapped[float]
    money: Mapped[decimal.Decimal]
    day: Mapped[datetime.date]
    moment: Mapped[datetime.datetime]
    hour: Mapped[datetime.time]
    span: Mapped[datetime.timedelta]
    raw: Mapped[bytes]
    color: Mapped[Color]
    level: Mapped[Level | None]
    state: Mapped[Literal["draft", "published"]]
    big: Mapped[int] = mapped_column(BigInteger)
    document: Mapped[dict[str, Any]] = mapped_column(JSON)
    quoted: Mapped["int | None"]
    forced: Mapped[Optional[str]] = mapped_column(nullable=False)
    loose: Mapped[str] = mapped_column(nullable=True)


target_metadata = Base.metadata
