import { SqlScanner, UnclosedError } from "../dialect/postgresql/sql_scanner.ts";
import { FileError } from "../errors/mod.ts";
import { LineCounter } from "./lines.ts";

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
  readonly #scanner: SqlScanner;
  /** Offset of the statement's first token, or -1 between statements. */
  #start = -1;
  /** Offset after the statement's last token. */
  #end = -1;
  /** The first words outside parentheses, in capitals: enough to know the statement. */
  #words: string[] = [];
  #parentheses: number[] = [];
  /** How many `BEGIN` and `CASE` of a function body wait for their `END`. */
  #blocks = 0;
  readonly #lines: LineCounter;

  constructor(readonly text: string, readonly origin: SqlOrigin) {
    this.#scanner = new SqlScanner(text);
    this.#lines = new LineCounter(text, origin.line);
  }

  run(): SqlStatement[] {
    try {
      while (this.#scanner.next()) this.#token();
    } catch (error) {
      if (!(error instanceof UnclosedError)) throw error;
      throw this.#error(error.message, error.offset);
    }
    const open = this.#parentheses[0];
    if (open !== undefined) throw this.#error("A parenthesis is not closed", open);
    if (this.#blocks > 0) throw this.#error("BEGIN ATOMIC without its END", this.#start);
    this.#finish();
    return this.#statements;
  }

  #token(): void {
    const { kind, start, end } = this.#scanner;
    const character = this.text[start];
    if (character === ";" && this.#parentheses.length === 0 && this.#blocks === 0) {
      return this.#finish();
    }
    if (this.#start < 0) this.#start = start;
    this.#end = end;
    if (kind === "word") return this.#word(this.text.slice(start, end));
    if (kind !== "symbol") return;
    if (character === "(" || character === "[") this.#parentheses.push(start);
    if (character === ")" || character === "]") this.#parentheses.pop();
    if (character !== "\\") return;
    const command = /^\\\S*/.exec(this.text.slice(start, start + 40))![0];
    throw this.#error(
      `${command} is a command of psql, not SQL`,
      start,
      "Write what it does as SQL; migrations are sent to the server as they stand",
    );
  }

  #word(found: string): void {
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

  #finish(): void {
    if (this.#start < 0) return;
    this.#refuseCopy();
    const text = this.text.slice(this.#start, this.#end);
    this.#statements.push({ text, line: this.#lines.lineOf(this.#start) });
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
    const line = this.#lines.lineOf(offset);
    return new FileError("bad_sql", message, { place: { path: this.origin.path, line }, hint });
  }
}
