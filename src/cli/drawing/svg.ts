import { type EdgeKind, type LaneRow, lanesBelow, layLanes } from "./lanes.ts";
import type { Picture, PictureNode } from "./picture.ts";

/** More lanes than this are not drawn side by side. */
const LANES = 40;

/** Up to this many lanes, texts stand below one another. */
const ALIGNED = 10;

const ROW = 28;
const LANE = 18;
const MARGIN = 20;
const RADIUS = 5;
/** Width of a character in ids and chips, which have a font of fixed width, at size 12. */
const FIXED = 7.3;
const CHIP = 6.5;
/** Characters of a message that are shown; all of it is in the title of its row. */
const MESSAGE = 110;

/** Colours of lanes, which stand out from white as well as from black. */
const COLORS = [
  "#3b82f6",
  "#e5484d",
  "#2f9e5b",
  "#c2740c",
  "#8b5cf6",
  "#0d9aa5",
  "#d6569c",
  "#80862a",
];

const STYLE = `
  .panel { fill: #ffffff; stroke: #d5dae1; }
  text { font: 13px system-ui, -apple-system, "Segoe UI", "Noto Sans", Helvetica, Arial, sans-serif; fill: #1f2733; }
  .id, .chip text { font: 12px ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; }
  .id { font-weight: 600; }
  .chip text { font-size: 10.5px; }
  .chip rect { fill: none; stroke: #8a94a3; }
  .head rect { stroke: #2f9e5b; } .head text { fill: #207344; }
  .current rect { fill: #2563eb; stroke: #2563eb; } .current text { fill: #ffffff; font-weight: 600; }
  .remark { fill: #6a7482; }
  .pending text { opacity: 0.7; }
  .edge { fill: none; stroke-width: 2; stroke-linecap: round; }
  .dependency { stroke-dasharray: 1 5; }
  .node { stroke-width: 2; }
  .hollow { fill: #ffffff; }
  .ring { fill: none; stroke: #2563eb; stroke-width: 2; }
  @media (prefers-color-scheme: dark) {
    .panel { fill: #12161c; stroke: #343b46; }
    text { fill: #e4e9f0; }
    .head text { fill: #62cf8d; }
    .remark { fill: #98a3b3; }
    .hollow { fill: #12161c; }
    .ring { stroke: #7aa5ff; }
  }
`;

/**
 * Draws a picture as an SVG document: one revision a row, newest first, beside the lanes of the graph. It
 * brings its own background, light or dark as the reader prefers, and has no script and no reference.
 */
export function toSvg(picture: Picture): string {
  const { nodes, edges } = picture;
  const rows = layLanes(edges, LANES);
  const starts = textStarts(rows);
  const texts = nodes.map((node, index) =>
    rowText(node, rows[index]!, nodes, starts[index]!, y(index))
  );
  const width = Math.ceil(texts.reduce((widest, { end }) => Math.max(widest, end), 240)) + MARGIN;
  const height = MARGIN * 2 + Math.max(1, nodes.length) * ROW;
  const body = [
    ...laneLines(rows),
    ...nodes.map((node, index) =>
      group(node, nodeShape(node, rows[index]!, y(index)) + texts[index]!.svg)
    ),
  ];
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" ` +
    `viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="graph-title graph-summary">
<title id="graph-title">Revision graph</title>
<desc id="graph-summary">${escaped(summary(picture))}</desc>
<style>${STYLE}</style>
<rect class="panel" x="0.5" y="0.5" width="${width - 1}" height="${height - 1}" rx="8"/>
${body.join("\n")}
</svg>
`;
}

/**
 * Where the text of each row begins: below one another where that keeps it near the nodes, else behind the
 * lanes of the row.
 */
function textStarts(rows: readonly LaneRow[]): readonly number[] {
  const columns = rows.map((row, index) =>
    Math.max(row.column + 1, row.lanes.length, lanesBelow(rows, index).length)
  );
  const most = columns.reduce((a, b) => Math.max(a, b), 1);
  return columns.map((own) => MARGIN + (most <= ALIGNED ? most : own) * LANE + 6);
}

/** What the picture shows, for those who do not see it. */
function summary({ nodes, edges }: Picture): string {
  const named = (words: string, found: readonly PictureNode[]) =>
    found.length === 0
      ? ""
      : `; ${words}: ${
        found.slice(0, 10).map(({ id, message }) => message === "" ? id : `${id} ${message}`).join(
          ", ",
        )
      }${found.length > 10 ? ` and ${found.length - 10} more` : ""}`;
  const dependencies = edges.flat().filter(({ kind }) => kind === "dependency").length;
  return `${count(nodes.length, "revision")}, newest first` +
    named("heads", nodes.filter(({ isHead }) => isHead)) +
    named("bases", nodes.filter(({ isBase }) => isBase)) +
    named("the database is at", nodes.filter(({ isCurrent }) => isCurrent)) +
    (dependencies === 0
      ? ""
      : `; ${dependencies} ${dependencies === 1 ? "depends" : "depend"} on others by depends_on`);
}

function count(number: number, word: string): string {
  return `${number} ${word}${number === 1 ? "" : "s"}`;
}

function x(column: number): number {
  return MARGIN + column * LANE + LANE / 2;
}

function y(index: number): number {
  return MARGIN + index * ROW + ROW / 2;
}

function color(column: number): string {
  return COLORS[column % COLORS.length]!;
}

/** The lines of all lanes; a lane that goes straight on for many rows is one line. */
function laneLines(rows: readonly LaneRow[]): string[] {
  const lines: string[] = [];
  /** Where the straight line that is open in each column began. */
  const open: ({ readonly start: number; readonly kind: EdgeKind } | null)[] = [];
  const close = (column: number, end: number) => {
    const line = open[column] ?? null;
    open[column] = null;
    if (line === null || line.start === end) return;
    lines.push(path(`M${x(column)} ${y(line.start)}V${y(end)}`, line.kind, color(column)));
  };
  rows.forEach((row, index) => {
    if (row.above !== null) close(row.column, index);
    for (const { column, kind, opens } of row.links) {
      if (column === row.column) open[column] = { start: index, kind };
      else lines.push(curve(row.column, index, column, kind, opens ? column : row.column));
      if (opens && column !== row.column) open[column] = { start: index + 1, kind };
    }
    if (row.pulled !== null) {
      const { from, kind } = row.pulled;
      close(from, index);
      lines.push(curve(from, index, row.column, kind, from));
      open[row.column] = { start: index, kind: "down" };
    }
    // A dashed lane that a full line has joined goes on as a full one.
    lanesBelow(rows, index).forEach((kind, column) => {
      const line = open[column] ?? null;
      if (line === null || kind === null || line.kind === kind) return;
      close(column, index + 1);
      open[column] = { start: index + 1, kind };
    });
  });
  return lines;
}

/** A line from one row to the next that changes its column. */
function curve(from: number, index: number, to: number, kind: EdgeKind, lane: number): string {
  const [top, bottom] = [y(index), y(index + 1)];
  const middle = ROW * 0.55;
  return path(
    `M${x(from)} ${top}C${x(from)} ${top + middle} ${x(to)} ${bottom - middle} ${x(to)} ${bottom}`,
    kind,
    color(lane),
  );
}

function path(data: string, kind: EdgeKind, stroke: string): string {
  return `<path class="edge${
    kind === "down" ? "" : " dependency"
  }" d="${data}" stroke="${stroke}"/>`;
}

/** A circle; a base is a square, a merge point a diamond. What is not applied is hollow. */
function nodeShape(node: PictureNode, { column }: LaneRow, top: number): string {
  const left = x(column);
  const paint =
    `class="node${node.isApplied === false ? " hollow" : ""}" stroke="${color(column)}"` +
    (node.isApplied === false ? "" : ` fill="${color(column)}"`);
  const ring = node.isCurrent ? `<circle class="ring" cx="${left}" cy="${top}" r="9"/>` : "";
  const square = (half: number, turn: string) =>
    `<rect ${paint} x="${left - half}" y="${top - half}" width="${half * 2}" height="${
      half * 2
    }" rx="1"${turn}/>`;
  if (node.isMergePoint) return ring + square(4, ` transform="rotate(45 ${left} ${top})"`);
  if (node.isBase) return ring + square(4.5, "");
  return `${ring}<circle ${paint} cx="${left}" cy="${top}" r="${RADIUS}"/>`;
}

/** A row: its shape and text, and all that is known of it as its title. */
function group(node: PictureNode, content: string): string {
  const title = [
    `${node.id} ${node.message}`.trim(),
    `down_revision: ${node.parents.join(", ") || "none"}`,
    ...node.dependsOn.length === 0 ? [] : [`depends_on: ${node.dependsOn.join(", ")}`],
  ].join("\n");
  return `<g${node.isApplied === false ? ' class="pending"' : ""}>` +
    `<title>${escaped(title)}</title>${content}</g>`;
}

/** The text of a row and where it ends. */
function rowText(
  node: PictureNode,
  row: LaneRow,
  nodes: readonly PictureNode[],
  start: number,
  top: number,
): { readonly svg: string; readonly end: number } {
  const base = top + 4.5;
  let [left, svg] = [start, `<text class="id" x="${start}" y="${base}">${escaped(node.id)}</text>`];
  left += node.id.length * FIXED + 8;
  const chip = (text: string, kind = "") => {
    const width = text.length * CHIP + 12;
    svg +=
      `<g class="chip${kind}"><rect x="${left}" y="${
        top - 8
      }" width="${width}" height="16" rx="8"/>` +
      `<text x="${left + 6}" y="${top + 3.7}">${escaped(text)}</text></g>`;
    left += width + 6;
  };
  for (const label of node.labels) chip(label);
  if (node.isHead) chip("head", " head");
  if (node.isCurrent) chip("current", " current");
  const remark = [
    undrawn("stands also on", row.undrawn, nodes),
    undrawn("below", row.undrawnAbove, nodes),
  ].filter((text) => text !== "").join("; ");
  const message = node.message.length > MESSAGE
    ? `${node.message.slice(0, MESSAGE)}…`
    : node.message;
  for (const [text, kind] of [[message, ""], [remark, ' class="remark"']] as const) {
    if (text === "") continue;
    svg += `<text${kind} x="${left}" y="${base}">${escaped(text)}</text>`;
    left += widthOf(text) + 10;
  }
  return { svg, end: left };
}

function undrawn(
  words: string,
  places: readonly number[],
  nodes: readonly PictureNode[],
): string {
  if (places.length === 0) return "";
  const named = places.slice(0, 3).map((place) => nodes[place]!.id).join(", ");
  return `${words} ${named}${places.length > 3 ? ` and ${places.length - 3} more` : ""}`;
}

/** About how wide a text is; characters of East Asian scripts and symbols are twice as wide. */
function widthOf(text: string): number {
  let width = 0;
  for (const character of text) width += character.codePointAt(0)! > 0x10ff ? 13.5 : 7;
  return width;
}

/** The text as XML may have it: marks escaped, and no character that it cannot have. */
function escaped(text: string): string {
  // deno-lint-ignore no-control-regex -- control characters are not allowed in XML
  return text.toWellFormed().replace(/[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g, "\ufffd")
    .replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
