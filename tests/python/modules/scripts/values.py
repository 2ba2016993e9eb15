import enum, json, uuid, datetime
import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql
from sqlalchemy.sql import table, column, select, func, and_, or_, text
from sqlalchemy.engine.reflection import Inspector
class Color(enum.Enum):
    RED = "r"; BLUE = "b"
class S(str, enum.Enum):
    one = "1"; two = "2"
def t(label, f):
    try: r = f(); print(label, repr(r))
    except Exception as x: print(label, type(x).__name__, str(x).splitlines()[0])
def upgrade():
    b = op.get_bind()
    e = sa.Enum(Color, name="color"); e.create(b, checkfirst=True); e.create(b, checkfirst=True)
    ev = sa.Enum(S, name="s_enum", values_callable=lambda x: [i.value for i in x]); ev.create(b)
    tb = op.create_table("m", sa.Column("id", sa.Integer, primary_key=True), sa.Column("c", sa.Enum(Color, name="color", create_type=False) if False else postgresql.ENUM(Color, name="color", create_type=False)), sa.Column("s", postgresql.ENUM(S, name="s_enum", create_type=False, values_callable=lambda x: [i.value for i in x])), sa.Column("j", postgresql.JSONB), sa.Column("u", sa.Uuid), sa.Column("us", sa.Uuid(as_uuid=False)), sa.Column("ts", sa.DateTime(timezone=True)), sa.Column("arr", postgresql.ARRAY(sa.String)), sa.Column("f", sa.Float), sa.Column("n", sa.Numeric(asdecimal=False)), sa.Column("by", sa.LargeBinary), sa.Column("iv", sa.Interval), sa.Column("h", sa.JSON))
    op.bulk_insert(tb, [{"c": Color.RED, "s": S.two, "j": {"a": [1, 2.5, None, "ü"]}, "u": uuid.UUID(int=7), "us": "00000000-0000-0000-0000-000000000008", "ts": datetime.datetime(2020, 1, 2, 3, 4, 5, tzinfo=datetime.timezone.utc), "arr": ["a", "b'c", None], "f": 1.5, "n": 2.25, "by": b"\x00\xff'", "iv": datetime.timedelta(days=2, seconds=5), "h": None}, {"c": "BLUE", "s": "1", "j": None, "u": None, "us": None, "ts": None, "arr": [], "f": None, "n": None, "by": None, "iv": None, "h": {"x": 1}}])
    rows = b.execute(sa.select(tb).order_by(tb.c.id)).all()
    for r in rows:
        d = r._asdict(); d.pop("ts"); d["by"] = d["by"] and bytes(d["by"])
        print(d)
    t("text", lambda: [tuple(x)[:4] for x in b.execute(text("select id, c, s, j from m order by id"))])
    t("eq enum", lambda: b.execute(select(tb.c.id).where(tb.c.c == Color.RED)).scalars().all())
    t("eq label", lambda: b.execute(select(tb.c.id).where(tb.c.c == "BLUE")).scalars().all())
    t("eq val", lambda: b.execute(select(tb.c.id).where(tb.c.s == S.two)).scalars().all())
    t("in", lambda: b.execute(select(tb.c.id).where(tb.c.id.in_([1, 2, 3])).order_by(tb.c.id)).scalars().all())
    t("in empty", lambda: b.execute(select(tb.c.id).where(tb.c.id.in_([]))).scalars().all())
    t("notin", lambda: b.execute(select(tb.c.id).where(tb.c.id.notin_([1]))).scalars().all())
    t("json contains", lambda: b.execute(select(tb.c.id).where(tb.c.j.contains({"a": [1]}))).scalars().all())
    t("json key", lambda: b.execute(select(tb.c.j["a"][1].astext, tb.c.j[("a", "3")]).where(tb.c.id == 1)).first())
    t("arr", lambda: b.execute(select(tb.c.arr[1], tb.c.arr[1:2], func.array_length(tb.c.arr, 1)).where(tb.c.id == 1)).first())
    t("any", lambda: b.execute(select(tb.c.id).where(tb.c.arr.any("a"))).scalars().all())
    t("overlap", lambda: b.execute(select(tb.c.id).where(tb.c.arr.overlap(["a", "z"]))).scalars().all())
    t("func", lambda: b.execute(select(func.coalesce(tb.c.f, 0), func.max(tb.c.id).over())).all())
    t("agg", lambda: b.execute(select(func.count(tb.c.id).label("n"), func.sum(tb.c.f))).first()._mapping["n"])
    t("case", lambda: b.execute(select(sa.case((tb.c.id == 1, "x"), else_="y")).order_by(tb.c.id)).scalars().all())
    t("exists", lambda: b.execute(select(sa.exists().where(tb.c.id == 1))).scalar())
    t("union", lambda: b.execute(select(tb.c.id).where(tb.c.id == 1).union_all(select(tb.c.id))).scalars().all())
    t("sub", lambda: b.execute((lambda q: select(q.c.id).where(q.c.id > 1))(select(tb.c.id).subquery())).scalars().all())
    t("cte", lambda: b.execute((lambda q: select(func.count()).select_from(q))(select(tb.c.id).cte("x"))).scalar())
    t("cast", lambda: b.execute(select(sa.cast(tb.c.id, sa.String) + "!")).scalars().all())
    t("extract", lambda: int(b.execute(select(sa.extract("year", tb.c.ts)).where(tb.c.id == 1)).scalar()))
    t("literal", lambda: b.execute(select(sa.literal("a'b\\c"), sa.literal(5), sa.literal(None), sa.literal(True), sa.literal(datetime.date(2020, 1, 2)))).first())
    t("like", lambda: b.execute(select(tb.c.id).where(sa.cast(tb.c.c, sa.String).like("%E%"))).scalars().all())
    t("update json", lambda: b.execute(tb.update().where(tb.c.id == 1).values(j={"k": "v"})).rowcount)
    t("update func", lambda: b.execute(tb.update().values(f=tb.c.id * 2 + 1)).rowcount)
    t("upd text", lambda: b.execute(text("update m set j = :j, arr = :a, ts = :t where id = :id"), {"j": json.dumps({"z": 1}), "a": ["q"], "t": datetime.datetime(2021, 1, 1), "id": 2}).rowcount)
    t("after", lambda: b.execute(select(tb.c.j, tb.c.arr, tb.c.f).order_by(tb.c.id)).all())
    t("returning", lambda: b.execute(tb.delete().where(tb.c.id == 2).returning(tb.c.id, tb.c.c)).first())
    t("upsert", lambda: b.execute(postgresql.insert(tb).values(id=1, f=9.5).on_conflict_do_update(index_elements=[tb.c.id], set_={"f": sa.text("excluded.f + 1")}).returning(tb.c.f)).scalar())
    insp = Inspector.from_engine(b)
    t("enums", lambda: [x["name"] for x in insp.get_enums()])
    t("colenum", lambda: [repr(c["type"]) for c in insp.get_columns("m")][:4])
    op.alter_column("m", "f", type_=sa.Numeric(8, 2), existing_type=insp.get_columns("m")[8]["type"], postgresql_using="f::numeric")
    t("types", lambda: [isinstance(c["type"], sa.Numeric) for c in sa.inspect(b).get_columns("m")][8])
    op.drop_table("m"); e.drop(b, checkfirst=True); ev.drop(b); e.drop(b, checkfirst=True)
    t("gone", lambda: sa.inspect(b).get_enums())
    t("bad attr", lambda: tb.c.nope)
    t("bool", lambda: bool(tb.c.id == 1))
    t("bool2", lambda: bool(tb.c.id > 1))
