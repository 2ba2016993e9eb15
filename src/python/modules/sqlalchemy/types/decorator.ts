import type { SqlType } from "../../../../schema/types.ts";
import {
  call,
  callMethod,
  getAttribute,
  type Keywords,
  missingAttribute,
  nativeClass,
  type Outcome,
  PyClass,
  PyInstance,
  PyNativeFunction,
  PyOpaque,
  raise,
  runNow,
  type Value,
  wait,
} from "../../../runtime/mod.ts";
import { dialectObject } from "../engine/dialect_object.ts";
import {
  argumentsRepr,
  familyOf,
  isType,
  sqlType,
  typeEngineClass,
  typeInstance,
  unwritable,
} from "./engine.ts";
import { largeBinaryClass } from "./generic.ts";

/** `impl`: the type that a decorator stands for, made with the arguments of the decorator. */
function makeImpl(self: PyInstance, args: readonly Value[], keywords: Keywords): Outcome {
  const impl = self.cls.lookup("impl");
  if (impl === undefined || impl === null) {
    throw raise(
      "AttributeError",
      "TypeDecorator implementations require a class-level variable 'impl' which refers to the " +
        "class of type being decorated",
    );
  }
  if (impl instanceof PyClass) return call(impl, args, keywords);
  return impl;
}

function implOf(self: PyInstance): Value {
  const own = self.attributes?.get("impl");
  if (own !== undefined) return own;
  const impl = self.cls.lookup("impl") ?? null;
  if (impl instanceof PyOpaque) return impl.refuse("the column type");
  return impl;
}

function buildDecorator(self: PyInstance): SqlType {
  const load = self.cls.lookup("load_dialect_impl");
  const impl = load instanceof PyNativeFunction || load === undefined
    ? implOf(self)
    : runNow(callMethod(self, "load_dialect_impl", [dialectObject()]));
  if (impl instanceof PyOpaque) return impl.refuse("the column type");
  if (!isType(impl)) return unwritable(self.cls.name);
  const instance = typeInstance(impl);
  if (instance === self) return unwritable(self.cls.name);
  const type = sqlType(instance);
  return type.kind === "variant" ? type.variants["postgresql"] ?? type.base : { ...type };
}

/** `TypeDecorator[dict]`: what a type says about its values in Python means nothing to SQL. */
const generic: NonNullable<Parameters<typeof nativeClass>[0]["classMethods"]> = {
  __class_getitem__: ["item, /", (cls: PyClass) => cls],
};

/** `sqlalchemy.types.TypeDecorator`. */
export const typeDecoratorClass: PyClass = nativeClass({
  name: "TypeDecorator",
  module: "sqlalchemy.types",
  bases: [typeEngineClass],
  classMethods: generic,
  init: ["*args, **kwargs", function* (self: PyInstance, args: Value[], kw: Map<string, Value>) {
    const impl = yield* wait(makeImpl(self, args, kw.size === 0 ? null : kw));
    (self.attributes ??= new Map()).set("impl", impl);
    return null;
  }],
  methods: {
    __repr__: ["", (self: PyInstance) => {
      const impl = implOf(self);
      return argumentsRepr(self, impl instanceof PyInstance ? impl : self);
    }],
    load_dialect_impl: ["dialect", (self: PyInstance) => implOf(self)],
    process_bind_param: ["value, dialect", (_self: PyInstance, value: Value) => value],
    process_literal_param: ["value, dialect", (_self: PyInstance, value: Value) => value],
    process_result_value: ["value, dialect", (_self: PyInstance, value: Value) => value],
    __getattr__: ["name", (self: PyInstance, name: string) => {
      const impl = name === "impl" ? null : implOf(self);
      if (name === "impl_instance") return impl;
      if (impl === null) throw missingAttribute(self, name);
      return getAttribute(impl, name);
    }],
  },
});
typeDecoratorClass.native = { build: buildDecorator };

/** Whether a type changes values on their way into the database by code of its own. */
export function bindsThroughPython(self: PyInstance): boolean {
  const method = self.cls.lookup("process_bind_param");
  return method !== undefined && !(method instanceof PyNativeFunction);
}

/** `process_bind_param` of a type that has one; other values are left as they are. */
export function bindValue(self: PyInstance | undefined, value: Value): Value {
  if (self === undefined || !bindsThroughPython(self)) return value;
  return runNow(callMethod(self, "process_bind_param", [value, dialectObject()]));
}

/** `process_result_value` of a type that has one. */
export function resultValue(self: PyInstance | undefined, value: Value): Value {
  if (self === undefined) return value;
  const method = self.cls.lookup("process_result_value");
  if (method === undefined || method instanceof PyNativeFunction) return value;
  return runNow(callMethod(self, "process_result_value", [value, dialectObject()]));
}

/** `sqlalchemy.types.UserDefinedType`: `get_col_spec` of the derived class gives its SQL. */
export const userDefinedTypeClass: PyClass = nativeClass({
  name: "UserDefinedType",
  module: "sqlalchemy.types",
  bases: [typeEngineClass],
  classMethods: generic,
});

/** `sqlalchemy.PickleType`: bytes. */
export const pickleTypeClass: PyClass = nativeClass({
  name: "PickleType",
  module: "sqlalchemy.sql.sqltypes",
  bases: [typeDecoratorClass],
  init: ["protocol=5, pickler=None, comparator=None, impl=None", (self: PyInstance) => {
    (self.attributes ??= new Map()).set("impl", runNow(call(largeBinaryClass)));
  }],
});
pickleTypeClass.native = familyOf(largeBinaryClass);
