import type { NativeModuleFactory } from "../../../runtime/context.ts";
import {
  asInt,
  asString,
  bytes,
  type Evaluation,
  nativeFunction,
  nativeModule,
  type Outcome,
  plain,
  PyBytes,
  typeError,
  typeName,
  UnsupportedConstructError,
  type Value,
  valueError,
} from "../../../runtime/mod.ts";
import { getAttribute } from "../../../runtime/attributes.ts";
import { call } from "../../../runtime/call.ts";
import { andThen } from "../../../runtime/value.ts";
import { Flag, flagClass, makeFlag } from "./flags.ts";
import { matchClass } from "./match_object.ts";
import { parsePattern } from "./parser.ts";
import { errorClass } from "./pattern_error.ts";
import { patternClass, PyPattern } from "./pattern_object.ts";
import { compileProgram } from "./program.ts";

/** Compiled patterns that are kept, as CPython keeps them. */
const CACHE_SIZE = 512;

function checkFlags(flags: number, isText: boolean): number {
  const ascii = (flags & Flag.ASCII) !== 0;
  const unicode = (flags & Flag.UNICODE) !== 0;
  if (isText) {
    if ((flags & Flag.LOCALE) !== 0) {
      throw valueError("cannot use LOCALE flag with a str pattern");
    }
    if (ascii && unicode) throw valueError("ASCII and UNICODE flags are incompatible");
    return ascii ? flags : flags | Flag.UNICODE;
  }
  if (unicode) throw valueError("cannot use UNICODE flag with a bytes pattern");
  return flags;
}

/** The text of a pattern given as str or bytes; bytes as characters of the same codes. */
function patternText(pattern: Value): { readonly text: string; readonly isText: boolean } {
  const text = asString(pattern);
  if (text !== null) return { text, isText: true };
  const inner = plain(pattern);
  if (!(inner instanceof PyBytes)) {
    throw typeError("first argument must be string or compiled pattern");
  }
  return {
    text: Array.from(inner.data, (byte) => String.fromCharCode(byte)).join(""),
    isText: false,
  };
}

/** Compiles a pattern, or gives one that is compiled already. */
export function compilePattern(pattern: Value, flagsValue: Value): PyPattern {
  const flags = Number(asInt(plain(flagsValue)) ?? 0);
  if (pattern instanceof PyPattern) {
    if (flags !== 0) {
      throw valueError("cannot process flags argument with a compiled pattern");
    }
    return pattern;
  }
  if ((flags & Flag.DEBUG) !== 0) {
    throw new UnsupportedConstructError("re.DEBUG", "re.DEBUG prints CPython's own program");
  }
  const { text, isText } = patternText(pattern);
  const parsed = parsePattern(pattern, text, flags, isText);
  return new PyPattern(
    pattern,
    isText,
    checkFlags(parsed.flags, isText),
    compileProgram(parsed),
    parsed.names,
  );
}

const SPECIAL = new Set("()[]{}?*+-|^$\\.&~# \t\n\r\v\f");

function escapeText(pattern: Value): Value {
  const { text, isText } = patternText(pattern);
  const escaped = Array.from(
    text,
    (character) => SPECIAL.has(character) ? `\\${character}` : character,
  ).join("");
  return isText ? escaped : bytes(Uint8Array.from(escaped, (unit) => unit.charCodeAt(0)));
}

/** Module `re`. */
export const create: NativeModuleFactory = () => {
  const cache = new Map<string, PyPattern>();
  const compile = (pattern: Value, flags: Value): PyPattern => {
    if (typeof pattern !== "string") return compilePattern(pattern, flags);
    const key = `${asInt(plain(flags)) ?? typeName(flags)} ${pattern}`;
    let compiled = cache.get(key);
    if (compiled === undefined) {
      compiled = compilePattern(pattern, flags);
      if (cache.size >= CACHE_SIZE) cache.delete(cache.keys().next().value!);
      cache.set(key, compiled);
    }
    return compiled;
  };
  /** A function of the module that is a method of the compiled pattern. */
  const shortcut = (name: string, parameters: string) =>
    nativeFunction(
      name,
      `pattern, ${parameters}, flags=0`,
      (pattern: Value, ...rest: Value[]): Outcome | Evaluation => {
        const flags = rest.pop()!;
        return andThen(
          getAttribute(compile(pattern, flags), name),
          (method) => call(method, rest),
        );
      },
    );
  const flags = Object.fromEntries(
    Object.entries(Flag).flatMap(([name, bit]) => {
      const flag = makeFlag(bit);
      return name === "DEBUG"
        ? [[name, flag]]
        : [[name, flag], [name === "VERBOSE" ? "X" : name === "DOTALL" ? "S" : name[0]!, flag]];
    }),
  );
  return nativeModule("re", {
    ...flags,
    NOFLAG: makeFlag(0),
    RegexFlag: flagClass,
    Pattern: patternClass,
    Match: matchClass,
    error: errorClass,
    compile: nativeFunction("compile", "pattern, flags=0", compile),
    escape: nativeFunction("escape", "pattern", escapeText),
    purge: nativeFunction("purge", "", () => cache.clear()),
    match: shortcut("match", "string"),
    fullmatch: shortcut("fullmatch", "string"),
    search: shortcut("search", "string"),
    findall: shortcut("findall", "string"),
    finditer: shortcut("finditer", "string"),
    split: shortcut("split", "string, maxsplit=0"),
    sub: shortcut("sub", "repl, string, count=0"),
    subn: shortcut("subn", "repl, string, count=0"),
  });
};
