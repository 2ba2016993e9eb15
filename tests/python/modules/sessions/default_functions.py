"""What defaults that are functions are told of the row that they are called for."""
log = []


def show_ctx(ctx):
    p = ctx.get_current_parameters()
    log.append(sorted((k, v) for k, v in p.items() if k != "name_1"))
    return (p.get("name") or "none").upper()


class V(Base):
    __tablename__ = "v"
    id = sa.Column(sa.Integer, primary_key=True)
    name = sa.Column(sa.String)
    up = sa.Column(sa.String, default=show_ctx, onupdate=show_ctx)
    n = sa.Column(sa.Integer, default=3)
    len_ = sa.Column("length", sa.Integer, default=lambda context: len(context.get_current_parameters()["name"] or ""))
    srv = sa.Column(sa.Integer, server_default="4")
    opt = sa.Column(sa.String, default=lambda ctx=None: "opt%s" % (ctx is None))
    star = sa.Column(sa.String, default=lambda *a: "star%d" % len(a))
    built = sa.Column(sa.String, default=str)
    none = sa.Column(sa.String)


class Maker:
    def __init__(self, x): self.x = x
    def m0(self): return "m0" + self.x
    def m1(self, ctx): return "m1" + str(ctx.get_current_parameters()["name"])
    def __call__(self, ctx): return "call" + str(ctx.get_current_parameters()["name"])
mk = Maker("x")


class W(Base):
    __tablename__ = "w"
    name = sa.Column(sa.String, primary_key=True)
    a = sa.Column(sa.String, default=mk.m0)
    b = sa.Column(sa.String, default=mk.m1)
    c = sa.Column(sa.String, default=mk)
    s = sa.Column(sa.String, onupdate=lambda c: "u" + str(sorted(c.get_current_parameters().items())))


def flush_log(what):
    for l in log: print(what, l)
    log.clear()


def upgrade():
    b = op.get_bind()
    Base.metadata.create_all(b)
    s = Session(b)
    s.add(V(name="ab")); s.flush(); flush_log("orm insert")
    s.add_all([V(name="x"), V(name=None), V(name="y", up="given")]); s.flush(); flush_log("orm many")
    v = s.query(V).filter_by(name="ab").one(); v.name = "abc"; s.flush(); flush_log("orm update"); print(v.up, v.len_)
    s.execute(sa.insert(V).values(name="core")); flush_log("core values")
    s.execute(sa.insert(V), [{"name": "c1"}, {"name": "c2"}]); flush_log("core many")
    b.execute(V.__table__.insert().values([{"name": "m1"}, {"name": "m2"}])); flush_log("core multi")
    s.execute(sa.update(V).where(V.name == "core").values(name="core2")); flush_log("core update")
    b.execute(V.__table__.insert(), {"name": "t1"}); flush_log("table insert")
    b.execute(V.__table__.insert().values(name=sa.func.lower("Q"), up="q", length=1)); flush_log("expr")
    op.bulk_insert(V.__table__, [{"name": "b1"}, {"name": "b2"}]); flush_log("bulk")
    s.bulk_insert_mappings(V, [{"name": "bm"}]); flush_log("bulk mappings")
    s.bulk_save_objects([V(name="bs")]); flush_log("bulk save")
    w = W(name="w"); s.add(w); s.flush(); w.name = "w2"; s.flush(); print(w.a, w.b, w.c, w.s)
    for bad in (lambda a, b: 1,):
        try: sa.Column("x", sa.Integer, default=bad)
        except Exception as e: print(type(e).__name__, e)
    try:
        b.execute(W.__table__.insert().values(name="n").values(b=None)); b.execute(sa.insert(W).values(name="k", a=sa.text("'t'")))
    except Exception as e: print(type(e).__name__, e)
    s.expunge_all()
    show(b)
