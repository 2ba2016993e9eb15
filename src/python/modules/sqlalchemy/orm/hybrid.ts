/** `sqlalchemy.ext.hybrid`: attributes of objects that classes have as expressions. */
import {
  andThen,
  asString,
  call,
  nativeClass,
  nativeFunction,
  type Outcome,
  type PyClass,
  PyClassMethod,
  PyInstance,
  raise,
  type Value,
} from "../../../runtime/mod.ts";
import { element } from "../expression/element.ts";
import { rememberLabel } from "../expression/entities.ts";
import { asExpression } from "../expression/payload.ts";

interface Hybrid {
  readonly getter: Value;
  readonly expression: Value;
  readonly setter: Value;
  readonly name: string | null;
}

function changed(self: PyInstance, changes: Partial<Hybrid>): PyInstance {
  const copy = new PyInstance(self.cls);
  copy.native = { ...self.native as Hybrid, ...changes };
  return copy;
}

function functionOf(value: Value): Value {
  return value instanceof PyClassMethod ? value.fn : value;
}

/** What the function of a class gives, under the name of the attribute. */
function onClass(self: PyInstance, owner: Value): Outcome {
  const { expression, name } = self.native as Hybrid;
  return andThen(call(expression, [owner]), (value) => {
    const found = asExpression(value);
    if (found === undefined || name === null || found.kind === "label") return value;
    const object = element(found);
    rememberLabel(object, name);
    return object;
  });
}

/** `hybrid_property`: a property of objects; on a class it is the function's value for that class. */
const hybridPropertyClass: PyClass = nativeClass({
  name: "hybrid_property",
  module: "sqlalchemy.ext.hybrid",
  init: ["fget, fset=None, *args, **kw", (self: PyInstance, getter: Value, setter: Value) => {
    self.native = { getter, expression: getter, setter, name: null } satisfies Hybrid;
  }],
  methods: {
    __get__: [
      "instance, owner=None",
      (self: PyInstance, instance: Value, owner: Value) =>
        instance === null ? onClass(self, owner) : call((self.native as Hybrid).getter, [instance]),
    ],
    __set__: ["instance, value", (self: PyInstance, instance: Value, value: Value) => {
      const { setter } = self.native as Hybrid;
      if (setter === null) throw raise("AttributeError", "can't set attribute");
      return andThen(call(setter, [instance, value]), () => null);
    }],
    __set_name__: ["owner, name", (self: PyInstance, _owner: Value, name: Value) => {
      self.native = { ...self.native as Hybrid, name: asString(name) };
    }],
    expression: [
      "fn",
      (self: PyInstance, fn: Value) => changed(self, { expression: functionOf(fn) }),
    ],
    setter: ["fn", (self: PyInstance, fn: Value) => changed(self, { setter: fn })],
    ...Object.fromEntries(
      ["deleter", "comparator", "update_expression", "bulk_dml"].map((name) =>
        [name, ["fn", (self: PyInstance) => self]] as const
      ),
    ),
  },
  properties: { inplace: (self: PyInstance) => self, overrides: (self: PyInstance) => self },
});

/** `hybrid_method`: a method of objects; on a class, that of `expression`, or the same. */
const hybridMethodClass: PyClass = nativeClass({
  name: "hybrid_method",
  module: "sqlalchemy.ext.hybrid",
  init: ["func, expr=None", (self: PyInstance, fn: Value, expression: Value) => {
    self.native = { getter: fn, expression: expression ?? fn };
  }],
  methods: {
    __get__: ["instance, owner=None", (self: PyInstance, instance: Value, owner: Value) => {
      const { getter, expression } = self.native as Hybrid;
      const fn = instance === null ? expression : getter;
      return nativeFunction(
        "hybrid_method",
        "*args, **kw",
        (args: Value[], kw: Map<string, Value>) => call(fn, [instance ?? owner, ...args], kw),
      );
    }],
    expression: [
      "expr",
      (self: PyInstance, fn: Value) => changed(self, { expression: functionOf(fn) }),
    ],
  },
  properties: { inplace: (self: PyInstance) => self },
});

/** `Comparator`: operators of one's own, which hybrids cannot be given here. */
const comparatorClass: PyClass = nativeClass({
  name: "Comparator",
  module: "sqlalchemy.ext.hybrid",
  classMethods: { __class_getitem__: ["item, /", (cls: PyClass) => cls] },
});

/** The names of the module. */
export const hybrids: Readonly<Record<string, Value>> = {
  hybrid_property: hybridPropertyClass,
  hybrid_method: hybridMethodClass,
  Comparator: comparatorClass,
};
