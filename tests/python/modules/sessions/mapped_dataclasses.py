"""Mapped classes that are dataclasses (`MappedAsDataclass`, `mapped_as_dataclass`)."""

from typing import List, Optional

from sqlalchemy.orm import DeclarativeBase, Mapped, MappedAsDataclass, mapped_column, registry


class Model(MappedAsDataclass, DeclarativeBase):
    pass


class Stamped(MappedAsDataclass):
    stamp: Mapped[str] = mapped_column(default="now", kw_only=True)


class Parent(Stamped, Model):
    __tablename__ = "parent"
    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    name: Mapped[str]
    nick: Mapped[Optional[str]] = mapped_column(default=None)
    n: Mapped[int] = mapped_column(default=4)
    kind: Mapped[str] = mapped_column(init=False, default="plain")
    secret: Mapped[str] = mapped_column(default="s", repr=False, compare=False)
    children: Mapped[List["Child"]] = relationship(default_factory=list, back_populates="parent", repr=False)

    def __post_init__(self):
        self.nick = self.nick or self.name[0]


class Child(Model, kw_only=True, eq=False):
    __tablename__ = "child"
    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    parent_id: Mapped[int] = mapped_column(sa.ForeignKey("parent.id"), init=False)
    parent: Mapped[Parent] = relationship(back_populates="children", default=None, repr=False)
    word: Mapped[str]


plain = registry()


@plain.mapped_as_dataclass(repr=False)
class Decorated:
    __tablename__ = "decorated"
    id: Mapped[int] = mapped_column(primary_key=True)
    word: Mapped[str] = mapped_column(default="w")


def upgrade():
    bind = op.get_bind()
    Model.metadata.create_all(bind)
    plain.metadata.create_all(bind)
    session = Session(bind)
    one = Parent("one", n=5)
    print(one)
    print(one.stamp, one.nick, one.n, one.kind, one.children)
    print(one == Parent("one", n=5, secret="other"), one == Parent("two"), one != Parent("one"))
    child = Child(word="x", parent=one)
    print(child, child == Child(word="x"), child in one.children)
    session.add(one)
    session.flush()
    print(one, child.parent_id)
    for wrong in (lambda: Parent(), lambda: Child("x"), lambda: Parent("a", id=3), lambda: Parent("a", nothing=1)):
        try:
            wrong()
        except TypeError as error:
            print(str(error).replace("upgrade.<locals>.", ""))
    session.add(Decorated(1))
    session.commit()
    print(session.get(Decorated, 1).word, "Decorated(" in repr(session.get(Decorated, 1)))
    print(session.query(Parent).one() is one)
    show(bind)
