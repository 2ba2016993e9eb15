/** Draws what a terminal shows as SVG, so that pages can show colours. */

/** Width and height of a character cell, and the margin around the text, in pixels. */
const CELL = { width: 8.4, height: 19 };
const MARGIN = 16;

/** What stands for the numbers of ANSI's colours, on a dark ground. */
const COLORS: Readonly<Record<string, string>> = {
  "31": "#f47067",
  "32": "#8ddb8c",
  "33": "#f0c674",
  "34": "#6cb6ff",
  "35": "#dcbdfb",
  "36": "#76d4d6",
};

/** A text with ANSI's colours and weights, line by line, as an SVG image. */
export function terminalPicture(text: string): string {
  const lines = text.replace(/\n$/, "").split("\n");
  const columns = Math.max(...lines.map((line) => [...plain(line)].length));
  const width = Math.ceil(columns * CELL.width + 2 * MARGIN);
  const height = lines.length * CELL.height + 2 * MARGIN;
  const rows = lines.map((line, row) => {
    const y = MARGIN + (row + 0.75) * CELL.height;
    return `<text x="${MARGIN}" y="${y}" xml:space="preserve">${spans(line)}</text>`;
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" ` +
    `viewBox="0 0 ${width} ${height}" role="img" font-size="14" fill="#d8dee6" ` +
    `font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace">`,
    `<rect width="${width}" height="${height}" rx="8" fill="#1c2128"/>`,
    ...rows,
    "</svg>\n",
  ].join("\n");
}

// deno-lint-ignore no-control-regex -- the sequences begin with a control character
const SEQUENCE = /\x1b\[([\d;]*)m/g;

function plain(line: string): string {
  return line.replace(SEQUENCE, "");
}

/** The parts of a line, each in its colour and weight. */
function spans(line: string): string {
  const parts = line.split(SEQUENCE);
  let codes: string[] = [];
  return parts.map((part, index) => {
    if (index % 2 === 1) {
      codes = part === "" || part === "0" ? [] : [...codes, ...part.split(";")];
      return "";
    }
    if (part === "") return "";
    const color = codes.map((code) => COLORS[code]).findLast((each) => each !== undefined);
    const attributes = [
      ...color === undefined ? [] : [` fill="${color}"`],
      ...codes.includes("1") ? [' font-weight="bold"'] : [],
      ...codes.includes("2") ? [' opacity="0.6"'] : [],
    ].join("");
    const escaped = part.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
    return attributes === "" ? escaped : `<tspan${attributes}>${escaped}</tspan>`;
  }).join("");
}
