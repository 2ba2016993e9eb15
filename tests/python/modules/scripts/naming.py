import sqlalchemy as sa
from alembic import op
m = sa.MetaData(naming_convention={"pk": "pk_%(table_name)s", "uq": "uq_%(table_name)s_%(column_0_name)s", "ix": "idx_%(column_0_label)s", "fk": "fk_%(table_name)s_%(custom)s", "custom": lambda c, t: "cc"})
t = sa.Table("nt", m, sa.Column("id", sa.Integer, primary_key=True), sa.Column("a", sa.Integer, unique=True), sa.Column("b", sa.Integer, index=True), sa.Column("c", sa.ForeignKey("nt.id"), type_=sa.Integer))
t2 = sa.Table("nt2", sa.MetaData(), sa.Column("id", sa.Integer, primary_key=True), sa.Column("b", sa.Integer, index=True))
def upgrade():
    b = op.get_bind()
    t.create(b); t2.create(b)
    i = sa.inspect(b)
    for n in ("nt", "nt2"): print(i.get_pk_constraint(n)["name"], [u["name"] for u in i.get_unique_constraints(n)], [u["name"] for u in i.get_indexes(n)], [u["name"] for u in i.get_foreign_keys(n)])
