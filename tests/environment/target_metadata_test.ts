import { assertEquals } from "@std/assert";
import { readTargetMetadata, type TargetMetadata } from "../../src/environment/target_metadata.ts";
import { nameText } from "../../src/schema/name.ts";
import { runProject } from "./env_run.ts";

const RUN = `
context.configure(url="postgresql://h/d", target_metadata=target_metadata, compare_type=False)
with context.begin_transaction():
    context.run_migrations()
`;

/** Reads the target metadata of an env.py whose first lines are given. */
async function read(lines: string, files: Readonly<Record<string, string>> = {}) {
  let target: TargetMetadata | null = null;
  const { error } = await runProject({
    envPy: `from alembic import context\n${lines}\n${RUN}`,
    files,
    url: "postgresql://h/d",
    command: { name: "revision", options: { autogenerate: true } },
    migrate: (environment) => {
      target = readTargetMetadata(environment);
      return Promise.resolve();
    },
  });
  return { error, target: target as TargetMetadata | null };
}

Deno.test("readTargetMetadata() gives the tables of a MetaData with the objects behind them", async () => {
  const { target, error } = await read(`
import sqlalchemy as sa
target_metadata = sa.MetaData()
sa.Table("t", target_metadata, sa.Column("id", sa.Integer, primary_key=True), sa.Column("x", sa.Text))
`);
  assertEquals(error, null);
  const [table] = target!.metadata[0]!.tables;
  assertEquals(table?.columns.map(({ name }) => nameText(name)), ["id", "x"]);
  assertEquals(target!.objectOf(table!)?.cls.name, "Table");
  assertEquals(target!.objectOf(table!.columns[1]!)?.cls.name, "Column");
  assertEquals(target!.options.compareType, false);
});

Deno.test("readTargetMetadata() refuses an env.py without metadata in Alembic's words", async () => {
  const { error } = await read("target_metadata = None");
  assertEquals(
    error,
    "Can't proceed with --autogenerate option; environment script /work/m/env.py does not provide " +
      "a MetaData object or sequence of objects to the context.",
  );
});
