import { exceptionClasses, PyClass, PyException, PyList, Raised } from "../../../runtime/mod.ts";
import type { Condition } from "./arithmetic.ts";

const builtin = (name: string): PyClass => exceptionClasses.get(name)!;

function define(name: string, ...bases: readonly PyClass[]): PyClass {
  return new PyClass({ name, module: "decimal", bases });
}

export const decimalException = define("DecimalException", builtin("ArithmeticError"));
const clamped = define("Clamped", decimalException);
const invalidOperation = define("InvalidOperation", decimalException);
const divisionByZero = define("DivisionByZero", decimalException, builtin("ZeroDivisionError"));
const inexact = define("Inexact", decimalException);
const rounded = define("Rounded", decimalException);
const subnormal = define("Subnormal", decimalException);
const overflow = define("Overflow", inexact, rounded);
const underflow = define("Underflow", inexact, rounded, subnormal);
const floatOperation = define("FloatOperation", decimalException, builtin("TypeError"));

/** The signals that a context traps or flags, in the order in which they are listed. */
export const SIGNALS: ReadonlyMap<Condition, PyClass> = new Map<Condition, PyClass>([
  ["InvalidOperation", invalidOperation],
  ["FloatOperation", floatOperation],
  ["DivisionByZero", divisionByZero],
  ["Overflow", overflow],
  ["Underflow", underflow],
  ["Subnormal", subnormal],
  ["Inexact", inexact],
  ["Rounded", rounded],
  ["Clamped", clamped],
]);

/** Conditions that are kinds of InvalidOperation; only messages show them. */
const KINDS: ReadonlyMap<Condition, PyClass> = new Map<Condition, PyClass>([
  ["InvalidOperation", invalidOperation],
  ["ConversionSyntax", define("ConversionSyntax", invalidOperation)],
  ["DivisionImpossible", define("DivisionImpossible", invalidOperation)],
  [
    "DivisionUndefined",
    define("DivisionUndefined", invalidOperation, builtin("ZeroDivisionError")),
  ],
]);

/** The signal that a condition belongs to. */
export function signalOf(condition: Condition): Condition {
  return KINDS.has(condition) ? "InvalidOperation" : condition;
}

/** The exception for conditions of which some are trapped. */
export function signalError(trapped: ReadonlySet<Condition>): Raised {
  const listed: PyClass[] = [];
  for (const [condition, cls] of KINDS) if (trapped.has(condition)) listed.push(cls);
  for (const [condition, cls] of SIGNALS) {
    if (condition !== "InvalidOperation" && trapped.has(condition)) listed.push(cls);
  }
  const first = [...SIGNALS.keys()].find((signal) =>
    [...trapped].some((condition) => signalOf(condition) === signal)
  )!;
  return new Raised(new PyException(SIGNALS.get(first)!, [new PyList(listed)]));
}
