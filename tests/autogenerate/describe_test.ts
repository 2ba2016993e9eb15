import { assertEquals } from "@std/assert";
import { describeChanges } from "../../src/autogenerate/describe.ts";
import { differenceLines } from "../../src/cli/autogenerate/difference_text.ts";
import type { Change } from "../../src/operations/change.ts";
import type { Constraint } from "../../src/schema/constraint.ts";
import type { Index } from "../../src/schema/index_definition.ts";
import type { SqlType } from "../../src/schema/types.ts";
import type { Expression } from "../../src/sql/expression.ts";

const integer: SqlType = { kind: "integer", form: "Integer" };
const text = (sql: string): Expression => ({ kind: "text", sql });
const index = (more: Partial<Index>): Index => ({
  kind: "index",
  name: "ix",
  expressions: ["a"],
  unique: false,
  ...more,
});
const key: Constraint = {
  kind: "foreignKey",
  name: null,
  columns: ["a"],
  referred: { table: "u", schema: "s" },
  referredColumns: ["id"],
  onDelete: "CASCADE",
  order: 1,
};
const check = (sql: string) =>
  ({ kind: "check", name: "ck", condition: text(sql), order: 1 }) as const;

const cases: readonly (readonly [title: string, changes: readonly Change[], lines: string[]])[] = [
  [
    "a new table with all that is in it",
    [{
      kind: "createTable",
      table: {
        kind: "tableDefinition",
        name: "t",
        schema: "s",
        comment: "it's one",
        columns: [
          { kind: "columnDefinition", name: "id", type: integer, primaryKey: true },
          { kind: "columnDefinition", name: "a", type: integer, comment: "of u" },
        ],
        constraints: [key],
        indexes: [],
      },
    }],
    [
      "+ table s.t",
      "    id SERIAL NOT NULL",
      "    a INTEGER",
      "    PRIMARY KEY (id)",
      "    FOREIGN KEY(a) REFERENCES s.u (id) ON DELETE CASCADE",
      "    COMMENT 'it''s one'",
      "    COMMENT ON a 'of u'",
    ],
  ],
  [
    "of a column what changes",
    [{
      kind: "alterColumn",
      tableName: "t",
      columnName: "a",
      type: { kind: "integer", form: "BigInteger" },
      existingType: integer,
      nullable: false,
      existingNullable: true,
      serverDefault: null,
      existingServerDefault: { kind: "expression", expression: text("1 +  1") },
      comment: "x",
    }],
    ["~ column t.a  INTEGER, NULL, DEFAULT 1 + 1, no COMMENT -> BIGINT, NOT NULL, no DEFAULT, COMMENT 'x'"],
  ],
  [
    "what is dropped and made anew as one difference",
    [
      { kind: "dropIndex", tableName: "t", indexName: "ix", index: index({}) },
      {
        kind: "createIndex",
        tableName: "t",
        index: index({
          unique: true,
          expressions: ["a", text("lower(b)")],
          dialectOptions: { postgresql_where: text("a > 0"), postgresql_using: "gist" },
        }),
      },
      { kind: "dropConstraint", tableName: "t", constraintName: "ck", constraint: check("a > 0") },
      { kind: "addConstraint", tableName: "t", constraint: check("a > 1") },
    ],
    [
      "~ index ix on t  (a) -> UNIQUE USING gist (a, lower(b)) WHERE a > 0",
      "~ check constraint ck on t  (a > 0) -> (a > 1)",
    ],
  ],
  [
    "two constraints of different names as two differences",
    [
      { kind: "dropConstraint", tableName: "t", constraintName: "fk", constraint: key },
      { kind: "addConstraint", tableName: "t", constraint: key },
    ],
    [
      "- foreign key fk on t  (a) REFERENCES s.u (id) ON DELETE CASCADE",
      "+ foreign key on t  (a) REFERENCES s.u (id) ON DELETE CASCADE",
    ],
  ],
  [
    "comments, types, names and statements",
    [
      { kind: "createTableComment", tableName: "t", comment: "b", existingComment: "a" },
      { kind: "dropTableComment", tableName: "t", existingComment: "a" },
      { kind: "renameTable", oldName: "t", newName: "T2" },
      { kind: "dropColumn", tableName: "t", columnName: "a" },
      { kind: "dropTable", tableName: "t" },
      { kind: "execute", statement: { kind: "text", sql: "ALTER TYPE k ADD VALUE 'x'" } },
    ],
    [
      "~ comment on t  'a' -> 'b'",
      "- comment on t  'a'",
      '~ table t  t -> "T2"',
      "- column t.a",
      "- table t",
      "~ ALTER TYPE k ADD VALUE 'x'",
    ],
  ],
];

for (const [title, changes, lines] of cases) {
  Deno.test(`describeChanges() says ${title}`, () => {
    assertEquals(describeChanges(changes).flatMap(differenceLines), lines);
  });
}
