import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { evaluate, revision } from "./evaluate.ts";

/** Members of enumerations that are texts and numbers, too. */
const MEMBERS = `import enum
Kind = enum.Enum("Kind", {"x": "one"}, type=str)
Level = enum.IntEnum("Level", {"high": 7})
t = sa.table("t", sa.column("k", sa.Enum("x", "one", name="kind")), sa.column("own", sa.Enum(Kind)), sa.column("n", sa.Integer), sa.column("s", sa.Text))
`;

/** Calls that Alembic takes although they look wrong, and what it writes offline. */
const TAKEN: readonly (readonly [python: string, sql: readonly string[]])[] = [
  [
    'op.create_table("t", sa.Column("a", sa.Integer), sa.Column("b", sa.Text), ' +
    'sa.UniqueConstraint("a", "a"), sa.PrimaryKeyConstraint("b", "b"))',
    ["CREATE TABLE t (\n    a INTEGER, \n    b TEXT NOT NULL, \n    PRIMARY KEY (b), \n    UNIQUE (a)\n);"],
  ],
  ['op.alter_column("t", sa.Column("a", sa.Integer, nullable=False))', []],
  ['with op.batch_alter_table("t") as b: b.alter_column(sa.Column("a", sa.Integer))', []],
  [
    'op.add_column("t", sa.Column("a", sa.Enum(("x", "y"), name="kind"), server_default="x"))',
    ["ALTER TABLE t ADD COLUMN a kind DEFAULT 'x';"],
  ],
  [
    'op.get_bind().execution_options(isolation_level="AUTOCOMMIT").execute(sa.text("VACUUM"))',
    ["VACUUM;"],
  ],
  ['op.create_index("i", "t", ["a"], postgresql_where=True)', [
    "CREATE INDEX i ON t (a) WHERE true;",
  ]],
  [
    'op.execute(sa.select(sa.column("a").label(None), sa.func.f(1).label(None), (sa.column("a") + 1).label(None)))',
    ["SELECT a AS a_1, f(1) AS f_1, a + 1 AS anon_1;"],
  ],
  ['op.execute(sa.select(sa.extract(5, sa.column("a"))))', ["SELECT EXTRACT(5 FROM a) AS anon_1;"]],
  [
    'op.execute(sa.update(sa.table("t", sa.column("a"))).values(a=sa.Sequence("s", start=True).next_value()))',
    ["UPDATE t SET a=nextval('s');"],
  ],
  [
    'op.get_bind().execute(sa.text("SELECT :a, :b, :c, :d"), {"a": ["x", "its"], "b": [], "c": [[1], [2]], "d": (3, None)})',
    ["SELECT ARRAY['x','its'], '{}', ARRAY[ARRAY[1],ARRAY[2]], (3, NULL);"],
  ],
  [
    `${MEMBERS}op.execute(t.update().values(k=Kind.x, own=Kind.x, n=Level.high, s=Kind.x))`,
    ["UPDATE t SET k='one', own='x', n=7, s='one';"],
  ],
  [
    `${MEMBERS}op.execute(t.delete().where(t.c.k == Kind.x, t.c.own.in_([Kind.x]), t.c.n == Level.high, t.c.n.in_([Level.high]), t.c.s == Kind.x))`,
    ["DELETE FROM t WHERE t.k = 'one' AND t.own IN ('x') AND t.n = 7 AND t.n IN (7) AND t.s = 'one';"],
  ],
  [
    `${MEMBERS}op.bulk_insert(t, [{"k": Kind.x, "own": Kind.x, "n": Level.high, "s": Kind.x}])`,
    ["INSERT INTO t (k, own, n, s) VALUES ('one', 'x', 7, 'one');"],
  ],
  [
    `${MEMBERS}op.get_bind().execute(sa.text("SELECT :k, :n, :all"), {"k": Kind.x, "n": Level.high, "all": [Kind.x]})`,
    ["SELECT 'one', 7, ARRAY['one'];"],
  ],
  [
    'op.execute(f"UPDATE t SET a={sa.func.current_timestamp()}, b={sa.func.now()}")',
    ["UPDATE t SET a=CURRENT_TIMESTAMP, b=now();"],
  ],
  [
    'op.execute(sa.schema.CreateTable(sa.Table("t", sa.MetaData(), ' +
    'sa.Column("a", sa.Integer, index=True, unique=True, comment="c"), ' +
    'sa.Column("b", sa.Text, unique=True), ' +
    'sa.Column("k", sa.ARRAY(sa.Enum("x", name="kind"))), comment="d")))',
    ["CREATE TABLE t (\n    a INTEGER, \n    b TEXT, \n    k kind[], \n    UNIQUE (b)\n);"],
  ],
];

for (const [python, sql] of TAKEN) {
  Deno.test(`a revision writes what Alembic writes for ${python}`, async () => {
    const { sent } = await evaluate(revision(python), { offline: true });
    assertEquals(sent, sql);
  });
}

const REFUSED: readonly (readonly [python: string, message: string])[] = [
  [
    'op.create_table("t", sa.Column("a", sa.Integer), sa.ForeignKeyConstraint(["a", "a"], ["u.a", "u.b"]))',
    "duplicate source column",
  ],
  ['op.alter_column("t", sa.Column("a", sa.Integer), nullable=False)', "must be a string"],
  ...[
    'op.drop_table("t", schema=KIND.x)',
    'op.create_unique_constraint(KIND.x, "t", ["a"])',
    'op.create_foreign_key("f", "t", "u", ["a"], ["b"], ondelete=True)',
    'op.create_table("t", sa.Column("a", sa.Integer, sa.ForeignKey("u.id", name=5)))',
    'op.create_table("t", sa.Column("a", sa.Integer, comment=5))',
    'op.create_index("i", "t", ["a"], schema=["s"])',
    'op.drop_constraint("c", "t", type_=5)',
    'op.execute(sa.table("t", sa.column("a"), schema=KIND.x).delete())',
    'op.execute(sa.update(sa.table("t", sa.column("a"))).where(sa.column("a").like("x", escape=5)))',
  ].map((call) =>
    [`import enum\nKIND = enum.Enum("KIND", "x")\n${call}`, "a string is expected, got "] as const
  ),
  [
    'with op.batch_alter_table("t", recreate=True) as b: b.drop_column("a")',
    "recreate may be one of",
  ],
  [
    'op.add_column("t", sa.Column("a", sa.Integer, sa.Identity(start="1")))',
    "a real number is required",
  ],
  ['op.execute(sa.table("t", sa.column("a")).insert().values(5))', "a row of values is"],
  ['op.add_column("t", sa.Column("a", sa.Enum(["x"], name="k")))', "unhashable type: 'list'"],
  ['op.create_table("t", sa.Column("a", sa.Enum(1, 2, name="k")))', "has no len()"],
  [
    'op.create_table("t", sa.Column("a", sa.Enum(("x", "y"), name="k")))',
    "No literal value renderer is available for literal value \"('x', 'y')\" with datatype NULL",
  ],
  [
    'op.create_table("t", sa.Column("a", sa.Text), sa.ForeignKeyConstraint(["a"] * 2, ["u.x", "u.y"]))',
    "ForeignKeyConstraint with duplicate source column references are not supported.",
  ],
];

for (const [python, message] of REFUSED) {
  Deno.test(`a revision may not say ${python}`, async () => {
    const error = await assertRejects(() => evaluate(revision(python), { offline: true }));
    assertStringIncludes((error as Error).message, message);
  });
}

Deno.test("types of the file may be generic in the type of their values", async () => {
  const prelude = `
from typing import Any
class Document(sa.types.TypeDecorator[dict[str, Any]]):
    impl = sa.JSON
class Point(sa.types.UserDefinedType[tuple]):
    def get_col_spec(self, **kw): return "POINT"
`;
  const columns = 'op.create_table("t", sa.Column("a", Document), sa.Column("b", Point()))';
  const { sent } = await evaluate(revision(columns, prelude), { offline: true });
  assertEquals(sent, ["CREATE TABLE t (\n    a JSON, \n    b POINT\n);"]);
});
