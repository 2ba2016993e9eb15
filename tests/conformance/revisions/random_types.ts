/** Column types, with options, as revisions write them. */
import { call, type Choice, py } from "./choice.ts";

const TYPES = [
  ...[
    "sa.Integer()",
    "sa.BigInteger()",
    "sa.SmallInteger()",
    "sa.String()",
    "sa.String(30)",
    "sa.Text()",
    "sa.Boolean()",
  ],
  ...[
    "sa.String(length=9, collation='en_US')",
    "sa.Unicode(20)",
    "sa.DateTime()",
    "sa.DateTime(timezone=True)",
    "sa.Date()",
  ],
  ...[
    "sa.Time(timezone=True)",
    "sa.Interval()",
    "sa.Interval(second_precision=3)",
    "sa.Numeric()",
    "sa.Numeric(12, 3)",
  ],
  ...[
    "sa.Float()",
    "sa.Float(33)",
    "sa.Double()",
    "sa.REAL()",
    "sa.LargeBinary()",
    "sa.JSON()",
    "sa.Uuid()",
    "sa.CHAR(4)",
  ],
  ...[
    "sa.Uuid(as_uuid=False)",
    "sa.UUID()",
    "sa.NVARCHAR(30)",
    "sa.TIMESTAMP(timezone=True)",
    "sa.DECIMAL(10, 2)",
  ],
  ...[
    "sa.BLOB()",
    "sa.CLOB()",
    "sa.DATETIME()",
    "sa.VARBINARY(8)",
    "sa.PickleType()",
    "sa.String",
    "sa.Integer",
  ],
  ...[
    "postgresql.UUID(as_uuid=True)",
    "postgresql.JSONB(astext_type=sa.Text())",
    "postgresql.INET()",
    "postgresql.CIDR()",
  ],
  ...[
    "postgresql.MACADDR()",
    "postgresql.TSVECTOR()",
    "postgresql.HSTORE()",
    "postgresql.INT4RANGE()",
    "postgresql.OID()",
  ],
  ...[
    "postgresql.TSTZRANGE()",
    "postgresql.INTERVAL(fields='DAY TO SECOND')",
    "postgresql.TIMESTAMP(precision=3)",
  ],
  ...[
    "postgresql.TIME(timezone=True, precision=1)",
    "postgresql.BYTEA()",
    "postgresql.BIT(5, varying=True)",
  ],
  ...[
    "postgresql.MONEY()",
    "postgresql.DOUBLE_PRECISION(precision=53)",
    "postgresql.CITEXT()",
    "postgresql.JSONB",
  ],
  ...[
    "sa.String(5).with_variant(sa.Text(), 'postgresql')",
    "sa.JSON().with_variant(postgresql.JSONB(), 'postgresql')",
  ],
  "sa.Integer().with_variant(sa.BigInteger(), 'sqlite')",
];

/** A type that columns may have. */
export function randomType(choice: Choice): string {
  if (choice.chance(0.14)) return enumType(choice);
  const type = choice.of(...TYPES);
  if (!choice.chance(0.08)) return type;
  return choice.of(`sa.ARRAY(${type})`, `postgresql.ARRAY(${type}, dimensions=2)`);
}

/** An enumeration. */
export function enumType(choice: Choice): string {
  const values = ["a", "B", "it's", "100%", "c d", "x:y", "ünï"].slice(
    choice.number(0, 3),
    choice.number(4, 7),
  );
  const name = `name=${py(choice.of("status", "Mood", "my enum", "kind_%"))}`;
  const schema = [0.15, () => `schema=${py(choice.of("s1", "My S"))}`] as const;
  return choice.of(
    () =>
      call(
        "postgresql.ENUM",
        ...values.map(py),
        name,
        ...choice.some([0.4, "create_type=False"], schema),
      ),
    () =>
      call(
        "sa.Enum",
        ...values.map(py),
        name,
        ...choice.some(
          [0.15, "native_enum=False"],
          [0.15, "create_constraint=True"],
          schema,
          [0.1, "length=40"],
          [0.1, "inherit_schema=True"],
        ),
      ),
  );
}
