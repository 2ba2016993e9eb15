import { PyMatch } from "../stdlib/re/match_object.ts";
import { compilePattern } from "../stdlib/re/mod.ts";
import type { PyPattern } from "../stdlib/re/pattern_object.ts";
import { asString } from "../../runtime/mod.ts";

/**
 * A pattern of a Python package, matched from the beginning of a text as Python's `re` would, and with its flags in front
 * (`(?is)`). Such a pattern may go back over a text again and again, which must count as steps of the program whose text
 * it is; a `RegExp` would count nothing.
 */
export function budgetedPattern(source: string): (text: string) => string[] | null {
  let pattern: PyPattern | null = null;
  return (text) => {
    pattern ??= compilePattern(source, 0);
    const found = pattern.matchAt(text, 0, null, {});
    if (!(found instanceof PyMatch)) return null;
    return [found.text(0), ...found.groups("")].map((group) => asString(group)!);
  };
}
