import type { Expr } from "./ast.ts";
import { skipFString } from "./scan_string.ts";
import { type Mark, Scanner } from "./scanner.ts";
import { PythonSyntaxError, type SyntaxErrorKind } from "./syntax_error.ts";
import { DEDENT, END_OF_FILE, FSTRING, INDENT, NAME } from "./tokens.ts";

/** What the statements being parsed stand in; decides which of them are allowed. */
export type Scope = "module" | "class" | "function" | "async function";

/** What the compiler has against a source that follows the grammar. */
export interface Objection {
  readonly reason: string;
  readonly line: number;
  readonly column: number;
}

/** Thrown to give up a reading of the source that was only tried. */
const NO_MATCH = new Error("not this construct");

/**
 * The state of a parse: the scanner with its current token, what encloses it, and the ways to insist on
 * a token and to report what is wrong. The functions that parse the grammar's constructs take it as
 * their first argument and leave it behind what they parsed.
 */
export class Parser extends Scanner {
  scope: Scope = "module";
  inLoop = false;
  /** How many `yield` were met. */
  yields = 0;
  /** The first `await` of the statement that only a generator expression around it could make right. */
  stray: Objection | null = null;
  #objection: Objection | null = null;
  #trying = false;

  /** Moves on when the current token is of this kind; tells whether it was. */
  accept(kind: number): boolean {
    if (this.kind !== kind) return false;
    this.next();
    return true;
  }

  /** Moves over a token of this kind; where there is another, that is an error. */
  expect(kind: number, reason = "invalid syntax"): void {
    if (this.kind !== kind) this.unexpected(reason);
    this.next();
  }

  /** Moves over a name and returns it. */
  expectName(reason = "invalid syntax"): string {
    if (this.kind !== NAME) this.unexpected(reason);
    const name = this.name;
    this.next();
    return name;
  }

  /**
   * Tries `parse`, and returns null with the current token as it was when the source turns out not to
   * be that. Only outside brackets, though the current token may open one, and `parse` must stay in the
   * logical line.
   */
  attempt<T>(parse: () => T): T | null {
    const mark: Mark = this.mark();
    const { scope, yields, stray } = this;
    const objection = this.#objection;
    this.#trying = true;
    try {
      return parse();
    } catch (error) {
      if (error !== NO_MATCH) throw error;
      this.reset(mark);
      this.scope = scope;
      this.yields = yields;
      this.stray = stray;
      this.#objection = objection;
      return null;
    } finally {
      this.#trying = false;
    }
  }

  /** Throws the error for a current token that the grammar does not allow here. */
  unexpected(reason = "invalid syntax"): never {
    if (this.kind === END_OF_FILE && this.depth > 0 && !this.#trying) this.#failUnclosed();
    if (reason === "invalid syntax" && !this.#trying) {
      if (this.kind === INDENT || this.kind === DEDENT) {
        const what = this.kind === INDENT ? "indent" : "unindent";
        this.fail(`unexpected ${what}`, this.line, this.column, "IndentationError");
      }
    }
    this.reject(reason, this.line, this.column);
  }

  /**
   * Notes what CPython's compiler, not its parser, would object to at a line and a column (from 0). Errors
   * of the grammar anywhere in the source come first, as they do there.
   */
  object(reason: string, line: number, column: number): void {
    this.#objection ??= { reason, line, column };
  }

  /** Notes an objection to the current token. */
  objectHere(reason: string): void {
    this.object(reason, this.line, this.column);
  }

  /** Ends a statement: nothing can make its stray `await` right any more. */
  settleStray(): void {
    if (this.stray === null) return;
    this.#objection ??= this.stray;
    this.stray = null;
  }

  /** Throws the error for the first objection; to be called at the end of the source. */
  checkObjections(): void {
    this.settleStray();
    if (this.#objection === null) return;
    const { reason, line, column } = this.#objection;
    this.fail(reason, line, column);
  }

  /** Throws an error about an expression that stands where it may not. */
  rejectNode(reason: string, node: Expr): never {
    this.reject(reason, node.lineno, node.col_offset);
  }

  /**
   * Throws an error of the grammar at a line and a column (from 0). As in CPython, an error in the
   * tokens of the rest of the source comes first, and so does a bracket opened on an earlier line and
   * never closed: these are likelier to be the cause.
   */
  reject(
    reason: string,
    line: number,
    column: number,
    kind: SyntaxErrorKind = "SyntaxError",
  ): never {
    if (this.#trying) throw NO_MATCH;
    if (this.fieldDepth < 0) {
      const currentLine = this.line;
      this.#checkRest();
      if (this.depth > 0 && this.brackets[this.depth * 3 - 2]! < currentLine) this.#failUnclosed();
    }
    this.fail(reason, line, column, kind);
  }

  /** Reads the rest of the source for errors in its tokens; those of the indentation do not count. */
  #checkRest(): void {
    try {
      while (this.kind !== END_OF_FILE) {
        if (this.kind === FSTRING) skipFString(this);
        this.next();
      }
    } catch (error) {
      // Nor does a backslash that joins no line.
      const counts = !(error instanceof PythonSyntaxError) ||
        error.kind === "SyntaxError" && !error.reason.startsWith("unexpected ");
      if (counts) throw error;
    }
  }

  #failUnclosed(): never {
    const top = this.depth * 3 - 3;
    this.fail(
      `'${String.fromCharCode(this.brackets[top]!)}' was never closed`,
      this.brackets[top + 1]!,
      this.brackets[top + 2]!,
    );
  }
}
