/** Attributes that `composite()` makes: values of several columns as one object. */
import { nameText } from "../../../../schema/name.ts";
import {
  asString,
  call,
  callMethod,
  callNow,
  collectNow,
  compare,
  type Comparison,
  type Evaluation,
  getAttribute,
  nativeClass,
  type NativeEntry,
  type PyClass,
  PyDict,
  PyInstance,
  runNow,
  setAttribute,
  type Value,
  wait,
} from "../../../runtime/mod.ts";
import { conditionOf } from "../expression/coercion.ts";
import { conjunction } from "../expression/conjunction.ts";
import { element } from "../expression/element.ts";
import { rememberComposed } from "../expression/entities.ts";
import { expressionOf } from "../expression/payload.ts";
import { columnState } from "../schema/column.ts";
import { entityState } from "./entity_state.ts";
import { compositeParts } from "./composite.ts";
import { mapperPropertyClass } from "./mapper_properties.ts";
import type { ClassMapping } from "./mapping.ts";

interface Attribute {
  readonly name: string;
  readonly cls: Value;
  /** The attributes of the parts. */
  readonly parts: readonly string[];
  /** What it is an attribute of: the class, or an alias of it. */
  readonly owner: Value;
}

const attributes = new WeakMap<PyInstance, Attribute>();

/** The object that was made last for an object, and the values that it was made of. */
interface Made {
  readonly values: readonly Value[];
  readonly object: Value;
}

const made = new WeakMap<PyInstance, Map<string, Made>>();

function madeFor(instance: PyInstance): Map<string, Made> {
  let own = made.get(instance);
  if (own === undefined) made.set(instance, own = new Map());
  return own;
}

function* read(instance: PyInstance, { name, cls, parts }: Attribute): Evaluation {
  const values: Value[] = [];
  for (const part of parts) values.push(yield* wait(getAttribute(instance, part)));
  const known = madeFor(instance).get(name);
  if (known !== undefined && known.values.every((value, index) => value === values[index])) {
    return known.object;
  }
  // A new object without any of them has none.
  const isNew = entityState(instance).identity === null;
  if (isNew && values.every((value) => value === null)) return null;
  const object = yield* wait(call(cls, values));
  madeFor(instance).set(name, { values, object });
  return object;
}

function* write(instance: PyInstance, { name, parts }: Attribute, value: Value): Evaluation {
  const values = value === null ? parts.map(() => null) : valuesOf(value);
  for (const [index, part] of parts.entries()) {
    yield* wait(setAttribute(instance, part, values[index] ?? null));
  }
  if (value === null) madeFor(instance).delete(name);
  else madeFor(instance).set(name, { values, object: value });
  return null;
}

/** The values that an object stands for: `__composite_values__()`, or the fields of a dataclass. */
function valuesOf(value: Value): readonly Value[] {
  const cls = value instanceof PyInstance ? value.cls : null;
  const fields = cls?.lookup("__dataclass_fields__");
  if (cls?.lookup("__composite_values__") === undefined && fields instanceof PyDict) {
    return [...fields.entries()].map(([name]) => runNow(getAttribute(value, asString(name) ?? "")));
  }
  return collectNow(runNow(callMethod(value, "__composite_values__")));
}

function compared(operator: Comparison): NativeEntry {
  return ["other", (self: PyInstance, other: Value) => {
    const { owner, parts } = attributes.get(self)!;
    const values = other === null ? parts.map(() => null) : valuesOf(other);
    return element(conjunction(parts.map((part, index) => {
      const column = runNow(getAttribute(owner, part));
      return conditionOf(runNow(compare(operator, column, values[index] ?? null)));
    })));
  }];
}

/** `CompositeProperty` on the class; on an object, the object that its columns make. */
const compositeClass: PyClass = nativeClass({
  name: "Composite",
  module: "sqlalchemy.orm.descriptor_props",
  bases: [mapperPropertyClass],
  methods: {
    __get__: [
      "instance, owner=None",
      (self: PyInstance, instance: Value, owner: Value) => {
        const attribute = attributes.get(self)!;
        if (instance instanceof PyInstance) return read(instance, attribute);
        return owner instanceof PyInstance ? attributeFor({ ...attribute, owner }) : self;
      },
    ],
    __set__: [
      "instance, value",
      (self: PyInstance, instance: PyInstance, value: Value) =>
        write(instance, attributes.get(self)!, value),
    ],
    __eq__: compared("Eq"),
    __ne__: compared("NotEq"),
    __lt__: compared("Lt"),
    __le__: compared("LtE"),
    __gt__: compared("Gt"),
    __ge__: compared("GtE"),
  },
});

function attributeFor(attribute: Attribute): PyInstance {
  const object = new PyInstance(compositeClass);
  attributes.set(object, attribute);
  rememberComposed(object, () => ({
    name: attribute.name,
    columns: attribute.parts.map((part) =>
      expressionOf(runNow(getAttribute(attribute.owner, part)))
    ),
    make: (values) => callNow(attribute.cls, values),
  }));
  return object;
}

/** Puts the attribute on its class. */
export function defineComposite(
  mapping: ClassMapping,
  name: string,
  property: PyInstance,
): boolean {
  const found = compositeParts(property);
  if (found === undefined) return false;
  const parts = found.parts.map((part) => {
    const text = asString(part);
    if (text !== null) return text;
    const state = columnState(part);
    const [attribute] = [...mapping.allColumns()].find(([, own]) => columnState(own) === state) ??
      [nameText(state?.name ?? "")];
    return attribute;
  });
  const attribute = attributeFor({ name, cls: found.cls, parts, owner: mapping.cls });
  attribute.native = property.native;
  mapping.cls.define(name, attribute);
  return true;
}
