"""Classes that derive from another and have all columns in a table of their own."""


class E(Base):
    __tablename__ = "e"
    id = sa.Column(sa.Integer, primary_key=True)
    name = sa.Column(sa.String)
    only = sa.Column(sa.String)


class M(E):
    __tablename__ = "m"
    id = sa.Column(sa.Integer, primary_key=True)
    name = sa.Column(sa.String(20))
    data = sa.Column(sa.String)
    __mapper_args__ = {"concrete": True}


def upgrade():
    b = op.get_bind()
    Base.metadata.create_all(b)
    s = Session(b)
    s.add_all([E(name="e", only="o"), M(name="m", data="d")]); s.commit()
    print([(type(x).__name__, x.name) for x in s.query(E)], [(type(x).__name__, x.name, x.data) for x in s.query(M)])
    m = s.query(M).filter(M.name == "m").one(); m.data = "dd"; s.flush()
    print(s.get(E, 1) is s.get(M, 1), s.scalars(sa.select(M.data)).all())
    try: print(m.only)
    except AttributeError as e: print("AttributeError")
    try: M(only="x")
    except Exception as e: print(type(e).__name__)
    s.delete(m); s.flush()
    s.expunge_all()
    show(b)
    print(isinstance(m, E), [c.name for c in M.__table__.columns])
