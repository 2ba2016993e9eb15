import dataclasses

from sqlalchemy import Column, Integer, String
from sqlalchemy.orm import DeclarativeBase, Mapped, composite, mapped_column


@dataclasses.dataclass
class Point:
    x: int
    y: int


@dataclasses.dataclass
class Box(Point):
    height: int | None
    label: str = dataclasses.field(default="", kw_only=True)


class Base(DeclarativeBase):
    pass


class Vertex(Base):
    __tablename__ = "vertex"
    id: Mapped[int] = mapped_column(primary_key=True)
    start = composite(Point, mapped_column("x1", Integer), mapped_column("y1", Integer))
    end: Mapped[Point] = composite(mapped_column("x2"), mapped_column("y2"))
    name: Mapped[str] = mapped_column(String(3))


class Crate(Base):
    __tablename__ = "crate"
    id: Mapped[int] = mapped_column(primary_key=True)
    whole: Mapped[Box] = composite()
    part: Mapped[Point] = composite(mapped_column("px"), mapped_column("py", Integer))
    loose = composite(Point, Column("lx", Integer), Column("ly", Integer))
    half = composite(Box, mapped_column("hx"), mapped_column("hy"), mapped_column("hh"), mapped_column("hl", String(9)))


target_metadata = Base.metadata
