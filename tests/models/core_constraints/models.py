from sqlalchemy import (
    CheckConstraint, Column, ForeignKey, ForeignKeyConstraint, Index, Integer, MetaData, PrimaryKeyConstraint,
    String, Table, UniqueConstraint,
)
from sqlalchemy.dialects.postgresql import ExcludeConstraint, TSTZRANGE

target_metadata = MetaData(schema="sales")
orders = Table(
    "orders", target_metadata,
    Column("region", String(2)), Column("number", Integer), Column("total", Integer),
    PrimaryKeyConstraint("region", "number", name="orders_key"),
    CheckConstraint("total > 0"),
)
lines = Table(
    "lines", target_metadata,
    Column("id", Integer, primary_key=True),
    Column("region", String(2)), Column("number", Integer),
    Column("parent", Integer, ForeignKey("lines.id", onupdate="CASCADE", deferrable=True, initially="DEFERRED")),
    Column("during", TSTZRANGE()),
    ForeignKeyConstraint(["region", "number"], ["orders.region", "orders.number"], name="lines_order"),
    UniqueConstraint("region", "number", "parent"),
    ExcludeConstraint(("during", "&&"), name="no_overlap", using="gist"),
)
Index(None, lines.c.region, lines.c.number, unique=True)
Index("lines_desc", lines.c.number.desc(), postgresql_include=["parent"])
