"""Flask-SQLAlchemy with a base of SQLAlchemy 2: DeclarativeBase, MappedAsDataclass, no names of its own."""
from typing import Annotated, Optional

import sqlalchemy as sa
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy.orm import (
    DeclarativeBase, DeclarativeBaseNoMeta, Mapped, MappedAsDataclass, declared_attr, mapped_column, relationship,
)

Text50 = Annotated[str, mapped_column(sa.String(50))]


class Base(DeclarativeBase):
    metadata = sa.MetaData(naming_convention={"ix": "ix_%(column_0_label)s", "uq": "uq_%(table_name)s_%(column_0_name)s"})


class DataBase(DeclarativeBase, MappedAsDataclass):
    pass


class PlainBase(DeclarativeBaseNoMeta):
    pass


db = SQLAlchemy(model_class=Base)
data = SQLAlchemy(model_class=DataBase)
plain = SQLAlchemy(model_class=PlainBase, disable_autonaming=True)


class CustomerOrder(db.Model):
    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[Text50] = mapped_column(unique=True)
    lines: Mapped[list["OrderLine"]] = relationship(back_populates="order")


class OrderLine(db.Model):
    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(db.ForeignKey("customer_order.id", ondelete="CASCADE"), index=True)
    order: Mapped[CustomerOrder] = relationship(back_populates="lines")
    note: Mapped[Optional[str]]


class Audit(db.Model):
    __bind_key__ = "audit"
    id: Mapped[int] = mapped_column(primary_key=True)


class Animal(data.Model):
    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    name: Mapped[str] = mapped_column(default="x")
    kind: Mapped[str] = mapped_column(default="animal")

    @declared_attr.directive
    def __mapper_args__(cls):
        return {"polymorphic_on": "kind"} if cls.__name__ == "Animal" else {"polymorphic_identity": cls.__name__}


class BigCat(Animal):
    claws: Mapped[Optional[int]] = mapped_column(default=None)


class Item(plain.Model):
    __tablename__ = "items"
    id: Mapped[int] = mapped_column(primary_key=True)


class Given(plain.Model):
    __table__ = plain.Table("given_table", plain.metadata, plain.Column("key", plain.Integer, primary_key=True))


target_metadata = [db.metadata, db.metadatas["audit"], data.metadata, plain.metadata]
