"""Events of tables that are made and dropped, and DDL that is executed at them."""
from sqlalchemy import event, DDL
meta = Base.metadata


class P(Base):
    __tablename__ = "p"
    id = sa.Column(sa.Integer, primary_key=True)


class K(Base):
    __tablename__ = "Kay"
    id = sa.Column(sa.Integer, primary_key=True)
    p_id = sa.Column(sa.ForeignKey("p.id"))


t = P.__table__


def tell(what):
    def f(target, connection, **kw):
        print(what, getattr(target, "name", "meta"), sorted(k for k in kw), kw.get("checkfirst"), [x.name for x in kw.get("tables", [])])
        print(connection.execute(sa.text("select to_regclass('p') is not null, to_regclass('\"Kay\"') is not null")).one())
    return f


event.listen(t, "before_create", tell("before"))
event.listen(t, "after_create", tell("after"))
event.listen(meta, "before_create", tell("meta before"))
event.listen(meta, "after_create", tell("meta after"))
event.listen(meta, "before_drop", tell("meta drop"))
event.listen(t, "after_drop", tell("dropped"))
event.listen(K.__table__, "after_create", DDL("ALTER TABLE %(fullname)s ADD COLUMN x text DEFAULT '%(table)s 5%%'"))
event.listen(K.__table__, "after_create", DDL("ALTER TABLE %(table)s ADD COLUMN y int").execute_if(dialect="sqlite"))
event.listen(K.__table__, "after_create", DDL("ALTER TABLE %(table)s ADD COLUMN z %(type)s", context={"type": "int"}).execute_if(dialect=("postgresql", "mysql")))
event.listen(t, "after_create", DDL("COMMENT ON TABLE p IS 'x'").execute_if(callable_=lambda ddl, target, bind, **kw: print(sorted(kw), kw["dialect"].name)))


def upgrade():
    b = op.get_bind()
    meta.create_all(b)
    meta.create_all(b)
    show(b)
    print(b.execute(sa.text("select column_name, column_default from information_schema.columns where table_name = 'Kay' and table_schema = current_schema() order by ordinal_position")).all())
    meta.drop_all(b)
    t.create(b); t.create(b, checkfirst=True); t.drop(b)
    @event.listens_for(sa.Table, "after_create")
    def every(target, connection, **kw): print("every", target.name, sorted(c.name for c in target.columns), kw["checkfirst"])
    gone = lambda target, connection, **kw: print("gone", target.name)
    event.listen(sa.Table, "before_drop", gone)
    op.create_table("made", sa.Column("a", sa.Integer))
    op.drop_table("made")
    t.create(b)
    event.remove(sa.Table, "after_create", every)
    event.remove(sa.Table, "before_drop", gone)
