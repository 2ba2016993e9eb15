import { assertEquals } from "@std/assert";
import { createAll } from "../../src/operations/create_all.ts";
import { type Change, type CompareOptions, operationsOf } from "../../src/autogenerate/mod.ts";
import { newRunMemory, postgresql } from "../../src/dialect/mod.ts";
import type { Metadata } from "../../src/schema/metadata.ts";
import { program } from "../conformance/autogenerate/pairs.ts";
import { metadataOf, optionsOf, ours } from "../support/autogenerate.ts";
import { freshPglite } from "../support/pglite.ts";

/** What a comparison of two models gives as SQL, up and down. */
interface Case {
  readonly title: string;
  readonly before: string;
  readonly after: string;
  readonly options?: Partial<CompareOptions>;
  readonly up: readonly string[];
  readonly down: readonly string[];
}

const t = (...columns: readonly string[]) =>
  `T("t", C("id", sa.Integer, primary_key=True), ${columns.join(", ")})`;
const kind = (...values: readonly string[]) =>
  `C("k", sa.Enum(${values.map((value) => `"${value}"`).join(", ")}, name="kind"))`;

const cases: readonly Case[] = [
  {
    title:
      "adds values of an enum where the models have them, and makes the type anew to take them back",
    before: t(kind("a", "c")),
    after: t(kind("a", "b", "c", "d")),
    up: [
      "ALTER TYPE kind ADD VALUE 'b' AFTER 'a'",
      "ALTER TYPE kind ADD VALUE 'd'",
    ],
    down: [
      "ALTER TYPE kind RENAME TO kind_old",
      "CREATE TYPE kind AS ENUM ('a', 'c')",
      "ALTER TABLE t ALTER COLUMN k TYPE kind USING k::text::kind",
      "DROP TYPE kind_old",
    ],
  },
  {
    title: "makes the type of a new column before the column and drops it afterwards",
    before: t('C("a", sa.Integer)'),
    after: t('C("a", sa.Integer)', kind("x")),
    up: ["CREATE TYPE kind AS ENUM ('x')", "ALTER TABLE t ADD COLUMN k kind"],
    down: ["ALTER TABLE t DROP COLUMN k", "DROP TYPE kind"],
  },
  {
    title: "creates an enum once, and not for a table beside one that has it",
    before: `T("t", ${kind("x")})`,
    after:
      `T("t", ${kind("x")})\nT("u", ${kind("x")})\nT("v", C("m", sa.Enum("y", name="more")))\n` +
      'T("w", C("m", sa.Enum("y", name="more")))',
    up: [
      "CREATE TABLE u (\n\tk kind\n)",
      "CREATE TYPE more AS ENUM ('y')",
      "CREATE TABLE v (\n\tm more\n)",
      "CREATE TABLE w (\n\tm more\n)",
    ],
    down: ["DROP TABLE w", "DROP TABLE v", "DROP TABLE u", "DROP TYPE more"],
  },
  {
    title: "leaves an enum alone that a table which comes back shares with another",
    before: `T("t", ${kind("x")})\nT("u", ${kind("x")})`,
    after: `T("t", ${kind("x")})`,
    up: ["DROP TABLE u"],
    down: ["CREATE TABLE u (\n\tk kind\n)"],
  },
  {
    title: "finds the enum of a column in a schema whose tables it does not compare",
    before: t('C("k", sa.Enum("x", name="kind", schema="other"))'),
    after: t(
      'C("k", sa.Enum("x", "y", name="kind", schema="other"))',
      'C("l", sa.Enum("x", "y", name="kind", schema="other"))',
    ),
    up: [
      "ALTER TYPE other.kind ADD VALUE 'y'",
      "ALTER TABLE t ADD COLUMN l other.kind",
    ],
    down: [
      "ALTER TABLE t DROP COLUMN l",
      "ALTER TYPE other.kind RENAME TO kind_old",
      "CREATE TYPE other.kind AS ENUM ('x')",
      "ALTER TABLE t ALTER COLUMN k TYPE other.kind USING k::text::other.kind",
      "DROP TYPE other.kind_old",
    ],
  },
  {
    title: "makes a primary key NOT NULL that was made nullable after it was declared",
    before: "",
    after: `${t('C("a", sa.Integer)')}\nmetadata.tables["t"].c.id.nullable = True`,
    up: [
      "CREATE TABLE t (\n\tid SERIAL NOT NULL, \n\ta INTEGER, \n\tPRIMARY KEY (id)\n)",
    ],
    down: ["DROP TABLE t"],
  },
  {
    title:
      "names constraints by a convention that the metadata is given, where they are made from then on",
    before: "",
    after: `T("t", C("a", sa.Integer, index=True))
metadata.naming_convention = {"uq": "uq_%(table_name)s", "ix": "later_%(table_name)s"}
metadata.tables["t"].append_column(C("b", sa.Integer, unique=True))
T("u", C("a", sa.Integer, unique=True))`,
    up: [
      "CREATE TABLE t (\n\ta INTEGER, \n\tb INTEGER, \n\tCONSTRAINT uq_t UNIQUE (b)\n)",
      "CREATE INDEX ix_t_a ON t (a)",
      "CREATE TABLE u (\n\ta INTEGER, \n\tCONSTRAINT uq_u UNIQUE (a)\n)",
    ],
    down: ["DROP TABLE u", "DROP INDEX ix_t_a", "DROP TABLE t"],
  },
  {
    title:
      "drops nameless constraints by the names that the server gives them, with numbers if need be",
    before: t('C("a", sa.ForeignKey("t.id"))', 'C("b", sa.ForeignKey("t.id"))'),
    after: t(
      'C("a", sa.ForeignKey("t.id"))',
      'sa.ForeignKeyConstraint(["a"], ["t.id"], ondelete="CASCADE")',
      'C("b", sa.ForeignKey("t.id", ondelete="CASCADE"), unique=True)',
    ),
    up: [
      "ALTER TABLE t ADD UNIQUE (b)",
      "ALTER TABLE t DROP CONSTRAINT t_b_fkey",
      "ALTER TABLE t ADD FOREIGN KEY(a) REFERENCES t (id) ON DELETE CASCADE",
      "ALTER TABLE t ADD FOREIGN KEY(b) REFERENCES t (id) ON DELETE CASCADE",
    ],
    down: [
      "ALTER TABLE t DROP CONSTRAINT t_b_fkey",
      "ALTER TABLE t DROP CONSTRAINT t_a_fkey1",
      "ALTER TABLE t ADD CONSTRAINT t_b_fkey FOREIGN KEY(b) REFERENCES t (id)",
      "ALTER TABLE t DROP CONSTRAINT t_b_key",
    ],
  },
  {
    title: "removes values of an enum only when asked",
    before: t(kind("a", "b")),
    after: t(kind("b")),
    up: [],
    down: [],
  },
  {
    title: "makes an enum anew without a value when asked",
    before: t(kind("a", "b")),
    after: t(kind("b")),
    options: { improvements: { rebuildEnums: true } },
    up: [
      "ALTER TYPE kind RENAME TO kind_old",
      "CREATE TYPE kind AS ENUM ('b')",
      "ALTER TABLE t ALTER COLUMN k TYPE kind USING k::text::kind",
      "DROP TYPE kind_old",
    ],
    down: [
      "ALTER TYPE kind RENAME TO kind_old",
      "CREATE TYPE kind AS ENUM ('a', 'b')",
      "ALTER TABLE t ALTER COLUMN k TYPE kind USING k::text::kind",
      "DROP TYPE kind_old",
    ],
  },
  {
    title: "compares checks by what they say",
    before: t(
      'C("a", sa.Integer)',
      'sa.CheckConstraint("a > 1", name="one")',
      'sa.CheckConstraint("a>0 and a<9")',
    ),
    after: t(
      'C("a", sa.Integer)',
      'sa.CheckConstraint("a > 2", name="one")',
      'sa.CheckConstraint("(a > 0) AND (a < 9)")',
    ),
    up: [
      "ALTER TABLE t DROP CONSTRAINT one",
      "ALTER TABLE t ADD CONSTRAINT one CHECK (a > 2)",
    ],
    down: [
      "ALTER TABLE t DROP CONSTRAINT one",
      "ALTER TABLE t ADD CONSTRAINT one CHECK (a > 1)",
    ],
  },
  {
    title: "compares conditions of indexes as the server writes them",
    before: t(
      'C("a", sa.Integer)',
      'sa.Index("i", "a", postgresql_where=sa.text("a>0"))',
      'sa.Index("j", "a", postgresql_where=sa.text("a<1 and a<2"))',
    ),
    after: t(
      'C("a", sa.Integer)',
      'sa.Index("i", "a", postgresql_where=sa.text("a > 5"))',
      'sa.Index("j", "a", postgresql_where=sa.text("((a < 1) AND a < 2)"))',
    ),
    up: ["DROP INDEX i", "CREATE INDEX i ON t (a) WHERE a > 5"],
    down: ["DROP INDEX i", "CREATE INDEX i ON t (a) WHERE (a > 0)"],
  },
];

async function compared(entry: Case) {
  const connection = await freshPglite();
  const state = await metadataOf(program(entry.before));
  const models = await metadataOf(program(entry.after));
  for (const sql of sqlOf(createAll(state), state)) await connection.execute({ sql });
  const { changes } = await ours(connection, models, { ...optionsOf({}), ...entry.options });
  return { changes, models };
}

function sqlOf(changes: readonly Change[], { namingConvention }: Metadata): readonly string[] {
  const options = { offline: false, memory: newRunMemory(), namingConvention };
  return changes.flatMap(operationsOf).flatMap((operation) =>
    postgresql.compile(operation, options)
  )
    .map(({ sql }) => sql.trim());
}

for (const entry of cases) {
  Deno.test(`a comparison ${entry.title}`, async () => {
    const { changes, models } = await compared(entry);
    assertEquals(sqlOf(changes.upgrade, models), entry.up);
    assertEquals(sqlOf(changes.downgrade, models), entry.down);
  });
}

Deno.test("a comparison adds foreign keys in a circle after the tables and drops them before", async () => {
  const { changes, models } = await compared({
    title: "",
    before: "",
    after:
      'T("a", C("id", sa.Integer, primary_key=True), C("b", sa.ForeignKey("b.id", name="ab")))\n' +
      'T("b", C("id", sa.Integer, primary_key=True), C("a", sa.ForeignKey("a.id", name="ba")))',
    up: [],
    down: [],
  });
  const heads = (part: readonly Change[]) =>
    sqlOf(part, models).map((sql) => sql.split("\n")[0]!.replace(/ FOREIGN.*| \($/, ""));
  assertEquals(heads(changes.upgrade), [
    "CREATE TABLE a",
    "CREATE TABLE b",
    "ALTER TABLE a ADD CONSTRAINT ab",
  ]);
  assertEquals(heads(changes.downgrade), [
    "ALTER TABLE a DROP CONSTRAINT ab",
    "DROP TABLE b",
    "DROP TABLE a",
  ]);
});
