import dataclasses

from sqlalchemy import Integer, String
from sqlalchemy.orm import DeclarativeBase, Mapped, composite, mapped_column


@dataclasses.dataclass
class Point:
    x: int
    y: int


class Base(DeclarativeBase):
    pass


class Vertex(Base):
    __tablename__ = "vertex"
    id: Mapped[int] = mapped_column(primary_key=True)
    start = composite(Point, mapped_column("x1", Integer), mapped_column("y1", Integer))
    end: Mapped[Point] = composite(mapped_column("x2"), mapped_column("y2"))
    name: Mapped[str] = mapped_column(String(3))


target_metadata = Base.metadata
