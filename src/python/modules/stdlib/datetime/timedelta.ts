import {
  asInt,
  nativeClass,
  notImplemented,
  plain,
  PyClass,
  PyFloat,
  PyObject,
  raise,
  setHashKey,
  tuple,
  typeError,
  typeName,
  type Value,
} from "../../../runtime/mod.ts";
import { roundHalfEven } from "../../../runtime/float_text.ts";
import { two } from "./calendar.ts";

const DAY = 86_400_000_000n;

/** A `datetime.timedelta`. */
export class PyTimedelta extends PyObject {
  /** The whole duration in microseconds. */
  readonly total: bigint;

  constructor(total: bigint, cls: PyClass = timedeltaClass) {
    super(cls);
    this.total = total;
    const { days } = this;
    if (days > 999_999_999 || days < -999_999_999) {
      throw raise("OverflowError", `days=${days}; must have magnitude <= 999999999`);
    }
  }

  get days(): number {
    return Number(floorDiv(this.total, DAY));
  }

  get seconds(): number {
    return Number(mod(this.total, DAY) / 1_000_000n);
  }

  get microseconds(): number {
    return Number(mod(this.total, 1_000_000n));
  }
}

function floorDiv(a: bigint, b: bigint): bigint {
  const quotient = a / b;
  return a % b !== 0n && (a < 0n) !== (b < 0n) ? quotient - 1n : quotient;
}

function mod(a: bigint, b: bigint): bigint {
  return a - floorDiv(a, b) * b;
}

/** A number of units as microseconds, rounded half to even. */
function units(value: Value, unit: bigint, name: string): bigint {
  const inner = plain(value);
  const int = asInt(inner);
  if (int !== null) return BigInt(int) * unit;
  if (inner instanceof PyFloat) return scaleFloat(inner.value, unit);
  throw typeError(
    `unsupported type for timedelta ${name} component: ${typeName(value)}`,
  );
}

function scaleFloat(value: number, unit: bigint): bigint {
  const whole = Math.trunc(value);
  const [numerator, denominator] = ratio(value - whole);
  return BigInt(whole) * unit + rounded(numerator * unit, denominator);
}

/** A finite float as an exact fraction. */
function ratio(value: number): readonly [bigint, bigint] {
  let denominator = 1n;
  let scaled = value;
  while (!Number.isInteger(scaled)) {
    scaled *= 2;
    denominator *= 2n;
  }
  return [BigInt(scaled), denominator];
}

function rounded(numerator: bigint, denominator: bigint): bigint {
  const negative = (numerator < 0n) !== (denominator < 0n);
  const a = numerator < 0n ? -numerator : numerator;
  const b = denominator < 0n ? -denominator : denominator;
  const result = roundHalfEven(a, b);
  return negative ? -result : result;
}

/** `str(timedelta)`. */
export function timedeltaText(delta: PyTimedelta): string {
  const { days, seconds, microseconds } = delta;
  const hours = Math.floor(seconds / 3600);
  const clock = `${hours}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  const fraction = microseconds === 0 ? "" : `.${String(microseconds).padStart(6, "0")}`;
  const prefix = days === 0 ? "" : `${days} day${Math.abs(days) === 1 ? "" : "s"}, `;
  return prefix + clock + fraction;
}

function timedeltaRepr(delta: PyTimedelta): string {
  const { days, seconds, microseconds } = delta;
  const parts: string[] = [];
  if (days !== 0) parts.push(`days=${days}`);
  if (seconds !== 0) parts.push(`seconds=${seconds}`);
  if (microseconds !== 0) parts.push(`microseconds=${microseconds}`);
  return `datetime.timedelta(${parts.length === 0 ? "0" : parts.join(", ")})`;
}

type Self = PyTimedelta;

const withDelta = (apply: (a: Self, b: Self) => Value) => (self: Self, other: Value): Value =>
  other instanceof PyTimedelta ? apply(self, other) : notImplemented;

function multiply(self: Self, factor: Value): Value {
  const inner = plain(factor);
  const int = asInt(inner);
  if (int !== null) return new PyTimedelta(self.total * BigInt(int));
  if (!(inner instanceof PyFloat)) return notImplemented;
  const [numerator, denominator] = ratio(inner.value);
  return new PyTimedelta(rounded(self.total * numerator, denominator));
}

function divide(self: Self, other: Value): Value {
  if (other instanceof PyTimedelta) {
    if (other.total === 0n) throw raise("ZeroDivisionError", "division by zero");
    return new PyFloat(Number(self.total) / Number(other.total));
  }
  const inner = plain(other);
  const int = asInt(inner);
  if (int !== null) {
    if (BigInt(int) === 0n) throw raise("ZeroDivisionError", "integer division or modulo by zero");
    return new PyTimedelta(rounded(self.total, BigInt(int)));
  }
  if (!(inner instanceof PyFloat)) return notImplemented;
  if (inner.value === 0) throw raise("ZeroDivisionError", "float division by zero");
  const [numerator, denominator] = ratio(inner.value);
  return new PyTimedelta(rounded(self.total * denominator, numerator));
}

function floorDivide(self: Self, other: Value): Value {
  if (other instanceof PyTimedelta) {
    if (other.total === 0n) throw raise("ZeroDivisionError", "integer division or modulo by zero");
    return Number(floorDiv(self.total, other.total));
  }
  const int = asInt(plain(other));
  if (int === null) return notImplemented;
  if (BigInt(int) === 0n) throw raise("ZeroDivisionError", "integer division or modulo by zero");
  return new PyTimedelta(floorDiv(self.total, BigInt(int)));
}

export const timedeltaClass: PyClass = nativeClass({
  name: "timedelta",
  module: "datetime",
  shownName: "datetime.timedelta",
  layout: "fixed",
  new: [
    "days=0, seconds=0, microseconds=0, milliseconds=0, minutes=0, hours=0, weeks=0",
    (cls: PyClass, ...values: Value[]) => {
      const sizes = [DAY, 1_000_000n, 1n, 1000n, 60_000_000n, 3_600_000_000n, 7n * DAY];
      const names = [
        "days",
        "seconds",
        "microseconds",
        "milliseconds",
        "minutes",
        "hours",
        "weeks",
      ];
      const total = values.reduce(
        (sum: bigint, value, index) => sum + units(value, sizes[index]!, names[index]!),
        0n,
      );
      return new PyTimedelta(total, cls);
    },
  ],
  methods: {
    total_seconds: ["", (self: Self) => new PyFloat(Number(self.total) / 1e6)],
    __str__: ["", timedeltaText],
    __repr__: ["", timedeltaRepr],
    __bool__: ["", (self: Self) => self.total !== 0n],
    __neg__: ["", (self: Self) => new PyTimedelta(-self.total)],
    __pos__: ["", (self: Self) => self],
    __abs__: ["", (self: Self) => new PyTimedelta(self.total < 0n ? -self.total : self.total)],
    __add__: ["other, /", withDelta((a, b) => new PyTimedelta(a.total + b.total))],
    __sub__: ["other, /", withDelta((a, b) => new PyTimedelta(a.total - b.total))],
    __mul__: ["other, /", multiply],
    __rmul__: ["other, /", multiply],
    __truediv__: ["other, /", divide],
    __floordiv__: ["other, /", floorDivide],
    __mod__: ["other, /", withDelta((a, b) => new PyTimedelta(mod(a.total, b.total)))],
    __divmod__: [
      "other, /",
      withDelta((a, b) =>
        tuple([Number(floorDiv(a.total, b.total)), new PyTimedelta(mod(a.total, b.total))])
      ),
    ],
    __eq__: ["other, /", withDelta((a, b) => a.total === b.total)],
    __lt__: ["other, /", withDelta((a, b) => a.total < b.total)],
    __le__: ["other, /", withDelta((a, b) => a.total <= b.total)],
    __gt__: ["other, /", withDelta((a, b) => a.total > b.total)],
    __ge__: ["other, /", withDelta((a, b) => a.total >= b.total)],
  },
  properties: {
    days: (self: Self) => self.days,
    seconds: (self: Self) => self.seconds,
    microseconds: (self: Self) => self.microseconds,
  },
});
setHashKey(timedeltaClass, (self: Self) => `\0delta${self.total}`);
timedeltaClass.namespace.set("min", new PyTimedelta(-999_999_999n * DAY));
timedeltaClass.namespace.set("max", new PyTimedelta(1_000_000_000n * DAY - 1n));
timedeltaClass.namespace.set("resolution", new PyTimedelta(1n));
