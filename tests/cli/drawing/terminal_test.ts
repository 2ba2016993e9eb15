import { assert, assertEquals } from "@std/assert";
import { drawHistory } from "../../../src/cli/drawing/terminal.ts";
import { assertSameText } from "../../support/same_text.ts";
import { graphOf } from "../../support/graph_text.ts";
import { DRAWINGS } from "./drawings.ts";

const plain = { verbose: false, unicode: true, color: false, rows: null };

function draw(text: string, options: Partial<Parameters<typeof drawHistory>[2]> = {}): string[] {
  const graph = graphOf(text);
  return [...drawHistory(graph, graph.history(), { ...plain, ...options })];
}

for (const { name, graph, rows = null, unicode, ascii } of DRAWINGS) {
  Deno.test(`drawHistory() draws ${name}`, () => {
    assertSameText(draw(graph, { rows }).join("\n"), unicode.slice(1), "Unicode");
    assertSameText(draw(graph, { rows, unicode: false }).join("\n"), ascii.slice(1), "ASCII");
  });
}

Deno.test("drawHistory() draws the lanes beside log entries when verbose", () => {
  const lines = draw("a\nb <- a\nc <- a\nd <- b, c", { verbose: true });
  assertEquals(lines.slice(0, 14), [
    "○    Rev: d (head) (mergepoint)",
    "├─╮  Merges: b, c",
    "│ │  Path: /v/d.py",
    "│ │",
    "│ │      rev d",
    "│ │",
    "○ │  Rev: b",
    "│ │  Parent: a",
    "│ │  Path: /v/b.py",
    "│ │",
    "│ │      rev b",
    "│ │",
    "│ ○  Rev: c",
    "├─╯  Parent: a",
  ]);
});

Deno.test("drawHistory() leaves out lines to what a range does not show", () => {
  const graph = graphOf("a\nb <- a\nc <- a\nd <- b, c");
  const lines = [...drawHistory(graph, graph.history("b", "d"), plain)];
  assertEquals(lines, ["○  d (head) (mergepoint), rev d", "○  b, rev b"]);
});

Deno.test("drawHistory() gives each lane a colour, and nothing else changes", () => {
  const text = "a || main\nb <- a\nc <- a\nd <- b, c";
  const colored = draw(text, { color: true });
  assert(colored[1]!.startsWith("\x1b[31m├\x1b[32m─╮\x1b[0m"), JSON.stringify(colored[1]));
  // deno-lint-ignore no-control-regex -- the sequences begin with a control character
  assertEquals(colored.map((line) => line.replace(/\x1b\[[\d;]*m/g, "")), draw(text));
});

Deno.test("drawHistory() names what it has no lanes for, and stays narrow, given 2,000 branches", () => {
  const branches = Array.from({ length: 2000 }, (_, n) => `b${n} <- a`);
  const merge = `m <- ${branches.map((_, n) => `b${n}`).join(", ")}`;
  const lines = draw(["a", ...branches, merge].join("\n"));
  assertEquals(
    lines[0],
    "○  m (head) (mergepoint) (stands also on b20, b21, b22 and 1977 more), rev m",
  );
  assert(lines.includes("│ ○  b1999 (below m), rev b1999"), lines.at(-3));
  assert(lines.length < 4010 && Math.max(...lines.map((line) => line.length)) < 100);
});
