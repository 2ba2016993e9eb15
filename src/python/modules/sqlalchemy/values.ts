import type { EnumValue, SqlValue } from "../../../sql/value.ts";
import {
  asString,
  callMethod,
  collectNow,
  getAttribute,
  isTrue,
  lookupAttribute,
  nativeClass,
  plain,
  PyBytes,
  PyClass,
  PyDict,
  PyFloat,
  PyInstance,
  PyList,
  PyObject,
  PyOpaque,
  PySet,
  PyTuple,
  runNow,
  typeName,
  typeOf,
  type Value,
} from "../../runtime/mod.ts";

/** `JSON.NULL`: the document `null`, in place of a value. */
export const jsonNull: PyInstance = new PyInstance(nativeClass({
  name: "symbol",
  module: "sqlalchemy.util.langhelpers",
  methods: { __repr__: ["", () => "symbol('JSON_NULL')"] },
}));

/** The families of values of the standard library that SQL has a place for. */
export type ValueFamily =
  | "date"
  | "time"
  | "datetime"
  | "interval"
  | "decimal"
  | "uuid"
  | "enum"
  | "range";

const familyByName: Readonly<Record<string, ValueFamily>> = {
  "datetime.datetime": "datetime",
  "datetime.date": "date",
  "datetime.time": "time",
  "datetime.timedelta": "interval",
  "decimal.Decimal": "decimal",
  "uuid.UUID": "uuid",
  "enum.Enum": "enum",
  "sqlalchemy.dialects.postgresql.ranges.Range": "range",
};

const families = new WeakMap<PyClass, ValueFamily | "none">();

/** Which of those families a value belongs to; null if none. */
export function valueFamily(value: Value): ValueFamily | null {
  if (!(value instanceof PyObject)) return null;
  const cls = typeOf(value);
  let family = families.get(cls);
  if (family === undefined) {
    family = "none";
    for (const base of cls.mro) {
      const found = familyByName[`${base.module}.${base.name}`];
      if (found !== undefined) {
        family = found;
        break;
      }
    }
    families.set(cls, family);
  }
  return family === "none" ? null : family;
}

/**
 * A value of the program as SQL sees it. A whole number becomes a bigint, a float a number. What has
 * no place in SQL becomes an opaque value, whose use is an error that names it.
 */
export function sqlValue(value: Value): SqlValue {
  switch (typeof value) {
    case "string":
    case "boolean":
    case "bigint":
      return value;
    case "number":
      return BigInt(value);
  }
  if (value === null) return null;
  if (value instanceof PyFloat) return value.value;
  const family = valueFamily(value);
  if (family !== null) return familyValue(value, family);
  if (value instanceof PyBytes) return value.data;
  if (value instanceof PyList) return { kind: "list", items: value.items.map(sqlValue) };
  if (value instanceof PyTuple) {
    return { kind: "list", items: value.items.map(sqlValue), tuple: true };
  }
  if (value instanceof PySet) return { kind: "list", items: [...value.values()].map(sqlValue) };
  if (value instanceof PyDict) {
    return {
      kind: "dict",
      entries: [...value.entries()].map(([key, item]) => [sqlValue(key), sqlValue(item)] as const),
    };
  }
  if (value === jsonNull) return { kind: "jsonNull" };
  if (value instanceof PyOpaque) return value.refuse("the value");
  const inner = plain(value);
  if (inner !== value) return sqlValue(inner);
  return { kind: "opaque", typeName: typeName(value), text: `<${typeName(value)} object>` };
}

function textOf(value: Value, method: string, ...args: Value[]): string {
  return asString(runNow(callMethod(value, method, args))) ?? "";
}

function numberOf(value: Value, name: string): number {
  return Number(plain(runNow(getAttribute(value, name))));
}

function familyValue(value: PyObject, family: ValueFamily): SqlValue {
  switch (family) {
    case "datetime":
      return { kind: "datetime", text: textOf(value, "isoformat", " ") };
    case "date":
      return { kind: "date", text: textOf(value, "isoformat") };
    case "time":
      return { kind: "time", text: textOf(value, "isoformat") };
    case "interval":
      return {
        kind: "interval",
        days: numberOf(value, "days"),
        seconds: numberOf(value, "seconds"),
        microseconds: numberOf(value, "microseconds"),
      };
    case "decimal":
      return { kind: "decimal", text: textOf(value, "__str__") };
    case "uuid":
      return { kind: "uuid", text: textOf(value, "__str__") };
    case "enum":
      return enumValue(value);
    case "range":
      return rangeValue(value);
  }
}

function enumValue(value: PyObject): EnumValue {
  const inner = runNow(getAttribute(value, "value"));
  return {
    kind: "enum",
    name: asString(runNow(getAttribute(value, "name"))) ?? "",
    value: sqlValue(inner),
    ...(plain(value) === value ? {} : { isValue: true }),
  };
}

function rangeValue(value: PyObject): SqlValue {
  const read = (name: string): Value => {
    const found = lookupAttribute(value, name);
    return found === undefined ? null : runNow(found);
  };
  return {
    kind: "range",
    lower: sqlValue(read("lower")),
    upper: sqlValue(read("upper")),
    bounds: asString(read("bounds")) ?? "[)",
    empty: isTrue(read("empty")),
  };
}

/** The values of a list, tuple, set or other iterable argument. */
export function valuesOf(value: Value): readonly Value[] {
  if (value instanceof PyList || value instanceof PyTuple) return value.items;
  return collectNow(value);
}
