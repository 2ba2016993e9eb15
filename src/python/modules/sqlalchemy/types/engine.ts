import { CommandError } from "../../../../errors/mod.ts";
import { nullType, type SqlType } from "../../../../schema/types.ts";
import {
  callMethod,
  callNow,
  equal,
  isTrue,
  nativeClass,
  parseSignature,
  PyClass,
  PyInstance,
  PyOpaque,
  runNow,
  typeName,
  type Value,
} from "../../../runtime/mod.ts";
import { repr } from "../../../runtime/repr.ts";
import type { Parameter, Signature } from "../../../runtime/signature.ts";
import { sqlalchemyError } from "../exc.ts";
import { partsOfTables } from "../known_arguments.ts";
import { nameFrom } from "../names.ts";
import { writer } from "../writer.ts";
import type { Index } from "../../../../schema/index_definition.ts";
import type { Name } from "../../../../schema/name.ts";

/** How a class of types becomes plain data: from the attributes of the instance, read when needed. */
export interface TypeFamily {
  readonly build: (instance: PyInstance) => SqlType;
  /** An index that a new table with a column of this type gets of itself. */
  readonly indexOf?: (instance: PyInstance, table: string, column: string) => Index | null;
}

/** `sqlalchemy.types.TypeEngine`. */
export const typeEngineClass: PyClass = nativeClass({
  name: "TypeEngine",
  module: "sqlalchemy.types",
  methods: {
    with_variant: [
      "type_, *dialect_names",
      (self: PyInstance, type: Value, dialects: Value[]) => withVariant(self, type, dialects),
    ],
    copy: ["**kw", (self: PyInstance) => copyInstance(self)],
    compile: ["dialect=None", (self: PyInstance) => typeDescription(self)],
    dialect_impl: ["dialect", (self: PyInstance) => self],
    load_dialect_impl: ["dialect", (self: PyInstance) => self],
    coerce_compared_value: ["op, value", (self: PyInstance) => self],
    __repr__: ["", (self: PyInstance) => typeRepr(self)],
    __str__: ["", (self: PyInstance) => typeDescription(self)],
  },
  // `TypeDecorator[dict]` says something to type checkers alone.
  classMethods: { __class_getitem__: ["item, /", (cls: PyClass) => cls] },
  properties: {
    python_type: (self: PyInstance) => {
      throw sqlalchemyError("InvalidRequestError", `no Python type is known for ${typeRepr(self)}`);
    },
  },
});

function typeDescription(self: PyInstance): string {
  return writer().typeText(sqlType(self));
}

/** `String(length=50)`: arguments without a default by position, others where they differ from it. */
function typeRepr(self: PyInstance): string {
  return argumentsRepr(self, self);
}

/** The name of a type with the arguments of its constructor, or those of the type that it decorates. */
export function argumentsRepr(self: PyInstance, inspected: PyInstance): string {
  const parts: string[] = [];
  for (const { name, default: fallback } of parametersOf(inspected.cls)) {
    const value = inspected.attributes?.get(name);
    if (value === undefined) continue;
    if (fallback === undefined) parts.push(repr(value));
    else if (!equal(value, fallback)) parts.push(`${name}=${repr(value)}`);
  }
  return `${self.cls.name}(${parts.join(", ")})`;
}

const parametersByClass = new WeakMap<PyClass, readonly Parameter[]>();

function parametersOf(cls: PyClass): readonly Parameter[] {
  for (const base of cls.mro) {
    const parameters = parametersByClass.get(base);
    if (parameters !== undefined) return parameters;
    const own = base.namespace.get("__init__");
    // A constructor written in Python.
    if (typeof own === "object" && own !== null && "signature" in own) {
      const { positionalOnly, positional, keywordOnly } = own.signature as Signature;
      return [...positionalOnly, ...positional, ...keywordOnly].slice(1);
    }
  }
  return [];
}

/**
 * Makes a class of types. The arguments of its constructor become attributes of the instance under
 * their own names, as in SQLAlchemy; `build` reads them back.
 */
export function typeClass(
  name: string,
  base: PyClass,
  signature: string,
  build: ((instance: PyInstance) => SqlType) | null,
  module = "sqlalchemy.sql.sqltypes",
): PyClass {
  const { positional, keywordOnly } = parseSignature(signature);
  const parameters = [...positional, ...keywordOnly];
  const names = parameters.map((parameter) => parameter.name);
  const initialise = (self: PyInstance, ...values: Value[]) => {
    const attributes = self.attributes ??= new Map();
    for (let index = 0; index < names.length; index++) {
      attributes.set(names[index]!, values[index] ?? null);
    }
  };
  const cls = nativeClass({
    name,
    module,
    bases: [base],
    // Without parameters there is no __init__, so that arguments are refused in Python's words.
    ...(names.length === 0 ? {} : { init: [signature, initialise] as const }),
  });
  parametersByClass.set(cls, parameters);
  partsOfTables(cls);
  if (build !== null) cls.native = { build } satisfies TypeFamily;
  return cls;
}

/** The family of a class: its own or that of the nearest base. */
export function familyOf(cls: PyClass): TypeFamily | undefined {
  for (const base of cls.mro) if (base.native !== undefined) return base.native as TypeFamily;
  return undefined;
}

/** An attribute of a type object, from the instance or its class; null where there is none. */
export function field(self: PyInstance, name: string): Value {
  const own = self.attributes?.get(name);
  return own === undefined ? self.cls.lookup(name) ?? null : own;
}

/** A whole number among the attributes. */
export function numberField(self: PyInstance, name: string): number | undefined {
  const value = field(self, name);
  if (value === null || typeof value === "boolean") return undefined;
  const number = typeof value === "string" ? Number(value) : value;
  if (typeof number === "number" && Number.isInteger(number)) return number;
  throw sqlalchemyError(
    "ArgumentError",
    `${self.cls.name}(${name}=…) must be a whole number, got ${repr(value)}`,
  );
}

/** A name among the attributes. */
export function nameField(self: PyInstance, name: string): Name | undefined {
  return nameFrom(field(self, name)) ?? undefined;
}

/** A truth value among the attributes, as Python sees it; `absent` where nothing was said. */
export function flagField(self: PyInstance, name: string, absent = false): boolean {
  const { attributes } = self;
  const value = attributes?.has(name) ? attributes.get(name) : self.cls.lookup(name);
  return value === undefined ? absent : isTrue(value);
}

/** Whether a value is a type of SQLAlchemy: an instance, or a class that stands for one. */
export function isType(value: Value): boolean {
  if (value instanceof PyClass) return value.isSubclassOf(typeEngineClass);
  return value instanceof PyInstance && value.cls.isSubclassOf(typeEngineClass);
}

/** The type object of what may be a class (`sa.Integer`), made by calling it without arguments. */
export function typeInstance(value: Value): PyInstance {
  if (value instanceof PyOpaque) return value.refuse("the column type");
  if (value instanceof PyClass && value.isSubclassOf(typeEngineClass)) {
    return callNow(value) as PyInstance;
  }
  if (value instanceof PyInstance) {
    if (value.cls.isSubclassOf(typeEngineClass)) return value;
    // What is not derived from TypeEngine may still describe itself (`load_dialect_impl`).
  }
  throw sqlalchemyError(
    "ArgumentError",
    `Object ${typeName(value)} is not legal as a SQL type; expected a type such as String(50)`,
  );
}

const objectOf = new WeakMap<SqlType, PyInstance>();

/** The Python object that a type was read from, where one was. */
export function typeObject(type: SqlType): PyInstance | undefined {
  return objectOf.get(type);
}

/** A type as plain data. None is the type of what has none. */
export function sqlType(value: Value): SqlType {
  if (value === null) return nullType;
  const instance = typeInstance(value);
  const type = withOrigin(buildType(instance), instance);
  objectOf.set(type, instance);
  return type;
}

/** The type with what it is written by in a revision, where its class is none of SQLAlchemy. */
function withOrigin(type: SqlType, instance: PyInstance): SqlType {
  const { module } = instance.cls;
  if (module.startsWith("sqlalchemy.") || module === "sqlalchemy") return type;
  // Few ever ask; and the DDL of a type may be one that raises when it is read.
  const origin = {
    module,
    get repr(): string {
      return repr(instance);
    },
  };
  return Object.defineProperties({}, {
    ...Object.getOwnPropertyDescriptors(type),
    origin: { value: origin, enumerable: true },
  }) as SqlType;
}

function buildType(instance: PyInstance): SqlType {
  const variants = instance.native instanceof Map
    ? instance.native as ReadonlyMap<string, PyInstance>
    : null;
  const base = buildPlain(instance);
  if (variants === null || variants.size === 0) return base;
  const forDialects: Record<string, SqlType> = {};
  for (const [dialect, type] of variants) {
    // Types of other databases are never written, so they need not be buildable.
    if (dialect === "postgresql") forDialects[dialect] = sqlType(type);
  }
  return { kind: "variant", base, variants: forDialects };
}

function buildPlain(instance: PyInstance): SqlType {
  const written = writtenByPython(instance);
  if (written !== undefined) return { kind: "custom", ddl: written };
  const family = familyOf(instance.cls);
  if (family !== undefined) return family.build(instance);
  const spec = instance.cls.lookup("get_col_spec");
  if (spec !== undefined) {
    const ddl = runNow(callMethod(instance, "get_col_spec", []));
    if (typeof ddl === "string") return { kind: "custom", ddl };
  }
  return unwritable(instance.cls.name);
}

let writtenByPython: (instance: PyInstance) => string | undefined = () => undefined;

/** Says how `@compiles` functions are found for types (they are registered elsewhere). */
export function setTypeWriter(find: typeof writtenByPython): void {
  writtenByPython = find;
}

/** A type that PostgreSQL does not have: it may be named, but not written. */
export function unwritable(name: string): SqlType {
  return {
    kind: "custom",
    get ddl(): string {
      throw new CommandError(
        "unsupported_type",
        `the type ${name} cannot be written for PostgreSQL`,
        { hint: 'use a type that PostgreSQL has, or with_variant(…, "postgresql")' },
      );
    },
  };
}

/** A copy of an object with the same attributes. */
export function copyInstance(self: PyInstance): PyInstance {
  const copy = new PyInstance(self.cls);
  copy.attributes = self.attributes === null ? null : new Map(self.attributes);
  copy.native = self.native;
  return copy;
}

function withVariant(self: PyInstance, type: Value, dialects: Value[]): PyInstance {
  const copy = copyInstance(self);
  const variants = new Map(self.native instanceof Map ? self.native as Map<string, Value> : []);
  for (const dialect of dialects) {
    if (typeof dialect !== "string") {
      throw sqlalchemyError("ArgumentError", "with_variant() expects the name of a dialect");
    }
    variants.set(dialect, type instanceof PyOpaque ? type : typeInstance(type));
  }
  copy.native = variants;
  return copy;
}
