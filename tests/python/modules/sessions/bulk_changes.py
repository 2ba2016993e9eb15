"""UPDATE and DELETE of many rows, and what becomes of the objects of them that a Session has; keys given by name."""


class Row(Base):
    __tablename__ = "row"
    a = sa.Column(sa.Integer, primary_key=True)
    b = sa.Column("bb", sa.String, primary_key=True)
    n = sa.Column(sa.Integer)


def upgrade():
    bind = op.get_bind()
    Base.metadata.create_all(bind)
    session = Session(bind)
    session.add_all([Row(a=1, b=b, n=n) for n, b in enumerate("stuvwxyz")])
    session.commit()
    print(session.get(Row, {"b": "t", "a": 1}).n, session.get(Row, (1, "u")).n)
    try:
        session.get(Row, {"a": 1, "bb": "t"})
    except sa.exc.InvalidRequestError as error:
        print(str(error).split(";")[0])
    s, t, u, v, w = (session.get(Row, (1, b)) for b in "stuvw")
    print(session.query(Row).filter(Row.b == "s").delete(), s in session, sa.inspect(s).was_deleted, t in session)
    print(session.execute(sa.delete(Row).where(Row.b == "t")).rowcount, t in session)
    print(session.query(Row).filter_by(b="u").delete(synchronize_session=False), u in session, u.n)
    session.add(Row(a=1, b="s", n=100))
    session.flush()
    print(session.get(Row, (1, "s")).n)
    print(w.n, session.query(Row).filter(Row.b == "w").update({"n": 7}, synchronize_session=False), w.n)
    print(session.query(Row).filter(Row.b == "v").update({Row.n: Row.n + 50}), v.n)
    session.commit()
    print(w.n)
    print(session.execute(sa.update(Row).where(Row.b == "w").values(n=8).returning(Row.n)).all(), w.n)
    print(session.execute(sa.delete(Row).where(Row.b == "w").returning(Row.b, Row.n)).all())
    show(bind)
