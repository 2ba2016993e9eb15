/**
 * A value of a program on its way into SQL text, independent of the language that it was written
 * in. `bigint` is a whole number, `number` a floating-point one (`5` as a number is written `5.0`).
 */
export type SqlValue =
  | null
  | boolean
  | bigint
  | number
  | string
  | Uint8Array
  | DecimalValue
  | DateValue
  | TimeValue
  | DateTimeValue
  | IntervalValue
  | UuidValue
  | EnumValue
  | ListValue
  | DictValue
  | RangeValue
  | JsonNullValue
  | OpaqueValue;

/** An exact decimal number as text, such as `1.50`. */
export interface DecimalValue {
  readonly kind: "decimal";
  readonly text: string;
}

/** A date as ISO 8601 text: `2020-01-02`. */
export interface DateValue {
  readonly kind: "date";
  readonly text: string;
}

/** A time of day as Python's `isoformat()` gives it: `03:04:05.000006+00:00`. */
export interface TimeValue {
  readonly kind: "time";
  readonly text: string;
}

/** A date and time as Python's `isoformat(" ")` gives it: `2020-01-02 03:04:05.000006+00:00`. */
export interface DateTimeValue {
  readonly kind: "datetime";
  readonly text: string;
}

/** A span of time as Python's normalised `timedelta` holds it: seconds 0…86399, microseconds 0…999999. */
export interface IntervalValue {
  readonly kind: "interval";
  readonly days: number;
  readonly seconds: number;
  readonly microseconds: number;
}

/** A UUID as text with hyphens. */
export interface UuidValue {
  readonly kind: "uuid";
  readonly text: string;
}

/** A member of a Python enum class: its name and its value. */
export interface EnumValue {
  readonly kind: "enum";
  readonly name: string;
  readonly value: SqlValue;
  /** Whether the member is such a value itself: of a class that derives from str or int. */
  readonly isValue?: boolean;
}

/** A list or tuple. */
export interface ListValue {
  readonly kind: "list";
  readonly items: readonly SqlValue[];
  /** A tuple of Python, which psycopg2 writes as `(1, 2)` for `IN`; lists are arrays. */
  readonly tuple?: boolean;
}

/** A mapping in order, for JSON and hstore. */
export interface DictValue {
  readonly kind: "dict";
  readonly entries: readonly (readonly [SqlValue, SqlValue])[];
}

/** A range of `postgresql.Range`. */
export interface RangeValue {
  readonly kind: "range";
  readonly lower: SqlValue;
  readonly upper: SqlValue;
  /** Two characters: `[` or `(`, then `]` or `)`. */
  readonly bounds: string;
  readonly empty?: boolean;
}

/** `null` inside a document: what a JSON column holds, where the column itself is not NULL. */
export interface JsonNullValue {
  readonly kind: "jsonNull";
}

/** What has no place in SQL: kept for the message of the error that names it. */
export interface OpaqueValue {
  readonly kind: "opaque";
  readonly typeName: string;
  /** As Python's `repr()` writes it. */
  readonly text: string;
}
