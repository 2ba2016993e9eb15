import {
  nativeClass,
  nativeFunction,
  type PyClass,
  PyInstance,
  type PyNativeFunction,
  type Value,
} from "../../runtime/mod.ts";

/** What `Field(…)` was called with; `default` is among the keywords where it was given. */
export type FieldArguments = ReadonlyMap<string, Value>;

const fieldInfoClass: PyClass = nativeClass({ name: "FieldInfo", module: "sqlmodel.main" });
const relationshipInfoClass: PyClass = nativeClass({
  name: "RelationshipInfo",
  module: "sqlmodel.main",
});

/** Arguments that decide about the column, so that they must be known. */
const DECIDING = new Set([
  "primary_key",
  "foreign_key",
  "ondelete",
  "unique",
  "nullable",
  "index",
  "max_length",
  "max_items",
  "max_digits",
  "decimal_places",
  "sa_type",
  "sa_column",
  "sa_column_args",
  "sa_column_kwargs",
]);

/** `Field(…)` of SQLModel. */
export const fieldFunction: PyNativeFunction = nativeFunction(
  "Field",
  "default=..., **kw",
  (fallback: Value | undefined, kw: Map<string, Value>) => {
    const field = new PyInstance(fieldInfoClass);
    field.native = new Map(fallback === undefined ? kw : [["default", fallback], ...kw]);
    return field;
  },
);

fieldFunction.mayBeUnknown = (argument) => typeof argument === "number" || !DECIDING.has(argument);

/** The arguments behind a `Field(…)`; undefined for any other value. */
export function fieldArguments(value: Value): FieldArguments | undefined {
  return value instanceof PyInstance && value.cls === fieldInfoClass
    ? value.native as FieldArguments
    : undefined;
}

/** `Relationship(…)` of SQLModel. */
export const relationshipFunction: Value = nativeFunction(
  "Relationship",
  "**kw",
  (kw: Map<string, Value>) => {
    const info = new PyInstance(relationshipInfoClass);
    info.native = new Map(kw);
    return info;
  },
);

/** The arguments behind a `Relationship(…)`; undefined for any other value. */
export function relationshipArguments(value: Value): ReadonlyMap<string, Value> | undefined {
  return value instanceof PyInstance && value.cls === relationshipInfoClass
    ? value.native as ReadonlyMap<string, Value>
    : undefined;
}
