import { assertEquals } from "@std/assert";
import { newRunMemory, postgresql } from "../../../src/dialect/mod.ts";
import type { Operation } from "../../../src/operations/mod.ts";
import type { Table } from "../../../src/schema/mod.ts";
import { freshPglite } from "../../support/pglite.ts";

const mood = { kind: "enum", form: "Enum", name: "mood", values: ["a", "it's"] } as const;
const sequence = { kind: "sequence", name: "numbers" } as const;
const table: Table = {
  kind: "tableDefinition",
  name: "t",
  columns: [
    {
      kind: "columnDefinition",
      name: "id",
      type: { kind: "integer", form: "Integer" },
      primaryKey: true,
    },
    {
      kind: "columnDefinition",
      name: "e",
      type: mood,
      index: true,
      comment: "a $migrator$ in a comment",
    },
  ],
  constraints: [],
  indexes: [],
};

const objects = `SELECT 'type ' || typname FROM pg_type WHERE typname = 'mood'
UNION SELECT relkind::text || ' ' || relname FROM pg_class
  WHERE relname IN ('t', 'ix_t_e', 'numbers') ORDER BY 1`;

const pairs: readonly (readonly [string, Operation, Operation, readonly string[]])[] = [
  [
    "types",
    { kind: "createType", type: mood, checkFirst: true },
    { kind: "dropType", type: mood, checkFirst: true },
    ["type mood"],
  ],
  [
    "sequences",
    { kind: "createSequence", sequence, checkFirst: true },
    { kind: "dropSequence", sequence, checkFirst: true },
    ["S numbers"],
  ],
  [
    "tables with their types, indexes and comments",
    { kind: "createTable", table, checkFirst: true },
    { kind: "dropTable", tableName: "t", table, checkFirst: true },
    ["i ix_t_e", "r t", "type mood"],
  ],
];

for (const [what, create, drop, made] of pairs) {
  Deno.test(`operations with checkFirst make and drop ${what} only once`, async () => {
    const connection = await freshPglite();
    const run = async (operation: Operation): Promise<readonly string[]> => {
      const options = { offline: false, memory: newRunMemory() };
      for (const statement of postgresql.compile(operation, options)) {
        await connection.execute(statement);
      }
      const { rows } = await connection.execute({ sql: objects });
      return rows.map(([name]) => name ?? "");
    };
    assertEquals(await run(drop), []);
    assertEquals(await run(create), made);
    assertEquals(await run(create), made);
    assertEquals(await run(drop), []);
  });
}

Deno.test("a table with checkFirst uses a type that is there", async () => {
  const connection = await freshPglite();
  const run = async (operation: Operation) => {
    const options = { offline: false, memory: newRunMemory() };
    for (const statement of postgresql.compile(operation, options)) {
      await connection.execute(statement);
    }
  };
  await run({ kind: "createType", type: mood, checkFirst: false });
  await run({ kind: "createTable", table, checkFirst: true });
  const { rows } = await connection.execute({ sql: objects });
  assertEquals(rows.map(([name]) => name), ["i ix_t_e", "r t", "type mood"]);
});
