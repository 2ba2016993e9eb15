import {
  asInt,
  callMethod,
  nativeClass,
  type NativeEntry,
  type NativePropertyEntry,
  type Outcome,
  plain,
  PyClass,
  PyDict,
  PyInstance,
  PyList,
  PyTuple,
  typeError,
  type Value,
  valueError,
} from "../../../runtime/mod.ts";
import { isTrue } from "../../../runtime/truth.ts";
import type { Condition } from "./arithmetic.ts";
import {
  currentContext,
  DEFAULT_TRAPS,
  PyContext,
  setContextMaker,
  setCurrentContext,
  signalDict,
} from "./context.ts";
import { SIGNALS } from "./signals.ts";
import { convert, PyDecimal, roundingArgument } from "./decimal.ts";

const LIMIT = 999_999_999_999_999_999n;

function bounded(value: Value, lowest: bigint, highest: bigint, message: string): number {
  const int = asInt(plain(value));
  if (int === null) throw typeError("an integer is required");
  const big = BigInt(int);
  if (big < lowest || big > highest) throw valueError(message);
  return Number(big);
}

/** Sets an attribute of a context, checked. */
const setters: Readonly<Record<string, (self: PyContext, value: Value) => void>> = {
  prec: (self, value) => {
    self.precision = bounded(value, 1n, LIMIT, "valid range for prec is [1, MAX_PREC]");
  },
  rounding: (self, value) => {
    self.rounding = roundingArgument(value ?? 0, self);
  },
  Emin: (self, value) => {
    self.emin = bounded(value, -LIMIT, 0n, "valid range for Emin is [MIN_EMIN, 0]");
  },
  Emax: (self, value) => {
    self.emax = bounded(value, 0n, LIMIT, "valid range for Emax is [0, MAX_EMAX]");
  },
  capitals: (self, value) => {
    self.capitals = bounded(value, 0n, 1n, "valid values for capitals are 0 or 1") === 1;
  },
  clamp: (self, value) => {
    self.clamp = bounded(value, 0n, 1n, "valid values for clamp are 0 or 1") === 1;
  },
  traps: (self, value) => void (self.traps = signals(value)),
  flags: (self, value) => void (self.flags = signals(value)),
};

/** A dict of signals from a dict, or from a list of those that are set. */
function signals(value: Value): PyDict {
  if (value instanceof PyDict) {
    const dict = signalDict([]);
    for (const [signal, on] of value.entries()) dict.set(signal, isTrue(on));
    return dict;
  }
  if (!(value instanceof PyList || value instanceof PyTuple)) {
    throw typeError("argument must be a signal dict");
  }
  const dict = signalDict([]);
  for (const signal of value.items) {
    if (!dict.has(signal)) throw typeError("values in signal list must be DecimalException types");
    dict.set(signal, true);
  }
  return dict;
}

const getters: Readonly<Record<string, (self: PyContext) => Value>> = {
  prec: (self) => self.precision,
  rounding: (self) => self.rounding,
  Emin: (self) => self.emin,
  Emax: (self) => self.emax,
  capitals: (self) => self.capitals ? 1 : 0,
  clamp: (self) => self.clamp ? 1 : 0,
  traps: (self) => self.traps,
  flags: (self) => self.flags,
};

const NAMES = Object.keys(getters);

function configure(context: PyContext, values: readonly Value[]): void {
  values.forEach((value, index) => {
    if (value !== null) setters[NAMES[index]!]!(context, value);
  });
}

/** The order in which a context's text lists signals. */
const LISTED: readonly Condition[] = [
  "Clamped",
  "InvalidOperation",
  "DivisionByZero",
  "Inexact",
  "FloatOperation",
  "Overflow",
  "Rounded",
  "Subnormal",
  "Underflow",
];

function contextText(self: PyContext): string {
  const on = (dict: PyDict) =>
    LISTED.filter((name) => isTrue(dict.get(SIGNALS.get(name)!) ?? false)).join(", ");
  return `Context(prec=${self.precision}, rounding=${self.rounding}, Emin=${self.emin}, Emax=${self.emax}, capitals=${
    self.capitals ? 1 : 0
  }, clamp=${self.clamp ? 1 : 0}, flags=[${on(self.flags)}], traps=[${on(self.traps)}])`;
}

/** A method of contexts that is one of decimals with this context; ints are taken as well. */
const forwarded = (name: string, operands: string, method = name): NativeEntry => [
  `${operands}, /`,
  (self: PyContext, first: Value, ...rest: Value[]): Outcome => {
    const number = new PyDecimal(convert(first, self));
    return callMethod(number, method, rest, new Map([["context", self]]));
  },
];

/** A method of contexts that is an operator of decimals. */
const operator = (special: string, operands: string): NativeEntry => [
  `${operands}, /`,
  (self: PyContext, first: Value, ...rest: Value[]): Outcome => {
    const outer = currentContext();
    setCurrentContext(self);
    try {
      return callMethod(new PyDecimal(convert(first, self)), special, rest);
    } finally {
      setCurrentContext(outer);
    }
  },
];

const rounded = (self: PyContext, value: Value): PyDecimal => {
  const number = convert(value, self);
  return new PyDecimal(self.fix(number));
};

/** `decimal.Context` */
export const contextClass: PyClass = nativeClass({
  name: "Context",
  module: "decimal",
  layout: "fixed",
  new: [
    "prec=None, rounding=None, Emin=None, Emax=None, capitals=None, clamp=None, flags=None, traps=None",
    (cls: PyClass, ...values: Value[]) => {
      const context = new PyContext(cls, DEFAULT_TRAPS);
      const flags = values[6]!;
      const traps = values[7]!;
      configure(context, [...values.slice(0, 6), traps, flags]);
      return context;
    },
  ],
  methods: {
    __repr__: ["", contextText],
    copy: ["", (self: PyContext) => self.copy()],
    __copy__: ["", (self: PyContext) => self.copy()],
    clear_flags: ["", (self: PyContext) => void (self.flags = signalDict([]))],
    clear_traps: ["", (self: PyContext) => void (self.traps = signalDict([]))],
    Etiny: ["", (self: PyContext) => self.emin - self.precision + 1],
    Etop: ["", (self: PyContext) => self.emax - self.precision + 1],
    create_decimal: ["num='0', /", rounded],
    create_decimal_from_float: ["f, /", (self: PyContext, value: Value) => {
      const number = convert(value, self);
      return new PyDecimal(self.fix(number));
    }],
    plus: operator("__pos__", "a"),
    minus: operator("__neg__", "a"),
    abs: operator("__abs__", "a"),
    add: operator("__add__", "a, b"),
    subtract: operator("__sub__", "a, b"),
    multiply: operator("__mul__", "a, b"),
    divide: operator("__truediv__", "a, b"),
    divide_int: operator("__floordiv__", "a, b"),
    remainder: operator("__mod__", "a, b"),
    divmod: operator("__divmod__", "a, b"),
    power: operator("__pow__", "a, b"),
    quantize: forwarded("quantize", "a, b"),
    normalize: forwarded("normalize", "a"),
    sqrt: forwarded("sqrt", "a"),
    exp: forwarded("exp", "a"),
    ln: forwarded("ln", "a"),
    log10: forwarded("log10", "a"),
    compare: forwarded("compare", "a, b"),
    max: forwarded("max", "a, b"),
    min: forwarded("min", "a, b"),
    fma: forwarded("fma", "a, b, c"),
    to_integral_value: forwarded("to_integral_value", "a"),
    to_integral_exact: forwarded("to_integral_exact", "a"),
    to_sci_string: operator("__str__", "a"),
    to_eng_string: forwarded("to_eng_string", "a"),
  },
  properties: Object.fromEntries(NAMES.map((name): [string, NativePropertyEntry] => [
    name,
    { get: getters[name]!, set: setters[name]! },
  ])),
});

setContextMaker(() => new PyContext(contextClass, DEFAULT_TRAPS));

/** A context with some settings changed. */
export function contextWith(
  traps: readonly Condition[],
  change: (context: PyContext) => void = () => {},
): PyContext {
  const context = new PyContext(contextClass, traps);
  change(context);
  return context;
}

/** What `localcontext()` gives. */
export const managerClass: PyClass = nativeClass({
  name: "ContextManager",
  module: "decimal",
  methods: {
    __enter__: ["", (self: PyInstance) => {
      const managed = self.native as { context: PyContext; outer: PyContext | null };
      managed.outer = currentContext();
      setCurrentContext(managed.context);
      return managed.context;
    }],
    __exit__: ["*exc_info", (self: PyInstance) => {
      const { outer } = self.native as { outer: PyContext | null };
      if (outer !== null) setCurrentContext(outer);
      return false;
    }],
  },
});

/** `localcontext(context, **changes)` */
export function localContext(given: Value, changes: ReadonlyMap<string, Value>): PyInstance {
  if (given !== null && !(given instanceof PyContext)) {
    throw typeError("optional argument must be a context");
  }
  const context = (given ?? currentContext()).copy();
  for (const [name, value] of changes) {
    const set = setters[name];
    if (set === undefined) {
      throw typeError(`'${name}' is an invalid keyword argument for this function`);
    }
    if (value !== null) set(context, value);
  }
  const manager = new PyInstance(managerClass);
  manager.native = { context, outer: null };
  return manager;
}

/** `setcontext(context)`; a template is copied. */
export function activate(value: Value, templates: readonly PyContext[]): void {
  if (!(value instanceof PyContext)) throw typeError("argument must be a context");
  if (templates.includes(value)) {
    const copy = value.copy();
    copy.flags = signalDict([]);
    setCurrentContext(copy);
  } else setCurrentContext(value);
}
