class Parent(Base):
    __tablename__ = "p"
    id = sa.Column(sa.Integer, primary_key=True)
    name = sa.Column(sa.String)
    kids = relationship("Kid", cascade="all, delete-orphan", back_populates="p", order_by="Kid.id")
    soft = relationship("Soft", backref="p")
    hard = relationship("Hard", passive_deletes=True, backref="p")


class Kid(Base):
    __tablename__ = "k"
    id = sa.Column(sa.Integer, primary_key=True)
    name = sa.Column(sa.String)
    p_id = sa.Column(sa.ForeignKey("p.id"))
    p = relationship(Parent, back_populates="kids")


class Soft(Base):
    __tablename__ = "s"
    id = sa.Column(sa.Integer, primary_key=True)
    p_id = sa.Column(sa.ForeignKey("p.id"))


class Hard(Base):
    __tablename__ = "h"
    id = sa.Column(sa.Integer, primary_key=True)
    p_id = sa.Column(sa.ForeignKey("p.id", ondelete="CASCADE"))


class NoKey(Base):
    __table__ = sa.Table("nokey", Base.metadata, sa.Column("a", sa.Integer), sa.Column("b", sa.Integer))
    __mapper_args__ = {"primary_key": [__table__.c.a]}


class Valued(Base):
    __tablename__ = "u"
    id = sa.Column(sa.String, primary_key=True, default=lambda: "gen")
    v = sa.Column(sa.Integer, default=lambda: 8)
    w = sa.Column(sa.Integer)
    srv = sa.Column(sa.Integer, server_default=sa.text("7"))
    upd = sa.Column(sa.Integer, onupdate=5)
    comp = sa.Column(sa.Integer, sa.Computed("w + 1"))
    ctr = sa.Column(sa.Integer, default=sa.select(sa.func.coalesce(sa.func.max(sa.literal_column("w")), 100)).select_from(sa.table("u")).scalar_subquery())


def upgrade():
    bind = op.get_bind()
    Base.metadata.create_all(bind)
    session = Session(bind)

    def written():
        session.flush()
        session.expire_all()

    p = Parent(name="p", kids=[Kid(name="k1"), Kid(name="k2"), Kid(name="k3")], soft=[Soft(), Soft()], hard=[Hard()])
    session.add(p)
    written()
    del p.kids[0]
    written()
    print("del kid", [k.name for k in p.kids], session.query(Kid).count())
    k = p.kids.pop()
    written()
    print("pop kid", k.name if k in session else "gone", session.query(Kid).count())
    p.kids = [Kid(name="k9")]
    written()
    print("replace kids", [k.name for k in session.query(Kid)])
    p.kids += [Kid(name="k10"), Kid(name="k11")]
    written()
    print("iadd", [k.name for k in p.kids])
    p.kids[0] = Kid(name="k12")
    written()
    print("setitem", sorted(k.name for k in p.kids))
    k = Kid(p_id=p.id, name="by id")
    session.add(k)
    written()
    print("by id", k.p is p, len(p.kids))
    k = session.query(Kid).filter_by(name="by id").one()
    k.p = None
    written()
    print("orphan by parent none", session.query(Kid).filter_by(name="by id").count())
    session.delete(p)
    written()
    print("delete parent", session.query(Parent).count(), session.query(Kid).count(), session.query(Soft.p_id).all(), session.query(Hard).count())
    session.execute(sa.text("insert into nokey values (1,2),(3,4)"))
    n = session.query(NoKey).order_by(NoKey.a).all()
    n[0].b = 9
    written()
    print("nokey", [(x.a, x.b) for x in session.query(NoKey).order_by(NoKey.a)])
    u = Valued(w=4)
    session.add(u)
    written()
    a = (u.id, u.v, u.srv, u.upd, u.comp, u.ctr)
    u.w = 5
    written()
    print("defaults", a, (u.v, u.upd, u.comp))
    u = Valued(id="x", w=1, v=None, srv=None)
    session.add(u)
    written()
    print("explicit none", (u.v, u.srv))
    u = session.get(Valued, "x")
    u.id = "y"
    written()
    print("change key", session.get(Valued, "x"), session.get(Valued, "y") is u)
    a, b = Kid(name="b1"), Kid(name="b2")
    session.bulk_save_objects([a, b], return_defaults=True)
    print("bulk_save", a.id is not None, session.query(Kid).filter(Kid.name.in_(["b1", "b2"])).count())
    k = Kid(name="m")
    session.add(k)
    written()
    kid = k.id
    session.expunge(k)
    m = session.merge(Kid(id=kid, name="merged"))
    written()
    print("merge", m.name, m is k)
    k = session.query(Kid).filter_by(name="merged").one()
    session.delete(k)
    session.flush()
    print("deleted", k in session, session.query(Kid).filter_by(name="merged").first())
    session.add(Kid(id=500, name="second"))
    written()
    k = session.get(Kid, 500)
    k.name = "tmp"
    k.name = "second"
    print("net no change", session.is_modified(k), k in session.dirty)
    xs = [Kid(name=n) for n in "cab"]
    session.add_all(xs)
    written()
    print("insert order", [x.id - xs[0].id for x in xs])
    a = Parent(name="A")
    b = Kid(name="B", p=a)
    session.add(b)
    session.flush()
    print("cascade up", a.id == b.p_id, a in session)
    a = Parent(name="A2")
    session.add(a)
    k = Kid(name="auto")
    a.kids.append(k)
    n = session.query(Kid).filter_by(name="auto").count()
    print("autoflush", n, k.p_id == a.id)
    a = Parent(name="dup")
    session.add(a)
    session.add(a)
    session.flush()
    print("add twice", session.query(Parent).filter_by(name="dup").count())
    session.expunge_all()
    show(bind)
