"""Models of SQLModel beside what pydantic is used for: own bases, validators, computed fields, serializers, generics."""
from datetime import date, datetime, timezone
from decimal import Decimal
from enum import Enum
from typing import Annotated, Any, ClassVar, Generic, List, Literal, Optional, TypeVar, Union
from uuid import UUID, uuid4

import pydantic
import sqlalchemy as sa
from pydantic import (
    AfterValidator, BaseModel, BeforeValidator, ConfigDict, EmailStr, HttpUrl, PlainSerializer, PrivateAttr,
    StringConstraints, ValidationInfo, WithJsonSchema, WrapValidator, computed_field, conint, constr, field_serializer,
    field_validator, model_serializer, model_validator,
)
from sqlmodel import Field, Relationship, SQLModel
from sqlmodel._compat import SQLModelConfig

T = TypeVar("T")
ItemT = TypeVar("ItemT", bound=SQLModel)


def to_lower(value: Any) -> Any:
    return value.lower() if isinstance(value, str) else value


Lowered = Annotated[str, BeforeValidator(to_lower)]
Short = Annotated[str, StringConstraints(max_length=12, strip_whitespace=True)]
Money = Annotated[Decimal, Field(max_digits=12, decimal_places=2), PlainSerializer(str)]
Positive = Annotated[int, AfterValidator(abs), Field(ge=0)]


class ApiModel(BaseModel):
    """The project's own base for what goes over the wire."""

    model_config = ConfigDict(from_attributes=True, populate_by_name=True, extra="forbid")

    @model_serializer(mode="wrap")
    def drop_none(self, handler):
        return {key: value for key, value in handler(self).items() if value is not None}


class Timestamps(BaseModel):
    created_at: datetime = Field(default_factory=lambda: datetime.now(timezone.utc), nullable=False)
    updated_at: Optional[datetime] = Field(default=None, sa_column_kwargs={"onupdate": sa.func.now()})


class Keyed(SQLModel):
    id: UUID = Field(default_factory=uuid4, primary_key=True)


class Page(BaseModel, Generic[T]):
    items: List[T]
    total: int


class Repository(Generic[ItemT]):
    model: ClassVar[type[SQLModel]]


class State(str, Enum):
    new = "new"
    done = "done"


class OrderBase(SQLModel):
    model_config = ConfigDict(validate_assignment=True, str_max_length=50, use_enum_values=True)

    number: str = Field(index=True, max_length=20, description="as on paper")
    code: Lowered = Field(max_length=8)
    short: Short
    price: Money
    amount: Positive = 1
    state: State = State.new
    level: Literal["low", "high"] = Field(default="low", sa_type=sa.String)
    mail: EmailStr
    day: Optional[date] = None
    count: conint(gt=0) = 1

    secret: ClassVar[str] = "x"
    _cache: dict = PrivateAttr(default_factory=dict)

    @field_validator("number", mode="before")
    @classmethod
    def clean(cls, value: Any) -> Any:
        return str(value).strip()

    @field_validator("amount", "count")
    def positive(cls, value: int, info: ValidationInfo) -> int:
        return value

    @field_validator("price", mode="wrap")
    @classmethod
    def price_of(cls, value, handler, info):
        return handler(value)

    @field_validator("code", mode="plain")
    @classmethod
    def plain(cls, value):
        return value

    @model_validator(mode="before")
    @classmethod
    def fill(cls, data: Any) -> Any:
        return data

    @model_validator(mode="after")
    def check(self) -> "OrderBase":
        return self

    @field_serializer("price", when_used="json")
    def price_text(self, value: Decimal) -> str:
        return str(value)

    @computed_field
    @property
    def label(self) -> str:
        return f"{self.number}/{self.code}"


class Order(OrderBase, Keyed, Timestamps, table=True):
    __tablename__ = "orders"
    lines: List["Line"] = Relationship(back_populates="order", cascade_delete=True)
    data: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON)

    @computed_field(return_type=int, alias="n")
    @property
    def length(self):
        return len(self.lines)


class Line(Keyed, table=True):
    model_config = SQLModelConfig(arbitrary_types_allowed=True)
    order_id: UUID = Field(foreign_key="orders.id", ondelete="CASCADE", index=True)
    text: Annotated[str, WithJsonSchema({"type": "string"})] = Field(sa_column=sa.Column(sa.Text, nullable=False))
    ratio: Annotated[float, WrapValidator(lambda value, handler: handler(value))] = 0.5
    name: Annotated[Optional[str], Field(max_length=30, alias="n")] = None
    order: Order = Relationship(back_populates="lines")


class OrderCreate(OrderBase):
    lines: list["LineCreate"] = []


class LineCreate(ApiModel):
    text: constr(min_length=1, max_length=5)
    url: Optional[HttpUrl] = None


class OrderPublic(OrderBase, Timestamps):
    id: UUID


class OrderPage(Page[OrderPublic]):
    next: Union[str, None] = None


class OrderRepository(Repository[Order]):
    model = Order


class Address(BaseModel):
    street: str
    model_config = {"frozen": True}


class Tracked(BaseModel, Generic[T]):
    source: str = pydantic.Field("import", max_length=15, title="where it came from")
    weight: Annotated[Decimal, pydantic.Field(max_digits=7, decimal_places=3)]
    payload: Optional[T] = Field(default=None, sa_type=sa.JSON)


class PlainMixin:
    remark: str = "none"


class Parcel(PlainMixin, Tracked[Address], Keyed, table=True):
    class Config:
        arbitrary_types_allowed = True

    __table_args__ = (sa.UniqueConstraint("source", "weight"), {"comment": "sent"})
    address: Address = Field(sa_column=sa.Column(sa.JSON))
    label: str = pydantic.Field(max_length=9)
    source: str = Field(default="web", max_length=30)


class Counted(SQLModel, Generic[T]):
    id: Optional[int] = Field(default=None, primary_key=True)
    value: T

    @classmethod
    def made(cls, **data):
        return cls.model_validate(data)


class IntCounted(Counted[int], table=True):
    __tablename__ = "int_counted"
    value: int


OrderCreate.model_rebuild()

target_metadata = SQLModel.metadata
