import { readText } from "../../runtime/limits.ts";

/** A shell pattern: `*`, `?`, `[seq]`, `[!seq]` (module fnmatch). */
export interface FileNamePattern {
  /** Whether a whole name is like that; by case, as on POSIX. */
  test(name: string): boolean;
}

/** What stands for one character, or `*` for any number of them. */
type Part = "*" | ((character: string) => boolean);

/** Reads a shell pattern. Trying it takes no longer than the name's length times its own. */
export function fileNamePattern(pattern: string): FileNamePattern {
  const parts = partsOf(pattern);
  return {
    test: (name) => {
      const characters = [...name];
      readText(characters.length * parts.length);
      return matches(parts, characters);
    },
  };
}

function partsOf(pattern: string): readonly Part[] {
  const parts: Part[] = [];
  const characters = [...pattern];
  for (let at = 0; at < characters.length; at++) {
    const character = characters[at]!;
    if (character === "*") parts.push("*");
    else if (character === "?") parts.push(() => true);
    else if (character === "[") {
      const negative = characters[at + 1] === "!";
      const first = at + (negative ? 2 : 1);
      // A bracket that comes first is a member.
      const end = characters.indexOf("]", first + 1);
      if (end < 0) parts.push((one) => one === "[");
      else {
        parts.push(characterSet(characters.slice(first, end), negative));
        at = end;
      }
    } else parts.push((one) => one === character);
  }
  return parts;
}

/** Where a part fails, the last star takes one character more: no other one has to be tried again. */
function matches(parts: readonly Part[], name: readonly string[]): boolean {
  let [part, at] = [0, 0];
  let star: { readonly part: number; at: number } | null = null;
  while (at < name.length) {
    const wanted = parts[part];
    if (wanted === "*") star = { part: part++, at };
    else if (wanted?.(name[at]!)) {
      part++;
      at++;
    } else if (star === null) return false;
    else {
      part = star.part + 1;
      at = ++star.at;
    }
  }
  return parts.slice(part).every((rest) => rest === "*");
}

function characterSet(members: readonly string[], negative: boolean): Part {
  const code = (character: string) => character.codePointAt(0)!;
  const ranges: (readonly [from: number, to: number])[] = [];
  for (let at = 0; at < members.length; at++) {
    const low = members[at]!;
    const high = members[at + 1] === "-" ? members[at + 2] : undefined;
    // A range that is the wrong way round has no members.
    ranges.push([code(low), code(high ?? low)]);
    if (high !== undefined) at += 2;
  }
  return (one) => ranges.some(([from, to]) => from <= code(one) && code(one) <= to) !== negative;
}
