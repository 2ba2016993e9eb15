import { assertEquals } from "@std/assert";
import { forgetDroppedTypes, KnownObjects } from "../../src/import/known_objects.ts";
import type { Operation } from "../../src/operations/mod.ts";

const type = (kind: "createType" | "dropType", name: string, schema?: string): Operation => ({
  kind,
  type: { kind: "enum", form: "ENUM", name, schema, values: [] },
  checkFirst: true,
});
const create = (name: string, schema?: string) => type("createType", name, schema);
const drop = (name: string, schema?: string) => type("dropType", name, schema);

const cases: readonly {
  readonly name: string;
  readonly statements: readonly string[];
  readonly operation: Operation;
  readonly depends: boolean;
}[] = [
  { name: "creates what is not there", statements: [], operation: create("a"), depends: false },
  {
    name: "creates what is there",
    statements: ["CREATE TYPE a AS ENUM ('x')"],
    operation: create("a"),
    depends: true,
  },
  { name: "drops what is not there", statements: [], operation: drop("a"), depends: true },
  {
    name: "drops what is there",
    statements: ["create type A as enum ('x')"],
    operation: drop("a"),
    depends: false,
  },
  {
    name: "creates what was dropped",
    statements: ["CREATE TYPE a AS ENUM ()", "DROP TYPE IF EXISTS b, a CASCADE"],
    operation: create("a"),
    depends: false,
  },
  {
    name: "creates what was renamed",
    statements: ["CREATE TYPE a AS ENUM ()", 'ALTER TYPE a RENAME TO "B"'],
    operation: create("a"),
    depends: false,
  },
  {
    name: "drops what something was renamed to",
    statements: ["CREATE TYPE s.a AS ENUM ()", 'ALTER TYPE s.a RENAME TO "B"'],
    operation: drop("B", "s"),
    depends: false,
  },
  {
    name: "creates what is there in another schema",
    statements: ["CREATE TYPE s.a AS ENUM ()"],
    operation: create("a"),
    depends: false,
  },
  {
    name: "creates a table that is there",
    statements: ["CREATE UNLOGGED TABLE IF NOT EXISTS t (\n a int\n)"],
    operation: {
      kind: "createTable",
      table: { kind: "tableDefinition", name: "t", columns: [], constraints: [], indexes: [] },
      checkFirst: true,
    },
    depends: true,
  },
  {
    name: "does not look",
    statements: ["CREATE TYPE a AS ENUM ('x')"],
    operation: { ...create("a"), checkFirst: false } as Operation,
    depends: false,
  },
];

for (const { name, statements, operation, depends } of cases) {
  Deno.test(`KnownObjects knows whether an operation depends on its look that ${name}`, () => {
    const known = new KnownObjects();
    for (const sql of statements) known.note(sql);
    assertEquals(known.dependsOnLook(operation), depends);
  });
}

Deno.test("KnownObjects is unsure of what a revision names that is not translated", () => {
  const known = new KnownObjects();
  known.noteUnsure('op.execute("create type mood …")');
  assertEquals(known.dependsOnLook(create("mood")), true);
  assertEquals(known.dependsOnLook(create("other")), false);
});

const key = (name: string, schema: string | null = null) => JSON.stringify(["enum", schema, name]);

const memories: readonly (readonly [sql: string, left: readonly string[]])[] = [
  ["DROP TYPE mood", [key("Mood"), key("mood", "s")]],
  ["drop type if exists MOOD;", [key("Mood"), key("mood", "s")]],
  ['DROP TYPE "Mood"', [key("mood"), key("mood", "s")]],
  ["DROP TYPE s.mood CASCADE", [key("mood"), key("Mood")]],
  ["ALTER TYPE mood RENAME TO mood_old", [key("Mood"), key("mood", "s")]],
  ["ALTER TYPE mood ADD VALUE 'x'", [key("mood"), key("Mood"), key("mood", "s")]],
  ["ALTER TYPE mood RENAME VALUE 'a' TO 'b'", [key("mood"), key("Mood"), key("mood", "s")]],
  ["DROP TABLE mood", [key("mood"), key("Mood"), key("mood", "s")]],
];

for (const [sql, left] of memories) {
  Deno.test(`forgetDroppedTypes() reads ${sql}`, () => {
    const memory = { createdTypes: new Set([key("mood"), key("Mood"), key("mood", "s")]) };
    forgetDroppedTypes(sql, memory);
    assertEquals([...memory.createdTypes], left);
  });
}
