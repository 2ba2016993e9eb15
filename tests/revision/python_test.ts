import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { ConfigOptions, Ini } from "../../src/config/mod.ts";
import { postgresql } from "../../src/dialect/mod.ts";
import { newRunMemory } from "../../src/dialect/dialect.ts";
import { CommandError, FileError } from "../../src/errors/mod.ts";
import { loadPythonBody, revisionInterpreter } from "../../src/revision/python.ts";
import { configObject } from "../../src/python/modules/alembic/config.ts";
import { PythonError, UnsupportedConstructError } from "../../src/python/mod.ts";
import { freshPglite } from "../support/pglite.ts";
import { evaluate, revision } from "../python/modules/evaluate.ts";

async function load(source: string, kw: ReadonlyMap<string, string> = new Map()) {
  return await loadPythonBody({ path: "/v/a.py", source }, {
    interpreter: revisionInterpreter(postgresql),
    dialect: postgresql,
    compileOptions: { offline: false, memory: newRunMemory() },
    context: { xArguments: [] },
    arguments: kw,
  });
}

Deno.test("loadPythonBody() tells which of the two functions a file lacks", async () => {
  const cases: readonly (readonly [string, boolean, boolean])[] = [
    ["def upgrade(): pass\ndef downgrade(): pass\n", false, false],
    ["def upgrade(): pass\n", false, true],
    ["upgrade = lambda: None\n", false, true],
    ["from helpers import downgrade\ndef upgrade(): pass\n", false, false],
    ["if True:\n    def upgrade(): pass\nelse:\n    def downgrade(): pass\n", false, false],
    ["from helpers import *\n", false, false],
    ["class upgraded: pass\n", true, true],
  ];
  for (const [source, upgrade, downgrade] of cases) {
    const body = await load(source);
    assertEquals([body.lacks("upgrade"), body.lacks("downgrade")], [upgrade, downgrade], source);
  }
});

Deno.test("loadPythonBody() rejects what is no Python, with the line", async () => {
  const error = await assertRejects(() => load("def upgrade():\n    op.execute('x'\n"));
  assertEquals((error as { place?: { path: string } }).place?.path, "/v/a.py");
});

Deno.test("a Python body queues straight-line operations without waiting, with their places", async () => {
  const { sent, items } = await evaluate(revision(`
op.create_table("t", sa.Column("id", sa.Integer, primary_key=True))
op.add_column(
    "t",
    sa.Column("n", sa.String(5)),
)
with op.batch_alter_table("t") as batch:
    batch.drop_column("n")
op.execute("UPDATE t SET id = 1")`));
  assertEquals(sent, [
    "CREATE TABLE t (\n\tid SERIAL NOT NULL, \n\tPRIMARY KEY (id)\n)",
    "ALTER TABLE t ADD COLUMN n VARCHAR(5)",
    "ALTER TABLE t DROP COLUMN n",
    "UPDATE t SET id = 1",
  ]);
  assertEquals(items.map((item) => item.place?.path), Array(4).fill("revision.py"));
  const lines = items.map((item) => item.place?.line);
  assertEquals([lines[0], lines[1], lines[3]], [6, 7, 13]);
});

Deno.test("a Python body waits only for results that it keeps", async () => {
  const connection = await freshPglite();
  const { sent, printed } = await evaluate(
    revision(`
bind = op.get_bind()
op.execute("CREATE TABLE t (a int)")
bind.execute(sa.text("INSERT INTO t VALUES (:a)"), {"a": 1})
bind.execute(sa.text("INSERT INTO t VALUES (:a)"), [{"a": 2}, {"a": 3}])
op.get_bind().execute(sa.text("SELECT 1"))
count = bind.execute(sa.text("SELECT count(*) FROM t")).scalar()
print(count)
op.execute("DROP TABLE t")`),
    { connection },
  );
  assertEquals(printed, "3\n");
  assertEquals(sent, [
    "CREATE TABLE t (a int)",
    "INSERT INTO t VALUES (1)",
    "INSERT INTO t VALUES (2)",
    "INSERT INTO t VALUES (3)",
    "SELECT 1",
    "--",
    "SELECT count(*) FROM t",
    "DROP TABLE t",
  ]);
});

Deno.test("a Python body reads where the database stands", async () => {
  const connection = await freshPglite();
  await connection.execute({ sql: "CREATE TABLE alembic_version (version_num text)" });
  const { printed } = await evaluate(
    revision(`
from alembic.util import CommandError
def show():
    print(op.get_context().get_current_heads(), op.get_context().get_current_revision())
show()
op.get_bind().execute(sa.text("INSERT INTO alembic_version VALUES ('a1')"))
show()
op.get_bind().execute(sa.text("INSERT INTO alembic_version VALUES ('b2')"))
try:
    show()
except CommandError as error:
    print(error)`),
    { connection },
  );
  assertEquals(
    printed,
    "() None\n('a1',) a1\n" +
      "Version table 'alembic_version' has more than one head present; please use get_current_heads()\n",
  );
});

Deno.test("a Python body sends at once what a try around it could catch", async () => {
  const connection = await freshPglite();
  const { sent, printed } = await evaluate(
    revision(`
op.execute("CREATE TABLE t (a int)")
try:
    op.add_column("t", sa.Column("b", sa.Integer))
    op.execute("ALTER TABLE t ADD nope nope")
    print("not reached")
except sa.exc.ProgrammingError as error:
    print(error.orig.pgcode)
try:
    int("x")
except ValueError:
    print("value")`),
    { connection },
  );
  assertEquals(printed, "42704\nvalue\n");
  assertEquals(sent, [
    "CREATE TABLE t (a int)",
    "--",
    "ALTER TABLE t ADD COLUMN b INTEGER",
    "--",
    "ALTER TABLE t ADD nope nope",
    "--",
  ]);
});

Deno.test("a Python body whose Session rolls back what is done can only fail", async () => {
  const connection = await freshPglite();
  const undone = "Session.rollback() undoes all that the revision has done";
  const cases: readonly (readonly [string, string])[] = [
    ["session.rollback()", undone],
    ["session.rollback()\nop.execute('SELECT 1')", undone],
    ["session.rollback()\nop.get_bind().scalar(sa.text('SELECT 1'))", undone],
    ["session.begin().__exit__(ValueError, None, None)", undone],
    ["try:\n  1 / 0\nexcept ZeroDivisionError:\n  session.rollback()\n  raise", "division by zero"],
    [
      "try:\n  session.scalar(sa.text('SELECT 1 / 0'))\nfinally:\n  session.rollback()\n  session.close()",
      "division by zero",
    ],
  ];
  for (const [lines, message] of cases) {
    const error = await assertRejects(() =>
      evaluate(
        revision(
          `session = Session(op.get_bind())\nprint(session.scalar(sa.text("SELECT 1")))\n${lines}`,
          "from sqlalchemy.orm import Session",
        ),
        { connection },
      )
    );
    assertStringIncludes((error as Error).message, message, lines);
  }
});

Deno.test("a Python body throws the error of the database as it came when nothing catches it", async () => {
  const connection = await freshPglite();
  const error = await assertRejects(
    () =>
      evaluate(
        revision(`
try:
    op.execute("SELECT nope")
except KeyError:
    pass
op.get_bind().execute(sa.text("SELECT 1")).scalar()`),
        { connection },
      ),
  );
  assertEquals((error as Error).name, "DatabaseError");
  assertStringIncludes((error as Error).message, 'column "nope" does not exist');
});

Deno.test("a Python body gives upgrade() the arguments of run_migrations()", async () => {
  const seen: string[] = [];
  const source = `from alembic import op
def upgrade(engine_name):
    globals()["upgrade_%s" % engine_name]()
def upgrade_main():
    op.execute("SELECT 'main'")
`;
  const body = await load(source, new Map([["engine_name", "main"]]));
  await body.run("upgrade", {
    offline: false,
    emit: (item) =>
      seen.push(item.kind === "operation" && item.operation.kind === "execute" ? "execute" : ""),
    flush: () => Promise.resolve(),
    execute: () => Promise.reject(new Error("not expected")),
  });
  assertEquals(seen, ["execute"]);
});

Deno.test("a Python body's errors say where", async () => {
  const error = await assertRejects(
    () => evaluate(revision("op.execute('SELECT 1')\nraise RuntimeError('stop')")),
    PythonError,
    "RuntimeError: stop",
  );
  assertEquals(error.place?.line, 6);

  const argument = await assertRejects(
    () => evaluate(revision("op.drop_table()")),
    PythonError,
    "missing 1 required positional argument: 'table_name'",
  );
  assertEquals(argument.place?.line, 5);

  const opaque = await assertRejects(
    () => evaluate(revision("op.execute(helper())", "from app.models import helper")),
    UnsupportedConstructError,
    "app.models",
  );
  assertStringIncludes(opaque.message, "revision.py:3");

  const wrong = await assertRejects(
    () => evaluate(revision('op.create_table("t", sa.Column("a"))')),
    CommandError,
    "NullType",
  );
  assertEquals(wrong instanceof CommandError, true);
});

Deno.test("a Python body without the function asked for is an error that names it", async () => {
  const body = await load("def upgrade(): pass\n");
  const host = {
    offline: false,
    emit: () => {},
    flush: () => Promise.resolve(),
    execute: () => Promise.reject(new Error("not expected")),
  };
  await assertRejects(() => body.run("downgrade", host), FileError, "downgrade()");
});

Deno.test("a Python body offline writes what it executes and cannot read", async () => {
  const source = revision(`
bind = op.get_bind()
bind.execute(sa.text("INSERT INTO t VALUES (:a)"), {"a": "it's"})
rows = bind.execute(sa.text("SELECT 1"))
print(rows.scalar())`);
  const error = await assertRejects(
    () => evaluate(source, { offline: true }),
    UnsupportedConstructError,
    "cannot be read with --sql",
  );
  assertStringIncludes(error.hint ?? "", "is_offline_mode");
  const { sent } = await evaluate(source.replace("print(rows.scalar())", "pass"), {
    offline: true,
  });
  assertEquals(sent, ["INSERT INTO t VALUES ('it''s');", "SELECT 1;"]);
});

Deno.test("a Python body marks the ends of an autocommit block", async () => {
  const { sent } = await evaluate(revision(`
with op.get_context().autocommit_block():
    op.create_index("ix", "t", ["a"], postgresql_concurrently=True)
op.execute("SELECT 1")`));
  assertEquals(sent, [
    "autocommit on",
    "CREATE INDEX CONCURRENTLY ix ON t (a)",
    "autocommit off",
    "SELECT 1",
  ]);
});

Deno.test("a Python body ends its transaction through the driver's connection", async () => {
  const { sent } = await evaluate(revision(`
connection = op.get_bind().connection.dbapi_connection
connection.commit()
connection.autocommit = True
op.create_index("ix", "t", ["a"], postgresql_concurrently=True)
connection.commit()
connection.autocommit = False
op.execute("SELECT 1")`));
  assertEquals(sent, [
    "autocommit on",
    "autocommit off",
    "autocommit on",
    "CREATE INDEX CONCURRENTLY ix ON t (a)",
    "autocommit off",
    "SELECT 1",
  ]);
});

Deno.test("a Python body is refused what the driver's connection cannot do here", async () => {
  const cases = [
    ["autocommit = True", "cannot be used inside a transaction"],
    ["set_isolation_level(0)", "'set_isolation_level' of the driver's connection"],
    ["encoding = 'utf8'", "'encoding' of the driver's connection"],
    ["cursor(name='far')", "'cursor(name=…)'"],
    ["cursor().copy_expert('COPY t FROM STDIN', None)", "'copy_expert' of a cursor"],
    ["cursor().callproc('f')", "'callproc' of a cursor"],
  ];
  for (const [what, message] of cases) {
    const error = await assertRejects(() => evaluate(revision(`op.get_bind().connection.${what}`)));
    assertStringIncludes((error as Error).message, message!);
  }
});

Deno.test("a Python body finds sa.orm, which other files have imported by then", async () => {
  const { sent } = await evaluate(
    revision(`
session = sa.orm.sessionmaker(bind=op.get_bind())()
session.execute(sa.text("UPDATE t SET a = 1"))
session.commit()`),
  );
  assertEquals(sent, ["UPDATE t SET a = 1"]);
});

Deno.test("a Python body undoes a failed savepoint and goes on", async () => {
  const connection = await freshPglite();
  await connection.execute({ sql: "BEGIN" });
  const { sent, printed } = await evaluate(
    revision(`
bind = op.get_bind()
try:
    with bind.begin_nested():
        op.drop_table("nope")
except sa.exc.ProgrammingError:
    print("caught")
print(bind.scalar(sa.text("SELECT 1")))`),
    { connection },
  );
  assertEquals(printed, "caught\n1\n");
  assertEquals(sent.filter((line) => line !== "--"), [
    "SAVEPOINT sa_savepoint_1",
    "DROP TABLE nope",
    "ROLLBACK TO SAVEPOINT sa_savepoint_1",
    "SELECT 1",
  ]);
  await connection.execute({ sql: "ROLLBACK" });
});

Deno.test("a Python body reads what context tells it", async () => {
  const ini = Ini.parse("[alembic]\nschema = app\n[more]\nb = 1\n", "alembic.ini");
  const options = new ConfigOptions(ini, null, "alembic", "alembic.ini");
  const { printed } = await evaluate(
    revision(
      `
print(context.is_offline_mode(), context.get_x_argument(as_dictionary=True))
print(context.config.get_main_option("schema", "none"), context.config.get_main_option("other"))
print(context.config.get_section("more"), context.config.get_section("less", {}), context.config.cmd_opts)
print(op.get_context().dialect.name, op.get_context().as_sql, op.get_bind().dialect.name)
print(op.get_context().opts["version_table"])`,
      "from alembic import context",
    ),
    {
      context: {
        xArguments: ["a=1", "b"],
        config: () => configObject({ options }),
        options: new Map([["version_table", "versions"]]),
      },
    },
  );
  assertEquals(
    printed,
    "False {'a': '1', 'b': ''}\napp None\n{'b': '1'} {} None\npostgresql False postgresql\nversions\n",
  );
});

Deno.test("a Python body may define directives of its own", async () => {
  const { sent } = await evaluate(revision(
    `op.create_view("v", "SELECT 1")`,
    `from alembic.operations import Operations, MigrateOperation

@Operations.register_operation("create_view")
class CreateView(MigrateOperation):
    def __init__(self, name, query):
        self.name = name
        self.query = query
    @classmethod
    def create_view(cls, operations, name, query):
        return operations.invoke(cls(name, query))

@Operations.implementation_for(CreateView)
def create_view(operations, operation):
    operations.execute("CREATE VIEW %s AS %s" % (operation.name, operation.query))
`,
  ));
  assertEquals(sent, ["CREATE VIEW v AS SELECT 1"]);
});
