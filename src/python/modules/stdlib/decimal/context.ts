import {
  type InterpreterContext,
  type PyClass,
  PyDict,
  PyObject,
  running,
} from "../../../runtime/mod.ts";
import { isTrue } from "../../../runtime/truth.ts";
import { type Condition, DecimalArithmetic, type Settings } from "./arithmetic.ts";
import type { DecimalNumber } from "./number.ts";
import type { Rounding } from "./rounding.ts";
import { signalError, signalOf, SIGNALS } from "./signals.ts";

/** A `decimal.Context`. */
export class PyContext extends PyObject {
  precision = 28;
  rounding: Rounding = "ROUND_HALF_EVEN";
  emin = -999_999;
  emax = 999_999;
  capitals = true;
  clamp = false;
  /** Signal classes that raise, and those that have been seen: dicts of class and bool. */
  traps: PyDict;
  flags: PyDict;

  constructor(cls: PyClass, traps: readonly Condition[]) {
    super(cls);
    this.traps = signalDict(traps);
    this.flags = signalDict([]);
  }

  get settings(): Settings {
    return this;
  }

  /** A context with the same settings; flags are copied as well. */
  copy(): PyContext {
    const copy = new PyContext(this.cls, []);
    copy.precision = this.precision;
    copy.rounding = this.rounding;
    copy.emin = this.emin;
    copy.emax = this.emax;
    copy.capitals = this.capitals;
    copy.clamp = this.clamp;
    copy.traps = new PyDict(this.traps.entries());
    copy.flags = new PyDict(this.flags.entries());
    return copy;
  }

  /** Runs an operation: sets flags for what it reports and raises what is trapped. */
  run<T>(operation: (arithmetic: DecimalArithmetic) => T, settings: Settings = this.settings): T {
    const arithmetic = new DecimalArithmetic(settings);
    const result = operation(arithmetic);
    if (arithmetic.conditions.size > 0) this.report(arithmetic.conditions);
    return result;
  }

  report(conditions: Iterable<Condition>): void {
    const trapped = new Set<Condition>();
    for (const condition of conditions) {
      const signal = SIGNALS.get(signalOf(condition))!;
      this.flags.set(signal, true);
      if (isTrue(this.traps.get(signal) ?? false)) trapped.add(condition);
    }
    if (trapped.size > 0) throw signalError(trapped);
  }

  /** A number rounded to the context's precision. */
  fix(number: DecimalNumber): DecimalNumber {
    return this.run((arithmetic) => arithmetic.nan(number) ?? arithmetic.fix(number));
  }
}

/** A dict of all signals, with those given true. */
export function signalDict(on: readonly Condition[]): PyDict {
  return new PyDict([...SIGNALS].map(([signal, cls]) => [cls, on.includes(signal)] as const));
}

/** What the default context traps. */
export const DEFAULT_TRAPS: readonly Condition[] = [
  "InvalidOperation",
  "DivisionByZero",
  "Overflow",
];

const current = new WeakMap<InterpreterContext, PyContext>();
let makeContext: () => PyContext;

/** Says how a new context is made (by the file that has its class). */
export function setContextMaker(make: () => PyContext): void {
  makeContext = make;
}

/** The context of the running interpreter: `getcontext()`. */
export function currentContext(): PyContext {
  const interpreter = running();
  let context = current.get(interpreter);
  if (context === undefined) {
    context = makeContext();
    current.set(interpreter, context);
  }
  return context;
}

/** `setcontext(context)` */
export function setCurrentContext(context: PyContext): void {
  current.set(running(), context);
}
