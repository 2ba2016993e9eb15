"""Rows that are no more, or other than they were, when a Session writes them (`StaleDataError`), and reading of deleted objects."""

from sqlalchemy.orm.exc import DetachedInstanceError, StaleDataError


class Row(Base):
    __tablename__ = "row"
    id = sa.Column(sa.Integer, primary_key=True)
    name = sa.Column(sa.String)
    n = sa.Column(sa.Integer)
    up_id = sa.Column(sa.ForeignKey("row.id"))
    up = relationship("Row", remote_side=[id])


class Counted(Base):
    __tablename__ = "counted"
    id = sa.Column(sa.Integer, primary_key=True)
    name = sa.Column(sa.String)
    version = sa.Column(sa.Integer, nullable=False)
    __mapper_args__ = {"version_id_col": version}


class Child(Counted):
    __tablename__ = "child"
    id = sa.Column(sa.ForeignKey("counted.id"), primary_key=True)
    more = sa.Column(sa.String)


class Own(Base):
    __tablename__ = "own"
    id = sa.Column(sa.Integer, primary_key=True)
    name = sa.Column(sa.String)
    version = sa.Column(sa.Integer, nullable=False)
    __mapper_args__ = {"version_id_col": version, "version_id_generator": False}


def attempt(bind, what):
    session = Session(bind)
    savepoint = bind.begin_nested()
    try:
        what(session)
        session.flush()
        print("done")
    except (StaleDataError, sa.exc.InvalidRequestError, KeyError) as error:
        print(type(error).__name__, str(error).split("  ")[0].split(" (Background")[0])
    session.expunge_all()
    savepoint.rollback()


def rows(session, cls=Row):
    return session.query(cls).order_by(cls.id).all()


def lose(session, table, id):
    session.connection().execute(sa.text(f"delete from {table} where id = {id}"))


def three_of_one_shape(session):
    found = rows(session)
    lose(session, "row", 2)
    for each in found:
        each.name = each.name + "!"


def one_of_its_shape(session):
    found = rows(session)
    lose(session, "row", 3)
    found[1].name, found[2].n = "x", 5


def computed(session):
    found = rows(session)
    lose(session, "row", 3)
    for each in found[1:]:
        each.n = Row.n + 1


def versions(session):
    found = rows(session, Counted)
    session.connection().execute(sa.text("update counted set version = 9 where id = 2"))
    found[0].name, found[1].name = "x", "y"


def deleted_versions(session):
    found = rows(session, Counted)
    session.connection().execute(sa.text("update counted set version = 9 where id = 2"))
    for each in found[:2]:
        session.delete(each)


def upgrade():
    bind = op.get_bind()
    Base.metadata.create_all(bind)
    session = Session(bind)
    session.add_all([Row(id=1, name="a"), Row(id=2, name="b", up_id=1), Row(id=3, name="c", n=1)])
    session.add_all([Counted(id=1, name="a"), Counted(id=2, name="b"), Child(id=3, name="c", more="m")])
    session.add(Own(id=1, name="o", version=4))
    session.commit()
    session.close()
    for what in [three_of_one_shape, one_of_its_shape, computed, versions, deleted_versions]:
        attempt(bind, what)
    attempt(bind, lambda s: s.bulk_update_mappings(Row, [{"id": 1, "name": "k"}, {"id": 77, "name": "l"}]))
    attempt(bind, lambda s: s.execute(sa.update(Row), [{"id": 77, "name": "l"}]))
    attempt(bind, lambda s: s.bulk_update_mappings(Row, [{"name": "k"}]))
    attempt(bind, lambda s: s.bulk_update_mappings(Counted, [{"id": 1, "name": "k"}]))
    attempt(bind, lambda s: s.bulk_update_mappings(Counted, [{"id": 1, "name": "k", "version": 7}]))
    attempt(bind, lambda s: [s.delete(each) for each in rows(s, Child) + rows(s, Counted)[:2]])
    session.bulk_update_mappings(Counted, [{"id": 1, "name": "k", "version": 1}, {"id": 2, "name": "l", "version": 1}])
    session.bulk_update_mappings(Child, [{"id": 3, "more": "n", "version": 1}])
    session.bulk_update_mappings(Own, [{"id": 1, "name": "p", "version": 4}])
    gone, kept = session.get(Row, 2), session.get(Row, 3)
    session.delete(gone)
    session.flush()
    print(gone.up.name)
    session.expunge(kept)
    try:
        kept.up
    except DetachedInstanceError:
        print("detached")
    show(bind)
