import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { newRunMemory } from "../../src/dialect/dialect.ts";
import { postgresql } from "../../src/dialect/mod.ts";
import { defaultOptions, offlineScript } from "../../src/migration/mod.ts";
import { loadPythonBody, revisionInterpreter } from "../../src/revision/python.ts";
import { makeRevision } from "../../src/script/revision.ts";
import { IDIOMS } from "./idioms.ts";
import { PLUG_INS } from "./plug_ins.ts";

const header = { id: "a", downRevisions: [], branchLabels: [], dependsOn: [], docstring: "" };
const revision = makeRevision(header, "python", "/v/a.py");

async function scriptOf(python: string): Promise<string> {
  const source = `from alembic import op\nimport sqlalchemy as sa\n${python}`;
  const body = await loadPythonBody({ path: "/v/a.py", source }, {
    interpreter: revisionInterpreter(postgresql),
    dialect: postgresql,
    compileOptions: { offline: true, memory: newRunMemory() },
    context: { xArguments: [] },
  });
  const settings = { dialect: postgresql, options: defaultOptions };
  return await offlineScript({ revision, direction: "upgrade", body }, settings);
}

for (const { name, python, sql } of [...IDIOMS, ...PLUG_INS]) {
  Deno.test(`a Python revision writes what Alembic writes for ${name}`, async () => {
    assertEquals((await scriptOf(python)).trim(), sql.trim());
  });
}

Deno.test("a Python revision changes the values of an enumtables table", async () => {
  const python = `
import enumtables
def upgrade():
    op.create_table('k', sa.Column('item_id', enumtables.enum_column.EnumType()))
    op.enum_insert('k', ['a', "b'c"], schema='s')
    op.enum_delete('k', ['a', "b'c"])
    op.enum_delete('k', [])
`;
  assertEquals((await scriptOf(python)).trim().split(/;\n\n?/), [
    "CREATE TABLE k (\n    item_id VARCHAR\n)",
    "INSERT INTO s.k (item_id) VALUES ('a')",
    "INSERT INTO s.k (item_id) VALUES ('b''c')",
    "DELETE FROM k WHERE item_id IN ('a', 'b''c');",
  ]);
});

Deno.test("a plain string has places for values when a Session executes it, as with SQLAlchemy 1", async () => {
  const python = `
from sqlalchemy.orm import Session
def upgrade():
    Session(bind=op.get_bind()).execute("UPDATE t SET a = :v WHERE b = 'x::y'", {'v': "it's"})
`;
  assertEquals((await scriptOf(python)).trim(), "UPDATE t SET a = 'it''s' WHERE b = 'x::y';");
});

Deno.test("a Python revision changes enums by their old and new values, as alembic_autogenerate_enums does", async () => {
  const python = `
def upgrade():
    op.sync_enum_values('public', 'kind', ['b'], ['b', 'c', 'a'])
    op.sync_enum_values('public', 'kind', ['b', 'a'], ['b'])
    op.sync_enum_values('public', 'kind', ['b', 'a'], ['b', 'a b'], [('t', 'kind')], True)
    op.sync_enum_values(schema='s', name='kind', old_values=[], new_values=['b'], affected_columns=[('t', 'kind')])
`;
  assertEquals((await scriptOf(python)).trim().split(/;\n\n?/), [
    "COMMIT",
    "ALTER TYPE public.kind ADD VALUE 'c'",
    "ALTER TYPE public.kind ADD VALUE 'a'",
    "COMMIT",
    "ALTER TYPE public.kind RENAME TO kind_old",
    "CREATE TYPE public.kind AS ENUM('a b', 'b')",
    "ALTER TABLE t ALTER COLUMN kind TYPE public.kind USING kind::text::public.kind",
    "DROP TYPE public.kind_old",
    "COMMIT",
    "ALTER TYPE s.kind ADD VALUE 'b';",
  ]);
});

/** What cannot be evaluated, and the words by which it is refused. */
const REFUSED: readonly (readonly [line: string, construct: string, prelude?: string])[] = [
  [
    "recreate_dropped(op.get_bind())",
    "recreate_dropped() of alembic_utils",
    "from alembic_utils.depends import recreate_dropped",
  ],
  [
    "event.listen(op.get_bind().engine, 'before_cursor_execute', print)",
    'event "before_cursor_execute"',
    "from sqlalchemy import event",
  ],
  ["sa.event.listen(sa.Column('x'), 'set', print, retval=True)", 'event "set"'],
  ["sa.event.listen(sa.Table, 'after_create', print, raw=True)", "with raw=True"],
  ["sa.event.listens_for(sa.Column('x'), 'set')(print)", 'the event "set"'],
  ["op.drop_constraint(None, 't', type_='unique')", "it has no name"],
  [
    "op.get_bind().execute(sa.text('SELECT 1')).fetchall()",
    "the result of a statement cannot be read",
  ],
  ["sa.inspect(op.get_bind()).get_table_names()", "There is no database to read from"],
  ["op.get_bind().engine.raw_connection()", "raw_connection() cannot be used"],
  ["op.get_bind().connection.cursor()", "the driver's connection"],
  ["op.execute(current_app.config['X'])", "flask.current_app", "from flask import current_app"],
  ["op.get_context().stamp(None, 'x')", "MigrationContext.stamp()"],
  ["requests.get('http://x')", "requests", "import requests"],
  ["open('a.sql')", "open() is not available"],
];

for (const [line, construct, prelude = ""] of REFUSED) {
  Deno.test(`a Python revision is refused with the name of what it needs: ${line}`, async () => {
    const error = await assertRejects(() => scriptOf(`${prelude}\ndef upgrade():\n    ${line}\n`));
    assertStringIncludes((error as Error).message, construct);
  });
}
