import { assertEquals } from "@std/assert";
import { newRunMemory, postgresql } from "../../src/dialect/mod.ts";
import { inverse, type Operation } from "../../src/operations/mod.ts";
import type { Column, Table } from "../../src/schema/mod.ts";

const integer = { kind: "integer", form: "Integer" } as const;
const string = { kind: "string", form: "String", length: 5 } as const;
const column: Column = { kind: "columnDefinition", name: "c", type: integer };
const table: Table = {
  kind: "tableDefinition",
  name: "t",
  schema: "s",
  columns: [column],
  constraints: [],
  indexes: [],
};
const unique = { kind: "unique", name: "uq", order: 1, columns: ["c"] } as const;
const index = { kind: "index", name: "ix", expressions: ["c"] } as const;
const mood = { kind: "enum", form: "ENUM", name: "mood", values: ["a"] } as const;

function sqlOf(operation: Operation | null): readonly string[] | null {
  if (operation === null) return null;
  return postgresql.compile(operation, { offline: true, memory: newRunMemory() })
    .map(({ sql }) => sql);
}

const cases: readonly (readonly [string, Operation, readonly string[] | null])[] = [
  ["createTable", { kind: "createTable", table }, ["DROP TABLE s.t"]],
  [
    "dropTable of a known table",
    { kind: "dropTable", tableName: "t", schema: "s", table },
    ["CREATE TABLE s.t (\n\tc INTEGER\n)"],
  ],
  ["dropTable of an unknown table", { kind: "dropTable", tableName: "t" }, null],
  [
    "renameTable",
    { kind: "renameTable", oldName: "a", newName: "b", schema: "s" },
    ["ALTER TABLE s.b RENAME TO a"],
  ],
  ["addColumn", { kind: "addColumn", tableName: "t", column }, ["ALTER TABLE t DROP COLUMN c"]],
  [
    "dropColumn of a known column",
    { kind: "dropColumn", tableName: "t", columnName: "c", column },
    ["ALTER TABLE t ADD COLUMN c INTEGER"],
  ],
  [
    "dropColumn of an unknown column",
    { kind: "dropColumn", tableName: "t", columnName: "c" },
    null,
  ],
  [
    "alterColumn with what was there",
    {
      kind: "alterColumn",
      tableName: "t",
      columnName: "c",
      newName: "d",
      type: string,
      existingType: integer,
      nullable: false,
      existingNullable: true,
      serverDefault: { kind: "string", value: "x" },
      existingServerDefault: null,
      comment: null,
      existingComment: "was",
    },
    [
      "ALTER TABLE t ALTER COLUMN d TYPE INTEGER",
      "ALTER TABLE t ALTER COLUMN d DROP NOT NULL",
      "ALTER TABLE t ALTER COLUMN d DROP DEFAULT",
      "COMMENT ON COLUMN t.d IS 'was'",
      "ALTER TABLE t RENAME d TO c",
    ],
  ],
  [
    "alterColumn without what was there",
    { kind: "alterColumn", tableName: "t", columnName: "c", nullable: false },
    null,
  ],
  ["createIndex", { kind: "createIndex", tableName: "t", schema: "s", index }, ["DROP INDEX s.ix"]],
  [
    "dropIndex of a known index",
    { kind: "dropIndex", indexName: "ix", tableName: "t", index },
    ["CREATE INDEX ix ON t (c)"],
  ],
  ["dropIndex of an unknown index", { kind: "dropIndex", indexName: "ix" }, null],
  [
    "addConstraint",
    { kind: "addConstraint", tableName: "t", constraint: unique },
    ["ALTER TABLE t DROP CONSTRAINT uq"],
  ],
  [
    "dropConstraint of a known constraint",
    { kind: "dropConstraint", tableName: "t", constraintName: "uq", constraint: unique },
    ["ALTER TABLE t ADD CONSTRAINT uq UNIQUE (c)"],
  ],
  [
    "dropConstraint of an unknown constraint",
    { kind: "dropConstraint", tableName: "t", constraintName: "uq" },
    null,
  ],
  [
    "the first createTableComment",
    { kind: "createTableComment", tableName: "t", comment: "x" },
    ["COMMENT ON TABLE t IS NULL"],
  ],
  [
    "createTableComment over another",
    { kind: "createTableComment", tableName: "t", comment: "x", existingComment: "y" },
    ["COMMENT ON TABLE t IS 'y'"],
  ],
  [
    "dropTableComment of a known comment",
    { kind: "dropTableComment", tableName: "t", existingComment: "y" },
    ["COMMENT ON TABLE t IS 'y'"],
  ],
  ["dropTableComment of an unknown comment", { kind: "dropTableComment", tableName: "t" }, null],
  [
    "a batch",
    {
      kind: "batchAlterTable",
      tableName: "t",
      recreate: "auto",
      operations: [
        { kind: "addColumn", tableName: "t", column },
        { kind: "createIndex", tableName: "t", index },
      ],
    },
    ["DROP INDEX ix", "ALTER TABLE t DROP COLUMN c"],
  ],
  [
    "a batch with something that has no inverse",
    {
      kind: "batchAlterTable",
      tableName: "t",
      recreate: "auto",
      operations: [{ kind: "dropColumn", tableName: "t", columnName: "c" }],
    },
    null,
  ],
  ["createType", { kind: "createType", type: mood }, ["DROP TYPE mood"]],
  ["dropType", { kind: "dropType", type: mood }, ["CREATE TYPE mood AS ENUM ('a')"]],
  [
    "dropType of a type that is only named",
    { kind: "dropType", type: { ...mood, values: [] } },
    null,
  ],
  [
    "createSequence",
    { kind: "createSequence", sequence: { kind: "sequence", name: "q", start: 2 } },
    ["DROP SEQUENCE q"],
  ],
  [
    "dropSequence",
    { kind: "dropSequence", sequence: { kind: "sequence", name: "q", start: 2 } },
    ["CREATE SEQUENCE q START WITH 2"],
  ],
  ["createSchema", { kind: "createSchema", name: "z" }, ["DROP SCHEMA z"]],
  ["dropSchema", { kind: "dropSchema", name: "z" }, ["CREATE SCHEMA z"]],
  ["execute", { kind: "execute", statement: { kind: "text", sql: "select 1" } }, null],
  ["rawDdl", { kind: "rawDdl", sql: "x" }, null],
];

for (const [what, operation, sql] of cases) {
  Deno.test(`inverse() ${sql === null ? "is null for" : "takes back"} ${what}`, () => {
    assertEquals(sqlOf(inverse(operation)), sql);
  });
}
