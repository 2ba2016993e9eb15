import dataclasses

from sqlalchemy import cast, func, select, text
from sqlalchemy.ext.associationproxy import association_proxy
from sqlalchemy.ext.hybrid import hybrid_method, hybrid_property
from sqlalchemy.orm import column_property, composite, contains_eager, noload, with_parent


class Point:
    def __init__(self, x, y):
        self.x = x
        self.y = y

    def __composite_values__(self):
        return self.x, self.y

    def __eq__(self, other):
        return isinstance(other, Point) and (other.x, other.y) == (self.x, self.y)

    def __repr__(self):
        return f"Point({self.x}, {self.y})"


@dataclasses.dataclass
class Span:
    low: int
    high: int


class User(Base):
    __tablename__ = "users"
    id = sa.Column(sa.Integer, primary_key=True)
    name = sa.Column(sa.String)
    age = sa.Column(sa.Integer)
    boss_id = sa.Column(sa.ForeignKey("users.id"))
    boss = relationship("User", remote_side=[id], backref="staff")
    addresses = relationship("Address", back_populates="user", order_by="Address.id")
    tags = relationship("Tag", secondary="user_tags", backref="users", order_by="Tag.id")
    extra = relationship("Extra", uselist=False, back_populates="user")
    mails = association_proxy("addresses", "mail")
    tag_names = association_proxy("tags", "name", creator=lambda name: Tag(name=name))
    note = association_proxy("extra", "note", creator=lambda note: Extra(note=note))
    boss_name = association_proxy("boss", "name")

    @hybrid_property
    def loud(self):
        return self.name + "!"

    @hybrid_property
    def adult(self):
        return self.age >= 18

    @adult.expression
    def adult(cls):
        return sa.case((cls.age >= 18, True), else_=False)

    @hybrid_property
    def nick(self):
        return self.name

    @nick.setter
    def nick(self, value):
        self.name = value.lower()

    @hybrid_method
    def older(self, limit):
        return self.age > limit


class Address(Base):
    __tablename__ = "addresses"
    id = sa.Column(sa.Integer, primary_key=True)
    mail = sa.Column("email_address", sa.String)
    user_id = sa.Column(sa.ForeignKey("users.id"))
    user = relationship("User", back_populates="addresses")
    x1 = sa.Column(sa.Integer)
    y1 = sa.Column(sa.Integer)
    start = composite(Point, x1, y1)
    span = composite(Span, sa.Column("low", sa.Integer), sa.Column("high", sa.Integer))
    marked = column_property(mail + mail)


class Tag(Base):
    __tablename__ = "tags"
    id = sa.Column(sa.Integer, primary_key=True)
    name = sa.Column(sa.String)


class Extra(Base):
    __tablename__ = "extras"
    user_id = sa.Column(sa.ForeignKey("users.id"), primary_key=True)
    note = sa.Column(sa.String)
    user = relationship("User", back_populates="extra")


user_tags = sa.Table("user_tags", Base.metadata, sa.Column("user_id", sa.ForeignKey("users.id")), sa.Column("tag_id", sa.ForeignKey("tags.id")))
User.address_count = column_property(select(func.count(Address.id)).where(Address.user_id == User.id).correlate_except(Address).scalar_subquery())


def names(objects):
    return [each.name for each in objects]


def computed(session, a, b, c, d):
    print([(u.name, u.address_count) for u in session.query(User).order_by(User.id)])
    print(names(session.query(User).filter(User.address_count > 1)), session.query(User.id, User.address_count).order_by(User.id).all())
    print(session.execute(select(User.id, User.address_count).order_by(User.id)).first()._asdict())
    print([x.marked for x in session.query(Address).order_by(Address.id)], names(session.query(User).order_by(User.address_count.desc(), User.id)))
    x = session.query(Address).filter(Address.marked == "a1a1").one()
    x.mail = "changed"
    session.flush()
    print(x.marked, session.query(Address).filter_by(marked="changedchanged").count())
    new = Address(mail="new", user=c)
    session.add(new)
    session.flush()
    print(new.marked, c.address_count)
    session.refresh(c)
    print(c.address_count)
    alias = aliased(User)
    print(session.query(alias.name, alias.address_count).order_by(alias.id).all(), [u.address_count for u in session.query(alias).order_by(alias.id)])


def composites(session, a, b, c, d):
    first = session.query(Address).order_by(Address.id).first()
    print(first.start, first.start is first.start, first.span, [x.start for x in session.query(Address).order_by(Address.id)])
    print([x.mail for x in session.query(Address).filter(Address.start == Point(1, 2))])
    print([x.mail for x in session.query(Address).filter(Address.start != Point(1, 2)).order_by(Address.id)])
    print([x.mail for x in session.query(Address).filter_by(start=Point(3, 4))], session.query(Address).filter(Address.start == None).count())
    print(session.query(Address.start, Address.mail).order_by(Address.id).all(), session.query(Address.span).order_by(Address.id).first())
    alias = aliased(Address)
    print(session.query(alias.mail).filter(alias.start == Point(1, 2)).all())
    first.start = Point(7, 8)
    print(first.x1, first.y1)
    first.x1 = 9
    session.commit()
    print(first.start, first.start == Point(9, 8))
    first.span = None
    session.commit()
    print(first.low, first.span)
    made = Address(mail="made", start=Point(5, 6), span=Span(1, 2))
    session.add(made)
    session.flush()
    session.expire(made)
    print(made.x1, made.y1, made.start, made.span, Address().start)


def proxies(session, a, b, c, d):
    print(a.mails, list(a.mails), len(a.mails), "a1" in a.mails, a.mails == ["a1", "a2"], a.mails[1], b.tag_names, a.note, b.note, b.boss_name, a.boss_name)
    print(names(session.query(User).filter(User.mails == "a1")), names(session.query(User).filter(User.mails.like("%1")).order_by(User.id)))
    print(names(session.query(User).filter(User.tag_names.contains("t2")).order_by(User.id)), names(session.query(User).filter(User.note == "n1")))
    print(names(session.query(User).filter(User.note == None).order_by(User.id)), names(session.query(User).filter(User.boss_name.in_(["a", "x"])).order_by(User.id)))
    print(names(session.query(User).filter(User.tag_names.any(Tag.name == "t1")).order_by(User.id)), names(session.query(User).filter(User.boss_name.has()).order_by(User.id)))
    c.tag_names.append("t9")
    c.tag_names.extend(["t8", "t7"])
    c.tag_names.remove("t8")
    b.note = "n2"
    a.note = "n11"
    session.commit()
    print(c.tag_names, session.query(Tag).count(), [e.note for e in session.query(Extra).order_by(Extra.user_id)])


def hybrids(session, a, b, c, d):
    print(a.loud, b.adult, a.older(20), session.query(User.loud).order_by(User.id).all(), session.execute(select(User.loud)).first()._asdict())
    print(names(session.query(User).filter(User.adult).order_by(User.id)), names(session.query(User).filter(User.older(20)).order_by(User.id)))
    alias = aliased(User)
    print(session.query(alias.loud).filter(alias.older(20)).order_by(alias.id).all(), session.query(User).filter_by(nick="a").count())
    b.nick = "BB"
    print(b.name, select(User.id, User.loud == User.name).order_by(User.loud).subquery().c.keys()[0])


def members(session, a, b, c, d):
    print(names(session.query(User).filter(User.addresses.contains(a.addresses[0]))), names(session.query(User).filter(User.tags.contains(d.tags[0])).order_by(User.id)))
    print(names(session.query(User).filter(~User.tags.contains(d.tags[0])).order_by(User.id)), names(session.query(User).filter(~User.addresses.contains(b.addresses[0])).order_by(User.id)))
    print([x.mail for x in session.query(Address).with_parent(a).order_by(Address.id)], [x.mail for x in session.query(Address).filter(with_parent(a, User.addresses)).order_by(Address.id)])
    print(names(session.query(Tag).filter(with_parent(b, User.tags)).order_by(Tag.id)))
    late = Tag(name="late")
    a.tags.append(late)
    print(names(session.query(User).filter(User.tags.contains(late))))
    session.expire_all()
    query = session.query(User).join(User.addresses).options(contains_eager(User.addresses))
    print([(u.name, [x.mail for x in u.addresses]) for u in query.filter(Address.mail.in_(["a2", "b1"])).order_by(User.id)], len(a.addresses))
    session.expire_all()
    print(len(a.addresses), [u.name for u in session.query(User).outerjoin(User.addresses).options(contains_eager(User.addresses)).order_by(User.id, Address.id)])
    print(len(c.addresses), len(a.addresses))
    session.expunge_all()
    alias = aliased(Address)
    query = session.query(User).join(alias, User.addresses).options(contains_eager(User.addresses.of_type(alias)))
    print([(u.name, [x.mail for x in u.addresses]) for u in query.filter(alias.mail == "a2")])
    session.expunge_all()
    boss = aliased(User)
    query = session.query(Address).join(Address.user).join(boss, User.boss).options(contains_eager(Address.user).contains_eager(User.boss, alias=boss))
    print([(x.mail, x.user.name, x.user.boss.name) for x in query.order_by(Address.id)])
    session.expunge_all()
    print([(u.name, u.addresses, u.boss) for u in session.query(User).options(noload(User.addresses), noload(User.boss)).order_by(User.id)])
    session.expunge_all()
    print([(u.name, [x.mail for x in u.addresses]) for u in session.scalars(select(User).join(User.addresses).options(contains_eager(User.addresses)).where(Address.mail == "a2")).unique()])


def statements(session, a, b, c, d):
    print(names(session.query(User).from_statement(text("SELECT * FROM users ORDER BY id DESC"))))
    print(names(session.query(User).from_statement(text("SELECT * FROM users WHERE name = :n")).params(n="b")))
    print(names(session.query(User).from_statement(select(User).where(User.id == 1))), names(session.scalars(select(User).from_statement(text("SELECT id, name FROM users ORDER BY id DESC")))))
    print(session.query(User.name).from_statement(text("SELECT name FROM users ORDER BY id")).all(), [u.age for u in session.query(User).from_statement(text("SELECT id FROM users ORDER BY id"))])
    print(names(session.query(User).filter(text("name = :n")).params(n="b")), names(session.query(User).filter(User.name == sa.bindparam("n")).params({"n": "c"})))
    print(names(session.scalars(select(User).where(User.name == sa.bindparam("n")), {"n": "c"})), session.scalar(select(User.id).where(User.name == sa.bindparam("n")), {"n": "c"}))
    print(session.query(User.id, Address.id).join(User.addresses).order_by(Address.id).first()._fields)
    print(session.execute(select(func.max(User.id), cast(User.id, sa.String)).group_by(User.id).order_by(User.id)).first()._fields)
    print(session.execute(sa.update(Address).where(Address.mail == "z").values(mail="y").returning(Address.mail)).one()._asdict())


def texts(session, a, b, c, d):
    boss, named, sub = aliased(User), aliased(Tag, name="named"), session.query(Tag.id, Tag.name).subquery()
    inner = session.query(User).filter(User.id == Tag.id)
    for shown in (
        session.query(User),
        session.query(User.name, Address.mail).join(User.addresses),
        session.query(Address),
        session.query(boss.id, boss.name).join(boss.boss),
        session.query(named),
        session.query(sub),
        session.query(sub.c.id),
        session.query(session.query(Tag.id).cte("q").c.id),
        session.query(user_tags),
        session.query(User.id, User.id),
        session.query(cast(User.id, sa.String), func.lower(User.name), User.name.label("x"), text("z"), func.count(), User.id.desc(), -User.age),
        session.query(Tag).filter(Tag.id.in_(session.query(User.id))),
        session.query(Tag, session.query(User.id).scalar_subquery(), inner.label("n")),
        session.query(Tag).filter(inner.exists()),
        session.query(User.id).group_by(User).order_by(User.id),
        session.query(boss.name).group_by(boss),
        session.query(User.id).filter(User.id.in_(session.query(Address.user_id).subquery())),
        select(User.id).where(User.id.not_in(select(Address.user_id).cte("q"))),
        session.query(session.query(Tag).exists()),
        session.query(Tag).union(session.query(Tag)),
        session.query(Tag.id, Tag.name).union_all(session.query(User.id, User.name)).order_by(Tag.name),
        session.query(User.id, Address.id).union(session.query(Tag.id, Tag.id)),
        session.query(Tag.name).distinct().order_by(Tag.name).with_for_update(),
        session.query(User).filter(User.addresses.any(), User.boss.has(), User.tags.any()),
        session.query(User).statement,
        session.query(Tag).set_label_style(sa.LABEL_STYLE_TABLENAME_PLUS_COL).statement,
        select(User, Address).join(Address),
        select(user_tags).set_label_style(sa.LABEL_STYLE_TABLENAME_PLUS_COL),
        select(User.id, Address.id).subquery().select(),
    ):
        print(str(shown))


def upgrade():
    bind = op.get_bind()
    Base.metadata.create_all(bind)
    for work in (computed, composites, proxies, hybrids, members, statements, texts):
        print("---", work.__name__)
        nested = bind.begin_nested()
        bind.execute(sa.insert(User.__table__), [{"id": 1, "name": "a", "age": 40, "boss_id": None}, {"id": 2, "name": "b", "age": 17, "boss_id": 1}, {"id": 3, "name": "c", "age": 25, "boss_id": 1}, {"id": 4, "name": "d", "age": None, "boss_id": 2}])
        rows = [(101, "a1", 1, 1, 2), (102, "a2", 1, 3, 4), (103, "b1", 2, None, None), (104, "z", None, 5, None)]
        bind.execute(sa.insert(Address.__table__), [dict(zip(("id", "email_address", "user_id", "x1", "y1", "low", "high"), row + (1, 2))) for row in rows])
        bind.execute(sa.insert(Tag.__table__), [{"id": 201, "name": "t1"}, {"id": 202, "name": "t2"}, {"id": 203, "name": "t3"}])
        bind.execute(sa.insert(user_tags), [{"user_id": 1, "tag_id": 201}, {"user_id": 2, "tag_id": 201}, {"user_id": 2, "tag_id": 202}, {"user_id": 4, "tag_id": 202}])
        bind.execute(sa.insert(Extra.__table__), [{"user_id": 1, "note": "n1"}, {"user_id": 3, "note": "n3"}])
        session = Session(bind)
        work(session, *session.query(User).order_by(User.id))
        session.close()
        nested.rollback()
