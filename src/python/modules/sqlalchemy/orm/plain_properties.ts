/** Attributes of mapped classes that are neither columns nor relationships. */
import {
  asString,
  getAttribute,
  nativeClass,
  PyClass,
  PyInstance,
  setAttribute,
  UnsupportedConstructError,
  type Value,
} from "../../../runtime/mod.ts";
import { defineColumnProperty } from "./column_property.ts";
import { defineComposite } from "./composite_value.ts";
import { mapperPropertyClass } from "./mapper_properties.ts";
import { type ClassMapping, mapperPropertyOf } from "./mapping.ts";

/** `synonym("other")`: another name of an attribute. */
const synonymClass: PyClass = nativeClass({
  name: "SynonymProperty",
  module: "sqlalchemy.orm.descriptor_props",
  bases: [mapperPropertyClass],
  methods: {
    __get__: [
      "instance, owner=None",
      (self: PyInstance, instance: Value, owner: Value) =>
        getAttribute(instance ?? owner, targetOf(self)),
    ],
    __set__: [
      "instance, value",
      (self: PyInstance, instance: Value, value: Value) =>
        setAttribute(instance, targetOf(self), value),
    ],
  },
});

function targetOf(self: PyInstance): string {
  const { args, keywords } = mapperPropertyOf(self)!;
  return asString(args[0] ?? keywords.get("name") ?? null) ?? "";
}

/** `query_expression()`, which has a value only where a query gives it one. */
const refusedClass: PyClass = nativeClass({
  name: "MapperProperty",
  module: "sqlalchemy.orm.interfaces",
  bases: [mapperPropertyClass],
  methods: {
    __get__: [
      "instance, owner=None",
      (self: PyInstance, instance: Value, owner: Value) =>
        refuse(self, instance instanceof PyInstance ? instance.cls : owner as PyClass),
    ],
    __set__: [
      "instance, value",
      (self: PyInstance, instance: PyInstance) => refuse(self, instance.cls),
    ],
  },
});

function refuse(self: PyInstance, cls: PyClass): never {
  const { kind } = mapperPropertyOf(self)!;
  throw new UnsupportedConstructError(
    kind,
    `an attribute of ${cls.name} that is made by ${kind}() cannot be evaluated`,
    { hint: "use the columns behind it" },
  );
}

function define(cls: PyClass, name: string, property: PyInstance, own: PyClass): true {
  const attribute = new PyInstance(own);
  attribute.native = property.native;
  cls.define(name, attribute);
  return true;
}

/** Puts such an attribute on a class; false where the property is of another kind. */
export function defineProperty(mapping: ClassMapping, name: string, property: PyInstance): boolean {
  const { cls } = mapping;
  switch (mapperPropertyOf(property)!.kind) {
    case "synonym":
      return define(cls, name, property, synonymClass);
    case "query_expression":
      return define(cls, name, property, refusedClass);
    case "column_property":
      return defineColumnProperty(mapping, name, property);
    case "composite":
      return defineComposite(mapping, name, property);
  }
  return false;
}
