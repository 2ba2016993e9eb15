import { spend } from "../../../runtime/running.ts";
import { convertText } from "../../../runtime/limits.ts";
import {
  asInt,
  asString,
  call,
  type Evaluation,
  floatRepr,
  isTrue,
  plain,
  PyClass,
  PyDict,
  PyFloat,
  PyList,
  PyTuple,
  typeError,
  typeName,
  type Value,
  valueError,
  wait,
} from "../../../runtime/mod.ts";
import { less } from "../../../runtime/compare.ts";
import { intText } from "../../../runtime/repr.ts";
import { lookupAttribute } from "../../../runtime/attributes.ts";

const SHORT: Readonly<Record<string, string>> = {
  '"': '\\"',
  "\\": "\\\\",
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
  "\b": "\\b",
  "\f": "\\f",
};

function quote(text: string, ascii: boolean): string {
  convertText(text.length);
  // deno-lint-ignore no-control-regex -- JSON escapes control characters
  const pattern = ascii ? /["\\\x00-\x1f]|[^\x00-\x7e]/g : /["\\\x00-\x1f]/g;
  const escaped = text.replace(
    pattern,
    (unit) => SHORT[unit] ?? `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
  return `"${escaped}"`;
}

/** The options of `json.dumps`. */
interface DumpOptions {
  readonly ascii: boolean;
  readonly allowNan: boolean;
  readonly skipKeys: boolean;
  readonly sortKeys: boolean;
  readonly indent: string | null;
  readonly itemSeparator: string;
  readonly keySeparator: string;
  readonly fallback: Value;
}

function floatJson(value: number, options: DumpOptions): string {
  if (Number.isFinite(value)) return floatRepr(value);
  if (!options.allowNan) throw valueError("Out of range float values are not JSON compliant");
  return Number.isNaN(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity";
}

function keyText(key: Value, options: DumpOptions): string | null {
  const inner = plain(key);
  if (typeof inner === "string") return inner;
  if (inner === null) return "null";
  if (typeof inner === "boolean") return String(inner);
  const int = asInt(inner);
  if (int !== null) return intText(int);
  if (inner instanceof PyFloat) return floatJson(inner.value, options);
  if (options.skipKeys) return null;
  throw typeError(`keys must be str, int, float, bool or None, not ${typeName(key)}`);
}

function* dump(
  value: Value,
  options: DumpOptions,
  level: string,
  open: Set<Value>,
): Evaluation<string> {
  const inner = plain(value);
  if (inner === null) return "null";
  if (typeof inner === "boolean") return String(inner);
  if (typeof inner === "string") return quote(inner, options.ascii);
  const int = asInt(inner);
  if (int !== null) return intText(int);
  if (inner instanceof PyFloat) return floatJson(inner.value, options);
  spend(1);
  if (open.has(value)) throw valueError("Circular reference detected");
  open.add(value);
  try {
    return yield* dumpContainer(inner, options, level, open);
  } finally {
    open.delete(value);
  }
}

function* dumpContainer(
  value: Value,
  options: DumpOptions,
  level: string,
  open: Set<Value>,
): Evaluation<string> {
  const deeper = options.indent === null ? "" : level + options.indent;
  const wrap = (before: string, parts: readonly string[], after: string): string => {
    if (parts.length === 0) return before + after;
    if (options.indent === null) return before + parts.join(options.itemSeparator) + after;
    return `${before}\n${deeper}${
      parts.join(`${options.itemSeparator}\n${deeper}`)
    }\n${level}${after}`;
  };
  if (value instanceof PyList || value instanceof PyTuple) {
    const parts: string[] = [];
    for (const item of value.items) parts.push(yield* dump(item, options, deeper, open));
    return wrap("[", parts, "]");
  }
  if (value instanceof PyDict) {
    const entries = [...value.entries()];
    if (options.sortKeys) {
      entries.sort(([a], [b]) => less(a, b) ? -1 : less(b, a) ? 1 : 0);
    }
    const parts: string[] = [];
    for (const [key, item] of entries) {
      const name = keyText(key, options);
      if (name === null) continue;
      const text = yield* dump(item, options, deeper, open);
      parts.push(quote(name, options.ascii) + options.keySeparator + text);
    }
    return wrap("{", parts, "}");
  }
  if (options.fallback !== null) {
    const replacement = yield* wait(call(options.fallback, [value]));
    return yield* dump(replacement, options, level, open);
  }
  throw typeError(`Object of type ${typeName(value)} is not JSON serializable`);
}

/** `json.dumps` with its keyword arguments. */
export function* dumps(value: Value, keywords: ReadonlyMap<string, Value>): Evaluation {
  const flag = (name: string, fallback: boolean) =>
    keywords.has(name) ? isTrue(keywords.get(name)!) : fallback;
  const indentValue = keywords.get("indent") ?? null;
  const spaces = asInt(indentValue);
  const indent = spaces !== null ? " ".repeat(Math.max(0, Number(spaces))) : asString(indentValue);
  const separators = keywords.get("separators");
  const given = separators instanceof PyTuple || separators instanceof PyList
    ? separators.items
    : null;
  let fallback = keywords.get("default") ?? null;
  const encoder = keywords.get("cls");
  if (encoder instanceof PyClass) {
    const instance = yield* wait(call(encoder));
    const found = lookupAttribute(instance, "default");
    if (found !== undefined) fallback = yield* wait(found);
  }
  return yield* dump(
    value,
    {
      ascii: flag("ensure_ascii", true),
      allowNan: flag("allow_nan", true),
      skipKeys: flag("skipkeys", false),
      sortKeys: flag("sort_keys", false),
      indent,
      itemSeparator: given === null ? (indent === null ? ", " : ",") : asString(given[0]!) ?? ",",
      keySeparator: given === null ? ": " : asString(given[1]!) ?? ":",
      fallback,
    },
    "",
    new Set(),
  );
}
