/** `MappedAsDataclass`: mapped classes that are made, shown and compared as dataclasses. */
import {
  call,
  callMethod,
  compare,
  type Evaluation,
  getAttribute,
  isTrue,
  notImplemented,
  type Outcome,
  type PyClass,
  PyInstance,
  PyNativeFunction,
  PyTuple,
  repr,
  runNow,
  setAttribute,
  typeError,
  type Value,
  wait,
} from "../../../runtime/mod.ts";
import { bindArguments, type Parameter, type Signature } from "../../../runtime/signature.ts";
import { annotationsOf, isClassVariable } from "../../annotations.ts";
import { instanceStateOf } from "./inspected.ts";
import { instrumentBackrefs } from "./instrument.ts";
import { mappedColumnOptions } from "./mapped_column.ts";
import { type ClassMapping, mapperPropertyOf } from "./mapping.ts";
import { mappingFor } from "./mapping_lookup.ts";

/** What the class, or those above it, say of themselves as dataclasses. */
export type DataclassOptions = ReadonlyMap<string, Value>;

const optionsOf = new WeakMap<PyClass, DataclassOptions>();

/** A field of such a class. */
interface Field {
  readonly name: string;
  readonly init: boolean;
  readonly repr: boolean;
  readonly compare: boolean;
  readonly keywordOnly: boolean;
  /** The value where none is given; undefined where one must be. */
  readonly fallback?: Value;
  /** What makes that value. */
  readonly factory?: Value;
}

/** Makes a class a dataclass; what its fields are is worked out when the first object is made, shown or compared. */
export function defineDataclass(cls: PyClass, given: DataclassOptions): void {
  const above = cls.mro.slice(1).map((base) => optionsOf.get(base)).find((found) => found);
  const options = new Map([...above ?? [], ...given]);
  optionsOf.set(cls, options);
  const isOn = (name: string) => isTrue(options.get(name) ?? true);
  const define = (name: string, signature: string, implementation: Implementation) => {
    const own = cls.namespace.get(name);
    if (own !== undefined && !generated.has(own as object)) return;
    const fn = new PyNativeFunction(name, signature, implementation, true);
    fn.owner = cls;
    generated.add(fn);
    cls.define(name, fn);
  };
  if (isOn("init")) {
    define(
      "__init__",
      "*args, **kw",
      (self: PyInstance, args: Value[], kw: Map<string, Value>) => initialise(cls, self, args, kw),
    );
  }
  if (isOn("repr")) define("__repr__", "", (self: PyInstance) => shown(cls, self));
  if (isOn("eq")) {
    define("__eq__", "other, /", (self: PyInstance, other: Value) => equal(cls, self, other));
  }
}

type Implementation = ConstructorParameters<typeof PyNativeFunction>[2];

const generated = new WeakSet<object>();

const fields = new WeakMap<PyClass, readonly Field[]>();

/** The fields of a class: those of the dataclasses above it first, then its own, as annotations have them. */
function fieldsOf(cls: PyClass): readonly Field[] {
  const known = fields.get(cls);
  if (known !== undefined) return known;
  const mapping = mappingFor(cls);
  const found = new Map<string, Field>();
  for (const base of [...cls.mro].reverse()) {
    const options = optionsOf.get(base);
    if (options === undefined) continue;
    const isKeywordOnly = isTrue(options.get("kw_only") ?? false);
    for (const owner of [base, ...plainMixins(base)]) {
      for (const [name, annotation] of annotationsOf(owner)) {
        if (isClassVariable(annotation) || name.startsWith("__")) continue;
        found.set(name, fieldOf(mapping, base, name, isKeywordOnly));
      }
    }
  }
  const made = [...found.values()];
  fields.set(cls, made);
  return made;
}

/** What a class derives from that is neither mapped nor a dataclass. */
function plainMixins(cls: PyClass): readonly PyClass[] {
  return cls.bases.filter((base) =>
    !base.mro.some((each) => optionsOf.has(each)) && !String(base.module).startsWith("sqlalchemy")
  ).flatMap((base) => base.mro);
}

function fieldOf(
  mapping: ClassMapping | undefined,
  owner: PyClass,
  name: string,
  isKeywordOnly: boolean,
): Field {
  const column = mapping?.allColumns().get(name);
  const property = mapperPropertyOf(mapping?.allProperties().get(name) ?? null);
  const plain = owner.namespace.get(name);
  const keywords = column === undefined
    ? property?.keywords ??
      (plain === undefined ? new Map<string, Value>() : new Map([["default", plain]]))
    : mappedColumnOptions(column)?.dataclass ?? new Map<string, Value>();
  const is = (option: string, usual: boolean) => isTrue(keywords.get(option) ?? usual);
  return {
    name,
    init: is("init", true),
    repr: is("repr", true),
    compare: is("compare", true),
    keywordOnly: is("kw_only", isKeywordOnly),
    fallback: keywords.get("default"),
    factory: keywords.get("default_factory"),
  };
}

function hasDefault({ fallback, factory }: Field): boolean {
  return fallback !== undefined || factory !== undefined;
}

/** How objects of a class are made. */
function signatureOf(cls: PyClass): Signature {
  const taken = fieldsOf(cls).filter(({ init }) => init);
  const parameter = (field: Field): Parameter =>
    hasDefault(field) ? { name: field.name, optional: true } : { name: field.name };
  const positional = taken.filter(({ keywordOnly }) => !keywordOnly);
  const late = positional.find((field, index) =>
    !hasDefault(field) && positional.slice(0, index).some(hasDefault)
  );
  if (late !== undefined) {
    throw typeError(`non-default argument '${late.name}' follows default argument`);
  }
  return {
    positionalOnly: [{ name: "self" }],
    positional: positional.map(parameter),
    variadic: null,
    keywordOnly: taken.filter(({ keywordOnly }) => keywordOnly).map(parameter),
    keywords: null,
  };
}

function* initialise(
  cls: PyClass,
  self: PyInstance,
  args: Value[],
  keywords: Map<string, Value>,
): Evaluation {
  instanceStateOf(self);
  const mapping = mappingFor(self.cls);
  if (mapping !== undefined) instrumentBackrefs(mapping);
  const signature = signatureOf(cls);
  const bound = bindArguments("__init__", signature, [self, ...args], keywords);
  const order = [...signature.positional, ...signature.keywordOnly].map(({ name }) => name);
  for (const { name, fallback, factory } of fieldsOf(cls)) {
    const at = order.indexOf(name);
    let value = at < 0 ? undefined : bound[at + 1] as Value | undefined;
    if (value === undefined && factory !== undefined) value = yield* wait(call(factory));
    if (value === undefined) value = fallback;
    if (value !== undefined) yield* wait(setAttribute(self, name, value));
  }
  if (cls.lookup("__post_init__") !== undefined) yield* wait(callMethod(self, "__post_init__"));
  return null;
}

function valueOf(self: PyInstance, { name }: Field): Value {
  return runNow(getAttribute(self, name));
}

function shown(cls: PyClass, self: PyInstance): Value {
  const parts = fieldsOf(cls).filter((field) => field.repr)
    .map((field) => `${field.name}=${repr(valueOf(self, field))}`);
  return `${self.cls.qualname}(${parts.join(", ")})`;
}

function valuesOf(cls: PyClass, self: PyInstance): PyTuple {
  const compared = fieldsOf(cls).filter((field) => field.compare);
  return new PyTuple(compared.map((field) => valueOf(self, field)));
}

function equal(cls: PyClass, self: PyInstance, other: Value): Outcome {
  if (!(other instanceof PyInstance) || other.cls !== self.cls) return notImplemented;
  return other === self || compare("Eq", valuesOf(cls, self), valuesOf(cls, other));
}
