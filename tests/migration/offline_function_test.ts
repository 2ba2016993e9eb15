import { assertEquals, assertRejects } from "@std/assert";
import { postgresql } from "../../src/dialect/postgresql/postgresql.ts";
import { newRunMemory } from "../../src/dialect/dialect.ts";
import { UnsupportedConstructError } from "../../src/python/mod.ts";
import { defaultOptions, offlineItems, offlineScript } from "../../src/migration/mod.ts";
import type { Direction } from "../../src/revision/body.ts";
import { loadPythonBody, revisionInterpreter } from "../../src/revision/python.ts";
import { makeRevision } from "../../src/script/revision.ts";

const settings = { dialect: postgresql, options: defaultOptions };

async function functionOf(source: string, direction: Direction = "upgrade") {
  const header = { id: "a", downRevisions: [], branchLabels: [], dependsOn: [], docstring: "" };
  const body = await loadPythonBody(
    { path: "/v/a.py", source: `from alembic import op\n${source}` },
    {
      interpreter: revisionInterpreter(postgresql),
      dialect: postgresql,
      compileOptions: { offline: true, memory: newRunMemory() },
      context: { xArguments: [] },
    },
  );
  return { revision: makeRevision(header, "python", "/v/a.py"), direction, body };
}

const BLOCK = `
def upgrade():
    op.drop_column("t", "a")
    with op.get_context().autocommit_block():
        op.execute("VACUUM t")
`;

Deno.test("offlineScript() writes one function without the version table", async () => {
  assertEquals(
    await offlineScript(await functionOf(BLOCK), settings),
    "ALTER TABLE t DROP COLUMN a;\n\nCOMMIT;\n\nVACUUM t;\n\nBEGIN;\n\n",
  );
  assertEquals(await offlineScript(await functionOf(BLOCK, "downgrade"), settings), "");
});

Deno.test("offlineItems() gives statements and autocommit blocks in their order, with places", async () => {
  const items = await offlineItems(await functionOf(BLOCK), settings);
  assertEquals(
    items.map((item) =>
      item.kind === "statement"
        ? `${item.place?.line} ${item.statement.sql}`
        : item.kind === "autocommit"
        ? `autocommit ${item.active}`
        : item.kind
    ),
    ["4 ALTER TABLE t DROP COLUMN a", "autocommit true", "6 VACUUM t", "autocommit false"],
  );
});

Deno.test("offlineItems() throws where the function reads from the database", async () => {
  const reading = await functionOf(
    'def upgrade():\n    op.get_bind().exec_driver_sql("SELECT 1").scalar()\n',
  );
  await assertRejects(() => offlineItems(reading, settings), UnsupportedConstructError);
});
