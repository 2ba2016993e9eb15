import { UnsupportedConstructError } from "../../../runtime/mod.ts";

/** Flags of module re as numbers. */
export const FLAG = {
  ASCII: 256,
  DOTALL: 16,
  IGNORECASE: 2,
  MULTILINE: 8,
  VERBOSE: 64,
  UNICODE: 32,
} as const;

/** A pattern that CPython would refuse (`re.error`). */
export class PatternError extends Error {
  readonly position: number;

  constructor(message: string, position: number) {
    super(`${message} at position ${position}`);
    this.position = position;
  }
}

/** A Python pattern as JavaScript reads it (flags `u`, never `m` or `s`). */
export interface Translated {
  readonly source: string;
  readonly flags: number;
  /** Number of capturing groups. */
  readonly groups: number;
  readonly names: ReadonlyMap<string, number>;
}

const END = "(?![\\s\\S])";
const START = "(?<![\\s\\S])";
const SPACE_SET =
  "\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000";

/** Translates a pattern; what has no equivalent is an `UnsupportedConstructError`. */
export function translate(pattern: string, flags: number): Translated {
  return new Translator(pattern, flags).run();
}

interface Piece {
  readonly source: string;
  /** Whether a capturing group inside may be left unset by an alternative or an optional part. */
  readonly captures: boolean;
  readonly optionalCapture: boolean;
}

class Translator {
  readonly #characters: readonly string[];
  #at = 0;
  #flags: number;
  #groups = 0;
  readonly #names = new Map<string, number>();

  constructor(pattern: string, flags: number) {
    this.#characters = [...pattern];
    this.#flags = flags;
  }

  run(): Translated {
    const leading = /^\(\?([aiLmsux]+)\)/.exec(this.#characters.slice(0, 12).join(""));
    if (leading !== null) {
      this.#flags |= flagBits(leading[1]!);
      this.#at = leading[0].length;
    }
    const { source } = this.#alternatives(0);
    if (this.#at < this.#characters.length) throw this.#error("unbalanced parenthesis");
    return { source, flags: this.#flags, groups: this.#groups, names: this.#names };
  }

  #error(message: string, at = this.#at): PatternError {
    return new PatternError(message, at);
  }

  #unsupported(what: string): UnsupportedConstructError {
    return new UnsupportedConstructError(
      `${what} in a regular expression`,
      `${what} in the pattern '${this.#characters.join("")}' cannot be evaluated`,
      { hint: "write the expression without it" },
    );
  }

  #alternatives(depth: number): Piece {
    if (depth > 200) throw this.#unsupported("deep nesting");
    const branches: Piece[] = [];
    for (;;) {
      branches.push(this.#branch(depth));
      if (this.#characters[this.#at] !== "|") break;
      this.#at++;
    }
    const captures = branches.some((branch) => branch.captures);
    return {
      source: branches.map((branch) => branch.source).join("|"),
      captures,
      optionalCapture: branches.some((branch) => branch.optionalCapture) ||
        (captures && branches.length > 1),
    };
  }

  #branch(depth: number): Piece {
    let source = "";
    let captures = false;
    let optionalCapture = false;
    for (;;) {
      this.#skipVerbose();
      const character = this.#characters[this.#at];
      if (character === undefined || character === "|" || character === ")") break;
      const piece = this.#quantified(this.#atom(depth));
      source += piece.source;
      captures ||= piece.captures;
      optionalCapture ||= piece.optionalCapture;
    }
    return { source, captures, optionalCapture };
  }

  #skipVerbose(): void {
    if ((this.#flags & FLAG.VERBOSE) === 0) return;
    for (;;) {
      const character = this.#characters[this.#at];
      if (character !== undefined && /\s/.test(character)) this.#at++;
      else if (character === "#") {
        while (this.#at < this.#characters.length && this.#characters[this.#at] !== "\n") {
          this.#at++;
        }
      } else return;
    }
  }

  #quantified(atom: Piece): Piece {
    this.#skipVerbose();
    const rest = this.#characters.slice(this.#at, this.#at + 24).join("");
    const match = /^(?:([*+?])|\{(\d*)(,?)(\d*)\})([?+]?)/.exec(rest);
    if (match === null) return atom;
    const [whole, sign, low = "", comma = "", high = "", suffix] = match;
    if (sign === undefined && low === "" && high === "") return atom;
    if (suffix === "+") throw this.#unsupported("a possessive quantifier");
    this.#at += whole.length;
    const after = this.#characters[this.#at];
    if (after !== undefined && /[*+?]/.test(after)) throw this.#error("multiple repeat");
    const quantifier = sign ?? (comma === "" ? `{${low}}` : `{${low || "0"},${high}}`);
    const repeats = sign === "*" || sign === "+" ||
      (sign === undefined && high !== "1" && low !== "1");
    const optional = sign === "*" || sign === "?" ||
      (sign === undefined && Number(low || "0") === 0);
    if (repeats && atom.optionalCapture) {
      // JavaScript forgets such a group at each round, Python keeps what it matched last.
      throw this.#unsupported("a group that may be unset inside a repeated group");
    }
    return {
      source: `${atom.source}${quantifier}${suffix}`,
      captures: atom.captures,
      optionalCapture: atom.optionalCapture || (optional && atom.captures),
    };
  }

  #atom(depth: number): Piece {
    const character = this.#characters[this.#at++]!;
    const simple = (source: string): Piece => ({ source, captures: false, optionalCapture: false });
    switch (character) {
      case ".":
        return simple((this.#flags & FLAG.DOTALL) === 0 ? "[^\\n]" : "[\\s\\S]");
      case "^":
        return simple((this.#flags & FLAG.MULTILINE) === 0 ? START : `(?:(?<=\\n)|${START})`);
      case "$":
        return simple(
          (this.#flags & FLAG.MULTILINE) === 0 ? `(?=\\n?${END})` : `(?:(?=\\n)|${END})`,
        );
      case "(":
        return this.#group(depth);
      case "[":
        return simple(this.#set());
      case "\\":
        return simple(this.#escape());
      case "*":
      case "+":
      case "?":
        throw this.#error("nothing to repeat", this.#at - 1);
      default:
        return simple(literal(character));
    }
  }

  #group(depth: number): Piece {
    const start = this.#at - 1;
    const rest = this.#characters.slice(this.#at, this.#at + 60).join("");
    const finish = (open: string, captures: boolean): Piece => {
      const flags = this.#flags;
      const inner = this.#alternatives(depth + 1);
      this.#flags = flags;
      if (this.#characters[this.#at] !== ")") {
        throw this.#error("missing ), unterminated subpattern", start);
      }
      this.#at++;
      return {
        source: `${open}${inner.source})`,
        captures: captures || inner.captures,
        optionalCapture: inner.optionalCapture,
      };
    };
    if (!rest.startsWith("?")) {
      this.#groups++;
      return finish("(", true);
    }
    const named = /^\?P<([^>]*)>/.exec(rest);
    if (named !== null) {
      const name = named[1]!;
      if (!/^[\p{ID_Start}_]\p{ID_Continue}*$/u.test(name)) {
        throw this.#error(`bad character in group name '${name}'`, start + 4);
      }
      if (this.#names.has(name)) {
        throw this.#error(`redefinition of group name '${name}'`, start + 4);
      }
      this.#at += [...named[0]].length;
      this.#names.set(name, ++this.#groups);
      return finish(`(?<${name}>`, true);
    }
    const reference = /^\?P=([^)]*)\)/.exec(rest);
    if (reference !== null) {
      const name = reference[1]!;
      if (!this.#names.has(name)) throw this.#error(`unknown group name '${name}'`, start + 4);
      this.#at += [...reference[0]].length;
      return { source: `\\k<${name}>`, captures: false, optionalCapture: false };
    }
    const comment = /^\?#[^)]*\)/.exec(rest);
    if (comment !== null) {
      this.#at += [...comment[0]].length;
      return { source: "", captures: false, optionalCapture: false };
    }
    const look = /^\?(?:<=|<!|=|!|:)/.exec(rest);
    if (look !== null) {
      this.#at += look[0].length;
      return finish(`(${look[0]}`, false);
    }
    const flags = /^\?([aiLmsux]*)(?:-([imsx]+))?:/.exec(rest);
    if (flags !== null) {
      this.#at += flags[0].length;
      const before = this.#flags;
      this.#flags = (this.#flags | flagBits(flags[1]!)) & ~flagBits(flags[2] ?? "");
      const changed = (this.#flags ^ before) & FLAG.IGNORECASE;
      const open = changed === 0 ? "(?:" : (this.#flags & FLAG.IGNORECASE) === 0 ? "(?-i:" : "(?i:";
      const piece = finish(open, false);
      this.#flags = before;
      return piece;
    }
    if (rest.startsWith("?>")) throw this.#unsupported("an atomic group");
    if (rest.startsWith("?(")) throw this.#unsupported("a conditional group");
    if (/^\?[aiLmsux]+\)/.test(rest)) {
      throw this.#error("global flags not at the start of the expression", start);
    }
    throw this.#error(`unknown extension ?${rest[1] ?? ""}`, start + 1);
  }

  get #ascii(): boolean {
    return (this.#flags & FLAG.ASCII) !== 0;
  }

  /** The inside of a class such as `\w`, without brackets; null for letters that are none. */
  #category(letter: string): string | null {
    switch (letter.toLowerCase()) {
      case "d":
        return this.#ascii ? "0-9" : "\\p{Nd}";
      case "w":
        return this.#ascii ? "a-zA-Z0-9_" : "\\p{L}\\p{N}_";
      case "s":
        return this.#ascii ? "\\t-\\r\\x20" : SPACE_SET;
      default:
        return null;
    }
  }

  #escape(): string {
    const start = this.#at - 1;
    const letter = this.#characters[this.#at];
    if (letter === undefined) throw this.#error("bad escape (end of pattern)", start);
    const category = this.#category(letter);
    if (category !== null) {
      this.#at++;
      return letter === letter.toLowerCase() ? `[${category}]` : `[^${category}]`;
    }
    switch (letter) {
      case "A":
        this.#at++;
        return START;
      case "Z":
        this.#at++;
        return END;
      case "b":
      case "B": {
        this.#at++;
        const word = `[${this.#category("w")}]`;
        const edge = `(?:(?<=${word})(?!${word})|(?<!${word})(?=${word}))`;
        return letter === "b" ? edge : `(?!${edge})`;
      }
    }
    if (/[1-9]/.test(letter)) {
      const digits = /^\d{1,2}/.exec(this.#characters.slice(this.#at, this.#at + 2).join(""))![0];
      this.#at += digits.length;
      if (Number(digits) > this.#groups) {
        throw this.#error(`invalid group reference ${digits}`, start + 1);
      }
      return `(?:\\${digits})`;
    }
    return literal(this.#character(start));
  }

  /** The character that an escape stands for, in and outside of sets. */
  #character(start: number): string {
    const letter = this.#characters[this.#at++]!;
    const simple: Readonly<Record<string, string>> = {
      a: "\x07",
      f: "\f",
      n: "\n",
      r: "\r",
      t: "\t",
      v: "\v",
    };
    if (simple[letter] !== undefined) return simple[letter];
    const size = letter === "x" ? 2 : letter === "u" ? 4 : letter === "U" ? 8 : 0;
    if (size > 0) {
      const digits = this.#characters.slice(this.#at, this.#at + size).join("");
      if (!new RegExp(`^[0-9a-fA-F]{${size}}$`).test(digits)) {
        throw this.#error(`incomplete escape \\${letter}${digits}`, start);
      }
      this.#at += size;
      return String.fromCodePoint(Number.parseInt(digits, 16));
    }
    if (letter === "0") {
      const digits =
        /^[0-7]{0,2}/.exec(this.#characters.slice(this.#at, this.#at + 2).join(""))![0];
      this.#at += digits.length;
      return String.fromCodePoint(Number.parseInt(`0${digits}`, 8));
    }
    if (/[a-zA-Z]/.test(letter)) throw this.#error(`bad escape \\${letter}`, start);
    return letter;
  }

  #set(): string {
    const start = this.#at - 1;
    let source = "[";
    if (this.#characters[this.#at] === "^") {
      source += "^";
      this.#at++;
    }
    let first = true;
    for (;;) {
      const character = this.#characters[this.#at];
      if (character === undefined) throw this.#error("unterminated character set", start);
      if (character === "]" && !first) break;
      first = false;
      const low = this.#setItem();
      const isRange = this.#characters[this.#at] === "-" &&
        this.#characters[this.#at + 1] !== "]" && this.#characters[this.#at + 1] !== undefined;
      if (!isRange) {
        source += low.source;
        continue;
      }
      this.#at++;
      const high = this.#setItem();
      if (low.character === null || high.character === null || low.character > high.character) {
        throw this.#error(`bad character range`, start);
      }
      source += `${low.source}-${high.source}`;
    }
    this.#at++;
    return `${source}]`;
  }

  #setItem(): { readonly source: string; readonly character: string | null } {
    const start = this.#at;
    const character = this.#characters[this.#at++]!;
    if (character !== "\\") return { source: setLiteral(character), character };
    const letter = this.#characters[this.#at];
    if (letter === undefined) throw this.#error("unterminated character set", start);
    const category = this.#category(letter);
    if (category !== null) {
      this.#at++;
      if (letter === letter.toLowerCase()) return { source: category, character: null };
      // A negated class inside a set: only those with an own negation can be written there.
      const negated: Readonly<Record<string, string>> = this.#ascii
        ? { D: "\\D", W: "\\W", S: "\\S" }
        : { D: "\\P{Nd}", S: "\\S" };
      const known = negated[letter];
      if (known === undefined) throw this.#unsupported("\\W inside a set");
      return { source: known, character: null };
    }
    if (letter === "b") {
      this.#at++;
      return { source: "\\x08", character: "\b" };
    }
    const value = this.#character(start);
    return { source: setLiteral(value), character: value };
  }
}

function flagBits(letters: string): number {
  let bits = 0;
  for (const letter of letters) {
    bits |= { a: 256, i: 2, m: 8, s: 16, u: 32, x: 64, L: 4 }[letter] ?? 0;
  }
  return bits;
}

function literal(character: string): string {
  return /[\\^$.*+?()[\]{}|/]/.test(character) ? `\\${character}` : character;
}

function setLiteral(character: string): string {
  return /[\\\]^[-]/.test(character) ? `\\${character}` : character;
}
