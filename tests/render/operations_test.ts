/** Each kind of operation as TypeScript: what is written, and that it comes to the same SQL. */
import { assert, assertEquals } from "@std/assert";
import { newRunMemory, postgresql } from "../../src/dialect/mod.ts";
import { executeCall, typedCalls } from "../../src/render/mod.ts";
import { evaluate } from "../../src/render/typescript/code.ts";
import { printStatements } from "../../src/render/typescript/print.ts";
import type { Operation } from "../../src/operations/mod.ts";
import { emittedBy } from "../../src/import/emitted.ts";
import { operationsOf, readCases } from "../dialect/cases.ts";

const options = { offline: true, memory: newRunMemory() } as const;
const integer = { kind: "integer", form: "Integer" } as const;
const text = { kind: "string", form: "Text" } as const;
const onTable = { tableName: "t" } as const;

/** One example of each kind, with the code that it is; `null` where there are no words for it. */
const examples: readonly (readonly [operation: Operation, code: string | null])[] = [
  [
    {
      kind: "createTable",
      table: {
        kind: "tableDefinition",
        name: "t",
        columns: [
          { kind: "columnDefinition", name: "id", type: integer, primaryKey: true },
          {
            kind: "columnDefinition",
            name: "at",
            type: { kind: "datetime", form: "DateTime", timezone: true },
            nullable: false,
            serverDefault: {
              kind: "expression",
              expression: { kind: "function", path: ["now"], arguments: [], type: text },
            },
          },
        ],
        constraints: [
          { kind: "unique", name: { name: "uq_at", final: true }, order: 1, columns: ["at"] },
        ],
        indexes: [],
        comment: "what is kept",
      },
    },
    `  await op.createTable(
    "t",
    [
      op.column("id", op.types.integer(), { primaryKey: true }),
      op.column("at", op.types.dateTime({ timezone: true }), {
        nullable: false,
        serverDefault: op.func.now(),
      }),
      op.unique(["at"], { name: op.finalName("uq_at") }),
    ],
    { comment: "what is kept" },
  );`,
  ],
  [{ kind: "dropTable", ...onTable, schema: "s" }, '  await op.dropTable("t", { schema: "s" });'],
  [{ kind: "renameTable", oldName: "a", newName: "b" }, '  await op.renameTable("a", "b");'],
  [
    {
      kind: "addColumn",
      ...onTable,
      column: { kind: "columnDefinition", name: "c", type: text, nullable: true },
    },
    '  await op.addColumn("t", op.column("c", op.types.text(), { nullable: true }));',
  ],
  [{ kind: "dropColumn", ...onTable, columnName: "c" }, '  await op.dropColumn("t", "c");'],
  [
    {
      kind: "alterColumn",
      ...onTable,
      columnName: "c",
      type: integer,
      nullable: false,
      serverDefault: null,
      dialectOptions: { postgresql_using: "c::integer" },
    },
    `  await op.alterColumn("t", "c", {
    type: op.types.integer(),
    using: "c::integer",
    nullable: false,
    serverDefault: null,
  });`,
  ],
  [
    {
      kind: "createIndex",
      ...onTable,
      index: {
        kind: "index",
        name: "ix",
        expressions: ["a", { kind: "text", sql: "lower(b)" }],
        unique: true,
      },
    },
    '  await op.createIndex("ix", "t", ["a", op.text("lower(b)")], { unique: true });',
  ],
  [{ kind: "dropIndex", indexName: "ix", tableName: "t" }, '  await op.dropIndex("ix");'],
  [
    {
      kind: "addConstraint",
      ...onTable,
      constraint: {
        kind: "foreignKey",
        name: "fk",
        order: 1,
        columns: ["a"],
        referred: { table: "u" },
        referredColumns: ["id"],
        onDelete: "CASCADE",
      },
    },
    `  await op.createForeignKey("fk", "t", "u", ["a"], ["id"], {
    onDelete: "CASCADE",
  });`,
  ],
  [
    {
      kind: "addConstraint",
      ...onTable,
      constraint: { kind: "primaryKey", name: null, order: 1, columns: ["a"] },
    },
    '  await op.createPrimaryKey(null, "t", ["a"]);',
  ],
  [
    {
      kind: "addConstraint",
      ...onTable,
      constraint: {
        kind: "check",
        name: "ck",
        order: 1,
        condition: { kind: "text", sql: "a > 0" },
      },
    },
    '  await op.createCheckConstraint("ck", "t", "a > 0");',
  ],
  [
    {
      kind: "addConstraint",
      ...onTable,
      constraint: {
        kind: "exclude",
        name: "ex",
        order: 1,
        elements: [{ expression: "a", operator: "&&" }],
        using: "gist",
      },
    },
    '  await op.createExcludeConstraint("ex", "t", [["a", "&&"]], { using: "gist" });',
  ],
  [
    { kind: "dropConstraint", ...onTable, constraintName: "ck", constraintType: "check" },
    '  await op.dropConstraint("ck", "t");',
  ],
  [
    { kind: "createTableComment", ...onTable, comment: "it's" },
    `  await op.createTableComment("t", "it's");`,
  ],
  [{ kind: "dropTableComment", ...onTable }, '  await op.dropTableComment("t");'],
  [
    {
      kind: "batchAlterTable",
      ...onTable,
      recreate: "auto",
      operations: [
        { kind: "dropColumn", ...onTable, columnName: "a" },
        { kind: "dropColumn", ...onTable, columnName: "b" },
      ],
    },
    '  await op.dropColumn("t", "a");\n  await op.dropColumn("t", "b");',
  ],
  [
    {
      kind: "createType",
      type: { kind: "enum", form: "ENUM", name: "mood", values: ["a", "b"] },
      checkFirst: true,
    },
    '  await op.createType(op.types.enum("mood", ["a", "b"]));',
  ],
  [
    {
      kind: "dropType",
      type: { kind: "enum", form: "ENUM", name: "mood", values: [] },
      checkFirst: true,
    },
    '  await op.dropType(op.types.enum("mood", []));',
  ],
  [
    { kind: "createSequence", sequence: { kind: "sequence", name: "s", start: 5 } },
    '  await op.createSequence("s", { start: 5 });',
  ],
  [
    { kind: "dropSequence", sequence: { kind: "sequence", name: "s" } },
    '  await op.dropSequence("s");',
  ],
  [{ kind: "createSchema", name: "s" }, '  await op.createSchema("s");'],
  [
    { kind: "dropSchema", name: "s", cascade: true },
    '  await op.dropSchema("s", { cascade: true });',
  ],
  [
    {
      kind: "bulkInsert",
      table: { kind: "table", name: "t", columns: [{ name: "a", type: integer }] },
      rows: [[["a", { kind: "value", value: 1n }]], [["a", { kind: "value", value: null }]]],
    },
    '  await op.bulkInsert("t", [\n    { a: 1 },\n    { a: null },\n  ]);',
  ],
  [{ kind: "execute", statement: { kind: "text", sql: "SELECT 1" } }, null],
  [{ kind: "rawDdl", sql: "SELECT 1" }, null],
];

for (const [operation, code] of examples) {
  Deno.test(`typedCalls() says ${operation.kind}${nameOf(operation)} in TypeScript`, () => {
    const calls = typedCalls(operation, { dialect: postgresql, options });
    assertEquals(calls && printStatements(calls, 2), code);
    if (calls !== null) assertEquals(sqlOf(emittedBy(calls, postgresql)), sqlOf([operation]));
  });
}

Deno.test("typedCalls() has an example of every kind of operation", () => {
  const recorded = readCases().flatMap(({ cases }) => cases.flatMap(operationsOf));
  const shown = new Set(examples.map(([{ kind }]) => kind));
  assertEquals(recorded.filter(({ kind }) => !shown.has(kind)), []);
});

Deno.test("typedCalls() comes to the same SQL for what Alembic's own calls were recorded as", () => {
  const different: string[] = [];
  let same = 0;
  for (const operation of readCases().flatMap(({ cases }) => cases.flatMap(operationsOf))) {
    const wanted = sqlOf([operation]);
    const calls = typedCalls(operation, { dialect: postgresql, options });
    if (wanted === null || calls === null) continue;
    if (JSON.stringify(sqlOf(emittedBy(calls, postgresql))) === JSON.stringify(wanted)) same++;
    else different.push(`${operation.kind}: ${wanted.join("; ")}`);
  }
  // What differs is found out when it is written, and its SQL is written instead.
  assert(same > 600, `only ${same} are the same`);
  assert(different.length < 20, different.join("\n"));
});

Deno.test("executeCall() holds a statement as it stands", () => {
  const sql = "SELECT ':a', $1, `x`, '${y}', 'back\\slash'; -- end";
  assertEquals(evaluate(executeCall(sql), { execute: (given: string) => given }), sql);
});

function nameOf(operation: Operation): string {
  return operation.kind === "addConstraint" ? ` ${operation.constraint.kind}` : "";
}

/** The SQL of operations; `null` where they cannot be written. */
function sqlOf(operations: readonly Operation[]): readonly string[] | null {
  try {
    return operations.flatMap((each) =>
      postgresql.compile(each, { offline: true, memory: newRunMemory() }).map(({ sql }) => sql)
    );
  } catch {
    return null;
  }
}
