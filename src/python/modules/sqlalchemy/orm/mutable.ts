/** `sqlalchemy.ext.mutable`: values of columns that tell their objects when they are changed. */
import {
  call,
  callMethod,
  dictClass,
  type Evaluation,
  isInstance,
  listClass,
  nativeClass,
  type NativeEntry,
  PyClass,
  PyDict,
  type PyInstance,
  PyList,
  PySet,
  raise,
  runNow,
  setClass,
  typeName,
  type Value,
  wait,
} from "../../../runtime/mod.ts";
import { typeInstance } from "../types/engine.ts";
import { markChanged } from "./entity_state.ts";

/** Which class tracks the values of a type: of one object that is a type, or of a class of types. */
const byType = new WeakMap<PyInstance | PyClass, PyClass>();

/** The class that tracks the values of columns of a type; `null` where none does. */
export function trackingClass(type: PyInstance | null): PyClass | null {
  if (type === null) return null;
  const found = byType.get(type);
  if (found !== undefined) return found;
  for (const cls of type.cls.mro) {
    const associated = byType.get(cls);
    if (associated !== undefined) return associated;
  }
  return null;
}

/** The objects whose attributes hold a value. */
const owners = new WeakMap<object, Map<PyInstance, string>>();

/** The value of an attribute as one that tells of its changes. */
export function tracked(cls: PyClass, owner: PyInstance, name: string, value: Value): Value {
  if (value === null) return null;
  const own = isInstance(value, cls) ? value : runNow(callMethod(cls, "coerce", [name, value]));
  if (typeof own !== "object" || own === null) return own;
  const known = owners.get(own);
  if (known === undefined) owners.set(own, new Map([[owner, name]]));
  else known.set(owner, name);
  return own;
}

/** `value.changed()`: the attributes that hold the value count as changed. */
function changed(value: Value): void {
  for (const [owner, name] of owners.get(value as object) ?? []) {
    if (owner.attributes?.get(name) === value) markChanged(owner, name);
  }
}

const mutableClass: PyClass = nativeClass({
  name: "Mutable",
  module: "sqlalchemy.ext.mutable",
  methods: { changed: ["", (self: Value) => changed(self)] },
  classMethods: {
    as_mutable: ["sqltype", (cls: PyClass, type: Value) => {
      const instance = typeInstance(type);
      byType.set(instance, cls);
      return instance;
    }],
    associate_with: ["sqltype", (cls: PyClass, type: Value) => {
      byType.set(type instanceof PyClass ? type : typeInstance(type).cls, cls);
    }],
    coerce: ["key, value", (_cls: PyClass, key: string, value: Value) => refuse(key, value)],
    __class_getitem__: ["item, /", (cls: PyClass) => cls],
  },
});

function refuse(key: string, value: Value): never {
  throw raise(
    "ValueError",
    `Attribute '${key}' does not accept objects of type <class '${typeName(value)}'>`,
  );
}

/** Operators that are methods with another name. */
const inPlace: Readonly<Record<string, string>> = {
  __iadd__: "extend",
  __ior__: "update",
  __iand__: "intersection_update",
  __isub__: "difference_update",
  __ixor__: "symmetric_difference_update",
};

/** The methods of a class of containers that change it, each with the news of the change. */
function telling(base: PyClass, names: string): Readonly<Record<string, NativeEntry>> {
  return Object.fromEntries(
    names.split(" ").map((name) => {
      const method = function* (
        self: Value,
        args: readonly Value[],
        kw: ReadonlyMap<string, Value>,
      ): Evaluation {
        const own = base.lookup(inPlace[name] ?? name)!;
        const result = yield* wait(call(own, [self, ...args], kw.size === 0 ? null : kw));
        changed(self);
        return name in inPlace ? self : result;
      };
      return [name, ["*args, **kw", method]] as const;
    }),
  );
}

function tracking(
  name: string,
  base: PyClass,
  layout: "dict" | "list" | "set",
  isPlain: (value: Value) => boolean,
  methods: Readonly<Record<string, NativeEntry>>,
): PyClass {
  return nativeClass({
    name,
    module: "sqlalchemy.ext.mutable",
    bases: [mutableClass, base],
    layout,
    methods,
    classMethods: {
      coerce: [
        "key, value",
        (cls: PyClass, key: string, value: Value) =>
          isPlain(value) ? call(cls, [value]) : refuse(key, value),
      ],
    },
  });
}

/** The classes by name. */
export const mutableClasses: Readonly<Record<string, PyClass>> = {
  Mutable: mutableClass,
  MutableDict: tracking(
    "MutableDict",
    dictClass,
    "dict",
    (value) => value instanceof PyDict,
    telling(dictClass, "__setitem__ __delitem__ setdefault update pop popitem clear __ior__"),
  ),
  MutableList: tracking(
    "MutableList",
    listClass,
    "list",
    (value) => value instanceof PyList,
    telling(
      listClass,
      "__setitem__ __delitem__ __iadd__ append extend insert pop remove clear sort reverse",
    ),
  ),
  MutableSet: tracking(
    "MutableSet",
    setClass,
    "set",
    (value) => value instanceof PySet,
    telling(
      setClass,
      "add remove discard pop clear update intersection_update difference_update " +
        "symmetric_difference_update __ior__ __iand__ __isub__ __ixor__",
    ),
  ),
};
