import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { newRunMemory } from "../../src/dialect/dialect.ts";
import { postgresql } from "../../src/dialect/mod.ts";
import { defaultOptions, offlineScript } from "../../src/migration/mod.ts";
import { loadPythonBody, revisionInterpreter } from "../../src/revision/python.ts";
import { makeRevision } from "../../src/script/revision.ts";
import { IDIOMS } from "./idioms.ts";

const header = { id: "a", downRevisions: [], branchLabels: [], dependsOn: [], docstring: "" };
const revision = makeRevision(header, "python", "/v/a.py");

async function scriptOf(python: string): Promise<string> {
  const source = `from alembic import op\nimport sqlalchemy as sa\n${python}`;
  const body = await loadPythonBody({ path: "/v/a.py", source }, {
    interpreter: revisionInterpreter(postgresql),
    dialect: postgresql,
    compileOptions: { offline: true, memory: newRunMemory() },
    context: { xArguments: [], mainOption: () => undefined, sectionOption: () => undefined },
  });
  const settings = { dialect: postgresql, options: defaultOptions };
  return await offlineScript({ revision, direction: "upgrade", body }, settings);
}

for (const { name, python, sql } of IDIOMS) {
  Deno.test(`a Python revision writes what Alembic writes for ${name}`, async () => {
    assertEquals((await scriptOf(python)).trim(), sql.trim());
  });
}

/** What cannot be evaluated, and the words by which it is refused. */
const REFUSED: readonly (readonly [line: string, construct: string, prelude?: string])[] = [
  ["op.create_entity(None)", "op.create_entity() of alembic_utils"],
  ["op.enum_insert('k', ['a'])", "op.enum_insert() of enumtables"],
  ["op.drop_constraint(None, 't', type_='unique')", "it has no name"],
  [
    "op.get_bind().execute(sa.text('SELECT 1')).fetchall()",
    "the result of a statement cannot be read",
  ],
  ["sa.inspect(op.get_bind()).get_table_names()", "There is no database to read from"],
  ["op.get_bind().connection.cursor()", "the driver's connection"],
  ["op.execute(current_app.config['X'])", "flask.current_app", "from flask import current_app"],
  ["requests.get('http://x')", "requests", "import requests"],
  ["open('a.sql')", "open() is not available"],
];

for (const [line, construct, prelude = ""] of REFUSED) {
  Deno.test(`a Python revision is refused with the name of what it needs: ${line}`, async () => {
    const error = await assertRejects(() => scriptOf(`${prelude}\ndef upgrade():\n    ${line}\n`));
    assertStringIncludes((error as Error).message, construct);
  });
}
