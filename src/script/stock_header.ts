import type { HeaderAssignments, HeaderName } from "./python_header.ts";
import { lineAt } from "./python_text.ts";

/** A string without escapes on one line, or None. */
const VALUE = String.raw`(?:'([^'\\\n]*)'|"([^"\\\n]*)"|None)`;

/** An annotation with brackets of one level, such as `Union[str, Sequence[str], None]` without its inner ones. */
const ANNOTATION = String.raw`(?::[ \t]*(?:[\w., |]|\[(?:[\w., |]|\[[\w., |]*\])*\])*)?`;

const assignment = (name: string) => String.raw`${name}[ \t]*${ANNOTATION}=[ \t]*${VALUE}[ \t]*\n`;

/** Empty lines, comments, and imports that end on their line. */
const BETWEEN = String.raw`(?:(?:#[^\n]*|(?:from|import)[ ][\w.,* ]+)?\n)*`;

/**
 * A file as Alembic's templates begin it: a docstring, imports, the four assignments in their order. The
 * whole is matched at once; a scanner that goes character by character takes five times as long.
 */
const STOCK = new RegExp(
  String.raw`^"""([^"\\]*)"""[ \t]*\n${BETWEEN}` +
    assignment("revision") + BETWEEN + assignment("down_revision") + BETWEEN +
    assignment("branch_labels") + BETWEEN + assignment("depends_on"),
  "y",
);

/** What only a file has that says more of its header further down; `revision` is part of `down_revision`. */
const NAMES = ["revision", "branch_labels", "depends_on", "__doc__"] as const;

/**
 * Reads the header of a file that begins as the templates of Alembic write it, and names nothing of the
 * header in the rest; `null` for every other file.
 */
export function readStockHeader(text: string): HeaderAssignments | null {
  STOCK.lastIndex = 0;
  const match = STOCK.exec(text);
  if (match === null) return null;
  const end = STOCK.lastIndex;
  if (NAMES.some((name) => text.includes(name, end))) return null;
  const [, docstring, ...values] = match;
  const value = (index: number) => values[2 * index] ?? values[2 * index + 1] ?? null;
  return new Map<HeaderName, Assignment>([
    ["__doc__", new Assignment(docstring!, text, "")],
    ["revision", new Assignment(value(0), text, "revision")],
    ["down_revision", new Assignment(value(1), text, "down_revision")],
    ["branch_labels", new Assignment(value(2), text, "branch_labels")],
    ["depends_on", new Assignment(value(3), text, "depends_on")],
  ]);
}

/** A value whose line is only counted for those who ask, which are errors. */
class Assignment {
  readonly value: string | null;
  readonly #text: string;
  readonly #name: string;

  constructor(value: string | null, text: string, name: string) {
    this.value = value;
    this.#text = text;
    this.#name = name;
  }

  get line(): number {
    if (this.#name === "") return 1;
    return lineAt(this.#text, this.#text.lastIndexOf(`\n${this.#name}`) + 1);
  }
}
