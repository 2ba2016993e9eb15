import { PyAlias } from "../../../builtins/generic_alias.ts";
import { PyTypeAlias } from "../../../builtins/type_parameters.ts";
import {
  asString,
  call,
  equal,
  type PyClass,
  PyClass as PythonClass,
  PyDict,
  PyInstance,
  PyOpaque,
  repr,
  runNow,
  type Value,
} from "../../../runtime/mod.ts";
import { sqlalchemyError } from "../exc.ts";
import { ormError } from "./exc.ts";
import { columnState } from "../schema/column.ts";
import { field, isType, sqlType, typeInstance } from "../types/engine.ts";
import { enumClass } from "../types/enum.ts";
import * as types from "../types/generic.ts";
import { annotatedParts, resolveText, withoutNone } from "../../annotations.ts";
import { mappedColumnOptions, mergeColumn } from "./mapped_column.ts";
import type { RegistryState } from "./mapping.ts";

/** The types of columns that SQLAlchemy takes for types of Python, by their full names. */
const TYPES: Readonly<Record<string, PyClass>> = {
  "builtins.bool": types.booleanClass,
  "builtins.bytes": types.largeBinaryClass,
  "builtins.float": types.floatTypeClass,
  "builtins.int": types.integerClass,
  "builtins.str": types.stringClass,
  "datetime.date": types.dateClass,
  "datetime.datetime": types.dateTimeClass,
  "datetime.time": types.timeClass,
  "datetime.timedelta": types.intervalClass,
  "decimal.Decimal": types.numericClass,
  "uuid.UUID": types.uuidTypeClass,
};

/** What an annotation says to a column: its type, and whether it may be NULL. */
export function completeColumn(
  column: PyInstance,
  annotation: Value,
  owner: PyClass,
  registry: RegistryState,
  attribute: string,
): void {
  const state = columnState(column)!;
  const resolved = resolveText(annotation, owner);
  const { type: given, optional } = underlying(resolved, registry);
  const parts = annotatedParts(given);
  const inner = parts === null ? { type: given, optional: false } : withoutNone(parts[0]!);
  const from = parts?.slice(1).map((part) => resolveText(part, owner)).find((part) =>
    mappedColumnOptions(part) !== undefined
  );
  const isNullable = optional || inner.optional;
  const saysSo = state.nullable !== undefined;
  if (from !== undefined) {
    mergeColumn(column, from as PyInstance);
  }
  if (!saysSo && state.nullable === undefined) state.setNullable(isNullable);
  // The type of a foreign key is that of the column that it refers to.
  if (state.typeObject !== null || state.foreignKeys.length > 0) return;
  const found = (parts === null ? undefined : mappedOnly(given, registry)) ??
    columnType(inner.type, registry);
  if (found === undefined) {
    if (resolved instanceof PyOpaque) resolved.refuse(`the annotation of '${attribute}'`);
    throw ormError(
      "MappedAnnotationError",
      `Could not locate SQLAlchemy Core type when resolving for Python type indicated by ` +
        `'${repr(given)}' inside the Mapped[] annotation for the '${attribute}' attribute; the ` +
        "type object is not resolvable by the registry",
    );
  }
  state.typeObject = typeInstance(found);
  state.sqlType = sqlType(state.typeObject);
}

/** A type without None, and what aliases (`type X = …`) stand for that are no keys of the map themselves. */
function underlying(type: Value, registry: RegistryState): ReturnType<typeof withoutNone> {
  const found = withoutNone(type);
  const { type: alias } = found;
  if (!(alias instanceof PyTypeAlias) || mappedOnly(alias, registry) !== undefined) return found;
  const below = underlying(alias.value, registry);
  return { type: below.type, optional: found.optional || below.optional };
}

/** The entry of `type_annotation_map` for a type as it stands. */
function mappedOnly(type: Value, registry: RegistryState): Value | undefined {
  const map = registry.typeAnnotationMap;
  if (!(map instanceof PyDict)) return undefined;
  for (const [key, value] of map.entries()) {
    if (key === type || key instanceof PyAlias && equal(key, type)) return value;
  }
  return undefined;
}

/** The type of the column for a type of Python: the map of the registry first, then SQLAlchemy's own. */
function columnType(type: Value, registry: RegistryState): Value | undefined {
  if (type instanceof PyOpaque) return type.refuse("the type of a column");
  if (type instanceof PyAlias) {
    const exact = mappedOnly(type, registry);
    if (exact !== undefined) return exact;
    if (type.label === "typing.Literal") return literalType(type);
    return type.origin instanceof PythonClass ? mappedOnly(type.origin, registry) : undefined;
  }
  if (!(type instanceof PythonClass)) return mappedOnly(type, registry);
  for (const base of type.mro) {
    const found = mappedOnly(base, registry) ?? TYPES[`${base.module}.${base.name}`];
    if (found !== undefined) {
      // A type stands for the class itself; only an Enum for those derived from it too.
      if (base === type && !isGenericEnum(found)) return found;
      if (isGenericEnum(found)) return enumFor(type, found as PyInstance);
    }
    if (base.module === "enum" && base.name === "Enum") return runNow(call(enumClass, [type]));
  }
  return undefined;
}

function literalType(type: PyAlias): Value {
  const bad = type.args.filter((value) => asString(value) === null);
  if (bad.length > 0) {
    throw sqlalchemyError(
      "ArgumentError",
      `Can't create string-based Enum datatype from non-string values: ${
        bad.map(repr).join(", ")
      }.  Please provide an explicit Enum datatype for this Python type`,
    );
  }
  return runNow(call(enumClass, type.args, new Map<string, Value>([["native_enum", false]])));
}

/** Whether a type is `Enum(enum.Enum, …)`, which is made anew for each class of enums. */
function isGenericEnum(type: Value): boolean {
  if (!(type instanceof PyInstance) || !isType(type) || !type.cls.isSubclassOf(enumClass)) {
    return false;
  }
  const cls = field(type, "enum_class");
  return cls instanceof PythonClass && cls.module === "enum" && cls.name === "Enum";
}

function enumFor(cls: PyClass, generic: PyInstance): Value {
  const keywords = new Map<string, Value>();
  for (
    const name of [
      "native_enum",
      "create_constraint",
      "values_callable",
      "inherit_schema",
      "schema",
      "metadata",
      "validate_strings",
    ]
  ) {
    const value = field(generic, name);
    if (value !== null) keywords.set(name, value);
  }
  const length = field(generic, "given_length");
  if (length !== null) keywords.set("length", length);
  const name = asString(field(generic, "name"));
  if (name !== null && name !== "enum") keywords.set("name", name);
  return runNow(call(enumClass, [cls], keywords));
}
