import { typeError } from "./exceptions.ts";
import { PyTuple } from "./objects.ts";
import type { Value } from "./value.ts";

/** One parameter of a signature; `default` is undefined where the argument is required. */
export interface Parameter {
  readonly name: string;
  readonly default?: Value;
  /** The argument may be left out and arrives as undefined (native functions only). */
  readonly optional?: boolean;
}

/** The parameters of a function, in Python's five kinds. */
export interface Signature {
  readonly positionalOnly: readonly Parameter[];
  readonly positional: readonly Parameter[];
  readonly variadic: string | null;
  readonly keywordOnly: readonly Parameter[];
  readonly keywords: string | null;
}

/** Keyword arguments of a call in the order written; null when there are none. */
export type Keywords = ReadonlyMap<string, Value> | null;

/**
 * A bound call: one slot a parameter, in the order positional-only, positional, *variadic,
 * keyword-only, **keywords. A variadic slot holds `Value[]`, a keywords slot `Map<string, Value>`.
 */
export type BoundArguments = (Value | undefined | Value[] | Map<string, Value>)[];

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

function listNames(names: readonly string[]): string {
  const quoted = names.map((name) => `'${name}'`);
  if (quoted.length <= 2) return quoted.join(" and ");
  return `${quoted.slice(0, -1).join(", ")}, and ${quoted.at(-1)}`;
}

/**
 * Binds arguments to parameters by Python's rules (Language Reference 6.3.4) with CPython's words in
 * the TypeErrors.
 */
export function bindArguments(
  functionName: string,
  signature: Signature,
  args: readonly Value[],
  keywords: Keywords,
): BoundArguments {
  const { positionalOnly, positional, variadic, keywordOnly } = signature;
  const onlyCount = positionalOnly.length;
  const count = onlyCount + positional.length;
  const namedAt = variadic === null ? count : count + 1;
  const end = namedAt + keywordOnly.length;
  const rest: Map<string, Value> | null = signature.keywords === null ? null : new Map();
  const bound: BoundArguments = new Array(rest === null ? end : end + 1);
  const given = Math.min(args.length, count);
  for (let index = 0; index < given; index++) bound[index] = args[index];
  if (variadic !== null) bound[count] = args.slice(count);
  if (rest !== null) bound[end] = rest;

  if (keywords !== null) {
    for (const [name, value] of keywords) {
      const position = indexOf(positional, name);
      if (position >= 0) {
        if (bound[onlyCount + position] !== undefined) {
          throw typeError(`${functionName}() got multiple values for argument '${name}'`);
        }
        bound[onlyCount + position] = value;
        continue;
      }
      const index = indexOf(keywordOnly, name);
      if (index >= 0) {
        bound[namedAt + index] = value;
      } else if (rest !== null) {
        rest.set(name, value);
      } else if (indexOf(positionalOnly, name) >= 0) {
        throw typeError(
          `${functionName}() got some positional-only arguments passed as keyword arguments: '${name}'`,
        );
      } else {
        throw typeError(`${functionName}() got an unexpected keyword argument '${name}'`);
      }
    }
  }

  if (args.length > count && variadic === null) {
    throw tooMany(functionName, signature, args.length, bound.slice(namedAt, end));
  }
  const missing: string[] = [];
  fillDefaults(bound, 0, positionalOnly, given, missing);
  fillDefaults(bound, onlyCount, positional, given, missing);
  if (missing.length > 0) {
    throw typeError(
      `${functionName}() missing ${plural(missing.length, "required positional argument")}: ${
        listNames(missing)
      }`,
    );
  }
  fillDefaults(bound, namedAt, keywordOnly, 0, missing);
  if (missing.length > 0) {
    throw typeError(
      `${functionName}() missing ${plural(missing.length, "required keyword-only argument")}: ${
        listNames(missing)
      }`,
    );
  }
  return bound;
}

/**
 * Puts the defaults of parameters, which are bound from `at` on, in the places that have no argument; those before `given` have
 * one. Adds to `missing` the names of those without a default.
 */
function fillDefaults(
  bound: BoundArguments,
  at: number,
  parameters: readonly Parameter[],
  given: number,
  missing: string[],
): void {
  for (let index = Math.max(given - at, 0); index < parameters.length; index++) {
    if (bound[at + index] !== undefined) continue;
    const { name, default: fallback, optional } = parameters[index]!;
    if (fallback !== undefined) bound[at + index] = fallback;
    else if (!optional) missing.push(name);
  }
}

function indexOf(parameters: readonly Parameter[], name: string): number {
  for (let index = 0; index < parameters.length; index++) {
    if (parameters[index]!.name === name) return index;
  }
  return -1;
}

function tooMany(
  functionName: string,
  { positionalOnly, positional, keywordOnly }: Signature,
  given: number,
  named: BoundArguments,
) {
  const parameters = [...positionalOnly, ...positional];
  const required = parameters.filter((p) => p.default === undefined && !p.optional).length;
  const takes = required === parameters.length
    ? plural(parameters.length, "positional argument")
    : `from ${required} to ${plural(parameters.length, "positional argument")}`;
  const alsoNamed = keywordOnly.filter((_, index) => named[index] !== undefined).length;
  const counted = alsoNamed > 0
    ? `${plural(given, "positional argument")} (and ${
      plural(alsoNamed, "keyword-only argument")
    }) were`
    : `${given} ${given === 1 ? "was" : "were"}`;
  return typeError(`${functionName}() takes ${takes} but ${counted} given`);
}

const PARTS = /\s*(\*\*\w+|\*\w+|\*|\/|(\w+)\s*(?:=\s*('[^']*'|[^,]+?))?)\s*(?:,|$)/y;

function readDefault(text: string): Value {
  switch (text) {
    case "None":
      return null;
    case "True":
      return true;
    case "False":
      return false;
    case "()":
      return new PyTuple([]);
  }
  if (text.startsWith("'")) return text.slice(1, -1);
  const number = Number(text);
  if (!Number.isSafeInteger(number)) throw new Error(`unreadable default ${text}`);
  return number;
}

/**
 * Reads a signature written as Python writes it: `"name, /, schema=None, *columns, if_exists=..., **kw"`.
 * Defaults are None, True, False, integers, 'strings' or (); `...` means that the argument may be
 * left out and then arrives as undefined.
 */
export function parseSignature(text: string): Signature {
  let positionalOnly: Parameter[] = [];
  let positional: Parameter[] = [];
  const keywordOnly: Parameter[] = [];
  let variadic: string | null = null;
  let keywords: string | null = null;
  let afterStar = false;
  PARTS.lastIndex = 0;
  while (PARTS.lastIndex < text.length) {
    const match = PARTS.exec(text);
    if (match === null) throw new Error(`unreadable signature ${text}`);
    const part = match[1]!;
    if (part === "/") {
      positionalOnly = positional;
      positional = [];
    } else if (part === "*") afterStar = true;
    else if (part.startsWith("**")) keywords = part.slice(2);
    else if (part.startsWith("*")) {
      variadic = part.slice(1);
      afterStar = true;
    } else {
      const fallback = match[3];
      const parameter: Parameter = fallback === undefined
        ? { name: match[2]! }
        : fallback === "..."
        ? { name: match[2]!, optional: true }
        : { name: match[2]!, default: readDefault(fallback) };
      (afterStar ? keywordOnly : positional).push(parameter);
    }
  }
  return { positionalOnly, positional, variadic, keywordOnly, keywords };
}
