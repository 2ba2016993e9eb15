import { repr, type Value } from "../../../runtime/mod.ts";
import { UnsupportedConstructError } from "../../../runtime/errors.ts";
import { Flag } from "./flags.ts";
import { readInlineFlags } from "./inline_flags.ts";
import { classEscape, escape } from "./escapes.ts";
import { PatternSource } from "./pattern_source.ts";
import type { CharacterSet, Folding, Node, ParsedPattern, SetMember } from "./syntax_tree.ts";
import { fixedWidth } from "./width.ts";

/** Parses a pattern as Python's `re` reads it; throws `re.error` for one that it would not take. */
export function parsePattern(
  pattern: Value,
  text: string,
  flags: number,
  isText: boolean,
): ParsedPattern {
  return new PatternParser(new PatternSource(pattern, text, isText), flags).parse();
}

const isName = (text: string) => /^[\p{ID_Start}_]\p{ID_Continue}*$/u.test(text);

/** The groups that a parser knows of while it reads. */
export class PatternParser {
  readonly source: PatternSource;
  flags: number;
  readonly names = new Map<string, number>();
  /** Bodies of the groups from 1; null while a group is open. */
  readonly #groups: (Node | null)[] = [];
  /** How many groups there were when the outermost lookbehind began; null outside of one. */
  #lookbehindGroups: number | null = null;
  /** Lookbehinds, whose widths are known when all groups are. */
  readonly #lookbehinds: { back: number; readonly body: Node }[] = [];
  /** Groups that conditions ask for before they are known, with the place. */
  readonly #asked = new Map<number, number>();

  constructor(source: PatternSource, flags: number) {
    this.source = source;
    this.flags = flags;
  }

  parse(): ParsedPattern {
    const { source } = this;
    const body = this.#choice(this.flags, 0);
    if (source.next !== undefined) throw source.error("unbalanced parenthesis");
    for (const [group, at] of this.#asked) {
      if (group > this.#groups.length) {
        throw source.errorAt(`invalid group reference ${group}`, at);
      }
    }
    for (const look of this.#lookbehinds) {
      const width = fixedWidth(look.body, this.#groups);
      if (width === null) {
        throw source.errorPlain("look-behind requires fixed-width pattern");
      }
      look.back = width;
    }
    const { flags } = this;
    if (!source.isText && (flags & Flag.LOCALE) !== 0) {
      throw new UnsupportedConstructError("re.LOCALE", "re.LOCALE: there are no locales here");
    }
    return { body, groups: this.#groups.length, names: this.names, flags };
  }

  folding(flags: number): Folding {
    if ((flags & Flag.IGNORECASE) === 0) return "none";
    return this.isAscii(flags) ? "ascii" : "unicode";
  }

  isAscii(flags: number): boolean {
    return !this.source.isText || (flags & Flag.ASCII) !== 0;
  }

  /** A reference to a group by number, as `\1` and `(?P=name)` make it. */
  reference(group: number, flags: number, length: number): Node {
    if (this.#groups[group - 1] === null) {
      throw this.source.error("cannot refer to an open group", length);
    }
    this.#checkLookbehind(group);
    return { kind: "reference", group, folding: this.folding(flags) };
  }

  get groupCount(): number {
    return this.#groups.length;
  }

  #checkLookbehind(group: number): void {
    if (this.#lookbehindGroups === null) return;
    if (this.#groups[group - 1] === null) {
      throw this.source.error("cannot refer to an open group");
    }
    if (group > this.#lookbehindGroups) {
      throw this.source.error("cannot refer to group defined in the same lookbehind subpattern");
    }
  }

  #choice(flags: number, depth: number): Node {
    const branches: Node[] = [];
    do {
      // Global flags at the very start hold for what follows them.
      const atStart = depth === 0 && branches.length === 0;
      branches.push(this.#sequence(depth === 0 ? this.flags : flags, depth, atStart));
    } while (this.source.take("|"));
    return branches.length === 1 ? branches[0]! : { kind: "choice", branches };
  }

  #sequence(givenFlags: number, depth: number, atStart: boolean): Node {
    const { source } = this;
    const items: Node[] = [];
    let flags = givenFlags;
    for (;;) {
      const next = source.next;
      if (next === undefined || next === "|" || next === ")") break;
      source.get();
      if ((flags & Flag.VERBOSE) !== 0) {
        if (/^[ \t\n\r\v\f]$/.test(next)) continue;
        if (next === "#") {
          for (let skipped = source.get(); skipped !== undefined && skipped !== "\n";) {
            skipped = source.get();
          }
          continue;
        }
      }
      if (next === "(") {
        const start = source.tell() - 1;
        const item = this.#group(flags, depth, start);
        if (item === "global flags") {
          if (!atStart || items.length > 0) {
            throw source.errorAt("global flags not at the start of the expression", start);
          }
          flags = this.flags;
        } else if (item !== null) items.push(item);
      } else if (next === "*" || next === "+" || next === "?" || next === "{") {
        this.#repeat(next, items, flags);
      } else items.push(this.#simple(next, flags));
    }
    return items.length === 1 ? items[0]! : { kind: "sequence", items };
  }

  #simple(next: string, flags: number): Node {
    switch (next[0]) {
      case "\\":
        return escape(this, next, flags);
      case "[":
        return this.#set(flags);
      case ".":
        return { kind: "any", newline: (flags & Flag.DOTALL) !== 0 };
      case "^":
        return {
          kind: "position",
          at: (flags & Flag.MULTILINE) !== 0 ? "line start" : "start",
        };
      case "$":
        return {
          kind: "position",
          at: (flags & Flag.MULTILINE) !== 0 ? "line end" : "end or last newline",
        };
      default:
        return { kind: "character", code: next.codePointAt(0)!, folding: this.folding(flags) };
    }
  }

  #repeat(quantifier: string, items: Node[], flags: number): void {
    const { source } = this;
    const at = source.tell() - 1;
    let [min, max] = quantifier === "?" ? [0, 1] : quantifier === "+" ? [1, Infinity] : [
      0,
      Infinity,
    ];
    if (quantifier === "{") {
      const bounds = this.#bounds();
      if (bounds === null) {
        items.push({ kind: "character", code: 123, folding: this.folding(flags) });
        return;
      }
      [min, max] = bounds;
    }
    const body = items.pop();
    if (body === undefined || body.kind === "position") {
      throw source.errorAt("nothing to repeat", at);
    }
    if (body.kind === "repeat") throw source.errorAt("multiple repeat", at);
    const mode = source.take("?") ? "lazy" : source.take("+") ? "possessive" : "greedy";
    const repeat: Node = { kind: "repeat", min, max, mode, body: unwrap(body) };
    items.push(repeat);
  }

  /** `m,n}`; null where the brace is an ordinary character. */
  #bounds(): [number, number] | null {
    const { source } = this;
    const here = source.tell();
    if (source.next === "}") return null;
    const low = source.digits();
    const high = source.take(",") ? source.digits() : low;
    if (!source.take("}")) {
      source.seek(here);
      return null;
    }
    const min = low === "" ? 0 : Number(low);
    const max = high === "" ? Infinity : Number(high);
    for (const bound of [low, high]) {
      if (Number(bound) >= 4294967295) throw source.overflow();
    }
    if (max < min) {
      throw source.error("min repeat greater than max repeat", source.tell() - here);
    }
    return [min, max];
  }

  #set(flags: number): CharacterSet {
    const { source } = this;
    const start = source.tell() - 1;
    const members: SetMember[] = [];
    const negative = source.take("^");
    const read = (): string => {
      const token = source.get();
      if (token === undefined) throw source.errorAt("unterminated character set", start);
      return token;
    };
    for (;;) {
      const first = read();
      if (first === "]" && members.length > 0) break;
      const low = this.#member(first, flags);
      if (!source.take("-")) {
        members.push(low);
        continue;
      }
      const second = read();
      if (second === "]") {
        members.push(low, { from: 45, to: 45 });
        break;
      }
      const high = this.#member(second, flags);
      if ("category" in low || "category" in high || low.from > high.from) {
        const written = `${first}-${second}`;
        throw source.error(`bad character range ${written}`, [...written].length);
      }
      members.push({ from: low.from, to: high.from });
    }
    return { kind: "set", negative, members, folding: this.folding(flags) };
  }

  #member(token: string, flags: number): SetMember {
    if (token[0] === "\\") return classEscape(this.source, token, this.isAscii(flags));
    const code = token.codePointAt(0)!;
    return { from: code, to: code };
  }

  #body(flags: number, depth: number, start: number): Node {
    const body = this.#choice(flags, depth + 1);
    if (!this.source.take(")")) {
      throw this.source.errorAt("missing ), unterminated subpattern", start);
    }
    return body;
  }

  #capture(name: string | null, flags: number, depth: number, start: number): Node {
    const groups = this.#groups;
    groups.push(null);
    const index = groups.length;
    if (name !== null) {
      const known = this.names.get(name);
      if (known !== undefined) {
        throw this.source.error(
          `redefinition of group name ${repr(name)} as group ${index}; was group ${known}`,
          [...name].length + 1,
        );
      }
      this.names.set(name, index);
    }
    const body = this.#body(flags, depth, start);
    groups[index - 1] = body;
    return { kind: "group", index, body };
  }

  /** What follows `(`; null for a comment. */
  #group(flags: number, depth: number, start: number): Node | null | "global flags" {
    const { source } = this;
    if (!source.take("?")) return this.#capture(null, flags, depth, start);
    const kind = source.required();
    switch (kind) {
      case "P":
        return this.#named(flags, depth, start);
      case ":":
        return { kind: "sequence", items: [this.#body(flags, depth, start)] };
      case "#":
        for (;;) {
          const skipped = source.get();
          if (skipped === undefined) {
            throw source.errorAt("missing ), unterminated comment", start);
          }
          if (skipped === ")") return null;
        }
      case "=":
      case "!":
        return {
          kind: "look",
          back: 0,
          negative: kind === "!",
          body: this.#body(flags, depth, start),
        };
      case "<":
        return this.#lookbehind(flags, depth, start);
      case ">":
        return { kind: "atomic", body: this.#body(flags, depth, start) };
      case "(":
        return this.#condition(flags, depth, start);
    }
    const changed = readInlineFlags(source, kind);
    if (changed === null) throw source.error(`unknown extension ?${kind}`, kind.length + 1);
    if (changed.scope === "global") {
      this.flags |= changed.on;
      return "global flags";
    }
    let inner = flags & ~changed.off;
    // Naming one of a, u and L takes back the others.
    if ((changed.on & (Flag.ASCII | Flag.UNICODE)) !== 0) inner &= ~(Flag.ASCII | Flag.UNICODE);
    return { kind: "sequence", items: [this.#body(inner | changed.on, depth, start)] };
  }

  #named(flags: number, depth: number, start: number): Node {
    const { source } = this;
    if (source.take("<")) {
      const name = source.until(">", "group name");
      this.#checkName(name);
      return this.#capture(name, flags, depth, start);
    }
    if (!source.take("=")) {
      const other = source.required();
      throw source.error(`unknown extension ?P${other}`, other.length + 2);
    }
    const name = source.until(")", "group name");
    this.#checkName(name);
    const length = [...name].length + 1;
    return this.reference(this.#numberOf(name, length), flags, length);
  }

  #checkName(name: string): void {
    if (isName(name)) return;
    throw this.source.error(`bad character in group name ${repr(name)}`, [...name].length + 1);
  }

  #numberOf(name: string, length: number): number {
    const group = this.names.get(name);
    if (group !== undefined) return group;
    throw this.source.error(`unknown group name ${repr(name)}`, length);
  }

  #lookbehind(flags: number, depth: number, start: number): Node {
    const { source } = this;
    const kind = source.required();
    if (kind !== "=" && kind !== "!") {
      throw source.error(`unknown extension ?<${kind}`, kind.length + 2);
    }
    const outer = this.#lookbehindGroups;
    this.#lookbehindGroups ??= this.#groups.length;
    const body = this.#body(flags, depth, start);
    this.#lookbehindGroups = outer;
    const look = { kind: "look" as const, back: 0, negative: kind === "!", body };
    this.#lookbehinds.push(look);
    return look;
  }

  #condition(flags: number, depth: number, start: number): Node {
    const { source } = this;
    const name = source.until(")", "group name");
    const length = [...name].length + 1;
    let group: number;
    if (isName(name)) group = this.#numberOf(name, length);
    else {
      if (!/^\s*\+?\d+\s*$/.test(name)) {
        throw source.error(`bad character in group name ${repr(name)}`, length);
      }
      group = Number(name);
      if (group === 0) throw source.error("bad group number", length);
      if (!this.#asked.has(group)) this.#asked.set(group, source.tell() - length);
    }
    this.#checkLookbehind(group);
    const yes = this.#sequence(flags, depth + 1, false);
    let no: Node = { kind: "sequence", items: [] };
    if (source.take("|")) {
      no = this.#sequence(flags, depth + 1, false);
      if (source.next === "|") {
        throw source.error("conditional backref with more than two branches");
      }
    }
    if (!source.take(")")) throw source.errorAt("missing ), unterminated subpattern", start);
    return { kind: "condition", group, yes, no };
  }
}

/** A group without number around a single part is that part. */
function unwrap(node: Node): Node {
  return node.kind === "sequence" && node.items.length === 1 ? node.items[0]! : node;
}
