import enum
from typing import Optional

from sqlalchemy import Column, Enum, Integer, MetaData
from sqlalchemy.dialects.postgresql import ARRAY, DOMAIN, ENUM
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Status(enum.IntEnum):
    new = 1
    done = 2


class Color(str, enum.Enum):
    RED = "r"
    BLUE = "b"


metadata_ = MetaData()
shared = Enum(Color, name="shared_color", metadata=metadata_, values_callable=lambda x: [e.value for e in x])


class Base(DeclarativeBase):
    metadata = metadata_


class Things(Base):
    __tablename__ = "things"
    __table_args__ = {"schema": "s"}
    id: Mapped[int] = mapped_column(primary_key=True)
    status: Mapped[Status]
    status2: Mapped[Optional[Status]] = mapped_column(Enum(Status, name="st", inherit_schema=True))
    color: Mapped[Color] = mapped_column(shared)
    colors: Mapped[list[Color]] = mapped_column(ARRAY(Enum(Color, name="color_item")))
    pg = mapped_column(ENUM("a", "b'c", name="Odd Name", create_type=False))
    check = mapped_column(Enum("x", "yy", native_enum=False, create_constraint=True, name="ck"))
    dom = mapped_column(DOMAIN("positive", Integer, check="VALUE > 0", not_null=True))


target_metadata = metadata_
