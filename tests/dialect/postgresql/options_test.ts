import { assertEquals, assertThrows } from "@std/assert";
import { type CompileOptions, newRunMemory, postgresql } from "../../../src/dialect/mod.ts";
import { CommandError } from "../../../src/errors/mod.ts";
import type { Operation } from "../../../src/operations/mod.ts";
import type { Executable } from "../../../src/sql/mod.ts";

function sqlOf(operation: Operation, options: Partial<CompileOptions>): readonly string[] {
  const all = { offline: true, memory: newRunMemory(), ...options };
  return postgresql.compile(operation, all).map(({ sql }) => sql);
}

const text = (sql: string): Operation => ({ kind: "execute", statement: { kind: "text", sql } });

// Printed by Alembic 1.20 for a context without dialect_opts.
const doubled: readonly (readonly [Operation, string])[] = [
  [text("select '100%', :v"), "select '100%%', NULL"],
  [
    { kind: "createTableComment", tableName: "t", comment: "100% :x" },
    "COMMENT ON TABLE t IS '100%% :x'",
  ],
  [
    { kind: "createTableComment", tableName: "t", comment: "%(x)s" },
    "COMMENT ON TABLE t IS '%%(x)s'",
  ],
  [
    {
      kind: "alterColumn",
      tableName: "t",
      columnName: "a%",
      type: { kind: "string", form: "Text" },
      dialectOptions: { postgresql_using: "a || '%(x)s'" },
    },
    `ALTER TABLE t ALTER COLUMN "a%%" TYPE TEXT USING a || '%(x)s'`,
  ],
  [
    {
      kind: "createIndex",
      tableName: "t",
      index: {
        kind: "index",
        name: "a%b",
        expressions: ["x"],
        dialectOptions: { postgresql_where: { kind: "text", sql: "y like 'a%'" } },
      },
    },
    `CREATE INDEX "a%%b" ON t (x) WHERE y like 'a%%'`,
  ],
];

Deno.test("postgresql.compile() leaves NUL before a percent sign to be refused", () => {
  for (const paramstyle of ["named", "pyformat"] as const) {
    const [sql] = sqlOf(text("select 'a\0%'"), { paramstyle });
    assertEquals(sql!.includes("\0"), true);
  }
});

for (const [operation, sql] of doubled) {
  Deno.test(`postgresql.compile() doubles percent signs for pyformat in ${sql}`, () => {
    assertEquals(sqlOf(operation, { paramstyle: "pyformat" }), [sql]);
  });
}

Deno.test("postgresql.compile() writes placeholders when literalBinds is false", () => {
  assertEquals(sqlOf(text("a :v"), { literalBinds: false }), ["a :v"]);
  assertEquals(sqlOf(text("a :v 5%"), { literalBinds: false, paramstyle: "pyformat" }), [
    "a %(v)s 5%%",
  ]);
});

Deno.test("postgresql.compile() refuses a place without a value on a server", () => {
  assertThrows(
    () => sqlOf(text("a :v"), { offline: false }),
    CommandError,
    "A value is required for bind parameter 'v'",
  );
});

Deno.test("postgresql.compileExecutable() fills places with parameters", () => {
  const options = { offline: false, memory: newRunMemory() };
  const statement: Executable = {
    kind: "text",
    sql: "a = :a, b = :b, c = '12:30', d = x::int, \\:e",
  };
  assertEquals(
    postgresql.compileExecutable(statement, options, { a: "it's", b: null }).sql,
    "a = 'it''s', b = NULL, c = '12:30', d = x::int, :e",
  );
});

Deno.test("postgresql.compile() creates a named type once in a run", () => {
  const memory = newRunMemory();
  const operation: Operation = {
    kind: "createTable",
    table: {
      kind: "tableDefinition",
      name: "t",
      columns: [{
        kind: "columnDefinition",
        name: "e",
        type: { kind: "enum", form: "Enum", name: "mood", values: ["a"] },
      }],
      constraints: [],
      indexes: [],
    },
  };
  assertEquals(sqlOf(operation, { memory }).length, 2);
  assertEquals(sqlOf(operation, { memory }).length, 1);
});

Deno.test("postgresql.compile() writes at most 1000 rows into one INSERT for a server", () => {
  const operation: Operation = {
    kind: "bulkInsert",
    table: { kind: "table", name: "t", columns: [{ name: "a", type: { kind: "null" } }] },
    rows: Array.from({ length: 2001 }, (_, index) => [
      ["a", { kind: "value", value: BigInt(index) }],
    ]),
  };
  const written = sqlOf(operation, { offline: false });
  assertEquals(written.map((sql) => sql.split("), (").length), [1000, 1000, 1]);
});

Deno.test("postgresql.compile() refuses a row without a key of the first one on a server", () => {
  const operation: Operation = {
    kind: "bulkInsert",
    table: {
      kind: "table",
      name: "t",
      columns: [{ name: "a", type: { kind: "null" } }, { name: "b", type: { kind: "null" } }],
    },
    rows: [[["a", { kind: "value", value: 1n }]], [["b", { kind: "value", value: 1n }]]],
  };
  assertThrows(
    () => sqlOf(operation, { offline: false }),
    CommandError,
    "A value is required for bind parameter 'a', in parameter group 1",
  );
});

Deno.test("postgresql.literal() refuses text with NUL", () => {
  assertThrows(() => postgresql.literal("a\0b"), CommandError, "NUL");
});
