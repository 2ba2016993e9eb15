import type { NativeModuleFactory } from "../../runtime/context.ts";
import type { Operator } from "../../syntax/ast.ts";
import {
  asString,
  binary,
  callMethod,
  compare,
  type Comparison,
  contains,
  deleteItem,
  getAttribute,
  getItem,
  inPlace,
  isTrue,
  nativeFunction,
  nativeModule,
  type Outcome,
  PyTuple,
  setItem,
  unary,
  type Value,
} from "../../runtime/mod.ts";
import { runNow } from "../../runtime/call.ts";

const BINARY: Readonly<Record<string, Operator>> = {
  add: "Add",
  sub: "Sub",
  mul: "Mult",
  matmul: "MatMult",
  truediv: "Div",
  mod: "Mod",
  pow: "Pow",
  lshift: "LShift",
  rshift: "RShift",
  or_: "BitOr",
  xor: "BitXor",
  and_: "BitAnd",
  floordiv: "FloorDiv",
  concat: "Add",
};
const COMPARE: Readonly<Record<string, Comparison>> = {
  eq: "Eq",
  ne: "NotEq",
  lt: "Lt",
  le: "LtE",
  gt: "Gt",
  ge: "GtE",
};

function several(values: readonly Value[]): Value {
  return values.length === 1 ? values[0]! : new PyTuple(values);
}

/** Module `operator`. */
export const create: NativeModuleFactory = () => {
  const entries: Record<string, Value> = {};
  for (const [name, op] of Object.entries(BINARY)) {
    entries[name] = nativeFunction(
      name,
      "a, b, /",
      (a: Value, b: Value): Outcome => binary(op, a, b),
    );
    const short = `i${name.replace("_", "")}`;
    entries[short] = nativeFunction(
      short,
      "a, b, /",
      (a: Value, b: Value): Outcome => inPlace(op, a, b),
    );
  }
  for (const [name, op] of Object.entries(COMPARE)) {
    entries[name] = nativeFunction(
      name,
      "a, b, /",
      (a: Value, b: Value): Outcome => compare(op, a, b),
    );
  }
  return nativeModule("operator", {
    ...entries,
    neg: nativeFunction("neg", "a, /", (a: Value): Outcome => unary("USub", a)),
    pos: nativeFunction("pos", "a, /", (a: Value): Outcome => unary("UAdd", a)),
    inv: nativeFunction("inv", "a, /", (a: Value): Outcome => unary("Invert", a)),
    not_: nativeFunction("not_", "a, /", (a: Value) => !isTrue(a)),
    truth: nativeFunction("truth", "a, /", (a: Value) => isTrue(a)),
    is_: nativeFunction("is_", "a, b, /", (a: Value, b: Value) => a === b),
    is_not: nativeFunction("is_not", "a, b, /", (a: Value, b: Value) => a !== b),
    contains: nativeFunction(
      "contains",
      "a, b, /",
      (a: Value, b: Value): Outcome => contains(a, b),
    ),
    getitem: nativeFunction("getitem", "a, b, /", (a: Value, b: Value): Outcome => getItem(a, b)),
    setitem: nativeFunction(
      "setitem",
      "a, b, c, /",
      (a: Value, b: Value, c: Value): Outcome => setItem(a, b, c),
    ),
    delitem: nativeFunction(
      "delitem",
      "a, b, /",
      (a: Value, b: Value): Outcome => deleteItem(a, b),
    ),
    itemgetter: nativeFunction(
      "itemgetter",
      "item, /, *items",
      (first: Value, rest: Value[]) =>
        nativeFunction(
          "itemgetter",
          "obj, /",
          (value: Value) => several([first, ...rest].map((key) => runNow(getItem(value, key)))),
        ),
    ),
    attrgetter: nativeFunction(
      "attrgetter",
      "attr, /, *attrs",
      (first: Value, rest: Value[]) =>
        nativeFunction(
          "attrgetter",
          "obj, /",
          (value: Value) =>
            several([first, ...rest].map((path) =>
              (asString(path) ?? "").split(".").reduce(
                (owner: Value, name) => runNow(getAttribute(owner, name)),
                value,
              )
            )),
        ),
    ),
    methodcaller: nativeFunction(
      "methodcaller",
      "name, /, *args, **kwargs",
      (name: Value, args: Value[], keywords: Map<string, Value>) =>
        nativeFunction(
          "methodcaller",
          "obj, /",
          (value: Value): Outcome =>
            callMethod(value, asString(name) ?? "", args, keywords.size === 0 ? null : keywords),
        ),
    ),
  });
};
