import sqlalchemy as sa
from alembic import op
n = 0
def nxt():
    global n; n += 1; return n * 10
def ctxd(context): return "ctx"
def upgrade():
    b = op.get_bind()
    t = op.create_table("cdt", sa.Column("id", sa.Integer, primary_key=True, default=nxt), sa.Column("a", sa.String, default="s"), sa.Column("b", sa.String, default=ctxd, onupdate=lambda: "upd"), sa.Column("c", sa.Integer, onupdate=7))
    op.bulk_insert(t, [{"a": "x"}, {"a": "y"}])
    b.execute(t.insert().values(a="z"))
    b.execute(t.insert(), [{"c": 1}, {"c": 2}])
    op.execute(t.insert().values(c=3))
    print(b.execute(sa.text("select * from cdt order by id")).all())
    b.execute(t.update().where(t.c.id == 10).values(a="changed"))
    op.execute(t.update().where(t.c.id == 20).values(b="own"))
    print(b.execute(sa.select(t).order_by(t.c.id)).all())
