import {
  asInt,
  asString,
  exceptionClasses,
  float,
  nativeClass,
  notImplemented,
  plain,
  PyClass,
  PyFloat,
  PyList,
  PyObject,
  PyTuple,
  raise,
  setHashKey,
  tuple,
  typeError,
  typeName,
  type Value,
  valueError,
} from "../../../runtime/mod.ts";
import { type Comparison, holds } from "../../../runtime/compare.ts";
import { intFromNumber, normaliseInt } from "../../../runtime/int.ts";
import { identity } from "../../../runtime/hash.ts";
import { intArgument } from "../../../builtins/arguments.ts";
import type { DecimalArithmetic } from "./arithmetic.ts";
import { numberFromText, numberFromTuple } from "./conversion.ts";
import { currentContext, PyContext } from "./context.ts";
import { formatDecimal } from "./format.ts";
import {
  adjusted,
  compareNumbers,
  type DecimalNumber,
  decimalText,
  finite,
  fromFloat,
  fromInt,
  isInteger,
  isNaNumber,
  isZero,
  powerOfTen,
  truncated,
  withoutTrailingZeros,
} from "./number.ts";
import { type Rounding, ROUNDINGS } from "./rounding.ts";
import { power } from "./transcendental.ts";

/** A `decimal.Decimal`. */
export class PyDecimal extends PyObject {
  readonly number: DecimalNumber;

  constructor(number: DecimalNumber, cls: PyClass = decimalClass) {
    super(cls);
    this.number = number;
  }

  override toString(): string {
    return decimalText(this.number);
  }
}

/** The rounding mode that an argument names; None stands for the context's. */
export function roundingArgument(value: Value, context: PyContext): Rounding {
  if (value === null) return context.rounding;
  const found = ROUNDINGS.find((mode) => mode === asString(value));
  if (found !== undefined) return found;
  throw typeError(
    "valid values for rounding are:\n" +
      "  [ROUND_CEILING, ROUND_FLOOR, ROUND_UP, ROUND_DOWN,\n" +
      "   ROUND_HALF_UP, ROUND_HALF_DOWN, ROUND_HALF_EVEN,\n" +
      "   ROUND_05UP]",
  );
}

/** The context that an optional argument gives. */
export function contextArgument(value: Value): PyContext {
  if (value === null) return currentContext();
  if (value instanceof PyContext) return value;
  throw typeError("optional argument must be a context");
}

/** The decimal of a Decimal or int operand; null for others, which arithmetic does not take. */
export function operand(value: Value): DecimalNumber | null {
  if (value instanceof PyDecimal) return value.number;
  const int = asInt(plain(value));
  return int === null ? null : fromInt(int);
}

/** Like {@link operand}, but others are a TypeError. */
export function requiredOperand(value: Value): DecimalNumber {
  const number = operand(value);
  if (number !== null) return number;
  throw typeError(`conversion from ${typeName(value)} to Decimal is not supported`);
}

/** `Decimal(value)`, exactly; the context (by default the current one) is told of what is wrong. */
export function convert(value: Value, context: PyContext | null): DecimalNumber {
  const known = operand(value);
  if (known !== null) return known;
  const text = asString(value);
  if (text !== null) {
    const parsed = numberFromText(text);
    if (parsed !== null) return parsed;
    return (context ?? currentContext()).run((arithmetic) =>
      arithmetic.invalid("ConversionSyntax")
    );
  }
  const inner = plain(value);
  if (inner instanceof PyFloat) {
    (context ?? currentContext()).report(["FloatOperation"]);
    return fromFloat(inner.value);
  }
  if (value instanceof PyTuple || value instanceof PyList) return numberFromTuple(value.items);
  throw typeError(`conversion from ${typeName(value)} to Decimal is not supported`);
}

type Apply = (arithmetic: DecimalArithmetic, a: DecimalNumber, b: DecimalNumber) => DecimalNumber;

const compute = (apply: Apply, a: DecimalNumber, b: DecimalNumber): PyDecimal =>
  new PyDecimal(currentContext().run((arithmetic) => apply(arithmetic, a, b)));

/** An operator and its reflection. */
function operator(name: string, apply: Apply) {
  return {
    [`__${name}__`]: ["other, /", (self: PyDecimal, other: Value) => {
      const number = operand(other);
      return number === null ? notImplemented : compute(apply, self.number, number);
    }],
    [`__r${name}__`]: ["other, /", (self: PyDecimal, other: Value) => {
      const number = operand(other);
      return number === null ? notImplemented : compute(apply, number, self.number);
    }],
  } as const;
}

/** Equal to and ordered against ints and floats by exact value. */
function comparison(op: Comparison) {
  return ["other, /", (self: PyDecimal, other: Value): Value => {
    let number = operand(other);
    if (number === null) {
      const inner = plain(other);
      if (!(inner instanceof PyFloat)) return notImplemented;
      number = fromFloat(inner.value);
      currentContext().report(["FloatOperation"]);
    }
    const a = self.number;
    if (isNaNumber(a) || isNaNumber(number)) {
      const equality = op === "Eq" || op === "NotEq";
      if (!equality || a.special === "signaling" || number.special === "signaling") {
        currentContext().report(["InvalidOperation"]);
      }
      return op === "NotEq";
    }
    return holds(op, compareNumbers(a, number));
  }] as const;
}

/** The integer after cutting off or rounding, as a Python int. */
function integerValue(self: PyDecimal, rounding: Rounding): Value {
  const { number } = self;
  if (number.special === "infinite") {
    throw raise("OverflowError", "cannot convert Infinity to integer");
  }
  if (number.special !== null) throw valueError("cannot convert NaN to integer");
  const whole = currentContext().run((arithmetic) =>
    arithmetic.toIntegral(number, rounding, false)
  );
  return normaliseInt(truncated(whole));
}

function floatValue(self: PyDecimal): Value {
  const { number } = self;
  if (number.special === "signaling") {
    throw valueError("cannot convert signaling NaN to float");
  }
  if (number.special === "quiet") return float(number.negative ? -NaN : NaN);
  return float(Number(decimalText(number)));
}

function round(self: PyDecimal, digits: Value | undefined): Value {
  if (digits === undefined) return integerValue(self, "ROUND_HALF_EVEN");
  const exponent = -intArgument(digits);
  return compute(
    (arithmetic, a, b) => arithmetic.quantize(a, b, "ROUND_HALF_EVEN"),
    self.number,
    finite(false, 1n, exponent),
  );
}

/** `__pos__`, `__neg__`, `__abs__`: rounded; a zero loses its sign. */
function signed(negate: (negative: boolean) => boolean) {
  return ["", (self: PyDecimal) => {
    const context = currentContext();
    const { number } = self;
    const negative = isZero(number)
      ? context.rounding === "ROUND_FLOOR" && negate(number.negative)
      : negate(number.negative);
    return new PyDecimal(
      context.run((arithmetic) =>
        arithmetic.nan(number) ?? arithmetic.fix({ ...number, negative })
      ),
    );
  }] as const;
}

function divmod(a: DecimalNumber, b: DecimalNumber): Value {
  return tuple(
    currentContext().run((arithmetic) => arithmetic.divideInteger(a, b, "both"))
      .map((number) => new PyDecimal(number)),
  );
}

/** `decimal.Decimal`; decimal_methods.ts adds its named methods. */
export const decimalClass: PyClass = nativeClass({
  name: "Decimal",
  module: "decimal",
  shownName: "decimal.Decimal",
  layout: "fixed",
  new: [
    "value='0', context=None",
    (cls: PyClass, value: Value, context: Value) =>
      new PyDecimal(convert(value, context === null ? null : contextArgument(context)), cls),
  ],
  classMethods: {
    from_float: ["f, /", (cls: PyClass, value: Value) => {
      const inner = plain(value);
      const int = asInt(inner);
      if (int !== null) return new PyDecimal(fromInt(int), cls);
      if (inner instanceof PyFloat) return new PyDecimal(fromFloat(inner.value), cls);
      throw typeError("argument must be int or float");
    }],
  },
  methods: {
    ...operator("add", (arithmetic, a, b) => arithmetic.add(a, b)),
    ...operator("sub", (arithmetic, a, b) => arithmetic.subtract(a, b)),
    ...operator("mul", (arithmetic, a, b) => arithmetic.multiply(a, b)),
    ...operator("truediv", (arithmetic, a, b) => arithmetic.divide(a, b)),
    ...operator(
      "floordiv",
      (arithmetic, a, b) => arithmetic.divideInteger(a, b, "quotient")[0],
    ),
    ...operator("mod", (arithmetic, a, b) => arithmetic.divideInteger(a, b, "remainder")[1]),
    ...operator("pow", power),
    __divmod__: ["other, /", (self: PyDecimal, other: Value) => {
      const number = operand(other);
      return number === null ? notImplemented : divmod(self.number, number);
    }],
    __rdivmod__: ["other, /", (self: PyDecimal, other: Value) => {
      const number = operand(other);
      return number === null ? notImplemented : divmod(number, self.number);
    }],
    __eq__: comparison("Eq"),
    __ne__: comparison("NotEq"),
    __lt__: comparison("Lt"),
    __le__: comparison("LtE"),
    __gt__: comparison("Gt"),
    __ge__: comparison("GtE"),
    __pos__: signed((negative) => negative),
    __neg__: signed((negative) => !negative),
    __abs__: signed(() => false),
    __bool__: ["", (self: PyDecimal) => !isZero(self.number)],
    __int__: ["", (self: PyDecimal) => integerValue(self, "ROUND_DOWN")],
    __trunc__: ["", (self: PyDecimal) => integerValue(self, "ROUND_DOWN")],
    __floor__: ["", (self: PyDecimal) => integerValue(self, "ROUND_FLOOR")],
    __ceil__: ["", (self: PyDecimal) => integerValue(self, "ROUND_CEILING")],
    __round__: ["n=..., /", round],
    __float__: ["", floatValue],
    __str__: ["", text],
    __repr__: ["", (self: PyDecimal) => `Decimal('${text(self)}')`],
    __format__: ["spec, /", (self: PyDecimal, spec: Value) => {
      const { rounding, capitals } = currentContext();
      return formatDecimal(self.number, asString(spec) ?? "", rounding, capitals);
    }],
    __copy__: ["", (self: PyDecimal) => self],
    __deepcopy__: ["memo, /", (self: PyDecimal) => self],
  },
  properties: { real: (self: PyDecimal) => self, imag: () => new PyDecimal(fromInt(0)) },
});

function text(self: PyDecimal): string {
  return decimalText(self.number, false, currentContext().capitals);
}

/** Numbers of other types that are equal have the same key. */
setHashKey(decimalClass, (self: PyDecimal) => {
  const { number } = self;
  if (number.special === "infinite") return number.negative ? -Infinity : Infinity;
  if (number.special === "signaling") throw typeError("Cannot hash a signaling NaN value");
  if (number.special === "quiet") return `\0nan${identity(self)}`;
  if (isZero(number)) return 0;
  if (isInteger(number) && adjusted(number) < 4000) return normaliseInt(truncated(number));
  const nearest = Number(decimalText(number));
  if (Number.isFinite(nearest) && compareNumbers(fromFloat(nearest), number) === 0) {
    return Number.isInteger(nearest) ? intFromNumber(nearest) : nearest;
  }
  const digits = number.coefficient.toString();
  const kept = withoutTrailingZeros(digits);
  const exponent = number.exponent + digits.length - kept.length;
  return `\0decimal${number.negative ? "-" : ""}${kept}e${exponent}`;
});

/** The integers whose quotient a number is, in lowest terms. */
export function integerRatio(number: DecimalNumber): Value {
  if (number.special === "infinite") {
    throw raise(
      exceptionClasses.get("OverflowError")!,
      "cannot convert Infinity to integer ratio",
    );
  }
  if (number.special !== null) throw valueError("cannot convert NaN to integer ratio");
  const { coefficient, exponent, negative } = number;
  const sign = negative ? -1n : 1n;
  if (exponent >= 0) {
    return tuple([normaliseInt(sign * coefficient * powerOfTen(exponent)), 1]);
  }
  const denominator = powerOfTen(-exponent);
  let [a, b] = [coefficient, denominator];
  while (b !== 0n) [a, b] = [b, a % b];
  return tuple([normaliseInt(sign * coefficient / a), normaliseInt(denominator / a)]);
}
