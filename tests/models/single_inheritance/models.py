from typing import Optional

from sqlalchemy import Column, ForeignKey, Integer, String
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column


class Base(DeclarativeBase):
    pass


class Animal(Base):
    __tablename__ = "animal"
    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    __mapper_args__ = {"polymorphic_on": "kind", "polymorphic_identity": "animal"}


class Dog(Animal):
    breed: Mapped[Optional[str]] = mapped_column(String(30))
    __mapper_args__ = {"polymorphic_identity": "dog"}


class Bird(Animal):
    wingspan = Column(Integer)
    color: Mapped[Optional[str]] = mapped_column(use_existing_column=True)
    __mapper_args__ = {"polymorphic_identity": "bird"}


class Fish(Animal):
    color: Mapped[Optional[str]] = mapped_column(use_existing_column=True)

    @declared_attr
    def tank_id(cls) -> Mapped[Optional[int]]:
        return mapped_column(ForeignKey("tank.id"))

    __mapper_args__ = {"polymorphic_identity": "fish"}


class Tank(Base):
    __tablename__ = "tank"
    id: Mapped[int] = mapped_column(primary_key=True)


target_metadata = Base.metadata
