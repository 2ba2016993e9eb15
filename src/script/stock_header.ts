import { isRevisionId } from "./header_value.ts";
import type { RevisionHeader } from "./revision.ts";

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

const NONE: readonly string[] = Object.freeze([]);

/**
 * Reads the header of a file that begins as the templates of Alembic write it, and names nothing of the
 * header in the rest; `null` for every other file, and for one with an id that is to be refused.
 */
export function readStockHeader(text: string): RevisionHeader | null {
  STOCK.lastIndex = 0;
  const match = STOCK.exec(text);
  if (match === null || saysMore(text, STOCK.lastIndex)) return null;
  const id = match[2] ?? match[3];
  if (id === undefined || !isRevisionId(id)) return null;
  return {
    id,
    downRevisions: names(match[4] ?? match[5]),
    branchLabels: names(match[6] || match[7] || undefined),
    dependsOn: names(match[8] || match[9] || undefined),
    docstring: match[1]!,
  };
}

/** Whether the rest of a file may say more of its header; `revision` is part of `down_revision`. */
function saysMore(text: string, end: number): boolean {
  return text.includes("revision", end) || text.includes("branch_labels", end) ||
    text.includes("depends_on", end) || text.includes("__doc__", end);
}

function names(value: string | undefined): readonly string[] {
  return value === undefined ? NONE : [value];
}
