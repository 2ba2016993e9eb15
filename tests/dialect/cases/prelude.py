import datetime, decimal, enum, uuid
import sqlalchemy as sa
from sqlalchemy import *
from sqlalchemy import quoted_name, table, column
from sqlalchemy.dialects import postgresql as pg

class Color(enum.Enum):
    red = "r"
    blue = "b"

t = sa.table(
    "t", column("id", Integer), column("name", String), column("flag", Boolean),
    column("amount", Numeric), column("ratio", Float), column("created", DateTime),
    column("day", Date), column("at", Time), column("span", Interval), column("uid", Uuid),
    column("mood", Enum("happy", name="mood")), column("tags", pg.ARRAY(String)),
    column("jsn", pg.JSONB), column("doc", pg.ARRAY(Text)),
)
u = sa.table("u", column("id", Integer), column("name", String))
st = sa.table("t", column("id", Integer), schema="s")
full = Table(
    "full_table", MetaData(), Column("id", Integer, primary_key=True),
    Column("name", String(20), default="dflt"),
)
