/**
 * What real revisions do beyond plain directives, each in a small revision of this project's own, with the script
 * that Alembic writes for its upgrade(). tests/conformance/idioms_test.ts looks whether it still does.
 */
export interface Idiom {
  readonly name: string;
  /** Below `from alembic import op` and `import sqlalchemy as sa`. */
  readonly python: string;
  readonly sql: string;
}

export const IDIOMS: readonly Idiom[] = [
  {
    name: "upgrade(engine_name) of several databases, through globals()",
    python: `
def upgrade(engine_name='a'):
    globals()['upgrade_%s' % engine_name]()
def upgrade_a():
    op.execute('SELECT 1')
`,
    sql: `
SELECT 1;
`,
  },
  {
    name: "upgrade(engine_name) for a database without a function",
    python: `
def upgrade(engine_name='b'):
    globals().get(f'upgrade_{engine_name}', lambda: None)()
`,
    sql: "",
  },
  {
    name: "upgrade(op, tables, tester)",
    python: `
def upgrade(op=op, tables=None, tester=None):
    op.execute('SELECT 1')
`,
    sql: `
SELECT 1;
`,
  },
  {
    name: "COMMIT as a statement",
    python: `
def upgrade():
    op.execute('COMMIT')
    op.execute('VACUUM')
    op.execute('BEGIN')
`,
    sql: `
COMMIT;

VACUUM;

BEGIN;
`,
  },
  {
    name: "an autocommit block",
    python: `
def upgrade():
    with op.get_context().autocommit_block():
        op.create_index('ix', 't', ['a'], postgresql_concurrently=True)
`,
    sql: `
COMMIT;

CREATE INDEX CONCURRENTLY ix ON t (a);

BEGIN;
`,
  },
  {
    name: 'isolation_level="AUTOCOMMIT" on the bind',
    python: `
def upgrade():
    op.get_bind().execution_options(isolation_level='AUTOCOMMIT')
    op.execute('VACUUM')
`,
    sql: `
VACUUM;
`,
  },
  {
    name: "names that a convention would give",
    python: `
def upgrade():
    op.create_index(op.f(f'ix_{1}_x'), 't', ['x'])
    op.create_foreign_key(None, 'a', 'b', ['c'], ['d'])
    op.create_unique_constraint(None, 't', ['a', 'b'])
`,
    sql: `
CREATE INDEX ix_1_x ON t (x);

ALTER TABLE a ADD FOREIGN KEY(c) REFERENCES b (d);

ALTER TABLE t ADD UNIQUE (a, b);
`,
  },
  {
    name: "try and except round DDL",
    python: `
def upgrade():
    try:
        op.execute('CREATE TABLE t ()')
    except (sa.exc.ProgrammingError, sa.exc.OperationalError, Exception):
        pass
`,
    sql: `
CREATE TABLE t ();
`,
  },
  {
    name: "text with :name, ::type and \\:",
    python: `
def upgrade():
    op.execute(sa.text('SELECT :x').bindparams(x='1'))
    op.execute('SELECT a::int, \\\\:y')
    op.execute(sa.text('SELECT 1 WHERE a IN :z').bindparams(sa.bindparam('z', [1, 2], expanding=True)))
`,
    sql: `
SELECT '1';

SELECT a::int, :y;

SELECT 1 WHERE a IN (1, 2);
`,
  },
  {
    name: "values given to execute()",
    python: `
def upgrade():
    op.execute(sa.text('UPDATE t SET a = :a').bindparams(sa.bindparam('a', value=5, type_=sa.Integer)))
`,
    sql: `
UPDATE t SET a = 5;
`,
  },
  {
    name: "the table that create_table() gives",
    python: `
def upgrade():
    t = op.create_table('t', sa.Column('id', sa.Integer, primary_key=True), sa.Column('b', sa.Boolean))
    op.bulk_insert(t, [{'id': 1, 'b': True}, {'id': 2, 'b': None}])
    op.execute(t.update().where(t.c.id == 1).values(b=False))
`,
    sql: `
CREATE TABLE t (
    id SERIAL NOT NULL, 
    b BOOLEAN, 
    PRIMARY KEY (id)
);

INSERT INTO t (id, b) VALUES (1, true);

INSERT INTO t (id, b) VALUES (2, NULL);

UPDATE t SET b=false WHERE t.id = 1;
`,
  },
  {
    name: "columns and keywords by stars",
    python: `
def upgrade():
    columns = [sa.Column('id', sa.Integer)]
    op.create_table('t', *columns, **{'schema': 's'})
`,
    sql: `
CREATE TABLE s.t (
    id INTEGER
);
`,
  },
  {
    name: "a look at the dialect and the options",
    python: `
def upgrade():
    op.execute(f'SELECT {op.get_bind().dialect.name!r}')
    op.execute('SELECT 1 FROM ' + op.get_context().dialect.identifier_preparer.quote('user'))
    op.execute(f"SELECT {op.get_context().as_sql!r}")
`,
    sql: `
SELECT 'postgresql';

SELECT 1 FROM "user";

SELECT True;
`,
  },
  {
    name: "an enumeration of the file with values_callable",
    python: `
import enum
class Kind(str, enum.Enum):
    a = 'x'
    b = 'y'
def upgrade():
    op.create_table('t', sa.Column('k', sa.Enum(Kind, name='kind', values_callable=lambda kind: [each.value for each in kind]), server_default=Kind.a.value))
`,
    sql: `
CREATE TYPE kind AS ENUM ('x', 'y');

CREATE TABLE t (
    k kind DEFAULT 'x'
);
`,
  },
  {
    name: "classes of the file",
    python: `
import dataclasses, typing
@dataclasses.dataclass
class D:
    a: int = 1
class N(typing.NamedTuple):
    x: int
class T(typing.TypedDict):
    y: int
def upgrade():
    op.execute(f'-- {D()} {N(1)} {T(y=2)}')
`,
    sql: `
-- D(a=1) N(x=1) {'y': 2};
`,
  },
  {
    name: "a walrus and a match",
    python: `
def upgrade():
    if (n := 3) > 2:
        match n:
            case 3:
                op.execute('SELECT 3')
`,
    sql: `
SELECT 3;
`,
  },
  {
    name: "asyncio.run()",
    python: `
import asyncio
async def work():
    op.execute('SELECT 1')
def upgrade():
    asyncio.run(work())
`,
    sql: `
SELECT 1;
`,
  },
  {
    name: "functools, itertools and textwrap",
    python: `
import functools, itertools, textwrap
@functools.lru_cache
def same(x): return x
def upgrade():
    for a, b in itertools.product('ab', [1]):
        op.execute(textwrap.dedent(f'  SELECT {same(a)!r}, {b}'))
`,
    sql: `
SELECT 'a', 1;

SELECT 'b', 1;
`,
  },
  {
    name: "global and nonlocal",
    python: `
n = 0
def bump():
    global n
    n += 1
def upgrade():
    m = 0
    def more():
        nonlocal m
        m += 1
    bump(); more()
    op.execute(f'SELECT {n + m}')
`,
    sql: `
SELECT 2;
`,
  },
  {
    name: "an operation that the file registers",
    python: `
from alembic.operations import Operations, MigrateOperation
@Operations.register_operation('make_function')
class MakeFunction(MigrateOperation):
    def __init__(self, name): self.name = name
    @classmethod
    def make_function(cls, operations, name, **kw): return operations.invoke(cls(name))
@Operations.implementation_for(MakeFunction)
def make_function(operations, operation):
    operations.execute('CREATE FUNCTION ' + operation.name)
def upgrade():
    op.make_function('f()')
`,
    sql: `
CREATE FUNCTION f();
`,
  },
  {
    name: "a function that @compiles writes",
    python: `
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement
class utcnow(FunctionElement):
    type = sa.DateTime()
    inherit_cache = True
@compiles(utcnow, 'postgresql')
def write(element, compiler, **kw): return "TIMEZONE('utc', CURRENT_TIMESTAMP)"
def upgrade():
    op.add_column('t', sa.Column('a', sa.DateTime, server_default=utcnow()))
    op.execute(sa.table('t', sa.column('a')).update().values(a=utcnow()))
`,
    sql: `
ALTER TABLE t ADD COLUMN a TIMESTAMP WITHOUT TIME ZONE DEFAULT TIMEZONE('utc', CURRENT_TIMESTAMP);

UPDATE t SET a=TIMEZONE('utc', CURRENT_TIMESTAMP);
`,
  },
  {
    name: "types with variants",
    python: `
from sqlalchemy.dialects import postgresql, mysql
def upgrade():
    op.add_column('t', sa.Column('a', sa.JSON().with_variant(postgresql.JSONB(), 'postgresql')))
    op.add_column('t', sa.Column('b', sa.Text().with_variant(mysql.LONGTEXT(), 'mysql')))
`,
    sql: `
ALTER TABLE t ADD COLUMN a JSONB;

ALTER TABLE t ADD COLUMN b TEXT;
`,
  },
  {
    name: "types of the file",
    python: `
class GUID(sa.types.TypeDecorator):
    impl = sa.CHAR
    cache_ok = True
    def load_dialect_impl(self, dialect):
        if dialect.name == 'postgresql':
            return dialect.type_descriptor(sa.UUID())
        return dialect.type_descriptor(sa.CHAR(32))
def upgrade():
    op.create_table('t', sa.Column('id', GUID(), primary_key=True))
`,
    sql: `
CREATE TABLE t (
    id UUID NOT NULL, 
    PRIMARY KEY (id)
);
`,
  },
  {
    name: "sqlmodel's strings",
    python: `
import sqlmodel
def upgrade():
    op.add_column('t', sa.Column('a', sqlmodel.sql.sqltypes.AutoString(length=20)))
`,
    sql: `
ALTER TABLE t ADD COLUMN a VARCHAR(20);
`,
  },
  {
    name: "select() of sqlalchemy.future",
    python: `
from sqlalchemy.future import select
def upgrade():
    t = sa.table('t', sa.column('a'))
    op.execute(sa.table('u', sa.column('a')).insert().from_select(['a'], select(t.c.a)))
`,
    sql: `
INSERT INTO u (a) SELECT t.a 
FROM t;
`,
  },
  {
    name: "a batch with a naming convention",
    python: `
def upgrade():
    with op.batch_alter_table('t', naming_convention={'uq': 'uq_%(table_name)s'}) as batch:
        batch.add_column(sa.Column('a', sa.Integer))
        batch.create_unique_constraint('x', ['a'])
`,
    sql: `
ALTER TABLE t ADD COLUMN a INTEGER;

ALTER TABLE t ADD CONSTRAINT x UNIQUE (a);
`,
  },
  {
    name: "mapped classes of the file",
    python: `
from sqlalchemy.orm import declarative_base
Base = declarative_base()
class User(Base):
    __tablename__ = 'users'
    id = sa.Column(sa.Integer, primary_key=True)
    name = sa.Column(sa.String(20), nullable=False)
def upgrade():
    op.execute(sa.update(User).where(User.name == "it's").values(name='x'))
    op.execute(sa.delete(User).where(User.id.in_([1, 2])))
`,
    sql: `
UPDATE users SET name='x' WHERE users.name = 'it''s';

DELETE FROM users WHERE users.id IN (1, 2);
`,
  },
  {
    name: "a mapped column whose type is given by the name of its place",
    python: `
from sqlalchemy.orm import declarative_base, mapped_column
class Event(declarative_base()):
    __tablename__ = 'event'
    id = mapped_column(__name_pos=sa.Integer, primary_key=True)
    at = mapped_column('happened', __type_pos=sa.DateTime, nullable=False)
def upgrade():
    op.execute(sa.schema.CreateTable(Event.__table__))
`,
    sql: `
CREATE TABLE event (
    id SERIAL NOT NULL, 
    happened TIMESTAMP WITHOUT TIME ZONE NOT NULL, 
    PRIMARY KEY (id)
);
`,
  },
  {
    name: "header variables after the functions' helpers",
    python: `
helpers = dict(a=1)
revision = 'r1'
down_revision = None
branch_labels = ()
depends_on = ''
def upgrade():
    op.execute(f"SELECT {helpers['a']} -- {revision}")
`,
    sql: `
SELECT 1 -- r1;
`,
  },
];
