/**
 * The regular expression of a shell pattern: `*`, `?`, `[seq]`, `[!seq]` (module fnmatch). Matching is
 * by case, as on POSIX.
 */
export function fileNamePattern(pattern: string): RegExp {
  let source = "";
  for (let at = 0; at < pattern.length; at++) {
    const character = pattern[at]!;
    if (character === "*") {
      // Several stars are one; more of them would only cost time.
      if (!source.endsWith(".*")) source += ".*";
    } else if (character === "?") source += ".";
    else if (character === "[") {
      const set = /^\[(!?)(\]?[^\]]*)\]/.exec(pattern.slice(at));
      if (set === null) source += "\\[";
      else {
        source += characterSet(set[2]!, set[1] === "!");
        at += set[0].length - 1;
      }
    } else source += character.replace(/[\\^$.*+?()[\]{}|/]/, "\\$&");
  }
  return new RegExp(`^${source}$`, "su");
}

function characterSet(members: string, negative: boolean): string {
  const all = [...members];
  let body = "";
  for (let at = 0; at < all.length; at++) {
    const low = all[at]!;
    const high = all[at + 1] === "-" ? all[at + 2] : undefined;
    if (high === undefined) {
      body += escapeMember(low);
      continue;
    }
    // A range that is the wrong way round has no members.
    if (low <= high) body += `${escapeMember(low)}-${escapeMember(high)}`;
    at += 2;
  }
  if (body === "") return negative ? "." : "(?!)";
  return `[${negative ? "^" : ""}${body}]`;
}

function escapeMember(character: string): string {
  return /[\\^\]\-[]/.test(character) ? `\\${character}` : character;
}
