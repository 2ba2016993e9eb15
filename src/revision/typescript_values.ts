import type { Dialect } from "../dialect/dialect.ts";
import { CommandError } from "../errors/mod.ts";
import { nullType, type SqlType } from "../schema/types.ts";
import type { Expression } from "../sql/expression.ts";
import type { ParameterValue } from "../sql/statement.ts";
import type { SqlValue } from "../sql/value.ts";
import type { SqlExpression, SqlInput } from "./typescript_values_api.ts";

/** What `op.text()` and `op.func` make: an expression that is told from a value by its class. */
export class Sql implements SqlExpression {
  readonly isSqlExpression = true;

  constructor(readonly expression: Expression) {}
}

/** Raw SQL, written as it stands. */
export function rawSql(sql: string): Expression {
  return { kind: "literalColumn", sql, type: nullType };
}

/** A condition or another piece of SQL: a text is SQL here. */
export function sqlOf(input: string | SqlExpression): Expression {
  return typeof input === "string" ? rawSql(input) : expressionOf(input);
}

function expressionOf(input: SqlExpression): Expression {
  if (input instanceof Sql) return input.expression;
  throw new CommandError(
    "invalid_argument",
    "An SQL expression must come from op.text() or op.func",
  );
}

const jsonb: SqlType = { kind: "json", form: "JSONB" };

/**
 * A value in the place of an expression. It becomes its literal at once, in the form that is right both on a server
 * and in a script.
 */
export function valueExpression(input: SqlInput, dialect: Dialect): Expression {
  if (input instanceof Sql) return input.expression;
  const { value, type } = sqlValue(input);
  return rawSql(dialect.literal(value, type).trim());
}

/** A value of a revision's as a value of SQL, with the type that it needs to be written. */
function sqlValue(input: SqlInput): { readonly value: SqlValue; readonly type: SqlType } {
  if (input === undefined) {
    throw new CommandError("invalid_argument", "A value is undefined; NULL is written null");
  }
  if (
    input === null || typeof input === "string" || typeof input === "boolean" ||
    typeof input === "bigint" || input instanceof Uint8Array
  ) return { value: input, type: nullType };
  if (typeof input === "number") {
    return { value: Number.isSafeInteger(input) ? BigInt(input) : input, type: nullType };
  }
  if (input instanceof Date) return { value: dateValue(input), type: nullType };
  if (Array.isArray(input)) {
    return {
      value: { kind: "list", items: input.map((item: SqlInput) => sqlValue(item).value) },
      type: nullType,
    };
  }
  if ("isSqlExpression" in input) expressionOf(input as SqlExpression);
  return { value: jsonValue(input), type: jsonb };
}

function dateValue(date: Date): SqlValue {
  if (Number.isNaN(date.getTime())) {
    throw new CommandError("invalid_argument", "A date is invalid (its time is not a number)");
  }
  return { kind: "datetime", text: date.toISOString().replace("T", " ").replace("Z", "+00:00") };
}

/** What `JSON.stringify` would write, as a value. */
function jsonValue(input: unknown): SqlValue {
  const plain: unknown = JSON.parse(JSON.stringify(input));
  const convert = (part: unknown): SqlValue => {
    if (part === null || typeof part === "string" || typeof part === "boolean") return part;
    if (typeof part === "number") return Number.isSafeInteger(part) ? BigInt(part) : part;
    if (Array.isArray(part)) return { kind: "list", items: part.map(convert) };
    return {
      kind: "dict",
      entries: Object.entries(part as object).map(([key, each]) => [key, convert(each)]),
    };
  };
  return convert(plain);
}

/** A parameter as it travels to the server: the text that PostgreSQL's input functions read. */
export function parameterValue(input: SqlInput): ParameterValue {
  if (input instanceof Sql) {
    throw new CommandError(
      "invalid_argument",
      "A parameter must be a value, not an SQL expression",
      { hint: "Write the expression into the SQL text" },
    );
  }
  if (input === undefined) {
    throw new CommandError("invalid_argument", "A parameter is undefined; NULL is written null");
  }
  if (input === null || typeof input === "string" || input instanceof Uint8Array) return input;
  if (typeof input === "boolean") return input ? "true" : "false";
  if (typeof input === "number" || typeof input === "bigint") return String(input);
  if (input instanceof Date) return (dateValue(input) as { readonly text: string }).text;
  if (Array.isArray(input)) return arrayParameter(input);
  return JSON.stringify(input);
}

/** An array in PostgreSQL's text form (manual, 8.15.2). */
function arrayParameter(items: readonly SqlInput[]): string {
  const parts = items.map((item) => {
    if (Array.isArray(item)) return arrayParameter(item);
    const text = parameterValue(item);
    if (text === null) return "NULL";
    const plain = text instanceof Uint8Array ? `\\x${hex(text)}` : text;
    return `"${plain.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`;
  });
  return `{${parts.join(",")}}`;
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** The literal of a parameter, for scripts, which have no parameters. */
export function parameterLiteral(input: SqlInput, dialect: Dialect): string {
  // As with a parameter, the place decides the type of text and of documents.
  const text = parameterValue(input);
  if (
    typeof text === "string" && typeof input !== "boolean" && typeof input !== "number" &&
    typeof input !== "bigint"
  ) return dialect.literal(text);
  const { value, type } = sqlValue(input);
  return dialect.literal(value, type);
}
