import { FileError } from "../../errors/mod.ts";

/** Which of Python's three exception types the error would be. */
export type SyntaxErrorKind = "SyntaxError" | "IndentationError" | "TabError";

/** What a {@link PythonSyntaxError} is made of. */
export interface SyntaxErrorReport {
  readonly kind: SyntaxErrorKind;
  readonly path: string;
  /** From 1. */
  readonly line: number;
  /** In characters, from 1. */
  readonly column: number;
  /** The line of the source, without its end. */
  readonly sourceLine: string;
}

/**
 * Python source that does not follow Python's grammar, or that its compiler rejects before running
 * anything. `reason` is the bare sentence, in CPython's words where it has one; `message` adds the
 * source line with a caret under the place.
 */
export class PythonSyntaxError extends FileError {
  readonly kind: SyntaxErrorKind;
  readonly reason: string;
  readonly line: number;
  readonly column: number;
  readonly sourceLine: string;

  constructor(reason: string, report: SyntaxErrorReport) {
    const { kind, path, line, column, sourceLine } = report;
    super("python_syntax", reason + showPlace(sourceLine, column), {
      place: { path, line, column },
    });
    this.kind = kind;
    this.reason = reason;
    this.line = line;
    this.column = column;
    this.sourceLine = sourceLine;
  }
}

/** The source line without its indentation and, below it, a caret under `column`. */
function showPlace(sourceLine: string, column: number): string {
  const text = sourceLine.trimStart();
  if (text === "") return "";
  const characters = [...sourceLine];
  const indentation = characters.length - [...text].length;
  const before = characters.slice(indentation, column - 1);
  const padding = before.map((character) => character === "\t" ? "\t" : " ").join("");
  return `\n    ${text.trimEnd()}\n    ${padding}^`;
}
