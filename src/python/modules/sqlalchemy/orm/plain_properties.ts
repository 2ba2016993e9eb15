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
import { asExpression } from "../expression/payload.ts";
import { mapperPropertyClass } from "./mapper_properties.ts";
import { mapperPropertyOf } from "./mapping.ts";

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

/** What objects have no value for; the class shows the expression, or what it was given. */
const refusedClass: PyClass = nativeClass({
  name: "MapperProperty",
  module: "sqlalchemy.orm.interfaces",
  bases: [mapperPropertyClass],
  methods: {
    __get__: [
      "instance, owner=None",
      (self: PyInstance, instance: Value) =>
        instance instanceof PyInstance ? refuse(self, instance) : shown(self),
    ],
    __set__: [
      "instance, value",
      (self: PyInstance, instance: PyInstance) => refuse(self, instance),
    ],
  },
});

function shown(self: PyInstance): Value {
  const { kind, args: [first = null] } = mapperPropertyOf(self)!;
  return kind === "column_property" && asExpression(first) !== undefined ? first : self;
}

function refuse(self: PyInstance, { cls }: PyInstance): never {
  const { kind } = mapperPropertyOf(self)!;
  throw new UnsupportedConstructError(
    kind,
    `an attribute of an object of ${cls.name} that is made by ${kind}() cannot be evaluated`,
    { hint: "use the columns behind it" },
  );
}

const CLASSES: Readonly<Record<string, PyClass>> = {
  synonym: synonymClass,
  column_property: refusedClass,
  query_expression: refusedClass,
  composite: refusedClass,
  association_proxy: refusedClass,
};

/** Puts such an attribute on a class; false where the property is of another kind. */
export function defineProperty(cls: PyClass, name: string, property: PyInstance): boolean {
  const { kind } = mapperPropertyOf(property)!;
  const own = CLASSES[kind];
  if (own === undefined) return false;
  const attribute = new PyInstance(own);
  attribute.native = property.native;
  cls.define(name, attribute);
  return true;
}
