/**
 * Pairs of models. Each is compared in both directions and with itself: three cases. What stands before them
 * is `sa`, `pg` and `metadata`; `T(name, …)` is a table of it.
 */
export interface Pair {
  readonly name: string;
  readonly one: string;
  readonly other: string;
  readonly options?: Readonly<Record<string, boolean>>;
}

const prelude = `import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg
`;

/** A program that defines `metadata`. */
export function program(body: string): string {
  const head = body.includes("metadata =") ? "" : "metadata = sa.MetaData()\n";
  return `${prelude}${head}def T(name, *args, **kw):
    return sa.Table(name, metadata, *args, **kw)
C = sa.Column
${body}
`;
}

/** A table t with a key and what is given. */
function t(...parts: readonly string[]): string {
  return `T("t", C("id", sa.Integer, primary_key=True)${
    parts.map((part) => `, ${part}`).join("")
  })`;
}

function column(one: string, other: string): Pick<Pair, "one" | "other"> {
  return { one: t(`C("a", ${one})`), other: t(`C("a", ${other})`) };
}

const types: readonly (readonly [string, string])[] = [
  ["sa.String(50)", "sa.String(100)"],
  ["sa.String", "sa.String(100)"],
  ["sa.String(50)", "sa.Text"],
  ["sa.Integer", "sa.BigInteger"],
  ["sa.Integer", "sa.SmallInteger"],
  ["sa.Integer", "sa.String(20)"],
  ["sa.Numeric(10, 2)", "sa.Numeric(12, 4)"],
  ["sa.Numeric", "sa.Numeric(12, 4)"],
  ["sa.Numeric(10, 2)", "sa.Float"],
  ["sa.Float", "sa.Double"],
  ["sa.Float(24)", "sa.REAL"],
  ["sa.DateTime", "sa.DateTime(timezone=True)"],
  ["sa.DateTime", "sa.Date"],
  ["sa.Time", "sa.Time(timezone=True)"],
  ["pg.TIMESTAMP(precision=3)", "pg.TIMESTAMP(precision=6)"],
  ["sa.Interval", "pg.INTERVAL(fields='YEAR TO MONTH')"],
  ["sa.Boolean", "sa.Integer"],
  ["sa.JSON", "pg.JSONB"],
  ["sa.Uuid", "sa.String(36)"],
  ["sa.LargeBinary", "sa.Text"],
  ["pg.ARRAY(sa.Integer)", "pg.ARRAY(sa.String(10))"],
  ["pg.ARRAY(sa.Integer)", "pg.ARRAY(sa.Integer, dimensions=2)"],
  ["pg.INET", "pg.CIDR"],
  ["pg.INT4RANGE", "pg.TSTZRANGE"],
  ["pg.BIT(3)", "pg.BIT(5)"],
  ["pg.BIT(3)", "pg.BIT(5, varying=True)"],
  ["pg.TSVECTOR", "sa.Text"],
  ["sa.CHAR(3)", "sa.CHAR(5)"],
  ["sa.Enum('a', 'b', name='kind')", "sa.String(5)"],
  ["sa.Enum('a', 'b', name='kind')", "sa.Enum('a', 'b', 'c', name='kind')"],
  ["sa.Enum('a', 'b', name='kind')", "sa.Enum('x', name='other_kind')"],
  [
    "sa.Enum('a', 'bcd', name='kind', native_enum=False)",
    "sa.Enum('a', 'bcdef', native_enum=False)",
  ],
  ["sa.String(10, collation='C')", "sa.String(10)"],
  ["sa.Integer().with_variant(sa.BigInteger, 'postgresql')", "sa.Integer"],
  ["pg.MONEY", "sa.Numeric(10, 2)"],
];

const attributes: readonly (readonly [string, string])[] = [
  ["sa.Integer", "sa.Integer, nullable=False"],
  ["sa.Integer", "sa.Integer, comment='how many'"],
  ["sa.Integer, comment='it''s'", "sa.Integer, comment='how many'"],
  ["sa.Integer", "sa.Integer, unique=True"],
  ["sa.Integer", "sa.Integer, index=True"],
  ["sa.Integer, index=True", "sa.Integer, index=True, unique=True"],
  ["sa.Integer", "sa.Integer, sa.Identity()"],
  ["sa.Integer", "sa.Integer, sa.Computed('id * 2')"],
  ["sa.Integer", "sa.Integer, server_default='5'"],
];

const defaults: readonly (readonly [string, string])[] = [
  ["sa.Integer", "sa.Integer, server_default='5'"],
  ["sa.Integer, server_default='4'", "sa.Integer, server_default='5'"],
  ["sa.Integer, server_default='4'", "sa.Integer, server_default=sa.text('5')"],
  ["sa.Integer, server_default=sa.text('4')", "sa.Integer, server_default=sa.text('(2 + 2)')"],
  ["sa.String, server_default='a'", "sa.String, server_default='b'"],
  ["sa.Boolean, server_default=sa.true()", "sa.Boolean, server_default=sa.false()"],
  ["sa.Boolean, server_default='true'", "sa.Boolean, server_default='t'"],
  [
    "sa.DateTime, server_default=sa.func.now()",
    "sa.DateTime, server_default=sa.text('CURRENT_TIMESTAMP')",
  ],
  ["sa.Numeric(10, 2), server_default='1.50'", "sa.Numeric(10, 2), server_default='1.5'"],
  ["pg.JSONB, server_default='{}'", "pg.JSONB, server_default=sa.text(\"'{}'::jsonb\")"],
  ["pg.ARRAY(sa.Integer), server_default='{}'", "pg.ARRAY(sa.Integer), server_default='{1}'"],
  ["sa.Uuid, server_default=sa.func.gen_random_uuid()", "sa.Uuid"],
  ["sa.Integer, sa.Identity()", "sa.Integer, sa.Identity(always=True)"],
  ["sa.Integer, sa.Identity(start=5)", "sa.Integer, sa.Identity(start=7, increment=2)"],
  ["sa.Integer, sa.Identity(cycle=True)", "sa.Integer, sa.Identity(cache=3)"],
  ["sa.Integer, sa.Computed('id * 2')", "sa.Integer, sa.Computed('id * 3')"],
  ["sa.Integer, sa.Computed('id * 2')", "sa.Integer"],
  ["sa.Integer, nullable=False", "sa.Integer, sa.Identity()"],
];

const indexes: readonly (readonly [string, string])[] = [
  ["", 'sa.Index("ix_t_a", "a")'],
  ['sa.Index("ix_t_a", "a")', 'sa.Index("ix_t_a", "b")'],
  ['sa.Index("ix_t_a", "a")', 'sa.Index("ix_t_a", "a", "b")'],
  ['sa.Index("ix_t_a", "a")', 'sa.Index("ix_t_a", "a", unique=True)'],
  ['sa.Index("ix_t_a", "a")', 'sa.Index("ix_t_b", "a")'],
  ['sa.Index("ix_t_a", sa.text("lower(s)"))', 'sa.Index("ix_t_a", sa.text("upper(s)"))'],
  ['sa.Index("ix_t_a", sa.text("a DESC"))', 'sa.Index("ix_t_a", sa.text("a ASC"))'],
  ['sa.Index("ix_t_a", sa.text("a DESC NULLS LAST"))', 'sa.Index("ix_t_a", sa.desc("a"))'],
  [
    'sa.Index("ix_t_a", "a", postgresql_nulls_not_distinct=True, unique=True)',
    'sa.Index("ix_t_a", "a", unique=True)',
  ],
  ['sa.Index("ix_t_a", "a", postgresql_include=["b"])', 'sa.Index("ix_t_a", "a", "b")'],
  ["", 'sa.UniqueConstraint("a")'],
  ["", 'sa.UniqueConstraint("a", name="uq_a")'],
  ['sa.UniqueConstraint("a", name="uq_a")', 'sa.UniqueConstraint("b", name="uq_a")'],
  ['sa.UniqueConstraint("a", "b", name="uq_a")', 'sa.UniqueConstraint("b", "a", name="uq_a")'],
  ['sa.UniqueConstraint("a", name="uq_a")', 'sa.UniqueConstraint("a", name="uq_b")'],
  ['sa.UniqueConstraint("a", name="uq_a")', 'sa.Index("uq_a", "a", unique=True)'],
  [
    'sa.UniqueConstraint("a", name="uq_a")',
    'sa.UniqueConstraint("a", name="uq_a", postgresql_nulls_not_distinct=True)',
  ],
  [
    'sa.UniqueConstraint("a"), sa.UniqueConstraint("b", name="uq_b")',
    'sa.UniqueConstraint("a", "b")',
  ],
];

function indexed(extra: string): string {
  const columns = ['C("a", sa.Integer)', 'C("b", sa.Integer)', 'C("s", sa.String(20))'];
  return t(...columns, ...(extra === "" ? [] : [extra]));
}

const parent =
  'T("p", C("id", sa.Integer, primary_key=True), C("code", sa.String(5), unique=True))\n';

const keys: readonly (readonly [string, string])[] = [
  ['C("a", sa.Integer)', 'C("a", sa.Integer, sa.ForeignKey("p.id"))'],
  [
    'C("a", sa.Integer, sa.ForeignKey("p.id"))',
    'C("a", sa.Integer, sa.ForeignKey("p.id", ondelete="CASCADE"))',
  ],
  [
    'C("a", sa.Integer, sa.ForeignKey("p.id", ondelete="NO ACTION"))',
    'C("a", sa.Integer, sa.ForeignKey("p.id", onupdate="SET NULL"))',
  ],
  [
    'C("a", sa.Integer, sa.ForeignKey("p.id", deferrable=True))',
    'C("a", sa.Integer, sa.ForeignKey("p.id", deferrable=True, initially="DEFERRED"))',
  ],
  [
    'C("a", sa.Integer, sa.ForeignKey("p.id", name="fk_a"))',
    'C("a", sa.Integer, sa.ForeignKey("p.id", name="fk_b"))',
  ],
  [
    'C("a", sa.Integer, sa.ForeignKey("p.id", name="fk_a"))',
    'C("a", sa.Integer, sa.ForeignKey("t.id", name="fk_a"))',
  ],
  ['C("a", sa.String(5))', 'C("a", sa.String(5), sa.ForeignKey("p.code"))'],
];

const tables: readonly Pair[] = [
  {
    name: "a table",
    one: t(),
    other:
      `${t()}\nT("u", C("id", sa.Integer, primary_key=True), C("x", sa.String, index=True), C("t_id", sa.ForeignKey("t.id")))`,
  },
  {
    name: "a table with all kinds of things",
    one: t(),
    other:
      `${t()}\nT("u", C("id", sa.BigInteger, primary_key=True), C("x", sa.String(5), nullable=False, server_default="q", comment="c"), C("y", sa.Numeric(5, 2)), sa.UniqueConstraint("x", "y"), sa.CheckConstraint("y > 0", name="ck_y"), sa.Index("ix_u", "x", "y", unique=True), comment="the us")`,
  },
  {
    name: "a column",
    one: t(),
    other: t('C("a", sa.Integer)', 'C("b", sa.String(5), nullable=False, server_default="x")'),
  },
  {
    name: "a column with things",
    one: t(),
    other: t(
      'C("a", sa.Integer, sa.ForeignKey("t.id"), unique=True)',
      'C("b", sa.String(5), index=True)',
    ),
  },
  { name: "a table comment", one: t(), other: t('comment="one"') },
  { name: "another table comment", one: t('comment="one"'), other: t('comment="two"') },
  {
    name: "options of other databases",
    one: t('C("a", sa.String)'),
    other: `${
      t(
        'C("a", sa.String)',
        'sa.UniqueConstraint("a", name="uq", sqlite_on_conflict="IGNORE")',
        'sa.Index("ix", "a", sqlite_where=sa.text("a > 1"), mysql_length=10)',
      )
    }
T("other", C("a", sa.String, sqlite_on_conflict_not_null="FAIL", nullable=False), mysql_engine="InnoDB")`,
  },
  {
    name: "naming conventions",
    one: t('C("a", sa.Integer)'),
    other:
      `metadata = sa.MetaData(naming_convention={"ix": "ix_%(column_0_label)s", "uq": "uq_%(table_name)s_%(column_0_name)s", "ck": "ck_%(table_name)s_%(constraint_name)s", "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s", "pk": "pk_%(table_name)s"})\n` +
      program("").split("\n").slice(3).join("\n") +
      t('C("a", sa.Integer, sa.ForeignKey("t.id"), index=True)', 'sa.UniqueConstraint("a")'),
  },
  {
    name: "no key",
    one: t(),
    other: `${t()}\nT("n", C("a", sa.Integer), C("b", sa.Integer, nullable=False))`,
  },
  {
    name: "a composite key",
    one: t(),
    other:
      `${t()}\nT("n", C("a", sa.Integer, primary_key=True), C("b", sa.Integer, primary_key=True), C("c", sa.Integer))\nT("o", C("x", sa.Integer), C("y", sa.Integer), C("id", sa.Uuid, primary_key=True), sa.ForeignKeyConstraint(["x", "y"], ["n.a", "n.b"]))`,
  },
  {
    name: "tables that need each other in a row",
    one: t(),
    other:
      `${t()}\nT("a", C("id", sa.Integer, primary_key=True), C("z", sa.ForeignKey("z.id")))\nT("z", C("id", sa.Integer, primary_key=True), C("m", sa.ForeignKey("m.id")))\nT("m", C("id", sa.Integer, primary_key=True))\nT("b", C("id", sa.Integer, primary_key=True))`,
  },
  {
    name: "schemas",
    options: { include_schemas: true },
    one: t(),
    other:
      `${t()}\nT("u", C("id", sa.Integer, primary_key=True), C("e", sa.Enum("a", name="kind", schema="other")), C("t_id", sa.ForeignKey("t.id")), schema="other")`,
  },
  {
    name: "tables in another schema",
    options: { include_schemas: true },
    one:
      'T("u", C("id", sa.Integer, primary_key=True), C("a", sa.Integer, index=True), C("s", sa.ForeignKey("other.u.id")), schema="other")',
    other:
      'T("u", C("id", sa.Integer, primary_key=True), C("a", sa.String, comment="x"), C("s", sa.ForeignKey("other.u.id", ondelete="CASCADE")), schema="other")',
  },
  {
    name: "the default schema by name",
    one: 'T("u", C("id", sa.Integer, primary_key=True), C("a", sa.Integer), schema="public")',
    other: 'T("u", C("id", sa.Integer, primary_key=True), C("a", sa.String), schema="public")',
  },
  {
    name: "other schemas without include_schemas",
    one: t(),
    other: `${t()}\nT("v", C("id", sa.Integer, primary_key=True))`,
  },
  {
    name: "names that need quotation marks",
    one: 'T("Order", C("Id", sa.Integer, primary_key=True), C("user", sa.Integer))',
    other:
      'T("Order", C("Id", sa.Integer, primary_key=True), C("user", sa.String), sa.Index("Ix", "user"), sa.UniqueConstraint("user", name="Uq"))',
  },
  {
    name: "long names",
    one: t('C("a", sa.Integer)'),
    other:
      `metadata = sa.MetaData(naming_convention={"uq": "uq_" + "x" * 60 + "_%(column_0_name)s", "ix": "ix_" + "y" * 60 + "_%(column_0_name)s"})\n` +
      program("").split("\n").slice(3).join("\n") +
      t('C("a", sa.Integer, index=True)', 'sa.UniqueConstraint("a")'),
  },
  {
    name: "defaults in two columns",
    options: { compare_server_default: true },
    one: t('C("a", sa.Integer, server_default="1")', 'C("b", sa.String, server_default="x")'),
    other: t(
      'C("a", sa.Integer, server_default="2")',
      'C("b", sa.String, server_default=sa.text("\'x\'"))',
    ),
  },
  {
    name: "types that are not compared",
    options: { compare_type: false },
    one: t('C("a", sa.Integer)'),
    other: t('C("a", sa.String, nullable=False)'),
  },
];

/** All pairs. */
export const pairs: readonly Pair[] = [
  ...types.map(([one, other]) => ({ name: `${one} and ${other}`, ...column(one, other) })),
  ...attributes.map(([one, other]) => ({ name: `${one} and ${other}`, ...column(one, other) })),
  ...defaults.map(([one, other]) => ({
    name: `default: ${one} and ${other}`,
    ...column(one, other),
    options: { compare_server_default: true },
  })),
  ...indexes.map(([one, other]) => ({
    name: `${one} and ${other}`,
    one: indexed(one),
    other: indexed(other),
  })),
  ...keys.map(([one, other]) => ({
    name: `${one} and ${other}`,
    one: parent + t(one),
    other: parent + t(other),
  })),
  ...tables,
];
