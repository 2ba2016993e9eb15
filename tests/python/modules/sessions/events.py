"""Events of objects that are written, and of Sessions."""
from sqlalchemy import event
from sqlalchemy.orm import Mapper


class P(Base):
    __tablename__ = "p"
    id = sa.Column(sa.Integer, primary_key=True)
    name = sa.Column(sa.String)
    n = sa.Column(sa.Integer)
    kids = relationship("K", backref="p")


class K(Base):
    __tablename__ = "k"
    id = sa.Column(sa.Integer, primary_key=True)
    name = sa.Column(sa.String)
    p_id = sa.Column(sa.ForeignKey("p.id"))


class Log(Base):
    __tablename__ = "log"
    id = sa.Column(sa.Integer, primary_key=True)
    what = sa.Column(sa.String)


class A(Base):
    __tablename__ = "a"
    id = sa.Column(sa.Integer, primary_key=True)
    kind = sa.Column(sa.String)
    __mapper_args__ = {"polymorphic_on": kind, "polymorphic_identity": "a"}


class B(A):
    __mapper_args__ = {"polymorphic_identity": "b"}


class D(Base):
    __tablename__ = "d"
    id = sa.Column(sa.Integer, primary_key=True)
    name = sa.Column(sa.String)
    up_id = sa.Column(sa.ForeignKey("d.id"))
    up = relationship("D", remote_side=[id], backref="downs")


@event.listens_for(P, "before_insert")
def before(mapper, connection, target):
    print("before_insert", target.name, target.id, mapper.class_.__name__, mapper.local_table.name)
    target.n = connection.execute(sa.text("select 41")).scalar() + 1


@event.listens_for(P, "after_insert")
def after(mapper, connection, target):
    print("after_insert", target.name, target.id)
    connection.execute(Log.__table__.insert().values(what="inserted " + target.name))


def named(**kw): print("named", sorted(kw), kw["target"].name)
event.listen(P, "before_update", named, named=True)
event.listen(P, "after_update", lambda m, c, t: print("after_update", t.name))
event.listen(P, "before_delete", lambda m, c, t: c.execute(Log.__table__.insert().values(what="deleted " + t.name)))
event.listen(P, "after_delete", lambda m, c, t: print("after_delete", t.name))
once = lambda m, c, t: print("once", type(t).__name__)
event.listen(Mapper, "before_insert", once, once=True)
event.listen(A, "before_insert", lambda m, c, t: print("A", type(t).__name__))
event.listen(A, "before_insert", lambda m, c, t: print("A first", type(t).__name__), insert=True)
event.listen(A, "before_insert", lambda m, c, t: print("A all", type(t).__name__), propagate=True)
for what in ("insert", "update"):
    for when in ("before", "after"):
        event.listen(D, f"{when}_{what}", lambda m, c, t, text=f"{when}_{what}": print(text, t.name))


def upgrade():
    b = op.get_bind()
    Base.metadata.create_all(b)
    maker = sessionmaker(bind=b)
    s = maker()
    def names(x): return sorted(getattr(i, "name", None) or "?" for i in x)
    @event.listens_for(maker, "before_flush")
    def before_flush(session, ctx, instances):
        print("before_flush", names(session.new), names(session.dirty), names(session.deleted), instances)
        for each in session.new:
            if isinstance(each, P) and each.name == "add kid": each.kids.append(K(name="by listener"))
    @event.listens_for(s, "after_flush")
    def after_flush(session, ctx):
        print("after_flush", names(session.new), names(session.dirty), names(session.deleted))
    postexec = lambda session, ctx: print("postexec", names(session.new), names(session.dirty))
    event.listen(Session, "after_flush_postexec", postexec)
    event.listen(s, "before_commit", lambda session: print("before_commit"))
    event.listen(s, "after_commit", lambda session: print("after_commit"))
    p = P(name="p"); q = P(name="add kid"); s.add_all([p, q]); s.flush(); print(p.n)
    p.name = "p2"; s.add(P(name="three")); s.flush()
    p.kids.append(K(name="k")); s.flush()
    s.flush()
    s.query(P).all()
    s.delete(p); s.commit()
    s.add_all([A(), B()]); s.commit()
    d = D(name="d", downs=[D(name="e"), D(name="f")]); s.add(d); s.commit()
    d.name = "dd"; d.downs[0].name = "ee"; s.commit()
    print(event.contains(P, "before_insert", before))
    event.remove(P, "before_insert", before)
    s.add(P(name="x")); s.commit()
    with s.begin_nested():
        s.add(P(name="nested"))
    t = Session(b); t.add(P(name="other")); t.commit()
    s.expunge_all(); t.expunge_all()
    show(b)
    event.remove(Session, "after_flush_postexec", postexec)
