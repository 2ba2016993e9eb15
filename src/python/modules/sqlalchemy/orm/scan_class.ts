import { PyUnresolvedAnnotation } from "../../../runtime/annotation.ts";
import {
  getAttribute,
  type PyClass,
  PyDict,
  PyInstance,
  PyOpaque,
  PyTuple,
  running,
  runNow,
  UnsupportedConstructError,
  type Value,
} from "../../../runtime/mod.ts";
import { sqlalchemyError } from "../exc.ts";
import { columnState } from "../schema/column.ts";
import { annotatedParts, annotationsOf, isClassVariable } from "../../annotations.ts";
import { isMapped, mappedType } from "./annotation.ts";
import { checkAnnotation } from "./check_mapping.ts";
import { declaredAttr } from "./declared_attr.ts";
import { instrumentedAttributeClass } from "./instrument.ts";
import { copyColumn, mappedColumn } from "./mapped_column.ts";
import { mapperPropertyOf, mappingOf } from "./mapping.ts";

/** What a class and its mixins say of its table, before there is one. */
export interface ScannedClass {
  readonly tableName: Value;
  readonly tableArguments: Value;
  /** Attributes in the order in which SQLAlchemy collects them. */
  readonly attributes: ReadonlyMap<string, Value>;
  /** The annotations `Mapped[…]` by attribute, with the class that they stand in. */
  readonly annotations: ReadonlyMap<
    string,
    { readonly annotation: Value; readonly owner: PyClass }
  >;
}

const DIRECTIVES = new Set(["__table__", "__mapper_args__", "__tablename__", "__table_args__"]);

/**
 * Collects what is mapped of a class: its own attributes first, then those of each mixin and abstract class above it, in
 * the order of method resolution; what a mapped class above has is that class's own. Columns of mixins are
 * copied for the class, `declared_attr` functions are called with it.
 */
export function scanClass(cls: PyClass): ScannedClass {
  const attributes = new Map<string, Value>();
  const annotations = new Map<string, { annotation: Value; owner: PyClass }>();
  const isFixed = cls.namespace.has("__table__");
  let tableName: Value = null;
  let tableArguments: Value = null;
  let inheritsArguments = false;

  const annotate = (name: string, annotation: Value | undefined, owner: PyClass) => {
    if (annotation === undefined || annotations.has(name) || !isMapped(annotation, owner)) return;
    annotations.set(name, { annotation, owner });
  };
  const copies = new Map<PyClass, ReadonlyMap<string, Value>>();
  // Copies of columns become attributes of the class, but are not its own.
  const ownNames = namesOf(cls);
  const ownKeys = new Set(cls.namespace.keys());
  for (const base of cls.mro) {
    if (base === cls || isMappedAbove(base)) continue;
    copies.set(base, copyColumns(cls, base, isFixed, annotate));
  }
  for (const base of cls.mro) {
    const mapped = base !== cls && isMappedAbove(base);
    for (const [name, column] of copies.get(base) ?? []) {
      // A key that is there keeps its place.
      attributes.set(name, column);
    }
    for (const name of base === cls ? ownNames : namesOf(base)) {
      const value = base.namespace.get(name);
      if (name === "__tablename__") {
        if (isEmpty(tableName) && (!mapped || declaredAttr(value ?? null) !== undefined)) {
          tableName = directive(cls, name);
        }
      } else if (name === "__table_args__") {
        if (isEmpty(tableArguments) && (!mapped || declaredAttr(value ?? null) !== undefined)) {
          tableArguments = directive(cls, name);
          if (base !== cls) inheritsArguments = true;
        }
      } else if (DIRECTIVES.has(name) || mapped) continue;
      else if (base === cls) {
        // An annotation alone does not take the place of a mixin's column.
        if (value !== undefined && !ownKeys.has(name)) continue;
        collectOwn(cls, name, value, isFixed, attributes, annotate);
      } else collectInherited(cls, base, name, value, attributes, annotate);
    }
  }
  if (inheritsArguments && isEmpty(tableName)) tableArguments = null;
  return { tableName, tableArguments, attributes, annotations };
}

/** Whether a class is mapped, so that its attributes are columns of its own table. */
function isMappedAbove(cls: PyClass): boolean {
  return mappingOf(cls) !== undefined;
}

type Annotate = (name: string, annotation: Value | undefined, owner: PyClass) => void;

function collectOwn(
  cls: PyClass,
  name: string,
  value: Value | undefined,
  isFixed: boolean,
  attributes: Map<string, Value>,
  annotate: Annotate,
): void {
  const annotation = annotationsOf(cls).get(name);
  annotate(name, annotation, cls);
  if (annotation !== undefined && !isFixed) checkAnnotation(cls, name, annotation, value ?? null);
  if (value !== undefined && value !== null) {
    attributes.set(name, value);
    return;
  }
  if (isFixed || annotation === undefined) return;
  refuseUnknown(cls, name, annotation);
  if (isClassVariable(annotation) || !isMapped(annotation, cls)) return;
  attributes.set(name, propertyInAnnotation(annotation, cls) ?? mappedColumn([], new Map()));
}

/** `Mapped[Annotated[X, relationship(…)]]` has the property in its annotation. */
function propertyInAnnotation(annotation: Value, cls: PyClass): Value | undefined {
  if (annotation instanceof PyUnresolvedAnnotation) return undefined;
  const parts = annotatedParts(mappedType(annotation, cls) ?? null) ?? [];
  return parts.slice(1).find((part) => mapperPropertyOf(part) !== undefined);
}

function collectInherited(
  cls: PyClass,
  base: PyClass,
  name: string,
  value: Value | undefined,
  attributes: Map<string, Value>,
  annotate: Annotate,
): void {
  const given = value ?? null;
  if (columnState(given) !== undefined) return;
  if (mapperPropertyOf(given) !== undefined) {
    throw sqlalchemyError(
      "InvalidRequestError",
      "Mapper properties (i.e. deferred,column_property(), relationship(), etc.) must be declared as " +
        "@declared_attr callables on declarative mixin classes.  For dataclass field() objects, use a lambda:",
    );
  }
  const declared = declaredAttr(given);
  if (declared === undefined) {
    if (given instanceof PyOpaque) refuseUnknown(cls, name, given);
    return;
  }
  if (declared.cascading) {
    if (cls.namespace.has(name)) return;
    const made = runNow(getAttribute(cls, name));
    cls.define(name, made);
    attributes.set(name, made);
  } else {
    const made = runNow(getAttribute(cls, name));
    // What a mapped class above has made of it already is that class's column.
    if (made instanceof PyInstance && made.cls === instrumentedAttributeClass) return;
    attributes.set(name, made);
  }
  const returns = annotationsOfFunction(declared.fn).get("return");
  annotate(name, returns, base);
}

function annotationsOfFunction(fn: Value): ReadonlyMap<string, Value> {
  if (typeof fn !== "object" || fn === null || !("annotations" in fn)) return new Map();
  const make = fn.annotations as () => PyDict;
  try {
    return new Map([...make().entries()].map(([key, value]) => [String(key), value]));
  } catch {
    // Names of checkers alone: the column says its type itself then, or the mapping fails for the want of one.
    return new Map();
  }
}

/** Copies of the columns of a mixin, which become attributes of the class. */
function copyColumns(
  cls: PyClass,
  base: PyClass,
  isFixed: boolean,
  annotate: Annotate,
): ReadonlyMap<string, Value> {
  const found = new Map<string, Value>();
  const annotations = annotationsOf(base);
  for (const name of namesOf(base)) {
    const value = base.namespace.get(name) ?? null;
    const annotation = annotations.get(name);
    const mapped = annotation !== undefined && isMapped(annotation, base);
    if (value === null) {
      if (isFixed || annotation === undefined) continue;
      refuseUnknown(cls, name, annotation);
      if (!mapped || (cls.lookup(name) ?? null) !== null) continue;
      annotate(name, annotation, base);
      const made = propertyInAnnotation(annotation, base) ?? mappedColumn([], new Map());
      found.set(name, made);
      cls.define(name, made);
    } else if (columnState(value) !== undefined) {
      if (cls.lookup(name) !== value) continue;
      annotate(name, annotation, base);
      if (cls.namespace.has(name) || isFixed && tableHas(cls, name, value)) continue;
      const copy = copyColumn(value as PyInstance);
      found.set(name, copy);
      cls.define(name, copy);
    }
  }
  return found;
}

function tableHas(cls: PyClass, name: string, column: Value): boolean {
  const table = cls.namespace.get("__table__") as PyInstance;
  const state = columnState(column)!;
  const columns = (table.native as { columns?(): ReadonlyMap<string, unknown> }).columns?.();
  const text = typeof state.name === "string" ? state.name : state.name.name;
  return columns?.has(text === "" ? name : text) ?? false;
}

/** The value of a directive such as `__tablename__`, asked of the class. */
function directive(cls: PyClass, name: string): Value {
  const value = runNow(getAttribute(cls, name));
  if (value instanceof PyOpaque) return value.refuse(`the ${name} of ${cls.name}`);
  if (value instanceof PyTuple) {
    const unknown = value.items.find((item) => item instanceof PyOpaque);
    if (unknown instanceof PyOpaque) return unknown.refuse(`the ${name} of ${cls.name}`);
  }
  return value;
}

function isEmpty(value: Value): boolean {
  return value === null || value === "" || value instanceof PyTuple && value.items.length === 0 ||
    value instanceof PyDict && value.size === 0;
}

/** Where all tables must be known, an attribute that is not known may be a column that would be missing. */
export function refuseUnknown(cls: PyClass, name: string, value: Value): void {
  if (!(value instanceof PyOpaque) || value.isDecorated || !running().completeTables) return;
  if (columnState(cls.lookup(name) ?? null) !== undefined) return;
  // `model_config = ConfigDict(…)`, `_x = PrivateAttr(…)`: pydantic makes no columns.
  if (/^pydantic\./.test(value.path)) return;
  const { message, hint } = value.error("the value");
  throw new UnsupportedConstructError(
    value.origin.construct,
    `'${name}' of the mapped class ${cls.name} may be a column: ${message}`,
    { hint },
  );
}

/**
 * The attributes of a class as SQLAlchemy goes through them: those with a value and those with an annotation, merged in
 * an order that keeps to both where it can.
 */
function namesOf(cls: PyClass): readonly string[] {
  const isWanted = (name: string) => DIRECTIVES.has(name) || !/^(_sa_|__)/.test(name);
  const annotated = [...annotationsOf(cls).keys()];
  return mergeOrders([...cls.namespace.keys()], annotated).filter(isWanted);
}

/**
 * Takes from one list up to a name that both have, then goes on with the other, and so on; what both have comes where it
 * is met for the first time.
 */
export function mergeOrders(first: readonly string[], second: readonly string[]): string[] {
  const shared = new Set(second.filter((name) => first.includes(name)));
  const merged: string[] = [];
  let [current, other] = [first, second];
  let [at, otherAt] = [0, 0];
  for (;;) {
    if (at >= current.length) return [...merged, ...other.slice(otherAt)];
    const name = current[at++]!;
    if (shared.delete(name)) {
      [current, other] = [other, current];
      [at, otherAt] = [otherAt, at];
    } else merged.push(name);
  }
}
