"""`execute(insert(…).returning(…), [{…}, …])`, of tables and of mapped classes."""

from sqlalchemy.dialects.postgresql import insert as postgresql_insert


class Row(Base):
    __tablename__ = "row"
    id = sa.Column(sa.Integer, primary_key=True)
    title = sa.Column("name", sa.String, unique=True)
    n = sa.Column(sa.Integer, default=7)


def upgrade():
    bind = op.get_bind()
    Base.metadata.create_all(bind)
    table = Row.__table__
    result = bind.execute(sa.insert(table).returning(table.c.id, table.c.name), [{"name": "a"}, {"name": "b"}])
    print(result.all())
    print(bind.execute(sa.insert(table).returning(table.c.n), [{"name": "c"}, {"name": "c2", "n": 3}]).scalars().all())
    try:
        bind.execute(sa.insert(table).returning(table.c.n), [{"name": "x"}, {"n": 3}])
    except sa.exc.StatementError as error:
        print(str(error).splitlines()[0])
    session = Session(bind)
    rows = session.scalars(sa.insert(Row).returning(Row), [{"title": "d"}, {"title": "e", "n": 1}]).all()
    print([(row.id, row.title, row.n) for row in rows], rows[0] in session)
    print(session.execute(sa.insert(Row).returning(Row.id, Row.title), [{"title": "f"}, {"title": "g"}]).all())
    statement = postgresql_insert(Row).on_conflict_do_nothing(index_elements=["name"]).returning(Row.title)
    print(session.scalars(statement, [{"title": "a"}, {"title": "h"}]).all())
    print(session.scalars(sa.insert(Row).returning(Row.n), [{"title": "i"}, {"n": 3}]).all())
    show(bind)
