"""Bulk methods, UPDATE and DELETE of classes whose rows are in several tables."""


class A(Base):
    __tablename__ = "a"
    id = sa.Column(sa.Integer, primary_key=True)
    kind = sa.Column(sa.String)
    x = sa.Column(sa.String, default="dx")
    __mapper_args__ = {"polymorphic_on": kind, "polymorphic_identity": "a"}


class B(A):
    __tablename__ = "b"
    id = sa.Column(sa.ForeignKey("a.id"), primary_key=True)
    y = sa.Column(sa.String)
    n = sa.Column(sa.Integer, default=3)
    __mapper_args__ = {"polymorphic_identity": "b"}


class C(B):
    __tablename__ = "c"
    id = sa.Column(sa.ForeignKey("b.id"), primary_key=True)
    z = sa.Column(sa.String)
    __mapper_args__ = {"polymorphic_identity": "c"}


def attempt(s, what, f):
    try:
        with s.begin_nested(): r = f(); s.flush()
        print(what, r)
    except Exception as e: print(what, type(e).__name__, str(e).splitlines()[0].split(") ")[-1])


def upgrade():
    b = op.get_bind()
    Base.metadata.create_all(b)
    s = Session(b)
    s.bulk_insert_mappings(B, [{"x": "1", "y": "2"}, {"y": "3", "n": 9}, {"x": "4"}]); show(b)
    s.bulk_insert_mappings(C, [{"x": "1", "z": "2", "kind": "c"}, {"id": 50, "z": "i"}]); show(b)
    s.bulk_save_objects([B(x="o", y="p"), A(x="q"), C(z="r"), B(y="s")]); show(b)
    objs = [B(x="d"), B(y="e")]
    s.bulk_save_objects(objs, return_defaults=True); print([o.id is not None for o in objs])
    s.bulk_update_mappings(B, [{"id": 1, "x": "up", "y": "up"}, {"id": 2, "y": "only y"}, {"id": 3, "x": "only x"}]); show(b)
    rows = s.query(B).filter(B.id < 3).all()
    for r in rows: r.x = "changed"; r.y = "too"
    s.bulk_save_objects(rows); show(b)
    attempt(s, "query update own", lambda: s.query(B).filter(B.id == 1).update({"y": "q"}, synchronize_session=False))
    attempt(s, "query update base", lambda: s.query(B).filter(B.id == 1).update({"x": "q"}, synchronize_session=False))
    attempt(s, "query update both", lambda: s.query(B).filter(B.id == 1).update({"x": "q", "y": "r"}, synchronize_session=False))
    attempt(s, "query update where base", lambda: s.query(B).filter(B.x == "changed").update({"y": "w"}, synchronize_session=False))
    attempt(s, "update own", lambda: s.execute(sa.update(B).where(B.id == 2).values(y="u")).rowcount)
    attempt(s, "update base", lambda: s.execute(sa.update(B).where(B.id == 2).values(x="u")).rowcount)
    attempt(s, "update join", lambda: s.execute(sa.update(B).where(A.id == B.id, A.x == "changed").values(y="j"), execution_options={"synchronize_session": False}).rowcount)
    attempt(s, "update A", lambda: s.execute(sa.update(A).where(A.id == 3).values(x="A")).rowcount)
    show(b)
    attempt(s, "update many", lambda: bool(s.execute(sa.update(B), [{"id": 1, "x": "m", "y": "m"}, {"id": 2, "y": "m"}])))
    attempt(s, "insert", lambda: bool(s.execute(sa.insert(B), [{"x": "ins", "y": "ins"}])))
    attempt(s, "insert values", lambda: s.execute(sa.insert(B).values(id=80, y="ins")))
    attempt(s, "query delete", lambda: s.query(C).filter(C.z == "i").delete(synchronize_session=False))
    attempt(s, "delete", lambda: s.execute(sa.delete(C).where(C.z == "r")).rowcount)
    attempt(s, "delete where base", lambda: s.execute(sa.delete(C).where(C.x == "1"), execution_options={"synchronize_session": False}).rowcount)
    s.expunge_all()
    show(b)
