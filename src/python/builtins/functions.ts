import {
  deleteAttribute,
  getAttribute,
  lookupAttribute,
  setAttribute,
} from "../runtime/attributes.ts";
import { asInt, modularPower } from "../runtime/arithmetic.ts";
import { typeName, typeOf } from "../runtime/builtin_classes.ts";
import { callSpecial } from "../runtime/call.ts";
import { PyCallable } from "../runtime/callable.ts";
import { PyClass } from "../runtime/class.ts";
import {
  attributeErrorClass,
  isRaised,
  raise,
  typeError,
  valueError,
} from "../runtime/exceptions.ts";
import { roundFloat } from "../runtime/float_text.ts";
import { format } from "../runtime/format.ts";
import { hash, identity } from "../runtime/hash.ts";
import { normaliseInt } from "../runtime/int.ts";
import { isInstance, isSubclass } from "../runtime/isinstance.ts";
import { collect } from "../runtime/iteration.ts";
import { nativeFunction } from "../runtime/native.ts";
import {
  asString,
  float,
  plain,
  PyBytes,
  PyFloat,
  PyList,
  PyTuple,
  tuple,
} from "../runtime/objects.ts";
import { PyOpaque } from "../runtime/opaque.ts";
import { binary, length, toIndex } from "../runtime/operators.ts";
import { repr } from "../runtime/repr.ts";
import { asciiText } from "../runtime/text_repr.ts";
import { truth } from "../runtime/truth.ts";
import {
  andThen,
  type Evaluation,
  type Outcome,
  PyObject,
  type Value,
  wait,
} from "../runtime/value.ts";
import { intArgument } from "./arguments.ts";
import {
  each,
  enumerateValues,
  extremum,
  filterValues,
  iterate,
  mapValues,
  next,
  reversedValues,
  sum,
  zipValues,
} from "./iteration_functions.ts";
import { sorted } from "./sequences.ts";

function round(number: Value, digits: Value): Outcome {
  const places = digits === null ? null : intArgument(digits);
  const inner = plain(number);
  const int = asInt(inner);
  if (int !== null) {
    if (places === null || places >= 0) return int;
    const unit = 10n ** BigInt(-places);
    const value = BigInt(int);
    let quotient = value / unit;
    const rest = value - quotient * unit;
    const twice = (rest < 0n ? -rest : rest) * 2n;
    if (twice > unit || (twice === unit && quotient % 2n !== 0n)) quotient += value < 0n ? -1n : 1n;
    return normaliseInt(quotient * unit);
  }
  if (inner instanceof PyFloat) {
    if (places !== null) return float(roundFloat(inner.value, places));
    if (Number.isNaN(inner.value)) throw valueError("cannot convert float NaN to integer");
    if (!Number.isFinite(inner.value)) {
      throw raise("OverflowError", "cannot convert float infinity to integer");
    }
    return normaliseInt(BigInt(roundFloat(inner.value, 0)));
  }
  const special = typeOf(number).lookup("__round__");
  if (special === undefined) {
    throw typeError(`type ${typeName(number)} doesn't define __round__ method`);
  }
  return callSpecial(special, number, digits === null ? [] : [digits]);
}

function divmod(a: Value, b: Value): Outcome {
  const special = typeOf(a).lookup("__divmod__");
  if (special !== undefined) return callSpecial(special, a, [b]);
  const divisor = plain(b);
  const isFloat = plain(a) instanceof PyFloat || divisor instanceof PyFloat;
  const isZero = divisor instanceof PyFloat
    ? divisor.value === 0
    : divisor === 0 || divisor === false;
  if (isFloat && isZero) throw raise("ZeroDivisionError", "float divmod()");
  return andThen(
    binary("FloorDiv", a, b),
    (quotient) => andThen(binary("Mod", a, b), (rest) => tuple([quotient, rest])),
  );
}

function power(base: Value, exponent: Value, modulus: Value): Outcome {
  if (modulus === null) return binary("Pow", base, exponent);
  const numbers = [base, exponent, modulus].map((value) => asInt(plain(value)));
  if (numbers.includes(null)) {
    throw typeError("pow() 3rd argument not allowed unless all arguments are integers");
  }
  const [x, y, z] = numbers.map((value) => BigInt(value!)) as [bigint, bigint, bigint];
  return modularPower(x, y, z);
}

function absolute(value: Value): Outcome {
  const inner = plain(value);
  const int = asInt(inner);
  if (int !== null) return int < 0 ? normaliseInt(-BigInt(int)) : int;
  if (inner instanceof PyFloat) return float(Math.abs(inner.value));
  const special = typeOf(value).lookup("__abs__");
  if (special === undefined) throw typeError(`bad operand type for abs(): '${typeName(value)}'`);
  return callSpecial(special, value, []);
}

function radixText(value: Value, radix: number, prefix: string): string {
  const int = BigInt(toIndex(value));
  return `${int < 0n ? "-" : ""}${prefix}${(int < 0n ? -int : int).toString(radix)}`;
}

function character(code: Value): string {
  const value = toIndex(code);
  if (value < 0 || value > 0x10ffff) throw valueError("chr() arg not in range(0x110000)");
  return String.fromCodePoint(Number(value));
}

function ordinal(value: Value): Value {
  const text = asString(value);
  if (text !== null) {
    const characters = [...text];
    if (characters.length === 1) return characters[0]!.codePointAt(0)!;
    throw typeError(`ord() expected a character, but string of length ${characters.length} found`);
  }
  if (value instanceof PyBytes && value.data.length === 1) return value.data[0]!;
  throw typeError(`ord() expected string of length 1, but ${typeName(value)} found`);
}

/** The attribute of a name, `fallback` where there is none. */
function* getOr(value: Value, name: Value, fallback: Value | undefined): Evaluation {
  const text = asString(name);
  if (text === null) throw typeError("attribute name must be string, not '" + typeName(name) + "'");
  if (fallback === undefined) return yield* wait(getAttribute(value, text));
  try {
    const found = lookupAttribute(value, text);
    if (found === undefined) return fallback;
    return yield* wait(found);
  } catch (error) {
    if (isRaised(error, attributeErrorClass)) return fallback;
    throw error;
  }
}

function* has(value: Value, name: Value): Evaluation {
  const marker = new PyTuple([]);
  return (yield* getOr(value, name, marker)) !== marker;
}

function isCallable(value: Value): boolean {
  if (value instanceof PyOpaque) return value.refuse("callable()");
  return value instanceof PyCallable || value instanceof PyClass ||
    typeOf(value).lookup("__call__") !== undefined;
}

/** The built-in functions that need nothing of the interpreter. */
export function builtinFunctions(): [string, Value][] {
  return [
    nativeFunction("abs", "x, /", absolute),
    nativeFunction("all", "iterable, /", function* (iterable: Value): Evaluation {
      const found = yield* each(iterable, function* (value): Evaluation<Value | undefined> {
        return (yield* wait(truth(value))) ? undefined : false;
      });
      return found === undefined;
    }),
    nativeFunction("any", "iterable, /", function* (iterable: Value): Evaluation {
      const found = yield* each(iterable, function* (value): Evaluation<Value | undefined> {
        return (yield* wait(truth(value))) ? true : undefined;
      });
      return found !== undefined;
    }),
    nativeFunction("ascii", "obj, /", (value: Value) => asciiText(repr(value))),
    nativeFunction("bin", "number, /", (value: Value) => radixText(value, 2, "0b")),
    nativeFunction("callable", "obj, /", isCallable),
    nativeFunction("chr", "i, /", character),
    nativeFunction(
      "delattr",
      "obj, name, /",
      (value: Value, name: Value): Outcome => deleteAttribute(value, asString(name) ?? ""),
    ),
    nativeFunction("divmod", "x, y, /", divmod),
    nativeFunction("enumerate", "iterable, start=0", enumerateValues),
    nativeFunction("filter", "function, iterable, /", filterValues),
    nativeFunction(
      "format",
      "value, format_spec='', /",
      (value: Value, spec: Value) => format(value, asString(spec) ?? ""),
    ),
    nativeFunction("getattr", "object, name, default=..., /", getOr),
    nativeFunction("hasattr", "obj, name, /", has),
    nativeFunction("hash", "obj, /", hash),
    nativeFunction("hex", "number, /", (value: Value) => radixText(value, 16, "0x")),
    nativeFunction(
      "id",
      "obj, /",
      (value: Value) => value instanceof PyObject ? identity(value) : hash(value),
    ),
    nativeFunction("isinstance", "obj, class_or_tuple, /", isInstance),
    nativeFunction("issubclass", "cls, class_or_tuple, /", isSubclass),
    nativeFunction("iter", "object, sentinel=..., /", iterate),
    nativeFunction("len", "obj, /", (value: Value): Outcome => length(value)),
    nativeFunction("map", "func, /, *iterables", mapValues),
    nativeFunction("max", "*args, key=None, default=...", extremum("max")),
    nativeFunction("min", "*args, key=None, default=...", extremum("min")),
    nativeFunction("next", "iterator, default=..., /", next),
    nativeFunction("oct", "number, /", (value: Value) => radixText(value, 8, "0o")),
    nativeFunction("ord", "c, /", ordinal),
    nativeFunction("pow", "base, exp, mod=None", power),
    nativeFunction("repr", "obj, /", (value: Value) => repr(value)),
    nativeFunction("reversed", "sequence, /", reversedValues),
    nativeFunction("round", "number, ndigits=None", round),
    nativeFunction(
      "setattr",
      "obj, name, value, /",
      (target: Value, name: Value, value: Value): Outcome =>
        setAttribute(target, asString(name) ?? "", value),
    ),
    nativeFunction("sorted", "iterable, /, *, key=None, reverse=False", function* (
      iterable: Value,
      key: Value,
      reverse: Value,
    ): Evaluation {
      return new PyList(yield* sorted(yield* collect(iterable), key, reverse));
    }),
    nativeFunction("sum", "iterable, /, start=0", sum),
    nativeFunction("zip", "*iterables, strict=False", zipValues),
  ].map((fn) => [fn.name, fn]);
}
