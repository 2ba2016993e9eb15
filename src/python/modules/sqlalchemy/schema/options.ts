import type { DialectOption, DialectOptions } from "../../../../schema/dialect_options.ts";
import { nameText } from "../../../../schema/name.ts";
import {
  asString,
  plain,
  PyDict,
  PyFloat,
  PyInstance,
  PyList,
  PyTuple,
  Raised,
  typeError,
  UnsupportedConstructError,
  type Value,
} from "../../../runtime/mod.ts";
import { conditionOf } from "../expression/coercion.ts";
import { asExpression, describe } from "../expression/payload.ts";
import { sqlalchemyError } from "../exc.ts";
import { nameOfText } from "../names.ts";

/** Keywords whose columns are wanted by name. */
const byName = new Set(["postgresql_include", "postgresql_ops"]);

/** A keyword's value as plain data; expressions stay expressions. */
function optionValue(value: Value, names: boolean): DialectOption {
  if (value === null || typeof value === "boolean" || typeof value === "number") return value;
  if (typeof value === "bigint") return Number(value);
  const name = nameOfText(value);
  // A `quoted_name` says how it is written.
  if (name !== null) return typeof name === "string" ? name : { ...name };
  if (value instanceof PyFloat) return value.value;
  if (value instanceof PyList || value instanceof PyTuple) {
    return value.items.map((item) => optionValue(item, names));
  }
  if (value instanceof PyDict) {
    return Object.fromEntries(
      [...value.entries()].map(([key, item]) => [keyText(key), optionValue(item, names)]),
    );
  }
  const expression = asExpression(value);
  if (expression !== undefined) {
    return names && expression.kind === "column" ? nameText(expression.name) : expression;
  }
  const inner = value instanceof PyInstance ? plain(value) : value;
  if (inner !== value) return optionValue(inner, names);
  throw sqlalchemyError("ArgumentError", `a keyword of a dialect cannot be ${describe(value)}`);
}

/** Options of other databases are only written into revisions, so they need not be readable. */
function optionOfOthers(value: Value): DialectOption | undefined {
  try {
    return optionValue(value, false);
  } catch (error) {
    if (error instanceof Raised || error instanceof UnsupportedConstructError) return undefined;
    throw error;
  }
}

function keyText(key: Value): string {
  const text = asString(key);
  if (text !== null) return text;
  const expression = asExpression(key);
  return expression?.kind === "column" ? nameText(expression.name) : String(key);
}

/**
 * The keywords of dialects among the left-over keywords of a call. Any other is Python's TypeError in
 * SQLAlchemy's words, unless it is among `ignored`.
 */
export function dialectOptions(
  keywords: ReadonlyMap<string, Value>,
  ignored: readonly string[] = [],
): DialectOptions | undefined {
  const options: Record<string, DialectOption> = {};
  let found = false;
  for (const [name, value] of keywords) {
    if (ignored.includes(name)) continue;
    if (!/^[^_]+_.+/.test(name)) {
      throw typeError(
        `Additional arguments should be named <dialectname>_<argument>, got '${name}'`,
      );
    }
    const option = name === "postgresql_where" && typeof value !== "string" && value !== null
      ? conditionOf(value)
      : name.startsWith("postgresql_")
      ? optionValue(value, byName.has(name))
      : optionOfOthers(value);
    if (option === undefined) continue;
    options[name] = option;
    found = true;
  }
  return found ? options : undefined;
}
