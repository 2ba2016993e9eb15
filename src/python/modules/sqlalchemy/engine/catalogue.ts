import {
  asString,
  type Evaluation,
  float,
  PyDict,
  PyList,
  type Value,
} from "../../../runtime/mod.ts";
import { sqlalchemyError } from "../exc.ts";
import type { Binding } from "./binding.ts";
import { ask } from "./statements.ts";

/** Rows of a catalogue query whose single column is JSON. */
export function* jsonRows<T>(binding: Binding, sql: string): Evaluation<T[]> {
  const result = yield* ask(binding, { sql });
  return result.rows.map(([text]) => JSON.parse(text!) as T);
}

/** `"schema"` of the catalogue: that of the search path where none is given. */
export function inSchema(binding: Binding, schema: Value, alias = "c"): string {
  const text = asString(schema);
  return text === null
    ? `pg_catalog.pg_table_is_visible(${alias}.oid) AND n.nspname <> 'pg_catalog'`
    : `n.nspname = ${binding.host.dialect.literal(text)}`;
}

/** The OID of a table or view, as text; NoSuchTableError where there is none. */
export function* tableOid(binding: Binding, table: Value, schema: Value): Evaluation<string> {
  const name = asString(table) ?? "";
  const rows = yield* jsonRows<string>(
    binding,
    "SELECT to_json(c.oid::text) FROM pg_catalog.pg_class c " +
      "JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace " +
      `WHERE c.relkind IN ('r', 'p', 'f', 'v', 'm') AND c.relname = ${
        binding.host.dialect.literal(name)
      } AND ${inSchema(binding, schema)}`,
  );
  if (rows[0] === undefined) {
    const given = asString(schema);
    throw sqlalchemyError("NoSuchTableError", given === null ? name : `${given}.${name}`);
  }
  return rows[0];
}

/** A value of JSON as Python has it. */
export function pythonValue(value: unknown): Value {
  if (Array.isArray(value)) return new PyList(value.map(pythonValue));
  if (typeof value === "number") return Number.isInteger(value) ? value : float(value);
  if (typeof value === "object" && value !== null) {
    return new PyDict(
      Object.entries(value).map(([key, item]) => [key, pythonValue(item)] as const),
    );
  }
  return value as Value;
}

/** A dict from its entries. */
export function dict(entries: Readonly<Record<string, Value>>): PyDict {
  return new PyDict(Object.entries(entries));
}

/** A list of strings. */
export function names(values: readonly string[]): PyList {
  return new PyList([...values]);
}
