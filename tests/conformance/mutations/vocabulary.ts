/** What mutations put into models. `sa_` and `pg_` are SQLAlchemy and its PostgreSQL dialect. */

export const TYPES: readonly string[] = [
  "sa_.Integer",
  "sa_.BigInteger",
  "sa_.SmallInteger",
  "sa_.String",
  "sa_.String(30)",
  "sa_.String(31)",
  "sa_.Text",
  "sa_.CHAR(4)",
  "sa_.VARCHAR(12, collation='C')",
  "sa_.Numeric",
  "sa_.Numeric(10, 2)",
  "sa_.Numeric(12, 4)",
  "sa_.Float",
  "sa_.Float(53)",
  "sa_.REAL",
  "sa_.Double",
  "sa_.Boolean",
  "sa_.Date",
  "sa_.DateTime",
  "sa_.DateTime(timezone=True)",
  "sa_.Time",
  "sa_.Interval",
  "sa_.LargeBinary",
  "sa_.JSON",
  "sa_.Uuid",
  "sa_.ARRAY(sa_.Integer)",
  "sa_.Integer().with_variant(sa_.BigInteger(), 'postgresql')",
  "pg_.JSONB",
  "pg_.JSONB(astext_type=sa_.Text())",
  "pg_.UUID(as_uuid=False)",
  "pg_.ARRAY(sa_.String(7))",
  "pg_.ARRAY(sa_.Integer, dimensions=2)",
  "pg_.INET",
  "pg_.CIDR",
  "pg_.MACADDR",
  "pg_.BIT(3)",
  "pg_.BIT(5, varying=True)",
  "pg_.TSVECTOR",
  "pg_.INT4RANGE",
  "pg_.TSTZRANGE",
  "pg_.TIMESTAMP(precision=3)",
  "pg_.TIME(precision=2, timezone=True)",
  "pg_.INTERVAL(fields='YEAR TO MONTH')",
  "pg_.DOUBLE_PRECISION",
  "pg_.BYTEA",
  "pg_.MONEY",
  "pg_.OID",
  "pg_.HSTORE",
  "sa_.Enum('a', 'b', name='mut_kind')",
  "sa_.Enum('one', 'three', name='mut_words', native_enum=False)",
  "pg_.ENUM('x', 'y', name='mut_letters')",
];

/** Types that most others become of themselves. */
export const WIDE: readonly string[] = [
  "sa_.Text",
  "sa_.String(200)",
  "sa_.String",
  "sa_.Numeric(20, 4)",
  "sa_.BigInteger",
];

/** Types with a default that suits them. */
export const DEFAULTED: readonly (readonly [type: string, value: string])[] = [
  ["sa_.Integer", "'5'"],
  ["sa_.Integer", "sa_.text('2 + 2')"],
  ["sa_.BigInteger", "sa_.literal(7)"],
  ["sa_.String(20)", "'none'"],
  ["sa_.String(20)", "sa_.text(\"'it''s'\")"],
  ["sa_.Text", "''"],
  ["sa_.Boolean", "sa_.true()"],
  ["sa_.Boolean", "sa_.false()"],
  ["sa_.Boolean", "'f'"],
  ["sa_.DateTime", "sa_.func.now()"],
  ["sa_.DateTime(timezone=True)", "sa_.text('CURRENT_TIMESTAMP')"],
  ["sa_.DateTime", "sa_.text(\"timezone('utc', now())\")"],
  ["sa_.Date", "sa_.func.current_date()"],
  ["sa_.Numeric(10, 2)", "'1.50'"],
  ["sa_.Float", "sa_.text('0.5')"],
  ["pg_.JSONB", "'{}'"],
  ["pg_.JSONB", "sa_.text(\"'[]'::jsonb\")"],
  ["sa_.JSON", "sa_.text(\"'{}'\")"],
  ["sa_.Uuid", "sa_.text('gen_random_uuid()')"],
  ["sa_.Uuid", "sa_.func.gen_random_uuid()"],
  ["pg_.ARRAY(sa_.String(7))", "'{}'"],
  ["sa_.Interval", "sa_.text(\"interval '1 day'\")"],
];

/** Values of a keyword of columns; null for none. */
export const COLUMN_KEYWORDS: readonly (readonly [string, readonly (string | null)[]])[] = [
  ["nullable", ["True", "False", null]],
  ["index", ["True", "False", null]],
  ["unique", ["True", "False", null]],
  ["comment", ["'what it is'", "'it''s \"so\" 100%'", "'a: b'", null]],
  ["primary_key", ["True", null]],
  ["server_default", [...new Set(DEFAULTED.map(([, value]) => value)), null]],
];

export const FOREIGN_KEY_KEYWORDS: readonly (readonly [string, readonly (string | null)[]])[] = [
  ["ondelete", ["'CASCADE'", "'SET NULL'", "'RESTRICT'", "'NO ACTION'", null]],
  ["onupdate", ["'CASCADE'", "'SET DEFAULT'", "'NO ACTION'", null]],
  ["deferrable", ["True", "False", null]],
  ["initially", ["'DEFERRED'", "'IMMEDIATE'", null]],
  ["name", ["'fk_mutated'", null]],
  ["use_alter", ["True", null]],
];

export const INDEX_KEYWORDS: readonly (readonly [string, readonly (string | null)[]])[] = [
  ["unique", ["True", "False", null]],
  ["postgresql_using", ["'btree'", "'hash'", "'gin'", null]],
  ["postgresql_where", ["sa_.text('1 = 1')", "sa_.text('true')", null]],
  ["postgresql_with", ["{'fillfactor': 70}", null]],
  ["postgresql_nulls_not_distinct", ["True", null]],
  ["postgresql_include", ["['id']", null]],
  ["postgresql_concurrently", ["True", null]],
];

export const UNIQUE_KEYWORDS: readonly (readonly [string, readonly (string | null)[]])[] = [
  ["name", ["'uq_mutated'", null]],
  ["deferrable", ["True", null]],
  ["initially", ["'DEFERRED'", null]],
  ["postgresql_nulls_not_distinct", ["True", null]],
];

export const IDENTITY_KEYWORDS: readonly (readonly [string, readonly (string | null)[]])[] = [
  ["always", ["True", "False", null]],
  ["start", ["1", "42", null]],
  ["increment", ["1", "10", null]],
  ["minvalue", ["1", null]],
  ["maxvalue", ["1000000", null]],
  ["cycle", ["True", "False", null]],
  ["cache", ["1", "20", null]],
];

/** Annotations that a column may have in their places. */
export const ANNOTATIONS: readonly string[] = [
  "int",
  "str",
  "bool",
  "float",
  "bytes",
  "dt_.date",
  "dt_.datetime",
  "decimal_.Decimal",
  "uuid_.UUID",
];
