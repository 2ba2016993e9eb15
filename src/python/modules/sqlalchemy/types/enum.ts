import type { EnumType, SqlType } from "../../../../schema/types.ts";
import {
  asString,
  callNow,
  collectNow,
  getAttribute,
  hash,
  isTrue,
  length,
  lookupAttribute,
  nativeClass,
  PyClass,
  PyInstance,
  PyList,
  repr as pyRepr,
  runNow,
  typeError,
  type Value,
} from "../../../runtime/mod.ts";
import { sqlalchemyError } from "../exc.ts";
import { partsOfTables } from "../known_arguments.ts";
import { nameFrom } from "../names.ts";
import { field, flagField, numberField, sqlType } from "./engine.ts";
import { stringClass } from "./generic.ts";
import { metadataOf, schemaTypeMethods } from "./schema_type.ts";

/** What `Enum(…)` worked out from its arguments, in the `enums` and `enum_class` attributes too. */
interface Labels {
  readonly values: readonly string[];
  /** All that was given, where not all of it is text. */
  readonly given: readonly Value[] | null;
  /** Label by member name of a Python enum class. */
  readonly byMember: Readonly<Record<string, string>> | null;
  readonly enumClass: PyClass | null;
}

const labelsOf = new WeakMap<PyInstance, Labels>();

function isEnumClass(value: Value): value is PyClass {
  return value instanceof PyClass && value.lookup("__members__") === undefined
    ? value.cls.lookup("__members__") !== undefined
    : value instanceof PyClass;
}

function readLabels(enums: readonly Value[], kw: Map<string, Value>): Labels {
  const first = enums[0];
  if (enums.length === 1 && first !== undefined && isEnumClass(first)) {
    const members = collectNow(first);
    const names = members.map((member) => asString(runNow(getAttribute(member, "name"))) ?? "");
    const callable = kw.get("values_callable") ?? null;
    const values = callable === null
      ? names
      : collectNow(callNow(callable, [first])).map((value) => asString(value) ?? String(value));
    if (values.length !== names.length) {
      throw sqlalchemyError(
        "ArgumentError",
        "values_callable must give one value for each member of the enum",
      );
    }
    return {
      values,
      byMember: Object.fromEntries(names.map((name, index) => [name, values[index]!])),
      enumClass: first,
      given: null,
    };
  }
  for (const value of enums) hash(value);
  const values = enums.map(asString).filter((text) => text !== null);
  return {
    values,
    given: values.length === enums.length ? null : enums,
    byMember: null,
    enumClass: null,
  };
}

function initialise(self: PyInstance, enums: readonly Value[], kw: Map<string, Value>): void {
  const given = enums.length === 0 ? kw.get("_enums") ?? null : null;
  const labels = readLabels(given === null ? enums : collectNow(given), kw);
  labelsOf.set(self, labels);
  const attributes = self.attributes ??= new Map();
  attributes.set("enums", new PyList([...labels.given ?? labels.values]));
  attributes.set("enum_class", labels.enumClass);
  const longest = Math.max(0, ...(labels.given ?? labels.values).map(lengthOfLabel));
  const length = kw.get("length") ?? null;
  const native = kw.has("native_enum") ? kw.get("native_enum")! : true;
  if (typeof length === "number" && !isTrue(native) && length < longest) {
    throw typeErrorOfLength();
  }
  attributes.set("length", length ?? longest);
  attributes.set("given_length", length);
  const named = kw.get("name");
  attributes.set(
    "name",
    named === undefined
      ? labels.enumClass === null ? null : labels.enumClass.name.toLowerCase()
      : named,
  );
  attributes.set("native_enum", native);
  for (
    const [key, fallback] of [
      ["schema", null],
      ["metadata", null],
      ["inherit_schema", false],
      ["create_constraint", false],
      ["validate_strings", false],
      ["values_callable", null],
      ["collation", null],
      ["create_type", true],
    ] as const
  ) attributes.set(key, kw.has(key) ? kw.get(key)! : fallback);
  metadataOf(self)?.types.push(() => sqlType(self));
}

function lengthOfLabel(label: Value): number {
  const text = asString(label);
  return text === null ? runNow(length(label)) : [...text].length;
}

function typeErrorOfLength() {
  return typeError(
    "When provided, length must be larger or equal than the length of the longest enum value.",
  );
}

function buildEnum(form: "Enum" | "ENUM") {
  return (self: PyInstance): SqlType => enumType(self, form);
}

/** An enum type as plain data. */
export function enumType(self: PyInstance, form: "Enum" | "ENUM"): EnumType {
  const labels = labelsOf.get(self) ?? {
    values: collectNow(field(self, "enums")).map((v) => asString(v) ?? ""),
    byMember: null,
    given: null,
  };
  const badLabel = labels.given?.find((label) => asString(label) === null);
  const metadata = metadataOf(self);
  return {
    kind: "enum",
    form,
    values: labels.values,
    name: nameFrom(field(self, "name")) ?? undefined,
    schema: nameFrom(field(self, "schema")) ?? nameFrom(metadata?.schema ?? null) ?? undefined,
    nativeEnum: flagField(self, "native_enum", true),
    createType: form === "Enum" || flagField(self, "create_type", true),
    inheritSchema: flagField(self, "inherit_schema"),
    metadata: metadata !== null,
    createConstraint: flagField(self, "create_constraint"),
    length: typeof field(self, "given_length") === "number"
      ? numberField(self, "given_length")
      : badLabel === undefined
      ? undefined
      : numberField(self, "length"),
    ...(badLabel === undefined ? {} : { badLabel: pyRepr(badLabel) }),
    ...(labels.byMember === null ? {} : { labels: labels.byMember }),
  };
}

function repr(self: PyInstance): string {
  const parts = collectNow(field(self, "enums")).map(pyRepr);
  const name = asString(field(self, "name"));
  if (name !== null) parts.push(`name='${name}'`);
  const schema = asString(field(self, "schema"));
  if (schema !== null) parts.push(`schema='${schema}'`);
  return `${self.cls.name}(${parts.join(", ")})`;
}

/** `sqlalchemy.Enum`. */
export const enumClass: PyClass = nativeClass({
  name: "Enum",
  module: "sqlalchemy.sql.sqltypes",
  bases: [stringClass],
  init: [
    "*enums, **kw",
    (self: PyInstance, enums: Value[], kw: Map<string, Value>) => initialise(self, enums, kw),
  ],
  methods: { ...schemaTypeMethods, __repr__: ["", repr] },
});
enumClass.native = { build: buildEnum("Enum") };

/** `sqlalchemy.dialects.postgresql.ENUM`. */
export const postgresqlEnumClass: PyClass = nativeClass({
  name: "ENUM",
  module: "sqlalchemy.dialects.postgresql.named_types",
  bases: [enumClass],
  init: ["*enums, **kw", (self: PyInstance, enums: Value[], kw: Map<string, Value>) => {
    if (!isTrue(kw.get("native_enum") ?? true)) {
      throw sqlalchemyError("ArgumentError", "the native_enum flag does not apply to ENUM");
    }
    initialise(self, enums, kw);
  }],
});
partsOfTables(enumClass, postgresqlEnumClass);
postgresqlEnumClass.native = { build: buildEnum("ENUM") };

/** The member that a label stands for, for values read from the database; null where there is none. */
export function enumMember(self: PyInstance, label: string): Value | null {
  const labels = labelsOf.get(self);
  if (labels?.enumClass == null) return label;
  const name = Object.entries(labels.byMember ?? {}).find(([, text]) => text === label)?.[0];
  if (name === undefined) return null;
  const found = lookupAttribute(labels.enumClass, name);
  return found === undefined ? null : runNow(found);
}
