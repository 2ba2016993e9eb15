import { runNow } from "../runtime/call.ts";
import type { PyClass } from "../runtime/class.ts";
import { nativeClass } from "../runtime/native.ts";
import { asString, PyInstance, PyTuple } from "../runtime/objects.ts";
import { setTypeParameterMaker } from "../runtime/type_parameters.ts";
import { type Outcome, PyObject, type Value } from "../runtime/value.ts";
import { parameters, PyAlias, PyUnion } from "./generic_alias.ts";

/** `typing.Generic` and `Protocol`: bases that may be subscripted. */
export function subscriptable(name: string): PyClass {
  return nativeClass({
    name,
    module: "typing",
    classMethods: {
      __class_getitem__: [
        "item, /",
        (cls: PyClass, item: Value) =>
          new PyAlias(
            cls,
            parameters(item),
            cls.module === "typing" ? `typing.${cls.name}` : `${cls.module}.${cls.qualname}`,
          ),
      ],
    },
  });
}

export const genericClass: PyClass = subscriptable("Generic");

/** `TypeVar` and its relatives, which are told apart by nobody here. */
export const typeVarClass: PyClass = nativeClass({
  name: "TypeVar",
  module: "typing",
  init: [
    "name, *constraints, **kwargs",
    (self: PyInstance, name: Value, constraints: Value[], options: Map<string, Value>) => {
      self.native = asString(name) ?? "";
      self.attributes = new Map<string, Value>([
        ["__name__", name],
        ["__constraints__", new PyTuple(constraints)],
        ["__bound__", options.get("bound") ?? null],
      ]);
    },
  ],
  methods: {
    __repr__: ["", (self: PyInstance) => `~${self.native}`],
    __or__: ["other, /", (self: PyInstance, other: Value) => new PyUnion([self, other])],
  },
});

function variable(name: string): PyInstance {
  const made = new PyInstance(typeVarClass);
  made.native = name;
  made.attributes = new Map<string, Value>([
    ["__name__", name],
    ["__constraints__", new PyTuple([])],
    ["__bound__", null],
  ]);
  return made;
}

/** `type X = …`, or `TypeAliasType("X", …)` of older Python. */
export class PyTypeAlias extends PyObject {
  readonly name: string;
  readonly variables: readonly Value[];
  readonly #evaluate: () => Outcome;

  constructor(name: string, variables: readonly Value[], evaluate: () => Outcome) {
    super(typeAliasClass);
    this.name = name;
    this.variables = variables;
    this.#evaluate = evaluate;
  }

  /** The type that it is another name of. */
  get value(): Value {
    return runNow(this.#evaluate());
  }
}

/** `typing.TypeAliasType` */
export const typeAliasClass: PyClass = nativeClass({
  name: "TypeAliasType",
  module: "typing",
  layout: "fixed",
  new: [
    "name, value, *, type_params=()",
    (_cls: PyClass, name: Value, value: Value, variables: Value) =>
      new PyTypeAlias(asString(name) ?? "", (variables as PyTuple).items, () => value),
  ],
  methods: {
    __getitem__: [
      "item, /",
      (self: PyTypeAlias, item: Value) => new PyAlias(self, parameters(item), self.name),
    ],
    __or__: ["other, /", (self: PyTypeAlias, other: Value) => new PyUnion([self, other])],
    __ror__: ["other, /", (self: PyTypeAlias, other: Value) => new PyUnion([other, self])],
    __repr__: ["", (self: PyTypeAlias) => self.name],
  },
  properties: {
    __name__: (self: PyTypeAlias) => self.name,
    __value__: (self: PyTypeAlias) => self.value,
    __type_params__: (self: PyTypeAlias) => new PyTuple(self.variables),
  },
});

setTypeParameterMaker({
  variable,
  alias: (name, variables, evaluate) => new PyTypeAlias(name, variables, evaluate),
  generic: (variables) => new PyAlias(genericClass, variables, "typing.Generic"),
});
