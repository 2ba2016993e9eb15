import {
  asInt,
  intClass,
  nativeClass,
  notImplemented,
  plain,
  type PyClass,
  PyInstance,
  type Value,
} from "../../../runtime/mod.ts";

/** The bits of `re.RegexFlag`. */
export const Flag = {
  IGNORECASE: 2,
  LOCALE: 4,
  MULTILINE: 8,
  DOTALL: 16,
  UNICODE: 32,
  VERBOSE: 64,
  DEBUG: 128,
  ASCII: 256,
} as const;

/** The letters of inline flags, `(?im)`. */
export const INLINE_FLAGS: Readonly<Record<string, number>> = {
  i: Flag.IGNORECASE,
  L: Flag.LOCALE,
  m: Flag.MULTILINE,
  s: Flag.DOTALL,
  u: Flag.UNICODE,
  x: Flag.VERBOSE,
  a: Flag.ASCII,
};

// The order in which a combination is written.
const NAMES = Object.entries(Flag).map(([name, bit]) => ({ name, bit })).sort((a, b) =>
  a.bit - b.bit
);
NAMES.unshift(NAMES.pop()!);

/** `re.IGNORECASE|re.MULTILINE`; bits without a name are left out. */
export function flagNames(bits: number): string[] {
  return NAMES.filter(({ bit }) => (bits & bit) !== 0).map(({ name }) => `re.${name}`);
}

function flagText(self: PyInstance): string {
  const bits = Number(self.native);
  return bits === 0 ? "re.NOFLAG" : flagNames(bits).join("|");
}

const combine = (apply: (a: number, b: number) => number) => (self: PyInstance, other: Value) => {
  const int = asInt(plain(other));
  return int === null ? notImplemented : makeFlag(apply(Number(self.native), Number(int)));
};
const or = combine((a, b) => a | b);
const and = combine((a, b) => a & b);
const xor = combine((a, b) => a ^ b);

/** `re.RegexFlag`. */
export const flagClass: PyClass = nativeClass({
  name: "RegexFlag",
  module: "re",
  bases: [intClass],
  methods: {
    __or__: ["other, /", or],
    __ror__: ["other, /", or],
    __and__: ["other, /", and],
    __rand__: ["other, /", and],
    __xor__: ["other, /", xor],
    __rxor__: ["other, /", xor],
    __repr__: ["", flagText],
    __str__: ["", flagText],
  },
  properties: {
    value: (self: PyInstance) => self.native as number,
    name: (self: PyInstance) => flagNames(Number(self.native)).join("|").replaceAll("re.", ""),
  },
});

/** A flag object of some bits. */
export function makeFlag(bits: number): PyInstance {
  const flag = new PyInstance(flagClass);
  flag.native = bits;
  return flag;
}
