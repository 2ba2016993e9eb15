import {
  asString,
  extendClass,
  type NativeEntry,
  type PyClass,
  raise,
  str,
  tuple,
  type Value,
} from "../../../runtime/mod.ts";
import { namedTuple } from "../named_tuple.ts";
import { PyTuple } from "../../../runtime/objects.ts";
import type { DecimalArithmetic } from "./arithmetic.ts";
import type { PyContext } from "./context.ts";
import {
  contextArgument,
  decimalClass,
  integerRatio,
  PyDecimal,
  requiredOperand,
  roundingArgument,
} from "./decimal.ts";
import {
  adjusted,
  compareNumbers,
  type DecimalNumber,
  decimalText,
  digitCount,
  finite,
  infinite,
  isInteger,
  isNaNumber,
  isZero,
  shifted,
} from "./number.ts";
import { exp, ln, log10 } from "./transcendental.ts";

const tupleClass: PyClass = namedTuple("DecimalTuple", ["sign", "digits", "exponent"], "decimal");

/** The parts of a number as `as_tuple()` gives them. */
function parts({ negative, coefficient, exponent, special }: DecimalNumber): PyTuple {
  const digits = special === "infinite"
    ? [0]
    : special !== null && coefficient === 0n
    ? []
    : Array.from(coefficient.toString(), Number);
  const last: Value = special === null
    ? exponent
    : special === "infinite"
    ? "F"
    : special === "quiet"
    ? "n"
    : "N";
  return new PyTuple([negative ? 1 : 0, tuple(digits), last], tupleClass);
}

type Unary = (arithmetic: DecimalArithmetic, a: DecimalNumber, context: PyContext) => DecimalNumber;
type Binary = (
  arithmetic: DecimalArithmetic,
  a: DecimalNumber,
  b: DecimalNumber,
  context: PyContext,
) => DecimalNumber;

const unary = (apply: Unary): NativeEntry => [
  "context=None",
  (self: PyDecimal, given: Value) => {
    const context = contextArgument(given);
    return new PyDecimal(context.run((arithmetic) => apply(arithmetic, self.number, context)));
  },
];

const binary = (apply: Binary): NativeEntry => [
  "other, context=None",
  (self: PyDecimal, other: Value, given: Value) => {
    const context = contextArgument(given);
    const number = requiredOperand(other);
    return new PyDecimal(
      context.run((arithmetic) => apply(arithmetic, self.number, number, context)),
    );
  },
];

const asks = (test: (number: DecimalNumber) => boolean): NativeEntry => [
  "",
  (self: PyDecimal) => test(self.number),
];

/** The order of all numbers, those that are equal told apart (`compare_total`). */
function totalOrder(a: DecimalNumber, b: DecimalNumber): number {
  if (a.negative !== b.negative) return a.negative ? -1 : 1;
  const direction = a.negative ? -1 : 1;
  const rank = ({ special }: DecimalNumber) =>
    special === "quiet" ? 3 : special === "signaling" ? 2 : 1;
  if (rank(a) !== rank(b)) return direction * Math.sign(rank(a) - rank(b));
  if (rank(a) > 1) {
    return direction * (a.coefficient < b.coefficient ? -1 : a.coefficient > b.coefficient ? 1 : 0);
  }
  return Math.sign(compareNumbers(a, b)) || direction * Math.sign(a.exponent - b.exponent);
}

const orderNumber = (order: number): DecimalNumber => finite(order < 0, BigInt(Math.abs(order)), 0);

function numberClass(number: DecimalNumber, { emin }: PyContext): string {
  if (number.special === "signaling") return "sNaN";
  if (number.special === "quiet") return "NaN";
  const sign = number.negative ? "-" : "+";
  if (number.special !== null) return `${sign}Infinity`;
  if (isZero(number)) return `${sign}Zero`;
  return sign + (adjusted(number) < emin ? "Subnormal" : "Normal");
}

/** The next number above or below that the precision can write. */
function neighbour(up: boolean): Unary {
  return (arithmetic, number, context) => {
    const nan = arithmetic.nan(number);
    if (nan !== null) return nan;
    const { precision, emax, emin } = context;
    const etop = emax - precision + 1;
    if (number.special !== null) {
      return number.negative === up ? finite(!up, 10n ** BigInt(precision) - 1n, etop) : number;
    }
    const step = finite(!up, 1n, emin - precision);
    const directed = context.run((inner) => inner.add(number, step), {
      precision,
      emin,
      emax,
      clamp: context.clamp,
      rounding: up ? "ROUND_CEILING" : "ROUND_FLOOR",
    });
    return directed;
  };
}

/** The remainder of the division whose quotient is rounded to the nearest. */
const remainderNear: Binary = (arithmetic, a, b, context) => {
  const nan = arithmetic.nan(a, b);
  if (nan !== null) return nan;
  if (a.special !== null) return arithmetic.invalid();
  if (isZero(b)) return arithmetic.invalid(isZero(a) ? "DivisionUndefined" : "InvalidOperation");
  const ideal = b.special !== null ? a.exponent : Math.min(a.exponent, b.exponent);
  if (b.special !== null || isZero(a)) {
    return arithmetic.fix(arithmetic.rescale(a, ideal, "ROUND_DOWN"));
  }
  if (adjusted(a) - adjusted(b) > context.precision) {
    return arithmetic.invalid("DivisionImpossible");
  }
  const [left, right] = [shifted(a, ideal), shifted(b, ideal)];
  let rest = left % right;
  let quotient = left / right;
  let negative = a.negative;
  const twice = 2n * rest;
  if (twice > right || (twice === right && quotient % 2n === 1n)) {
    rest = right - rest;
    negative = !negative;
    quotient++;
  }
  if (digitCount(quotient) > context.precision) return arithmetic.invalid("DivisionImpossible");
  return arithmetic.fix(finite(negative, rest, ideal));
};

const scaleBy: Binary = (arithmetic, a, b) => {
  const nan = arithmetic.nan(a, b);
  if (nan !== null) return nan;
  if (!isInteger(b) || adjusted(b) > 9) return arithmetic.invalid();
  if (a.special !== null) return a;
  const count = Number(decimalText({ ...b, coefficient: b.coefficient }));
  return arithmetic.fix({ ...a, exponent: a.exponent + count });
};

extendClass(decimalClass, {
  methods: {
    adjusted: ["", (self: PyDecimal) => self.number.special === null ? adjusted(self.number) : 0],
    as_tuple: ["", (self: PyDecimal) => parts(self.number)],
    as_integer_ratio: ["", (self: PyDecimal) => integerRatio(self.number)],
    canonical: ["", (self: PyDecimal) => self],
    conjugate: ["", (self: PyDecimal) => self],
    radix: ["", () => new PyDecimal(finite(false, 10n, 0))],
    quantize: [
      "exp, rounding=None, context=None",
      (self: PyDecimal, other: Value, rounding: Value, given: Value) => {
        const context = contextArgument(given);
        const mode = roundingArgument(rounding, context);
        const pattern = requiredOperand(other);
        return new PyDecimal(
          context.run((arithmetic) => arithmetic.quantize(self.number, pattern, mode)),
        );
      },
    ],
    normalize: unary((arithmetic, number) => arithmetic.normalize(number)),
    sqrt: unary((arithmetic, number) => arithmetic.squareRoot(number)),
    exp: unary(exp),
    ln: unary(ln),
    log10: unary(log10),
    logb: unary((arithmetic, number) => {
      const nan = arithmetic.nan(number);
      if (nan !== null) return nan;
      if (number.special !== null) return infinite(false);
      if (isZero(number)) {
        arithmetic.conditions.add("DivisionByZero");
        return infinite(true);
      }
      const height = adjusted(number);
      return arithmetic.fix(finite(height < 0, BigInt(Math.abs(height)), 0));
    }),
    next_plus: unary(neighbour(true)),
    next_minus: unary(neighbour(false)),
    ...integral("to_integral", false),
    ...integral("to_integral_value", false),
    ...integral("to_integral_exact", true),
    compare: binary((arithmetic, a, b) => arithmetic.compare(a, b)),
    compare_signal: binary((arithmetic, a, b) => {
      if (isNaNumber(a) || isNaNumber(b)) arithmetic.conditions.add("InvalidOperation");
      return arithmetic.compare(a, b);
    }),
    compare_total: binary((_arithmetic, a, b) => orderNumber(totalOrder(a, b))),
    compare_total_mag: binary((_arithmetic, a, b) =>
      orderNumber(totalOrder({ ...a, negative: false }, { ...b, negative: false }))
    ),
    max: binary((arithmetic, a, b) => arithmetic.extremum(a, b, true)),
    min: binary((arithmetic, a, b) => arithmetic.extremum(a, b, false)),
    remainder_near: binary(remainderNear),
    scaleb: binary(scaleBy),
    copy_abs: ["", (self: PyDecimal) => new PyDecimal({ ...self.number, negative: false })],
    copy_negate: [
      "",
      (self: PyDecimal) => new PyDecimal({ ...self.number, negative: !self.number.negative }),
    ],
    copy_sign: [
      "other, context=None",
      (self: PyDecimal, other: Value) =>
        new PyDecimal({ ...self.number, negative: requiredOperand(other).negative }),
    ],
    same_quantum: ["other, context=None", (self: PyDecimal, other: Value) => {
      const [a, b] = [self.number, requiredOperand(other)];
      if (a.special === null && b.special === null) return a.exponent === b.exponent;
      return (isNaNumber(a) && isNaNumber(b)) ||
        (a.special === "infinite" && b.special === "infinite");
    }],
    fma: [
      "other, third, context=None",
      (self: PyDecimal, other: Value, third: Value, given: Value) => {
        const context = contextArgument(given);
        const [factor, addend] = [requiredOperand(other), requiredOperand(third)];
        const size = digitCount(self.number.coefficient) + digitCount(factor.coefficient);
        return new PyDecimal(context.run((arithmetic) => {
          // The product is exact: it has room for all its digits.
          const product = context.run((inner) => inner.multiply(self.number, factor), {
            ...settingsOf(context),
            precision: size,
            emax: 10 ** 15,
            emin: -(10 ** 15),
          });
          return arithmetic.add(product, addend);
        }));
      },
    ],
    to_eng_string: [
      "context=None",
      (self: PyDecimal, given: Value) =>
        decimalText(self.number, true, contextArgument(given).capitals),
    ],
    number_class: [
      "context=None",
      (self: PyDecimal, given: Value) => numberClass(self.number, contextArgument(given)),
    ],
    is_canonical: asks(() => true),
    is_finite: asks(({ special }) => special === null),
    is_infinite: asks(({ special }) => special === "infinite"),
    is_nan: asks(isNaNumber),
    is_qnan: asks(({ special }) => special === "quiet"),
    is_snan: asks(({ special }) => special === "signaling"),
    is_signed: asks(({ negative }) => negative),
    is_zero: asks(isZero),
    is_normal: [
      "context=None",
      (self: PyDecimal, given: Value) =>
        self.number.special === null && !isZero(self.number) &&
        adjusted(self.number) >= contextArgument(given).emin,
    ],
    is_subnormal: [
      "context=None",
      (self: PyDecimal, given: Value) =>
        self.number.special === null && !isZero(self.number) &&
        adjusted(self.number) < contextArgument(given).emin,
    ],
    __complex__: ["", (self: PyDecimal) => {
      throw raise("NotImplementedError", `complex(${str(self)})`);
    }],
    __reduce__: ["", (self: PyDecimal) => tuple([decimalClass, tuple([asString(str(self))!])])],
  },
});

function integral(name: string, report: boolean): Record<string, NativeEntry> {
  return {
    [name]: [
      "rounding=None, context=None",
      (self: PyDecimal, rounding: Value, given: Value) => {
        const context = contextArgument(given);
        const mode = roundingArgument(rounding, context);
        return new PyDecimal(
          context.run((arithmetic) => arithmetic.toIntegral(self.number, mode, report)),
        );
      },
    ],
  };
}

function settingsOf({ precision, rounding, emin, emax, clamp }: PyContext) {
  return { precision, rounding, emin, emax, clamp };
}

export { tupleClass };
