/** What a piece of SQL text is to PostgreSQL's lexer. */
export type SqlTokenKind =
  /** A keyword or a name without quotation marks. */
  | "word"
  /** A name in quotation marks. */
  | "quoted-name"
  | "string"
  | "number"
  /** `$1` and its like. */
  | "parameter"
  /** One character of an operator or a punctuation mark. */
  | "symbol";

/** Something begun that the text does not end. */
export class UnclosedError extends Error {
  /** `what` names it; it begins at `offset`. */
  constructor(readonly what: string, readonly offset: number) {
    super(`${what} is not closed`);
  }
}

const blank = /\s+/y;
const lineComment = /--[^\n]*/y;
const word = /[A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*/y;
const number = /\d[\w.]*/y;
const parameter = /\$\d+/y;
// The first character of a tag is a letter or underscore; `$1` is a parameter.
const dollarTag = /\$(?:[A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*)?\$/y;

/**
 * Reads SQL text token by token by the lexical rules of PostgreSQL (manual, "Lexical Structure"), past
 * blanks and comments. Strings are read with `standard_conforming_strings` on. It makes no object for a
 * token, as texts may be megabytes long: the fields tell of the one that was read last.
 */
export class SqlScanner {
  kind: SqlTokenKind = "symbol";
  /** Offset of the token's first character. */
  start = 0;
  /** Offset after the token; where the next one is looked for. */
  end = 0;

  constructor(readonly text: string) {}

  /** Reads the next token; false at the end of the text. Throws an {@link UnclosedError}. */
  next(): boolean {
    while (this.#match(blank) || this.#match(lineComment) || this.#blockComment());
    this.start = this.end;
    if (this.start >= this.text.length) return false;
    this.kind = this.#token();
    return true;
  }

  #token(): SqlTokenKind {
    const { text, start } = this;
    const character = text[start]!;
    if (character === "'") return this.#quoted("'", "A string", "string");
    if (character === '"') return this.#quoted('"', "A quoted identifier", "quoted-name");
    if (this.#match(word)) return this.#afterWord();
    if (this.#match(number)) return "number";
    if (character === "$") {
      if (this.#match(parameter)) return "parameter";
      if (this.#match(dollarTag)) {
        const tag = text.slice(start, this.end);
        this.#skipPast(tag, `The string that ${tag} begins`);
        return "string";
      }
    }
    this.end++;
    return "symbol";
  }

  /** A word may be the prefix of a string or of a quoted name. */
  #afterWord(): SqlTokenKind {
    const { text, start, end } = this;
    const next = text[end];
    if (end === start + 1) {
      const letter = text[start]!.toLowerCase();
      if (next === "'" && letter === "e") return this.#escapeString();
      if (next === "'" && "bxn".includes(letter)) return this.#quoted("'", "A string", "string");
      if (next === "&" && letter === "u") {
        const quote = text[end + 1];
        if (quote === "'" || quote === '"') {
          this.end++;
          return quote === "'"
            ? this.#quoted(quote, "A string", "string")
            : this.#quoted(quote, "A quoted identifier", "quoted-name");
        }
      }
    }
    return "word";
  }

  #escapeString(): SqlTokenKind {
    for (let at = this.end + 1; at < this.text.length; at++) {
      const character = this.text[at];
      if (character === "\\") at++;
      else if (character === "'" && this.text[++at] !== "'") {
        this.end = at;
        return "string";
      }
    }
    throw new UnclosedError("A string", this.end);
  }

  /** Steps over a string or name, from its first quote, in which a doubled quote stands for itself. */
  #quoted(quote: string, what: string, kind: SqlTokenKind): SqlTokenKind {
    do {
      this.end++;
      this.#skipPast(quote, what);
    } while (this.text[this.end] === quote);
    return kind;
  }

  #skipPast(end: string, what: string): void {
    const at = this.text.indexOf(end, this.end);
    if (at < 0) throw new UnclosedError(what, this.start);
    this.end = at + end.length;
  }

  #blockComment(): boolean {
    if (!this.text.startsWith("/*", this.end)) return false;
    const edge = /\/\*|\*\//g;
    edge.lastIndex = this.end;
    let depth = 0;
    for (let match; (match = edge.exec(this.text)) !== null;) {
      depth += match[0] === "/*" ? 1 : -1;
      if (depth === 0) {
        this.end = edge.lastIndex;
        return true;
      }
    }
    throw new UnclosedError("A comment", this.end);
  }

  #match(pattern: RegExp): boolean {
    pattern.lastIndex = this.end;
    if (!pattern.test(this.text)) return false;
    this.end = pattern.lastIndex;
    return true;
  }
}
