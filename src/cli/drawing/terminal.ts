import { printable } from "../../config/printable.ts";
import { formatLogEntry, formatRevisionLine } from "../../script/format.ts";
import type { RevisionGraph } from "../../script/graph.ts";
import type { Revision } from "../../script/revision.ts";
import { appliedBy } from "../applied.ts";
import { edgesOf } from "./edges.ts";
import { type LaneRow, lanesBelow, layLanes } from "./lanes.ts";
import { asciiArt, type Cell, unicodeArt } from "./line_art.ts";

/** How a history is drawn. */
export interface DrawingOptions {
  readonly verbose: boolean;
  readonly unicode: boolean;
  readonly color: boolean;
  /** The version rows of the database whose position is to be marked; `null` for none. */
  readonly rows: readonly string[] | null;
}

/** More lanes than this are not drawn side by side: the text would leave the terminal. */
const LANES = 20;

/** How many revisions are named where lines are not drawn. */
const NAMED = 3;

/** What marks a revision: where nothing is known of a database, applied, not applied, current. */
const MARKS = {
  unicode: { plain: "○", applied: "●", pending: "○", current: "◉" },
  ascii: { plain: "*", applied: "*", pending: "o", current: "@" },
};

const PALETTE = [31, 32, 33, 34, 35, 36];

/**
 * Draws revisions, newest first as `RevisionGraph.history` gives them, with the lines between them: what
 * stands on what by `down_revision` is a full line, by `depends_on` alone a dashed one.
 */
export function* drawHistory(
  graph: RevisionGraph,
  revisions: readonly Revision[],
  options: DrawingOptions,
): Generator<string> {
  const art = options.unicode ? unicodeArt : asciiArt;
  const rows = layLanes(edgesOf(graph, revisions), LANES);
  const markOf = marks(graph, options);
  const paint = options.color ? painted : (cells: readonly Cell[]) => joined(cells);
  for (const [index, row] of rows.entries()) {
    const revision = revisions[index]!;
    const text = describe(graph, revision, row, revisions, options);
    const lines = [art.node(row, markOf(revision))];
    const links = art.links(row);
    if (links !== null) lines.push(links);
    if (lines.length < text.length) {
      const below = art.straight(lanesBelow(rows, index));
      while (lines.length < text.length) lines.push(below);
    }
    const used = lines.slice(0, Math.max(1, text.length));
    const width = Math.max(...used.map((cells) => cells.length));
    for (const [at, cells] of lines.entries()) {
      const words = text[at] ?? "";
      const space = words === "" ? "" : " ".repeat(width - cells.length + 2);
      yield `${paint(cells)}${space}${words}`.trimEnd();
    }
  }
}

/** The lines of text beside a revision. */
function describe(
  graph: RevisionGraph,
  revision: Revision,
  row: LaneRow,
  revisions: readonly Revision[],
  { verbose, color, rows }: DrawingOptions,
): readonly string[] {
  const current = rows?.includes(revision.id) ?? false;
  const remarks = [
    remark("stands also on", row.undrawn, revisions),
    remark("below", row.undrawnAbove, revisions),
  ].join("");
  if (verbose) {
    const entry = printable(formatLogEntry(graph, revision, { current }));
    const [first = "", ...others] = entry.split("\n");
    return [(color ? style(first, current ? "1;33" : "33") : first) + remarks, ...others];
  }
  const id = printable(revision.id);
  const line = printable(formatRevisionLine(graph, revision, { labels: true, current }));
  const depends = revision.dependsOn.length === 0
    ? ""
    : ` (depends on ${printable(revision.dependsOn.join(", "))})`;
  const facts = `${line.slice(id.length)}${depends}${remarks}`;
  const doc = revision.doc === "" ? "" : `, ${printable(revision.doc)}`;
  const text = color
    ? `${style(id, "33")}${facts === "" ? "" : style(facts, current ? "1;36" : "32")}${doc}`
    : `${id}${facts}${doc}`;
  return text.split("\n");
}

/** Says what a line would show that is not drawn. */
function remark(
  words: string,
  indexes: readonly number[],
  revisions: readonly Revision[],
): string {
  if (indexes.length === 0) return "";
  const named = indexes.slice(0, NAMED).map((index) => printable(revisions[index]!.id));
  const more = indexes.length - named.length;
  return ` (${words} ${named.join(", ")}${more === 0 ? "" : ` and ${more} more`})`;
}

function marks(
  graph: RevisionGraph,
  { rows, unicode }: DrawingOptions,
): (revision: Revision) => string {
  const set = unicode ? MARKS.unicode : MARKS.ascii;
  if (rows === null) return () => set.plain;
  const applied = appliedBy(graph, rows);
  return (revision) => {
    const { isCurrent, isApplied } = applied(revision);
    return isCurrent ? set.current : isApplied ? set.applied : set.pending;
  };
}

function joined(cells: readonly Cell[]): string {
  return cells.map(({ text }) => text).join("");
}

/** The cells with each lane in a colour of its own. */
function painted(cells: readonly Cell[]): string {
  let line = "";
  let color = 0;
  for (const { text, column } of cells) {
    const wanted = text === " " ? color : PALETTE[column % PALETTE.length]!;
    if (wanted !== color) line += `\x1b[${wanted}m`;
    color = wanted;
    line += text;
  }
  return color === 0 ? line : `${line}\x1b[0m`;
}

function style(text: string, codes: string): string {
  return `\x1b[${codes}m${text}\x1b[0m`;
}
