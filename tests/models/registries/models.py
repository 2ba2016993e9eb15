import datetime
from dataclasses import dataclass

from sqlalchemy import Column, DateTime, ForeignKey, Integer, MetaData, String, Table
from sqlalchemy.orm import Mapped, mapped_column, registry, relationship
from sqlalchemy.orm.decl_api import DeclarativeMeta

mapper_registry = registry(metadata=MetaData(), type_annotation_map={datetime.datetime: DateTime(timezone=True)})
target_metadata = mapper_registry.metadata


@mapper_registry.mapped
class Decorated:
    __tablename__ = "decorated"
    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime.datetime]


@mapper_registry.mapped_as_dataclass
class Data:
    __tablename__ = "data"
    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    name: Mapped[str] = mapped_column(String(10), default="x")


@mapper_registry.mapped_as_dataclass(kw_only=True)
class Keyword:
    __tablename__ = "keyword"
    id: Mapped[int] = mapped_column(primary_key=True)


Base = mapper_registry.generate_base()


class Generated(Base):
    __tablename__ = "generated"
    id = Column(Integer, primary_key=True)


class Meta(metaclass=DeclarativeMeta):
    __abstract__ = True
    registry = mapper_registry
    metadata = mapper_registry.metadata


class ByMeta(Meta):
    __tablename__ = "by_meta"
    id = Column(Integer, primary_key=True)
    other = Column(ForeignKey("generated.id"))


user = Table(
    "user", mapper_registry.metadata,
    Column("id", Integer, primary_key=True), Column("name", String(50)),
)


@dataclass
class User:
    id: int
    name: str


mapper_registry.map_imperatively(User, user, properties={"key": user.c.id})
