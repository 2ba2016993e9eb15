import { FileError } from "../errors/mod.ts";

/** One statement of a SQL text, without comments before it and without its semicolon. */
export interface SqlStatement {
  readonly text: string;
  /** The line in which the statement begins, from 1. */
  readonly line: number;
}

/** Where a text stands, for the lines of its statements and for errors. */
export interface SqlOrigin {
  readonly path: string;
  /** The line in which the text begins; 1 unless said otherwise. */
  readonly line?: number;
}

const blank = /\s+/y;
const lineComment = /--[^\n]*/y;
const word = /[A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*/y;
const number = /\d[\w.]*/y;
// The first character of a tag is a letter or underscore; `$1` is a parameter.
const dollarTag = /\$(?:[A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*)?\$/y;

/**
 * Cuts SQL text into statements by the lexical rules of PostgreSQL (manual, "Lexical Structure") and,
 * for bodies of `BEGIN ATOMIC` functions and semicolons in parentheses, by those of psql. Strings
 * are read with `standard_conforming_strings` on.
 *
 * A `FileError` with the line for what is not SQL that a server takes as it stands: commands of psql
 * (`\copy`, `\.`), `COPY` from or to the client, and strings, comments and parentheses that do not
 * end.
 */
export function splitSql(text: string, origin: SqlOrigin): SqlStatement[] {
  return new Splitter(text, origin).run();
}

class Splitter {
  readonly #statements: SqlStatement[] = [];
  #pos = 0;
  /** Offset of the statement's first token, or -1 between statements. */
  #start = -1;
  /** Offset after the statement's last token. */
  #end = -1;
  /** The first words outside parentheses, in capitals: enough to know the statement. */
  #words: string[] = [];
  #parentheses: number[] = [];
  /** How many `BEGIN` and `CASE` of a function body wait for their `END`. */
  #blocks = 0;
  #lineCounted = 0;
  #line: number;

  constructor(readonly text: string, readonly origin: SqlOrigin) {
    this.#line = origin.line ?? 1;
  }

  run(): SqlStatement[] {
    const { text } = this;
    while (this.#pos < text.length) {
      if (this.#match(blank) !== null || this.#skipComment()) continue;
      if (text[this.#pos] === ";" && this.#parentheses.length === 0 && this.#blocks === 0) {
        this.#finish();
        this.#pos++;
        continue;
      }
      if (this.#start < 0) this.#start = this.#pos;
      this.#token();
      this.#end = this.#pos;
    }
    const open = this.#parentheses[0];
    if (open !== undefined) throw this.#error("A parenthesis is not closed", open);
    if (this.#blocks > 0) throw this.#error("BEGIN ATOMIC without its END", this.#start);
    this.#finish();
    return this.#statements;
  }

  #token(): void {
    const { text } = this;
    const start = this.#pos;
    const character = text[start]!;
    if (character === "'") return this.#string(false);
    if (character === '"') return this.#quoted('"', "A quoted identifier");
    if (character === "$") {
      const tag = this.#match(dollarTag);
      if (tag === null) this.#pos++;
      else this.#skipPast(tag, start, `The string that ${tag} begins`);
      return;
    }
    if (character === "\\") {
      const command = /^\\\S*/.exec(text.slice(start, start + 40))![0];
      throw this.#error(
        `${command} is a command of psql, not SQL`,
        start,
        "Write what it does as SQL; migrations are sent to the server as they stand",
      );
    }
    const found = this.#match(word);
    if (found !== null) return this.#word(found);
    if (this.#match(number) !== null) return;
    this.#pos++;
    if (character === "(" || character === "[") this.#parentheses.push(start);
    if (character === ")" || character === "]") this.#parentheses.pop();
  }

  #word(found: string): void {
    const next = this.text[this.#pos];
    if (next === "'" && /^e$/i.test(found)) return this.#string(true);
    if (next === "'" && /^[bxn]$/i.test(found)) return this.#string(false);
    if (/^u$/i.test(found) && next === "&" && /['"]/.test(this.text[this.#pos + 1] ?? "")) {
      this.#pos++;
      return;
    }
    if (this.#parentheses.length > 0) return;
    const upper = found.toUpperCase();
    if (this.#words.length < 200) this.#words.push(upper);
    if (!this.#definesFunction()) return;
    if (upper === "BEGIN" || (upper === "CASE" && this.#blocks > 0)) this.#blocks++;
    else if (upper === "END" && this.#blocks > 0) this.#blocks--;
  }

  #definesFunction(): boolean {
    const [create, or, replace, kind] = this.#words;
    if (create !== "CREATE") return false;
    const what = or === "OR" && replace === "REPLACE" ? kind : or;
    return what === "FUNCTION" || what === "PROCEDURE";
  }

  #string(escapes: boolean): void {
    if (!escapes) return this.#quoted("'", "A string");
    const start = this.#pos;
    for (this.#pos++; this.#pos < this.text.length; this.#pos++) {
      const character = this.text[this.#pos];
      if (character === "\\") this.#pos++;
      else if (character === "'") {
        this.#pos++;
        if (this.text[this.#pos] !== "'") return;
      }
    }
    throw this.#error("A string is not closed", start);
  }

  /** Steps over a string or identifier in which a doubled quote stands for itself. */
  #quoted(quote: string, what: string): void {
    const start = this.#pos;
    this.#pos++;
    do this.#skipPast(quote, start, what); while (this.#take(quote));
  }

  #take(character: string): boolean {
    if (this.text[this.#pos] !== character) return false;
    this.#pos++;
    return true;
  }

  #skipPast(end: string, start: number, what: string): void {
    const at = this.text.indexOf(end, this.#pos);
    if (at < 0) throw this.#error(`${what} is not closed`, start);
    this.#pos = at + end.length;
  }

  #skipComment(): boolean {
    if (this.#match(lineComment) !== null) return true;
    if (!this.text.startsWith("/*", this.#pos)) return false;
    const start = this.#pos;
    const edge = /\/\*|\*\//g;
    edge.lastIndex = start;
    let depth = 0;
    for (let match; (match = edge.exec(this.text)) !== null;) {
      depth += match[0] === "/*" ? 1 : -1;
      if (depth === 0) {
        this.#pos = edge.lastIndex;
        return true;
      }
    }
    throw this.#error("A comment is not closed", start);
  }

  #match(pattern: RegExp): string | null {
    pattern.lastIndex = this.#pos;
    const match = pattern.exec(this.text);
    if (match === null) return null;
    this.#pos = pattern.lastIndex;
    return match[0];
  }

  #finish(): void {
    if (this.#start < 0) return;
    this.#refuseCopy();
    const text = this.text.slice(this.#start, this.#end);
    this.#statements.push({ text, line: this.#lineOf(this.#start) });
    this.#start = -1;
    this.#words = [];
  }

  #refuseCopy(): void {
    const [first, ...others] = this.#words;
    if (first !== "COPY") return;
    const index = others.findIndex((name, at) =>
      (name === "FROM" && others[at + 1] === "STDIN") ||
      (name === "TO" && others[at + 1] === "STDOUT")
    );
    if (index < 0) return;
    throw this.#error(
      `COPY … ${others[index]} ${others[index + 1]!.toLowerCase()} needs a client that sends or ` +
        "reads the rows",
      this.#start,
      "Write the rows as INSERT statements",
    );
  }

  #error(message: string, offset: number, hint?: string): FileError {
    const line = this.#lineOf(offset);
    return new FileError("bad_sql", message, { place: { path: this.origin.path, line }, hint });
  }

  /** Lines are counted from where they were counted last, as offsets mostly rise. */
  #lineOf(offset: number): number {
    if (offset < this.#lineCounted) {
      this.#lineCounted = 0;
      this.#line = this.origin.line ?? 1;
    }
    for (
      let at = this.text.indexOf("\n", this.#lineCounted);
      at >= 0 && at < offset;
      at = this.text.indexOf("\n", at + 1)
    ) {
      this.#line++;
    }
    this.#lineCounted = offset;
    return this.#line;
  }
}
