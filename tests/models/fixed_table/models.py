from sqlalchemy import Column, ForeignKey, Integer, String, Table
from sqlalchemy.orm import DeclarativeBase, Mapped, relationship


class Base(DeclarativeBase):
    pass


class Place(Base):
    __table__ = Table(
        "place", Base.metadata,
        Column("id", Integer, primary_key=True),
        Column("name", String(20), key="title"),
        Column("within", ForeignKey("place.id")),
    )
    label = __table__.c.title
    inner = relationship("Place")


class Road(Base):
    __table__ = Table("road", Base.metadata, Column("id", Integer, primary_key=True), schema="geo")


target_metadata = Base.metadata
