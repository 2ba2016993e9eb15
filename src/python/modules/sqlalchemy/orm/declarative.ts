import {
  andThen,
  asString,
  call,
  callNow,
  type Evaluation,
  frozensetClass,
  nativeClass,
  nativeFunction,
  type Outcome,
  PyClass,
  PyClassMethod,
  PyDict,
  PyInstance,
  PyNativeFunction,
  PySet,
  PyTuple,
  typeClass,
  UnsupportedConstructError,
  type Value,
  wait,
} from "../../../runtime/mod.ts";
import { setGeneric } from "../../../runtime/attributes.ts";
import { metaDataClass } from "../schema/metadata.ts";
import { initialise } from "./initialise.ts";
import { instrument } from "./instrument.ts";
import { assignMapped, mapClass, mapImperatively, registryOf } from "./map_class.ts";
import { mapperOf } from "./inspected.ts";
import { defineDataclass } from "./mapped_dataclass.ts";
import { type ClassMapping, mappingOf, RegistryState, registryState } from "./mapping.ts";

/** What makes objects of mapped classes. */
const constructor_ = new PyNativeFunction("__init__", "**kw", initialise, true);

/** An assignment to a class: a column goes into its table. */
const assignment = ["name, value, /", (self: PyClass, name: Value, value: Value): Outcome => {
  assignMapped(self, asString(name) ?? "", value);
  return andThen(setGeneric(self, asString(name) ?? "", value), (done) => {
    const mapping = mappingOf(self);
    if (mapping !== undefined) instrument(mapping);
    return done;
  });
}] as const;

/** `DeclarativeAttributeIntercept`: the metaclass below `DeclarativeBase`. */
const interceptClass: PyClass = nativeClass({
  name: "DeclarativeAttributeIntercept",
  module: "sqlalchemy.orm.decl_api",
  bases: [typeClass],
  methods: { __setattr__: assignment },
});

/** `DeclarativeMeta`: the metaclass of what `declarative_base()` makes, which maps each class. */
export const declarativeMetaClass: PyClass = nativeClass({
  name: "DeclarativeMeta",
  module: "sqlalchemy.orm.decl_api",
  bases: [interceptClass],
  init: ["classname, bases, dict_, **kw", (cls: PyClass) => {
    const own = registryState(cls.namespace.get("registry") ?? null);
    if (own !== undefined) cls.define("_sa_registry", cls.namespace.get("registry")!);
    const registry = registryOf(cls);
    if (registry !== undefined) mapClass(cls, registry);
  }],
});

function newRegistry(metadata: Value, typeAnnotationMap: Value): PyInstance {
  const object = new PyInstance(registryClass);
  const state = new RegistryState(metadata ?? callNow(metaDataClass), typeAnnotationMap);
  object.native = state;
  object.attributes = new Map<string, Value>([
    ["metadata", state.metadata],
    ["type_annotation_map", typeAnnotationMap],
  ]);
  return object;
}

function mappingsOf(registry: PyInstance): readonly ClassMapping[] {
  return (registry.native as RegistryState).mappings;
}

/** `registry.generate_base(…)`: a class whose subclasses are mapped. */
function generateBase(registry: PyInstance, kw: ReadonlyMap<string, Value>): Outcome {
  const given = kw.get("cls") ?? null;
  const bases = given instanceof PyTuple ? given.items : given === null ? [] : [given];
  const state = registry.native as RegistryState;
  const body = new PyDict();
  body.set("registry", registry);
  body.set("metadata", kw.get("metadata") ?? state.metadata);
  body.set("__abstract__", true);
  body.set("__module__", "sqlalchemy.orm.decl_api");
  const hasOwn = bases.some((base) =>
    base instanceof PyClass && base.lookup("__init__") !== undefined
  );
  if (!hasOwn) body.set("__init__", constructor_);
  const metaclass = kw.get("metaclass") ?? declarativeMetaClass;
  return call(metaclass, [kw.get("name") ?? "Base", new PyTuple(bases), body]);
}

/** Maps a class that derives from no base; the class itself is given back. */
function mapDecorated(registry: PyInstance, cls: Value): Value {
  if (!(cls instanceof PyClass)) return cls;
  const state = registry.native as RegistryState;
  if (cls.lookup("metadata") === undefined) cls.define("metadata", state.metadata);
  if (cls.lookup("__init__") === undefined) cls.define("__init__", constructor_);
  cls.define("_sa_registry", registry);
  mapClass(cls, state);
  return cls;
}

/** `registry(metadata=…, type_annotation_map=…)`. */
export const registryClass: PyClass = nativeClass({
  name: "registry",
  module: "sqlalchemy.orm.decl_api",
  new: [
    "*, metadata=None, class_registry=None, type_annotation_map=None, constructor=None",
    (_cls: Value, metadata: Value, _classes: Value, types: Value) => newRegistry(metadata, types),
  ],
  init: ["*args, **kw", () => {}],
  methods: {
    generate_base: [
      "mapper=None, cls=None, name='Base', metaclass=None",
      (self: PyInstance, _mapper: Value, cls: Value, name: Value, metaclass: Value) =>
        generateBase(self, present({ cls, name, metaclass })),
    ],
    as_declarative_base: [
      "**kw",
      (self: PyInstance, kw: Map<string, Value>) => baseDecorator(self, kw),
    ],
    mapped: ["cls", mapDecorated],
    map_declaratively: ["cls", mapDecorated],
    mapped_as_dataclass: [
      "cls=None, **kw",
      (self: PyInstance, cls: Value, kw: ReadonlyMap<string, Value>) => {
        const made = (given: Value) => {
          if (given instanceof PyClass) defineDataclass(given, kw);
          return mapDecorated(self, given);
        };
        return cls === null ? nativeFunction("mapped_as_dataclass", "cls", made) : made(cls);
      },
    ],
    map_imperatively: [
      "class_, local_table=None, **kw",
      (self: PyInstance, cls: PyClass, table: Value, kw: Map<string, Value>) =>
        mapImperatively(cls, self.native as RegistryState, table, kw),
    ],
    update_type_annotation_map: ["types", (self: PyInstance, types: Value) => {
      const state = self.native as RegistryState;
      const known = state.typeAnnotationMap instanceof PyDict
        ? state.typeAnnotationMap
        : new PyDict();
      if (types instanceof PyDict) {
        for (const [key, value] of types.entries()) known.set(key, value);
      }
      state.typeAnnotationMap = known;
    }],
    configure: ["cascade=False", () => {}],
    dispose: ["cascade=False", () => {}],
  },
  properties: {
    mappers: (self: PyInstance) => new PySet(mappingsOf(self).map(mapperOf), frozensetClass),
    _class_registry: (self: PyInstance) =>
      new PyDict(mappingsOf(self).map(({ cls }): [Value, Value] => [cls.name, cls])),
  },
});

function present(values: Readonly<Record<string, Value>>): ReadonlyMap<string, Value> {
  return new Map(Object.entries(values).filter(([, value]) => value !== null));
}

function baseDecorator(registry: PyInstance, kw: ReadonlyMap<string, Value>): Value {
  return nativeFunction(
    "decorate",
    "cls",
    (cls: PyClass) =>
      generateBase(registry, new Map<string, Value>([...kw, ["cls", cls], ["name", cls.name]])),
  );
}

/** `declarative_base(metadata=…)`. */
export function declarativeBase(kw: ReadonlyMap<string, Value>): Outcome {
  const registry = newRegistry(kw.get("metadata") ?? null, kw.get("type_annotation_map") ?? null);
  return generateBase(registry, kw);
}

/** `as_declarative(metadata=…)`: a decorator that makes a base of a class. */
export function asDeclarative(kw: ReadonlyMap<string, Value>): Value {
  const registry = newRegistry(kw.get("metadata") ?? null, kw.get("type_annotation_map") ?? null);
  return baseDecorator(registry, new Map());
}

/** Goes on to the `__init_subclass__` of the next class. */
function* initNext(after: PyClass, cls: PyClass, kw: Map<string, Value>): Evaluation {
  const next = cls.lookupAfter(after, "__init_subclass__");
  if (!(next instanceof PyClassMethod)) return null;
  return yield* wait(call(next.fn, [cls], kw.size === 0 ? null : kw));
}

/** Makes a class that derives from `DeclarativeBase` directly a base with a registry of its own. */
function setUpBase(cls: PyClass): void {
  const { namespace } = cls;
  const metadata = cls.lookup("metadata") ?? null;
  let registry = namespace.get("registry");
  if (registryState(registry ?? null) === undefined) {
    registry = newRegistry(metadata, namespace.get("type_annotation_map") ?? null);
    cls.define("registry", registry);
  }
  cls.define("_sa_registry", registry!);
  if (metadata === null) cls.define("metadata", registryState(registry!)!.metadata);
  if (cls.lookup("__init__") === undefined) cls.define("__init__", constructor_);
}

function baseClass(name: string, metaclass: PyClass): PyClass {
  const base: PyClass = nativeClass({
    name,
    module: "sqlalchemy.orm.decl_api",
    metaclass,
    classMethods: {
      __init_subclass__: ["**kw", function* (cls: PyClass, kw: Map<string, Value>): Evaluation {
        if (cls.bases.includes(base)) setUpBase(cls);
        else mapClass(cls, registryOf(cls)!);
        return yield* initNext(base, cls, kw);
      }],
    },
  });
  return base;
}

/** `class Base(DeclarativeBase)`: each direct subclass is a base with a MetaData of its own. */
export const declarativeBaseClass: PyClass = baseClass("DeclarativeBase", interceptClass);
/** The same without a metaclass. */
export const declarativeBaseNoMetaClass: PyClass = baseClass("DeclarativeBaseNoMeta", typeClass);

const DATACLASS_OPTIONS = [
  "init",
  "repr",
  "eq",
  "order",
  "unsafe_hash",
  "match_args",
  "kw_only",
  "dataclass_callable",
] as const;

/** `MappedAsDataclass`: its classes are mapped, and made dataclasses then. */
export const mappedAsDataclassClass: PyClass = nativeClass({
  name: "MappedAsDataclass",
  module: "sqlalchemy.orm.decl_api",
  classMethods: {
    __init_subclass__: [
      `${DATACLASS_OPTIONS.map((name) => `${name}=...`).join(", ")}, **kw`,
      function* (
        cls: PyClass,
        ...values: (Value | undefined | Map<string, Value>)[]
      ): Evaluation {
        yield* initNext(mappedAsDataclassClass, cls, values.at(-1) as Map<string, Value>);
        const options = DATACLASS_OPTIONS.map((name, index) => [name, values[index]] as const);
        defineDataclass(
          cls,
          new Map(
            options.filter((option): option is readonly [typeof option[0], Value] =>
              option[1] !== undefined
            ),
          ),
        );
        return null;
      },
    ],
  },
});

/** What needs the mapper. */
export function refuseMapper(name: string): never {
  throw new UnsupportedConstructError(
    `sqlalchemy.orm.${name}`,
    `sqlalchemy.orm.${name} works on mapped classes, which cannot be evaluated`,
    { hint: "use sa.select(), sa.insert(), sa.update() and text() instead" },
  );
}
