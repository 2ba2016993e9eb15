import datetime
import enum
import ipaddress
import uuid
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Optional, Union

from pydantic import EmailStr, NaiveDatetime, PositiveInt
from sqlmodel import Field, SQLModel


class Size(str, enum.Enum):
    small = "S"
    large = "L"


class Everything(SQLModel, table=True):
    __tablename__ = "every_thing"
    id: uuid.UUID = Field(default_factory=uuid.uuid4, primary_key=True)
    text: str
    short: str = Field(default="x", max_length=5, min_length=1)
    annotated: Annotated[str, Field(max_length=9, unique=True)]
    maybe: Optional[str] = None
    other: Union[int, None] = Field(default=None, ge=0)
    whole: int = Field(gt=0)
    real: float = 0.5
    flag: bool = False
    day: datetime.date
    moment: datetime.datetime = Field(default_factory=datetime.datetime.now)
    naive: NaiveDatetime
    hour: datetime.time
    span: datetime.timedelta
    raw: bytes
    size: Size = Size.small
    maybe_size: Size | None = None
    price: Decimal = Field(default=0, max_digits=8, decimal_places=3)
    amount: Decimal
    path: Path
    address: ipaddress.IPv4Address
    email: EmailStr = Field(unique=True, index=True, max_length=255)
    other_email: EmailStr | None = None
    count: None | PositiveInt = Field(default=None, index=True)
    positive: PositiveInt
    forced: Optional[int] = Field(nullable=False)
    loose: int = Field(nullable=True)


target_metadata = SQLModel.metadata
