class Color(enum.Enum):
    red = 1
    blue = 2


class Thing(Base):
    __tablename__ = "things"
    id = sa.Column(sa.Integer, primary_key=True)
    name = sa.Column(sa.String(50), nullable=False)
    nick = sa.Column("nickname", sa.String)
    color = sa.Column(sa.Enum(Color, name="color"))
    created = sa.Column(sa.DateTime, server_default=sa.text("'2020-01-01'"))
    score = sa.Column(sa.Integer, default=7)
    code = sa.Column(sa.String, default=lambda: "c")
    data = sa.Column(sa.JSON)
    price = sa.Column(sa.Numeric(8, 2))
    unknown = sa.Column(sa.String)


class Keyed(Base):
    __tablename__ = "keyed"
    id = sa.Column(sa.Uuid, primary_key=True, default=lambda: uuid.UUID(int=7))
    part = sa.Column(sa.String, primary_key=True)
    at = sa.Column(sa.DateTime, default=sa.func.date_trunc("year", sa.text("timestamp '2021-05-05'")))


def upgrade():
    bind = op.get_bind()
    Base.metadata.create_all(bind)
    # A default that the class does not know of: the Session writes NULL.
    op.execute("ALTER TABLE things ALTER unknown SET DEFAULT 'server'")
    session = Session(bind=bind)
    first = Thing(name="a", color=Color.red, price=decimal.Decimal("1.5"), data={"k": [1, None]})
    print(first.id, first.score, first.nick)
    session.add(first)
    session.flush()
    print(first.id, first.created, first.score, first.code, first.color, first.price, first.data)
    session.add_all([Thing(name=name, nick=name * 2, score=None) for name in "bcd"])
    session.add(Thing(name="j", data=None, score=sa.select(sa.func.count()).select_from(Thing).scalar_subquery()))
    keyed = Keyed(part="x")
    session.add(keyed)
    session.commit()
    print([(thing.id, thing.name, thing.score, thing.data) for thing in session.query(Thing).order_by(Thing.id)])
    print(keyed.id, keyed.at)
    print(session.get(Keyed, (uuid.UUID(int=7), "x")) is keyed, session.get(Thing, 99))
    try:
        with session.begin_nested():
            session.add(Thing(name=None))
            session.flush()
    except IntegrityError as error:
        print(type(error).__name__)
    try:
        Thing(nme="x")
    except TypeError as error:
        print(error)
    session.add(Thing(name="last"))
    session.commit()
    session.bulk_insert_mappings(Thing, [{"name": "m1", "nick": "n"}, {"name": "m2", "nick": None}])
    session.bulk_save_objects([Thing(name="s1"), Thing(name="s2")])
    session.commit()
    show(bind)
