import type { Operator } from "./ast.ts";
import { readIndentation } from "./scan_indentation.ts";
import { NameTable, scanName } from "./scan_name.ts";
import { scanNumber } from "./scan_number.ts";
import { scanOperator } from "./scan_operator.ts";
import { scanString } from "./scan_string.ts";
import { PythonSyntaxError, type SyntaxErrorKind } from "./syntax_error.ts";
import { DEDENT, END_OF_FILE, INDENT, NEWLINE } from "./tokens.ts";

const OTHER = 0;
const NAME_START = 1;
const DIGIT = 2;
const QUOTE = 3;

/** What a token begins with, by ASCII code. */
const STARTS = new Uint8Array(128);
for (let code = 0x61; code <= 0x7a; code++) STARTS[code] = STARTS[code - 0x20] = NAME_START;
for (let code = 0x30; code <= 0x39; code++) STARTS[code] = DIGIT;
STARTS[0x5f] = NAME_START;
STARTS[0x22] = STARTS[0x27] = QUOTE;

/** Shared by all scanners: the files of a project use the same names. */
const NAMES = new NameTable();

/** A place to which a scanner can be set back; see {@link Scanner.mark}. */
export interface Mark {
  readonly start: number;
  readonly line: number;
  readonly column: number;
  readonly prevEndLine: number;
  readonly prevEndColumn: number;
}

/**
 * Reads Python source token by token (Python reference, "Lexical analysis"). It holds one token, the
 * current one, in its fields and makes no object for it; {@link next} moves on.
 *
 * Lines count from 1, columns in UTF-16 code units from 0.
 */
export class Scanner {
  /** The source with every line, the last one too, ended by one `\n`. */
  readonly source: string;
  readonly path: string;
  readonly #firstLine: number;
  readonly names = NAMES;

  // The current token.
  kind = NEWLINE;
  start = 0;
  end = 0;
  line = 1;
  column = 0;
  endLine = 1;
  endColumn = 0;
  /** The identifier, when the kind is NAME. */
  name = "";
  /** The operator of an augmented assignment. */
  operator: Operator = "Add";
  /** For string literals: their prefix as flags, and where the text between the quotes begins and ends. */
  stringFlags = 0;
  contentStart = 0;
  contentEnd = 0;

  /** The end of the last token before the current one that is not a mere line end or indentation. */
  prevEndLine = 1;
  prevEndColumn = 0;

  // Where the scanner stands: behind the current token.
  pos = 0;
  lineNumber: number;
  lineStart = 0;
  atLineStart = true;
  /** INDENT (positive) or DEDENT (negative) tokens still to be given. */
  pendingIndents = 0;
  /** The widths of the open blocks' indentation, with tabs to multiples of 8 and with tabs as 1. */
  readonly indents: number[] = [0];
  readonly alternativeIndents: number[] = [0];

  /** The number of open brackets; their code, line and column stand in `brackets`, three entries each. */
  depth = 0;
  readonly brackets: number[] = [];
  /** The depth inside the innermost replacement field of an f-string that is being read, else -1. */
  fieldDepth = -1;

  constructor(source: string, path: string, firstLine = 1) {
    this.path = path;
    this.#firstLine = firstLine;
    this.lineNumber = firstLine;
    let text = source;
    if (text.charCodeAt(0) === 0xfeff) text = text.slice(1);
    if (text.includes("\r")) text = text.replace(/\r\n?/g, "\n");
    if (text.charCodeAt(text.length - 1) !== 0x0a) text += "\n";
    this.source = text;
    if (text.includes("\0")) {
      const before = text.slice(0, text.indexOf("\0"));
      const line = before.split("\n").length - 1;
      this.fail(
        "source code cannot contain null bytes",
        firstLine + line,
        before.length - before.lastIndexOf("\n") - 1,
      );
    }
  }

  /** Takes the white space before the first token as if there were none, not as indentation. */
  skipIndentation(): void {
    this.atLineStart = false;
  }

  /** Moves to the next token. */
  next(): void {
    this.prevEndLine = this.endLine;
    this.prevEndColumn = this.endColumn;
    if (this.atLineStart) {
      this.atLineStart = false;
      readIndentation(this);
    }
    if (this.pendingIndents !== 0) {
      this.#takeIndent();
      return;
    }
    const source = this.source;
    let pos = this.pos;
    let code: number;
    for (;;) {
      code = source.charCodeAt(pos);
      if (code === 0x20 || code === 0x09 || code === 0x0c) {
        pos++;
      } else if (code === 0x0a) {
        if (this.depth === 0) {
          this.#takeNewline(pos);
          return;
        }
        this.startLine(++pos);
      } else if (code === 0x23 /* # */) {
        pos = source.indexOf("\n", pos);
      } else if (code === 0x5c /* \ */) {
        pos = this.continueLine(pos);
      } else {
        break;
      }
    }
    this.start = pos;
    this.line = this.lineNumber;
    this.column = pos - this.lineStart;
    if (pos >= source.length) {
      this.pos = pos;
      this.kind = END_OF_FILE;
      return;
    }
    const start = code < 128 ? STARTS[code]! : NAME_START;
    if (start === NAME_START) {
      scanName(this, pos);
    } else if (start === OTHER) {
      scanOperator(this, code, pos);
    } else if (start === QUOTE) {
      scanString(this, pos, 0);
    } else {
      scanNumber(this, pos);
    }
    this.end = this.pos;
    this.endLine = this.lineNumber;
    this.endColumn = this.pos - this.lineStart;
  }

  #takeIndent(): void {
    this.start = this.end = this.pos;
    this.line = this.lineNumber;
    this.column = this.pos - this.lineStart;
    if (this.pendingIndents > 0) {
      this.pendingIndents--;
      this.kind = INDENT;
    } else {
      this.pendingIndents++;
      this.kind = DEDENT;
    }
  }

  #takeNewline(pos: number): void {
    this.kind = NEWLINE;
    this.start = this.end = pos;
    this.line = this.lineNumber;
    this.column = pos - this.lineStart;
    this.startLine(pos + 1);
    this.pos = pos + 1;
    this.atLineStart = true;
  }

  /** Counts a line that begins at `pos`. */
  startLine(pos: number): void {
    this.lineNumber++;
    this.lineStart = pos;
  }

  /** Steps over the backslash at `pos` that joins its line to the next; returns where that one begins. */
  continueLine(pos: number): number {
    if (this.source.charCodeAt(pos + 1) !== 0x0a) {
      this.failHere("unexpected character after line continuation character", pos + 1);
    }
    if (pos + 2 >= this.source.length) this.failHere("unexpected EOF while parsing", pos + 1);
    this.startLine(pos + 2);
    return pos + 2;
  }

  /** Notes an opening bracket, the token at `pos`. */
  openBracket(code: number, pos: number): void {
    // CPython's limit (MAXLEVEL in its tokenizer).
    if (this.depth >= 200) this.failHere("too many nested parentheses", pos);
    const top = this.depth * 3;
    this.brackets[top] = code;
    this.brackets[top + 1] = this.lineNumber;
    this.brackets[top + 2] = pos - this.lineStart;
    this.depth++;
  }

  /** Takes back the opening bracket that belongs to the closing one at `pos`. */
  closeBracket(code: number, pos: number): void {
    const closing = String.fromCharCode(code);
    if (this.depth === 0) this.failHere(`unmatched '${closing}'`, pos);
    if (this.depth === this.fieldDepth && code !== 0x7d) {
      this.failHere(`f-string: unmatched '${closing}'`, pos);
    }
    this.depth--;
    const opening = this.brackets[this.depth * 3]!;
    // In ASCII "()" are neighbours, "[]" and "{}" one apart.
    if (code - opening === (opening === 0x28 ? 1 : 2)) return;
    const line = this.brackets[this.depth * 3 + 1]!;
    const where = line === this.lineNumber ? "" : ` on line ${line}`;
    this.failHere(
      `closing parenthesis '${closing}' does not match opening parenthesis ` +
        `'${String.fromCharCode(opening)}'${where}`,
      pos,
    );
  }

  /** Remembers the current token; only outside brackets and not at a line's end. */
  mark(): Mark {
    const { start, line, column, prevEndLine, prevEndColumn } = this;
    return { start, line, column, prevEndLine, prevEndColumn };
  }

  /** Makes the token that was current at {@link mark} current again. */
  reset(mark: Mark): void {
    this.pos = mark.start;
    this.lineNumber = mark.line;
    this.lineStart = mark.start - mark.column;
    this.depth = 0;
    this.fieldDepth = -1;
    this.atLineStart = false;
    this.pendingIndents = 0;
    this.next();
    this.prevEndLine = mark.prevEndLine;
    this.prevEndColumn = mark.prevEndColumn;
  }

  /** Throws an error at the source offset `pos` of the line that the scanner is in. */
  failHere(reason: string, pos: number, kind: SyntaxErrorKind = "SyntaxError"): never {
    this.fail(reason, this.lineNumber, pos - this.lineStart, kind);
  }

  /** Throws an error at a line (as counted by the tokens) and a column (from 0, UTF-16 code units). */
  fail(
    reason: string,
    line: number,
    column: number,
    kind: SyntaxErrorKind = "SyntaxError",
  ): never {
    const lines = this.source.split("\n");
    let index = line - this.#firstLine;
    let end = column;
    // What is missing at the end of the source is missing behind its last line.
    if (index === lines.length - 1 && index > 0) end = lines[--index]!.length;
    const sourceLine = lines[index]!;
    throw new PythonSyntaxError(reason, {
      kind,
      path: this.path,
      line: index + this.#firstLine,
      column: [...sourceLine.slice(0, end)].length + 1,
      sourceLine,
    });
  }
}
