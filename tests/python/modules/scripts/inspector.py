from alembic import op
import sqlalchemy as sa

DDL = """
create schema s;
create type mood as enum ('sad', 'ok');
create type s.m2 as enum ('x');
create table parent (id serial primary key, a int, b int, unique (a, b));
create table t (
  id bigserial, name varchar(50) not null default 'x', price numeric(10,2) default 1.5, ratio real,
  dp double precision, ts timestamptz default now(), ts0 timestamp(3), d date, tm time, iv interval,
  j json, jb jsonb default '{}', u uuid, tags text[], nums int[], m mood, m2 s.m2, b bytea, ip inet,
  tsv tsvector, bit3 bit(3), vb varbit(5), c char(4), txt text, bo boolean default false, si smallint,
  idn int generated always as identity, gen int generated always as (3 * 2) stored, rng int4range,
  mon money, mac macaddr, o oid, parent_a int, parent_b int,
  constraint pk_t primary key (id), constraint uq_name unique (name),
  constraint fk_p foreign key (parent_a, parent_b) references parent (a, b)
    on delete cascade on update set null deferrable initially deferred,
  constraint ck check (si > 0)
);
comment on table t is 'tc';
comment on column t.name is 'nc';
create index ix_low on t (lower(name), d desc nulls last) where si > 1;
create unique index ix_u on t (u) include (d);
create index ix_gin on t using gin (tags);
create index ix_desc on t (d desc, ts nulls first);
alter table t add foreign key (idn) references parent (id);
create table s.t2 (id int primary key, p int references parent (id), q int references public.t (id));
create view v as select id, name from t;
create materialized view mv as select 1 as x;
create sequence sq;
create table nopk (a int);
create table uqn (a int, unique nulls not distinct (a));
create table up ("Weird Name" int, "order" text);
create domain posint as int check (value > 0);
create table dom (a posint);
"""


def shown(value):
    if isinstance(value, list):
        return [shown(each) for each in value]
    if isinstance(value, dict):
        return {key: shown(value[key]) for key in sorted(value)}
    return value


def ask(inspector, name, *args, **kw):
    try:
        result = getattr(inspector, name)(*args, **kw)
    except Exception as error:
        result = (type(error).__name__, str(error)[:100])
    print(name, [arg for arg in args if isinstance(arg, str)], kw)
    if isinstance(result, list) and result and isinstance(result[0], str):
        # The catalogue gives names in the order in which it happens to keep them.
        result = sorted(result)
    if isinstance(result, list) and result and isinstance(result[0], dict):
        for each in result:
            print("  ", shown(each))
    else:
        print("  ", shown(result))


DETAILS = (
    "get_columns", "get_pk_constraint", "get_foreign_keys", "get_unique_constraints",
    "get_check_constraints", "get_indexes", "get_table_comment",
)


def upgrade():
    op.execute(sa.text(DDL))
    bind = op.get_bind()
    inspector = sa.inspect(bind)
    for name in ("get_table_names", "get_view_names", "get_materialized_view_names",
                 "get_schema_names", "get_sequence_names", "get_enums"):
        ask(inspector, name)
    ask(inspector, "get_table_names", schema="s")
    ask(inspector, "get_enums", schema="s")
    ask(inspector, "get_enums", "*")
    ask(inspector, "get_table_names", "nope")
    for table in ("t", "parent", "nopk", "uqn", "up", "dom", "v", "missing"):
        for name in DETAILS:
            ask(inspector, name, table)
    for name in DETAILS[:3] + ("get_indexes",):
        ask(inspector, name, "t2", schema="s")
    for table in ("t", "v", "mv", "t2"):
        ask(inspector, "has_table", table)
    ask(inspector, "has_table", "t2", schema="s")
    ask(inspector, "has_sequence", "sq")
    ask(inspector, "has_index", "t", "ix_u")
    ask(inspector, "has_index", "missing", "ix_u")
    # The dialect answers the same through the connection that it is given.
    ask(bind.dialect, "has_table", bind, "t")
    ask(bind.engine.dialect, "has_table", bind, "t2", schema="s")
    ask(op.get_context().dialect, "has_index", bind, "t", "nope")
    ask(bind.dialect, "get_table_names", bind, schema="s")
    # What was answered once is remembered until clear_cache().
    op.create_table("later", sa.Column("id", sa.Integer, primary_key=True))
    print("later" in inspector.get_table_names(), sa.inspect(bind).has_table("later"))
    inspector.clear_cache()
    print("later" in inspector.get_table_names())
