"""Columns that count the versions of rows (`version_id_col`)."""


class V(Base):
    __tablename__ = "v"
    id = sa.Column(sa.Integer, primary_key=True)
    name = sa.Column(sa.String)
    version = sa.Column("ver", sa.Integer, nullable=False)
    __mapper_args__ = {"version_id_col": version}


class G(Base):
    __tablename__ = "g"
    id = sa.Column(sa.Integer, primary_key=True)
    name = sa.Column(sa.String)
    ver = sa.Column(sa.String)
    __mapper_args__ = {"version_id_col": ver, "version_id_generator": lambda v: (v or "") + "x"}


class F(Base):
    __tablename__ = "f"
    id = sa.Column(sa.Integer, primary_key=True)
    name = sa.Column(sa.String)
    ver = sa.Column(sa.Integer, default=7)
    __mapper_args__ = {"version_id_col": ver, "version_id_generator": False}


class J(V):
    __tablename__ = "j"
    id = sa.Column(sa.ForeignKey("v.id"), primary_key=True)
    extra = sa.Column(sa.String)


def upgrade():
    b = op.get_bind()
    Base.metadata.create_all(b)
    s = Session(b)
    v = V(name="a"); g = G(name="g"); f = F(name="f"); j = J(name="j", extra="e")
    s.add_all([v, g, f, j]); s.flush(); print(v.version, g.ver, f.ver, j.version)
    v.name = "b"; g.name = "g2"; f.name = "f2"; j.extra = "ee"; s.flush(); print(v.version, g.ver, f.ver, j.version)
    f.ver = 9; s.flush(); j.name = "jj"; s.flush(); print(j.version)
    show(b)
    v.version = 50; s.flush(); print(v.version)
    s.commit()
    v.name = "c"; s.flush(); print(v.version)
    s.add(V(id=20, name="given", version=5)); s.flush(); print(s.get(V, 20).version)
    x = s.get(V, 20); s.delete(x); s.add(V(id=20, name="over")); s.flush(); print(s.get(V, 20).version)
    s.query(V).update({"name": "bulk"}); show(b)
    s.execute(sa.update(V).values(name="u")); show(b)
    s.bulk_insert_mappings(V, [{"name": "bi"}]); s.bulk_save_objects([V(name="bs")]); show(b)
    s.expire_all()
    for what in ("update", "delete", "many"):
        with b.begin_nested() as n:
            t = Session(b)
            rows = t.query(V).order_by(V.id).all()
            b.execute(sa.text("update v set ver = 100"))
            try:
                if what == "update": rows[0].name = "late"
                elif what == "delete": t.delete(rows[0])
                else: rows[0].name = "1"; rows[-1].name = "2"
                t.flush()
            except Exception as e: print(what, type(e).__name__, e)
            t.expunge_all()
            n.rollback()
    x = s.query(V).filter_by(name="bs").one(); s.delete(x); s.delete(j); s.flush(); show(b)
    s.expunge_all()
