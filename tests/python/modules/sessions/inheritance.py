from typing import List, Optional

from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Modern(DeclarativeBase):
    pass


class Stamped:
    created: Mapped[Optional[int]] = mapped_column(default=1)


class Animal(Stamped, Modern):
    __tablename__ = "animals"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    kind: Mapped[str] = mapped_column(sa.String(10))
    owner_id: Mapped[Optional[int]] = mapped_column(sa.Integer, sa.ForeignKey("owners.id"))
    owner: Mapped[Optional["Owner"]] = relationship(back_populates="animals")
    __mapper_args__ = {"polymorphic_on": "kind", "polymorphic_identity": "animal"}


class Dog(Animal):
    __mapper_args__ = {"polymorphic_identity": "dog"}


class Owner(Modern):
    __tablename__ = "owners"
    id: Mapped[int] = mapped_column(primary_key=True)
    animals: Mapped[List["Animal"]] = relationship(back_populates="owner", order_by="Animal.id")


def upgrade():
    bind = op.get_bind()
    Modern.metadata.create_all(bind)
    session = Session(bind)
    session.add(Owner(animals=[Dog(name="rex"), Animal(name="tom")]))
    session.commit()
    owner = session.query(Owner).one()
    print([(type(animal).__name__, animal.name, animal.kind, animal.created) for animal in owner.animals])
    print([dog.name for dog in session.query(Dog)], session.query(Animal).count())
    print(session.scalars(sa.select(Dog)).one().owner is owner)
    show(bind)
