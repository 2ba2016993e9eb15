import type { Expr } from "./ast.ts";
import { skipFString } from "./scan_string.ts";
import { type Mark, Scanner } from "./scanner.ts";
import type { SyntaxErrorKind } from "./syntax_error.ts";
import { DEDENT, END_OF_FILE, FSTRING, INDENT, NAME } from "./tokens.ts";

/** What the statements being parsed stand in; decides which of them are allowed. */
export type Scope = "module" | "class" | "function" | "async function";

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
  /**
   * The first `await` or `yield` that may not stand where it does, or null: held back until its statement
   * is known to be one, and because a generator expression around an `await` makes it right.
   */
  stray: { readonly reason: string; readonly line: number; readonly column: number } | null = null;
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
   * be that. Only outside brackets, and `parse` must stay in the logical line.
   */
  attempt<T>(parse: () => T): T | null {
    const mark: Mark = this.mark();
    const { scope, yields, stray } = this;
    this.#trying = true;
    try {
      return parse();
    } catch (error) {
      if (error !== NO_MATCH) throw error;
      this.reset(mark);
      this.scope = scope;
      this.yields = yields;
      this.stray = stray;
      return null;
    } finally {
      this.#trying = false;
    }
  }

  /** Throws the error for a current token that the grammar does not allow here. */
  unexpected(reason = "invalid syntax"): never {
    if (this.kind === END_OF_FILE && this.depth > 0 && !this.#trying) this.#failUnclosed();
    if (reason === "invalid syntax" && !this.#trying) {
      if (this.kind === INDENT) {
        this.reject("unexpected indent", this.line, this.column, "IndentationError");
      }
      if (this.kind === DEDENT) {
        this.reject("unexpected unindent", this.line, this.column, "IndentationError");
      }
    }
    this.reject(reason, this.line, this.column);
  }

  /** Throws the error for the statement's stray `await` or `yield`, if it has one. */
  checkStray(): void {
    if (this.stray !== null) this.reject(this.stray.reason, this.stray.line, this.stray.column);
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
      while (this.kind !== END_OF_FILE) {
        if (this.kind === FSTRING) skipFString(this);
        this.next();
      }
      if (this.depth > 0 && this.brackets[this.depth * 3 - 2]! < currentLine) this.#failUnclosed();
    }
    this.fail(reason, line, column, kind);
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
