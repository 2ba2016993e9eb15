import {
  asString,
  call,
  collectNow,
  getItem,
  isTrue,
  type PyClass,
  PyInstance,
  PyOpaque,
  raise,
  repr,
  runNow,
  UnsupportedConstructError,
  type Value,
} from "../../runtime/mod.ts";
import { completeTables } from "../../runtime/running.ts";
import { columnClass, columnState } from "../sqlalchemy/schema/column.ts";
import { foreignKeyClass } from "../sqlalchemy/schema/foreign_key.ts";
import { enumClass } from "../sqlalchemy/types/enum.ts";
import * as types from "../sqlalchemy/types/generic.ts";
import { fieldArguments as pydanticArguments } from "../pydantic/field.ts";
import type { ModelField } from "../pydantic/model_fields.ts";
import { type FieldArguments, fieldArguments } from "./field.ts";
import { allowsNone, annotatedExtras, type FieldType, fieldType } from "./python_type.ts";
import { autoStringClass, utcDateTimeClass } from "./types.ts";

/** What `Field(…)` does not take beside a whole column. */
const BESIDE_COLUMN = [
  "sa_column_args",
  "sa_column_kwargs",
  "primary_key",
  "nullable",
  "foreign_key",
  "ondelete",
  "unique",
  "index",
  "sa_type",
];

/** The column of a field, as SQLModel makes it. */
export function columnOfField(field: ModelField): PyInstance {
  const given = mergedArguments(field);
  const own = given.get("sa_column") ?? null;
  if (columnState(own) !== undefined) {
    const assigned = field.value === undefined ? undefined : fieldArguments(field.value);
    const further = BESIDE_COLUMN.find((name) => assigned?.has(name) && completeTables());
    if (further === undefined) return own as PyInstance;
    throw raise(
      "RuntimeError",
      `Passing ${further} is not supported when also passing a sa_column`,
    );
  }
  const type = columnType(field, given);
  const primaryKey = isTrue(given.get("primary_key") ?? null);
  const nullable = given.has("nullable")
    ? isTrue(given.get("nullable")!)
    : !primaryKey && isNoneable(field, given);
  const args: Value[] = [];
  const foreignKey = given.get("foreign_key") ?? null;
  if (foreignKey !== null) {
    const onDelete = given.get("ondelete") ?? null;
    if (asString(onDelete) === "SET NULL" && !nullable) {
      throw raise("RuntimeError", 'ondelete="SET NULL" requires nullable=True');
    }
    args.push(runNow(call(foreignKeyClass, [foreignKey], new Map([["ondelete", onDelete]]))));
  }
  const keywords = new Map<string, Value>([
    ["primary_key", primaryKey],
    ["nullable", nullable],
    ["index", isTrue(given.get("index") ?? null)],
    ["unique", isTrue(given.get("unique") ?? null)],
  ]);
  const fallback = given.get("default_factory") ?? given.get("default") ?? null;
  if (fallback !== null) keywords.set("default", fallback);
  const further = given.get("sa_column_args") ?? null;
  if (further !== null) args.push(...collectNow(further));
  const extra = given.get("sa_column_kwargs") ?? null;
  if (extra !== null) {
    for (const key of collectNow(extra)) {
      keywords.set(asString(key) ?? "", runNow(getItem(extra, key)));
    }
  }
  keywords.set("type_", type);
  return runNow(call(columnClass, args, keywords)) as PyInstance;
}

/** What `Field(…)` of SQLModel or of pydantic was called with; undefined for any other value. */
function argumentsOf(value: Value): FieldArguments | undefined {
  return fieldArguments(value) ?? pydanticArguments(value);
}

/** What `Field(…)` says, in `Annotated[…]` and as the value that is assigned. */
function mergedArguments({ annotation, value }: ModelField): FieldArguments {
  const merged = new Map<string, Value>();
  for (const extra of annotatedExtras(annotation)) {
    for (const [name, argument] of argumentsOf(extra) ?? []) merged.set(name, argument);
  }
  const assigned = value === undefined ? undefined : argumentsOf(value);
  for (const [name, argument] of assigned ?? []) merged.set(name, argument);
  if (value !== undefined && assigned === undefined) merged.set("default", value);
  return merged;
}

function isNoneable({ annotation }: ModelField, given: FieldArguments): boolean {
  return given.has("nullable") ? isTrue(given.get("nullable")!) : allowsNone(annotation);
}

/** A type by the first class of Python that it is one of, in the order in which SQLModel asks. */
const BY_CLASS: readonly (readonly [readonly string[], PyClass])[] = [
  [["builtins.float"], types.floatTypeClass],
  [["builtins.bool"], types.booleanClass],
  [["builtins.int"], types.integerClass],
  [["pydantic.NaiveDatetime"], types.dateTimeClass],
  [["datetime.datetime"], utcDateTimeClass],
  [["datetime.date"], types.dateClass],
  [["datetime.timedelta"], types.intervalClass],
  [["datetime.time"], types.timeClass],
  [["builtins.bytes"], types.largeBinaryClass],
];

const TEXTS = [
  "builtins.str",
  "ipaddress.IPv4Address",
  "ipaddress.IPv4Network",
  "ipaddress.IPv6Address",
  "ipaddress.IPv6Network",
  "pathlib.Path",
];

function columnType(field: ModelField, given: FieldArguments): Value {
  const own = given.get("sa_type");
  if (own !== undefined) return own;
  const type = fieldType(field.annotation, field.owner, field.name);
  const is = (names: readonly string[]) => names.some((name) => type.names.includes(name));
  const make = (cls: PyClass, given: Readonly<Record<string, Value | undefined>> = {}) => {
    const keywords = new Map<string, Value>();
    for (const [name, value = null] of Object.entries(given)) {
      if (value !== null) keywords.set(name, value);
    }
    return runNow(call(cls, [], keywords.size === 0 ? null : keywords));
  };
  if (is(["enum.Enum"])) return runNow(call(enumClass, [type.cls]));
  if (is(TEXTS)) {
    refuseUnknownLimit(field);
    const length = given.get("max_length") ?? given.get("max_items") ?? null;
    return make(autoStringClass, { length: length === 0 ? null : length });
  }
  const found = BY_CLASS.find(([names]) => is(names));
  if (found !== undefined) return make(found[1]);
  if (is(["decimal.Decimal"])) {
    refuseUnknownLimit(field);
    return make(types.numericClass, {
      precision: given.get("max_digits"),
      scale: given.get("decimal_places"),
    });
  }
  if (is(["uuid.UUID"])) return make(types.uuidTypeClass);
  throw raise("ValueError", `${shown(type)} has no matching SQLAlchemy type`);
}

function shown({ cls, names }: FieldType): string {
  return cls === null ? names[0] ?? "" : repr(cls);
}

/** A limit that something says which is not evaluated, such as pydantic's own `Field(max_length=…)`. */
function refuseUnknownLimit({ annotation, value, name, owner }: ModelField): void {
  const opaque = [...annotatedExtras(annotation), value ?? null].find((extra): extra is PyOpaque =>
    extra instanceof PyOpaque && /\.(Field|MaxLen|Len|StringConstraints)\(/.test(extra.path) &&
    !/\.StringConstraints\(/.test(extra.path)
  );
  if (opaque === undefined) return;
  const { message, place } = opaque.error("the limit");
  throw new UnsupportedConstructError(
    opaque.origin.construct,
    `'${opaque.path}' may limit the field '${name}' of ${owner.name}, and is not known: ${message}`,
    { place, hint: "use Field of sqlmodel" },
  );
}
