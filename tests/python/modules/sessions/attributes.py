from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.ext.mutable import Mutable, MutableDict, MutableList
from sqlalchemy.orm import column_property, deferred, synonym, validates


class Upper(Mutable, dict):
    @classmethod
    def coerce(cls, key, value):
        return value if isinstance(value, Upper) else Upper({name.upper(): each for name, each in value.items()})

    def __setitem__(self, key, value):
        dict.__setitem__(self, key.upper(), value)
        self.changed()


class Item(Base):
    __tablename__ = "items"
    id = sa.Column(sa.Integer, primary_key=True)
    plain = sa.Column(JSONB)
    mapping = sa.Column(MutableDict.as_mutable(JSONB), default=dict)
    numbers = sa.Column(MutableList.as_mutable(ARRAY(sa.Integer)))
    upper = sa.Column(Upper.as_mutable(sa.JSON()))
    name = sa.Column("the_name", sa.String)
    nick = synonym("name")
    long = deferred(sa.Column(sa.Text))
    twice = column_property(name + name)

    @hybrid_property
    def loud(self):
        return self.name + "!"

    @validates("name", "long")
    def stripped(self, key, value):
        if value == "":
            raise ValueError(key)
        return value.strip() if value else value


class Pair(Base):
    __tablename__ = "pairs"
    a = sa.Column(sa.Integer, primary_key=True)
    b = sa.Column("second", sa.Integer, primary_key=True)
    v = sa.Column("value", sa.String)


def upgrade():
    bind = op.get_bind()
    Base.metadata.create_all(bind)
    session = Session(bind)
    item = Item(name=" one ", plain={"a": 1}, numbers=[1], mapping={"deep": {}}, long=" text ", upper={"x": 1})
    print(type(item.mapping).__name__, type(item.numbers).__name__, type(item.upper).__name__)
    session.add(item)
    session.commit()
    print(item.name, item.nick, item.long, item.loud, item.mapping, item.numbers, item.upper)

    def after(change):
        change()
        session.commit()
        print(item.plain, item.mapping, item.numbers, item.upper)

    after(lambda: item.plain.update(lost=1))
    after(lambda: item.mapping.update(kept=1))
    after(lambda: item.mapping["deep"].update(lost=1))
    after(lambda: item.mapping.__setitem__("deep", {**item.mapping["deep"], "kept": 2}))
    after(lambda: item.mapping.pop("kept"))
    after(lambda: item.numbers.append(2))
    after(lambda: item.upper.__setitem__("y", 2))
    item.mapping["x"] = 1
    item.numbers[0] = 7
    item.numbers += [8]
    del item.mapping["x"]
    after(lambda: item.mapping.setdefault("d", [1]))
    after(lambda: setattr(item, "mapping", {"new": True}))
    after(lambda: item.mapping.clear())
    item.nick = " two "
    session.commit()
    print(item.name, session.query(Item).filter(Item.nick == "two").count(), session.query(Item).filter_by(nick="two").count())
    for wrong in ({"name": ""}, {"long": ""}, {"numbers": "x"}):
        try:
            Item(**wrong)
        except ValueError as error:
            print(error)
    print(session.query(Item.name, Item.twice, Item.loud).all(), session.query(Item.name).one().name)
    print(session.execute(sa.select(Item.name)).mappings().all(), session.execute(sa.select(Item.name).subquery().select()).one().name)
    other = aliased(Item)
    print(session.query(other.name).one().name, session.query(Item).options(orm.undefer(Item.long)).one().long)
    session.execute(sa.insert(Pair), [{"a": 1, "b": 1, "v": "x"}, {"a": 1, "b": 2, "v": "y"}, {"a": 2, "b": 1, "v": None}])
    session.execute(sa.insert(Pair).values(a=3, b=1, v="z"))
    pair = session.get(Pair, (1, 1))
    session.execute(sa.update(Pair), [{"a": 1, "b": 1, "v": "m1"}, {"a": 2, "b": 1, "v": "m2"}])
    print(pair.v, session.scalars(sa.select(Pair.v).filter_by(a=2)).all())
    try:
        session.execute(sa.update(Pair).where(Pair.a == 1), [{"a": 1, "b": 1, "v": "m1"}])
    except sa.exc.InvalidRequestError as error:
        print(str(error).splitlines()[0][:63])
    print(session.execute(sa.update(Pair).where(Pair.a == 1).values(v="w").returning(Pair.b, Pair.v).execution_options(synchronize_session=False)).mappings().all())
    print([found.v for found in session.scalars(sa.update(Pair).where(Pair.a == 2).values({Pair.v: "q"}).returning(Pair))])
    show(bind)
