import sqlalchemy as sa
from alembic import op
m = sa.MetaData(naming_convention={"pk": "pk_%(table_name)s", "uq": "uq_%(table_name)s_%(column_0_name)s", "ix": "idx_%(column_0_label)s", "fk": "fk_%(table_name)s_%(custom)s", "custom": lambda c, t: "cc"})
t = sa.Table("nt", m, sa.Column("id", sa.Integer, primary_key=True), sa.Column("a", sa.Integer, unique=True), sa.Column("b", sa.Integer, index=True), sa.Column("c", sa.ForeignKey("nt.id"), type_=sa.Integer))
t2 = sa.Table("nt2", sa.MetaData(), sa.Column("id", sa.Integer, primary_key=True), sa.Column("b", sa.Integer, index=True))
m3 = sa.MetaData(naming_convention={"uq": "uq_%(table_name)s", "ck": "ck_%(table_name)s_%(constraint_name)s"})
t3 = sa.Table("nt3", m3, sa.Column("a", sa.Integer), sa.UniqueConstraint("a"))
t4 = sa.Table("nt4", m3, sa.Column("a", sa.Integer), sa.UniqueConstraint("a"), sa.CheckConstraint("1 = 1", name="x"))
def upgrade():
    b = op.get_bind()
    t.create(b); t2.create(b)
    i = sa.inspect(b)
    for n in ("nt", "nt2"): print(i.get_pk_constraint(n)["name"], [u["name"] for u in i.get_unique_constraints(n)], [u["name"] for u in i.get_indexes(n)], [u["name"] for u in i.get_foreign_keys(n)])
    op.execute(sa.schema.CreateTable(t3))
    b.execute(sa.text("CREATE TABLE nt4 (a int)"))
    for constraint in t4.constraints:
        if not isinstance(constraint, sa.PrimaryKeyConstraint): b.execute(sa.schema.AddConstraint(constraint))
    i = sa.inspect(b)
    for n in ("nt3", "nt4"): print([u["name"] for u in i.get_unique_constraints(n)], [u["name"] for u in i.get_check_constraints(n)])
