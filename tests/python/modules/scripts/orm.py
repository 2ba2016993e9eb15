from alembic import op
import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.schema import DDLElement
from sqlalchemy.orm import Session, sessionmaker, declarative_base, DeclarativeBase, Mapped, mapped_column, relationship
from sqlalchemy.types import UserDefinedType, TypeDecorator
from sqlalchemy.ext.declarative import declarative_base as db2
class CreateView(DDLElement):
    def __init__(self, name, selectable):
        self.name = name; self.selectable = selectable
@compiles(CreateView)
def _cv(element, compiler, **kw):
    return "CREATE VIEW %s AS %s" % (element.name, compiler.sql_compiler.process(element.selectable, literal_binds=True))
class Pt(UserDefinedType):
    def __init__(self, n=2): self.n = n
    def get_col_spec(self, **kw): return "POINT"
class Lower(TypeDecorator[str]):
    impl = sa.String
    cache_ok = True
    def process_bind_param(self, value, dialect): return value.lower() if value else value
    def process_result_value(self, value, dialect): return value and value.upper()
class GUID(TypeDecorator):
    impl = sa.CHAR
    def load_dialect_impl(self, dialect):
        if dialect.name == "postgresql": return dialect.type_descriptor(sa.UUID())
        return dialect.type_descriptor(sa.CHAR(32))
Base = db2()
class User(Base):
    __tablename__ = "usr"
    __table_args__ = (sa.UniqueConstraint("name", name="uq_usr"), {"schema": None})
    id = sa.Column(sa.Integer, primary_key=True)
    name = sa.Column(sa.String(20))
class B2(DeclarativeBase): pass
class Item(B2):
    __tablename__ = "item"
    id: Mapped[int] = mapped_column(sa.Integer, primary_key=True)
    title: Mapped[str] = mapped_column(sa.String, default="t")
def upgrade():
    b = op.get_bind()
    op.create_table("usr", sa.Column("id", sa.Integer, primary_key=True), sa.Column("name", Lower(20)), sa.Column("p", Pt()), sa.Column("g", GUID()))
    u = sa.table("usr", sa.column("id", sa.Integer), sa.column("name", Lower()))
    op.bulk_insert(u, [{"id": 1, "name": "ABC"}])
    b.execute(u.insert().values(id=2, name="Def"))
    print(b.execute(sa.text("select id, name from usr order by 1")).all())
    print(b.execute(sa.select(u.c.name).where(u.c.name == "ABC")).all())
    op.execute(CreateView("vv", sa.select(u.c.id).where(u.c.id > 1)))
    print(b.execute(sa.text("select * from vv")).scalars().all())
    s = Session(bind=b)
    print(s.execute(sa.select(User.id, User.name).where(User.name == "abc")).all())
    print(s.scalar(sa.select(sa.func.count()).select_from(User)))
    s.execute(sa.update(User).where(User.id == 1).values(name="zz"))
    s.commit()
    print(s.execute(sa.select(User.name).order_by(User.id)).scalars().all())
    S = sessionmaker(bind=b)
    with S() as s2: print(s2.execute(sa.text("select 1")).scalar())
    B2.metadata.create_all(b)
    Item.__table__.create(b, checkfirst=True)
    print(sa.inspect(b).has_table("item"), [c.name for c in Item.__table__.columns])
    b.execute(sa.insert(Item).values(id=1)); print(b.execute(sa.select(Item.__table__.c.title)).scalar())
    m = sa.MetaData(); m.reflect(bind=b, only=["usr", "item"]); print(sorted(m.tables))
    t = m.tables["usr"]; print([c.name for c in t.c], t.c.name.type, t.primary_key.columns.keys() if hasattr(t.primary_key, "columns") else None)
    t.drop(b)if False else None
    m.drop_all(b, tables=[m.tables["item"]])
    sa.inspect(b).has_table("item")
    print(sa.inspect(b).has_table("item"))
    print(str(sa.text("a :b")), str(sa.select(u.c.id)), sa.String(5), repr(sa.Numeric(10, 2)))
