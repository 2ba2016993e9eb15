"""Relationships whose collections are sets (`collection_class=set`, `Mapped[set[…]]`)."""

from sqlalchemy.ext.associationproxy import association_proxy
from sqlalchemy.orm import Mapped, mapped_column

team_tags = sa.Table(
    "team_tags",
    Base.metadata,
    sa.Column("team_id", sa.ForeignKey("team.id")),
    sa.Column("tag_id", sa.ForeignKey("tag.id")),
)


class Team(Base):
    __tablename__ = "team"
    id = sa.Column(sa.Integer, primary_key=True)
    name = sa.Column(sa.String)
    members = relationship("Member", collection_class=set, back_populates="team", cascade="all, delete-orphan")
    tags = relationship("Tag", secondary=team_tags, collection_class=set, backref=backref("teams", collection_class=set))
    names = association_proxy("members", "name", creator=lambda name: Member(name=name))


class Member(Base):
    __tablename__ = "member"
    id = sa.Column(sa.Integer, primary_key=True)
    name = sa.Column(sa.String)
    team_id = sa.Column(sa.ForeignKey("team.id"))
    team = relationship("Team", back_populates="members")


class Tag(Base):
    __tablename__ = "tag"
    id = sa.Column(sa.Integer, primary_key=True)
    name = sa.Column(sa.String)


class Shelf(Base):
    __tablename__ = "shelf"
    id: Mapped[int] = mapped_column(primary_key=True)
    books: Mapped[set["Book"]] = relationship(back_populates="shelf")


class Book(Base):
    __tablename__ = "book"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    shelf_id: Mapped[int] = mapped_column(sa.ForeignKey("shelf.id"))
    shelf: Mapped[Shelf] = relationship(back_populates="books")


def seen(collection):
    return type(collection).__name__, sorted(each.name for each in collection)


def upgrade():
    bind = op.get_bind()
    Base.metadata.create_all(bind)
    session = Session(bind)
    a, b, c, d = (Member(name=name) for name in "abcd")
    one, two = Team(name="one", members={a}), Team(name="two")
    two.members.add(b)
    print(Team().members, Team().members == set(), isinstance(two.members, set))
    session.add_all([one, two])
    session.flush()
    print(a.team is one, b.team_id == two.id, seen(one.members))
    one.members.add(b)
    one.members.update([c, c])
    print(seen(one.members), seen(two.members), b.team.name)
    one.members |= {d}
    session.flush()
    one.members -= {a}
    print(a.team, seen(one.members), len(one.members), b in one.members)
    one.members &= {b, c}
    one.members ^= {b, Member(name="e")}
    session.commit()
    print(seen(one.members), session.query(Member).count())
    one.members.discard(Member(name="stranger"))
    try:
        one.members.remove(Member(name="stranger"))
    except KeyError:
        print("KeyError")
    for wrong in ([], (), None):
        try:
            one.members = wrong
        except TypeError as error:
            print(error)
    one.members = {c, Member(name="f")}
    session.commit()
    print(seen(one.members), type(one.members | set()).__name__, type(one.members.copy()).__name__)
    last = next(iter(one.members))
    one.members.remove(last)
    print(last.team)
    one.members.clear()
    session.flush()
    print(seen(one.members), session.query(Member).count())
    one.names.add("g")
    one.names.update(["g", "h"])
    one.names.discard("nobody")
    session.flush()
    print(sorted(one.names), type(one.names).__name__, "g" in one.names, len(one.names))
    one.names.remove("g")
    print(seen(one.members))
    x, y = Tag(name="x"), Tag(name="y")
    one.tags.add(x)
    y.teams.add(one)
    session.flush()
    print(seen(one.tags), seen(x.teams))
    x.teams.clear()
    session.commit()
    print(seen(one.tags))
    merged = session.merge(Team(id=two.id, name="merged", members={Member(name="m")}))
    session.flush()
    print(merged is two, seen(two.members))
    shelf = Shelf()
    session.add(Book(name="z", shelf=shelf))
    session.commit()
    print(seen(shelf.books))
    session.delete(one)
    session.flush()
    show(bind)
