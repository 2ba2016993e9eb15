import type { NativeModuleFactory } from "../../../runtime/context.ts";
import { nativeFunction, nativeModule, type Value } from "../../../runtime/mod.ts";
import { activate, contextClass, contextWith, localContext } from "./context_class.ts";
import { currentContext, DEFAULT_TRAPS } from "./context.ts";
import { decimalClass } from "./decimal.ts";
import { tupleClass } from "./decimal_methods.ts";
import { ROUNDINGS } from "./rounding.ts";
import { decimalException, SIGNALS } from "./signals.ts";

export { decimalClass, PyDecimal } from "./decimal.ts";

/** Module `decimal`. */
export const create: NativeModuleFactory = () => {
  const defaultContext = contextWith(DEFAULT_TRAPS);
  const basic = contextWith(
    ["InvalidOperation", "DivisionByZero", "Overflow", "Underflow", "Clamped"],
    (context) => {
      context.precision = 9;
      context.rounding = "ROUND_HALF_UP";
    },
  );
  const extended = contextWith([], (context) => context.precision = 9);
  const templates = [defaultContext, basic, extended];
  return nativeModule("decimal", {
    Decimal: decimalClass,
    DecimalTuple: tupleClass,
    Context: contextClass,
    DecimalException: decimalException,
    ...Object.fromEntries(SIGNALS),
    ...Object.fromEntries(ROUNDINGS.map((name) => [name, name])),
    DefaultContext: defaultContext,
    BasicContext: basic,
    ExtendedContext: extended,
    MAX_PREC: 999999999999999999n,
    MAX_EMAX: 999999999999999999n,
    MIN_EMIN: -999999999999999999n,
    MIN_ETINY: -1999999999999999997n,
    HAVE_THREADS: true,
    HAVE_CONTEXTVAR: true,
    getcontext: nativeFunction("getcontext", "", currentContext),
    setcontext: nativeFunction(
      "setcontext",
      "context, /",
      (context: Value) => activate(context, templates),
    ),
    localcontext: nativeFunction("localcontext", "ctx=None, **kwargs", localContext),
  });
};
