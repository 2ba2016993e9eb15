import { raise, type Raised, type Value } from "../../../runtime/mod.ts";
import { patternError } from "./pattern_error.ts";

/** The characters of a pattern; a backslash and what follows it are one token. */
export class PatternSource {
  readonly pattern: Value;
  readonly isText: boolean;
  readonly #text: string;
  readonly #characters: readonly string[];
  #at = 0;

  constructor(pattern: Value, text: string, isText: boolean) {
    this.pattern = pattern;
    this.isText = isText;
    this.#text = text;
    this.#characters = [...text];
    if (this.#characters.at(-1) === "\\" && this.#endsOpen()) {
      throw this.errorAt("bad escape (end of pattern)", this.#characters.length - 1);
    }
  }

  /** Whether the last backslash is not itself escaped. */
  #endsOpen(): boolean {
    let count = 0;
    for (let at = this.#characters.length - 1; this.#characters[at] === "\\"; at--) count++;
    return count % 2 === 1;
  }

  /** The next token, undefined at the end. */
  get next(): string | undefined {
    const character = this.#characters[this.#at];
    return character === "\\" ? character + (this.#characters[this.#at + 1] ?? "") : character;
  }

  /** Position of the next token, in characters. */
  tell(): number {
    return this.#at;
  }

  seek(at: number): void {
    this.#at = at;
  }

  get(): string | undefined {
    const { next } = this;
    if (next !== undefined) this.#at += next[0] === "\\" ? 2 : 1;
    return next;
  }

  take(token: string): boolean {
    if (this.next !== token) return false;
    this.get();
    return true;
  }

  /** Takes up to `count` characters of an alphabet, such as `/[0-7]/`. */
  takeSome(count: number, alphabet: RegExp): string {
    let taken = "";
    while (taken.length < count && this.next !== undefined && alphabet.test(this.next)) {
      taken += this.get();
    }
    return taken;
  }

  digits(): string {
    return this.takeSome(Infinity, /^[0-9]$/);
  }

  /** The next token of a group's head, which cannot be missing. */
  required(): string {
    const token = this.get();
    if (token === undefined) throw this.error("unexpected end of pattern");
    return token;
  }

  /** The text up to a terminator, which is taken as well. */
  until(terminator: string, what: string): string {
    let text = "";
    for (;;) {
      const token = this.get();
      if (token === undefined) {
        if (text === "") throw this.error(`missing ${what}`);
        throw this.error(`missing ${terminator}, unterminated name`, [...text].length);
      }
      if (token === terminator) break;
      text += token;
    }
    if (text === "") throw this.error(`missing ${what}`, 1);
    return text;
  }

  /** The error of something that began so many characters before here. */
  error(reason: string, length = 0): Raised {
    return this.errorAt(reason, this.tell() - length);
  }

  errorAt(reason: string, at: number): Raised {
    return patternError(reason, this.pattern, this.#text, at);
  }

  /** The error of a pattern that can be read but not used; it has no place. */
  errorPlain(reason: string): Raised {
    return patternError(reason, null, "");
  }

  overflow(): Raised {
    return raise("OverflowError", "the repetition number is too large");
  }
}
