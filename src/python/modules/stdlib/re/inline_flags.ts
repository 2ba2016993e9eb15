import { Flag, INLINE_FLAGS } from "./flags.ts";
import type { PatternSource } from "./pattern_source.ts";

/** `(?ims)` for the whole pattern, or `(?i-m:…)` for a part. */
export interface InlineFlags {
  readonly scope: "global" | "group";
  readonly on: number;
  readonly off: number;
}

const TYPES = Flag.ASCII | Flag.UNICODE | Flag.LOCALE;

const unknown = (character: string, missing: string) =>
  /\p{L}/u.test(character) ? "unknown flag" : missing;

/** Reads the flags that begin with a character already taken; null if it begins none. */
export function readInlineFlags(source: PatternSource, first: string): InlineFlags | null {
  let character = first;
  if (!(character in INLINE_FLAGS) && character !== "-") return null;
  let on = 0;
  let off = 0;
  while (character !== "-" && character !== ")" && character !== ":") {
    const flag = INLINE_FLAGS[character];
    if (flag === undefined) {
      throw source.error(unknown(character, "missing -, : or )"), character.length);
    }
    if (source.isText && character === "L") {
      throw source.error("bad inline flags: cannot use 'L' flag with a str pattern");
    }
    if (!source.isText && character === "u") {
      throw source.error("bad inline flags: cannot use 'u' flag with a bytes pattern");
    }
    on |= flag;
    if ((flag & TYPES) !== 0 && (on & TYPES) !== flag) {
      throw source.error("bad inline flags: flags 'a', 'u' and 'L' are incompatible");
    }
    const next = source.get();
    if (next === undefined) throw source.error("missing -, : or )");
    character = next;
  }
  if (character === ")") return { scope: "global", on, off };
  if (character === "-") {
    for (;;) {
      const next = source.get();
      const missing = off === 0 ? "missing flag" : "missing :";
      if (next === undefined) throw source.error(missing);
      if (next === ":" && off !== 0) break;
      const flag = INLINE_FLAGS[next];
      if (flag === undefined) throw source.error(unknown(next, missing), next.length);
      if ((flag & TYPES) !== 0) {
        throw source.error("bad inline flags: cannot turn off flags 'a', 'u' and 'L'");
      }
      off |= flag;
    }
  }
  if ((on & off) !== 0) throw source.error("bad inline flags: flag turned on and off", 1);
  return { scope: "group", on, off };
}
