import type { Dialect } from "../../../../dialect/dialect.ts";
import type { Statement } from "../../../../sql/statement.ts";
import {
  asString,
  PyDict,
  PyList,
  PyTuple,
  raise,
  typeError,
  type Value,
} from "../../../runtime/mod.ts";
import { sqlValue } from "../values.ts";

/**
 * SQL text as psycopg2 takes it: `%s` and `%(name)s` are places for values and `%%` is a percent sign. A
 * single percent sign that begins none of these is left as it stands.
 */
export function driverStatement(dialect: Dialect, sql: string, parameters: Value): Statement {
  const positional = parameters instanceof PyTuple || parameters instanceof PyList
    ? parameters.items
    : null;
  const named = parameters instanceof PyDict ? parameters : null;
  let index = 0;
  const text = sql.replace(/%(?:%|s|\((\w+)\)s)/g, (match, name: string | undefined) => {
    if (match === "%%") return "%";
    if (positional === null && named === null) return match;
    const value = name === undefined ? positional?.[index++] : namedValue(named, name);
    if (value === undefined) {
      throw name === undefined
        ? raise("IndexError", "tuple index out of range")
        : raise("KeyError", name);
    }
    return dialect.literal(sqlValue(value));
  });
  if (positional !== null && index < positional.length) {
    throw typeError("not all arguments converted during string formatting");
  }
  return { sql: text };
}

function namedValue(named: PyDict | null, name: string): Value | undefined {
  if (named === null) return undefined;
  for (const [key, value] of named.entries()) if (asString(key) === name) return value;
  return undefined;
}
