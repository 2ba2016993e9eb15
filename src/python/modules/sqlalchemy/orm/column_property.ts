/** `column_property(expression)`: a value that the database computes with the row. */
import { nativeClass, type PyClass, PyInstance, type Value } from "../../../runtime/mod.ts";
import { columnElementClass } from "../expression/classes.ts";
import { rememberName } from "../expression/entities.ts";
import { propertyExpression } from "./entity_columns.ts";
import type { ClassMapping } from "./mapping.ts";
import { readLoaded } from "./read_attribute.ts";

interface Attribute {
  readonly mapping: ClassMapping;
  readonly name: string;
}

const attributes = new WeakMap<PyInstance, Attribute>();

/** The expression on the class; on an object, its value. */
const columnPropertyClass: PyClass = nativeClass({
  name: "InstrumentedAttribute",
  module: "sqlalchemy.orm.attributes",
  bases: [columnElementClass],
  methods: {
    __get__: ["instance, owner=None", (self: PyInstance, instance: Value) => {
      if (!(instance instanceof PyInstance)) return self;
      const { mapping, name } = attributes.get(self)!;
      return readLoaded(instance, mapping, name);
    }],
    // It stays with the object until its row is read again, and is never written.
    __set__: ["instance, value", (self: PyInstance, instance: PyInstance, value: Value) => {
      (instance.attributes ??= new Map()).set(attributes.get(self)!.name, value);
    }],
  },
});

/** Puts the attribute on its class; false where the property is a column. */
export function defineColumnProperty(
  mapping: ClassMapping,
  name: string,
  property: PyInstance,
): boolean {
  const expression = propertyExpression(property);
  if (expression === undefined) return false;
  const attribute = new PyInstance(columnPropertyClass);
  // As what it stands for, and as the property that the mapper knows.
  attribute.native = expression;
  attributes.set(attribute, { mapping, name });
  rememberName(attribute, name);
  mapping.cls.define(name, attribute);
  return true;
}
