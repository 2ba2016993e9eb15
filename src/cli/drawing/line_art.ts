import type { EdgeKind, LaneRow } from "./lanes.ts";

/** A character of the drawing, with the column that it belongs to for its colour; -1 for none. */
export interface Cell {
  readonly text: string;
  readonly column: number;
}

/** How lines are drawn: with the box characters of Unicode, or with ASCII alone. */
export interface LineArt {
  /** The line of a node: its mark in its lane, and the lanes beside it. */
  node(row: LaneRow, mark: string): readonly Cell[];
  /** The line on which lanes begin, join and end; `null` where all go straight on. */
  links(row: LaneRow): readonly Cell[] | null;
  /** A line on which all lanes go straight on. */
  straight(lanes: readonly (EdgeKind | null)[]): readonly Cell[];
}

/** What a column of a line of links connects, and the lines left and right of it. */
interface Crossing {
  readonly up: boolean;
  readonly down: boolean;
  readonly left: EdgeKind | null;
  readonly right: EdgeKind | null;
  /** The lane that goes straight down through it. */
  readonly lane: EdgeKind | null;
  /** Whether a line begins, joins or ends here, and does not just pass. */
  readonly meets: boolean;
  readonly isNode: boolean;
}

const GAP: Cell = { text: " ", column: -1 };

/** Characters by what they connect: up, down, left, right. */
const BOX: Readonly<Record<string, string>> = {
  "u d": "│",
  "u d l": "┤",
  "u d r": "├",
  "u d l r": "┼",
  "d l": "╮",
  "d r": "╭",
  "d l r": "┬",
  "u l": "╯",
  "u r": "╰",
  "u l r": "┴",
};

/** Lines of Unicode's box characters; dependencies are dashed. */
export const unicodeArt: LineArt = {
  node: (row, mark) => nodeLine(row, mark, verticalBox),
  straight: (lanes) => straightLine(lanes, verticalBox),
  links(row) {
    const crossings = crossingsOf(row);
    return crossings && trimmed(crossings.flatMap((crossing, column) => [
      { text: boxCharacter(crossing), column },
      { text: horizontalBox(crossing.right), column: column < row.column ? column : column + 1 },
    ]));
  },
};

/** Lines of ASCII in the manner of `git log --graph`; dependencies are dotted. */
export const asciiArt: LineArt = {
  node: (row, mark) => nodeLine(row, mark, verticalAscii),
  straight: (lanes) => straightLine(lanes, verticalAscii),
  links(row) {
    const crossings = crossingsOf(row);
    return crossings && trimmed(crossings.flatMap((crossing, column) => [
      { text: asciiCharacter(crossing), column },
      {
        text: asciiGap(crossing, crossings[column + 1], column < row.column),
        column: column < row.column ? column : column + 1,
      },
    ]));
  },
};

function verticalBox(kind: EdgeKind): string {
  return kind === "down" ? "│" : "┊";
}

function horizontalBox(kind: EdgeKind | null): string {
  return kind === null ? " " : kind === "down" ? "─" : "┄";
}

function boxCharacter({ up, down, left, right, lane, meets }: Crossing): string {
  if (!meets) return lane === null ? horizontalBox(left) : verticalBox(lane);
  const connects = [up && "u", down && "d", left !== null && "l", right !== null && "r"];
  return BOX[connects.filter(Boolean).join(" ")] ?? " ";
}

function verticalAscii(kind: EdgeKind): string {
  return kind === "down" ? "|" : ":";
}

function horizontalAscii(kind: EdgeKind | null): string {
  return kind === null ? " " : kind === "down" ? "-" : ".";
}

function asciiCharacter({ up, down, left, lane, meets }: Crossing): string {
  if (!meets) return lane === null ? horizontalAscii(left) : verticalAscii(lane);
  return up && down ? verticalAscii(lane ?? "down") : " ";
}

/** Between two columns: a slope where a lane begins or ends beside it, else a horizontal line. */
function asciiGap(here: Crossing, next: Crossing | undefined, leftOfNode: boolean): string {
  if (here.right === null || next === undefined) return " ";
  const [near, far] = leftOfNode ? [next, here] : [here, next];
  const [towardsNode, away] = leftOfNode ? ["\\", "/"] : ["/", "\\"];
  if (far.meets && !far.up) return away;
  if (far.meets && !far.down) return towardsNode;
  // The lane of the node ends, or it joins the one next to it.
  if (near.isNode && (!near.down || far.meets)) return away;
  return horizontalAscii(here.right);
}

function nodeLine(row: LaneRow, mark: string, draw: (kind: EdgeKind) => string): readonly Cell[] {
  const lanes: string[] = row.lanes.map((kind) => kind === null ? " " : draw(kind));
  while (lanes.length <= row.column) lanes.push(" ");
  lanes[row.column] = mark;
  return spaced(lanes);
}

function straightLine(
  lanes: readonly (EdgeKind | null)[],
  draw: (kind: EdgeKind) => string,
): readonly Cell[] {
  return spaced(lanes.map((kind) => kind === null ? " " : draw(kind)));
}

function spaced(columns: readonly string[]): readonly Cell[] {
  return trimmed(columns.flatMap((text, column) => [{ text, column }, GAP]));
}

function trimmed(cells: readonly Cell[]): readonly Cell[] {
  const last = cells.findLastIndex(({ text }) => text !== " ");
  return cells.slice(0, last + 1);
}

/** What the columns below a node connect; `null` where its line, if any, goes straight down. */
function crossingsOf(row: LaneRow): readonly Crossing[] | null {
  const { column, lanes, links, pulled } = row;
  const ends = links.map((link) => link.column);
  if (pulled !== null) ends.push(pulled.from);
  if (ends.every((end) => end === column)) return null;
  const first = Math.min(column, ...ends);
  const last = Math.max(column, ...ends);
  const linkAt = new Map(links.map((link) => [link.column, link]));
  const strongest = (passing: (end: number) => boolean): EdgeKind | null => {
    const kinds = links.filter((link) => passing(link.column)).map(({ kind }) => kind);
    if (pulled !== null && passing(pulled.from)) kinds.push(pulled.kind);
    return kinds.length === 0 ? null : kinds.includes("down") ? "down" : "dependency";
  };
  const leftOf = (at: number) =>
    at <= first || at > last ? null : strongest((end) => at <= column ? end < at : end >= at);
  const rightOf = (at: number) =>
    at < first || at >= last ? null : strongest((end) => at >= column ? end > at : end <= at);
  return Array.from({ length: Math.max(last + 1, lanes.length) }, (_, at): Crossing => {
    const own = at !== column ? null : linkAt.get(at)?.kind ?? (pulled === null ? null : "down");
    const link = at === column ? undefined : linkAt.get(at);
    const ends = at === pulled?.from;
    return {
      up: !link?.opens,
      down: at === column ? own !== null : !ends,
      left: leftOf(at),
      right: rightOf(at),
      lane: ends ? null : own ?? lanes[at] ?? link?.kind ?? null,
      meets: at === column || ends || link !== undefined,
      isNode: at === column,
    };
  });
}
