import type { NativeModuleFactory } from "../../runtime/context.ts";
import type { Operator } from "../../syntax/ast.ts";
import {
  binary,
  call,
  collect,
  compare,
  type Comparison,
  contains,
  deleteItem,
  equal,
  type Evaluation,
  getItem,
  inPlace,
  nativeFunction,
  nativeModule,
  type Outcome,
  PyBytes,
  PyList,
  PyTuple,
  setItem,
  truth,
  typeError,
  typeName,
  typeOf,
  unary,
  type Value,
  valueError,
  wait,
} from "../../runtime/mod.ts";
import { callMethod } from "../../runtime/call.ts";
import { toIndex } from "../../runtime/operators.ts";
import { asInt } from "../../runtime/arithmetic.ts";
import { andThen } from "../../runtime/value.ts";
import { attrgetterClass, itemgetterClass, methodcallerClass } from "./operator_getters.ts";

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
};
const COMPARE: Readonly<Record<string, Comparison>> = {
  eq: "Eq",
  ne: "NotEq",
  lt: "Lt",
  le: "LtE",
  gt: "Gt",
  ge: "GtE",
};

/** Sequences only: what has items by position. */
function* concatenate(a: Value, b: Value, inside: boolean): Evaluation {
  const sequence = typeof a === "string" || a instanceof PyList || a instanceof PyTuple ||
    a instanceof PyBytes;
  if (!sequence && typeOf(a).lookup("__getitem__") === undefined) {
    throw typeError(`'${typeName(a)}' object can't be concatenated`);
  }
  return yield* wait(inside ? inPlace("Add", a, b) : binary("Add", a, b));
}

function* countOf(iterable: Value, wanted: Value): Evaluation {
  return (yield* collect(iterable)).filter((item) => equal(item, wanted)).length;
}

function* indexOf(iterable: Value, wanted: Value): Evaluation {
  const at = (yield* collect(iterable)).findIndex((item) => equal(item, wanted));
  if (at < 0) throw valueError("sequence.index(x): x not in sequence");
  return at;
}

/** `length_hint(obj, default)` */
function* lengthHint(value: Value, fallback: Value): Evaluation {
  if (asInt(fallback) === null) {
    throw typeError(
      `'${typeName(fallback)}' object cannot be interpreted as an integer`,
    );
  }
  for (const name of ["__len__", "__length_hint__"]) {
    if (typeOf(value).lookup(name) !== undefined) return yield* wait(callMethod(value, name));
  }
  return fallback;
}

/** Module `operator`. */
export const create: NativeModuleFactory = () => {
  const entries: Record<string, Value> = {};
  const two = (name: string, apply: (a: Value, b: Value) => Outcome | Evaluation) => {
    entries[name] = nativeFunction(name, "a, b, /", apply);
  };
  const one = (name: string, apply: (a: Value) => Outcome) => {
    entries[name] = nativeFunction(name, "a, /", apply);
  };
  for (const [name, op] of Object.entries(BINARY)) {
    two(name, (a, b) => binary(op, a, b));
    two(`i${name.replace("_", "")}`, (a, b) => inPlace(op, a, b));
  }
  for (const [name, op] of Object.entries(COMPARE)) two(name, (a, b) => compare(op, a, b));
  one("neg", (a) => unary("USub", a));
  one("pos", (a) => unary("UAdd", a));
  one("inv", (a) => unary("Invert", a));
  one("invert", (a) => unary("Invert", a));
  one("not_", (a) => andThen(truth(a), (yes) => !yes));
  one("truth", truth);
  one("index", toIndex);
  entries["abs"] = nativeFunction("abs", "a, /", (value: Value): Outcome => {
    const int = asInt(value);
    if (int !== null) return int < 0 ? unary("USub", int) : int;
    return callMethod(value, "__abs__");
  });
  two("is_", (a, b) => a === b);
  two("is_not", (a, b) => a !== b);
  two("concat", (a, b) => concatenate(a, b, false));
  two("iconcat", (a, b) => concatenate(a, b, true));
  two("contains", contains);
  two("countOf", countOf);
  two("indexOf", indexOf);
  two("getitem", getItem);
  two("delitem", deleteItem);
  entries["setitem"] = nativeFunction("setitem", "a, b, c, /", setItem);
  // The same under their special names.
  for (const [name, fn] of Object.entries(entries)) {
    if (["is_", "is_not", "truth", "countOf", "indexOf"].includes(name)) continue;
    entries[`__${name.replace(/_$/, "")}__`] = fn;
  }
  return nativeModule("operator", {
    ...entries,
    length_hint: nativeFunction("length_hint", "obj, default=0, /", lengthHint),
    call: nativeFunction(
      "call",
      "obj, /, *args, **kwargs",
      (fn: Value, args: Value[], keywords: Map<string, Value>): Outcome =>
        call(fn, args, keywords.size === 0 ? null : keywords),
    ),
    itemgetter: itemgetterClass,
    attrgetter: attrgetterClass,
    methodcaller: methodcallerClass,
  });
};
