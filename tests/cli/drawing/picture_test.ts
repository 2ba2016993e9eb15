import { assert, assertEquals } from "@std/assert";
import { toDot } from "../../../src/cli/drawing/dot.ts";
import { toMermaid } from "../../../src/cli/drawing/mermaid.ts";
import { type Picture, pictureOf } from "../../../src/cli/drawing/picture.ts";
import { toSvg } from "../../../src/cli/drawing/svg.ts";
import { assertSameText } from "../../support/same_text.ts";
import { graphOf } from "../../support/graph_text.ts";

function picture(text: string, rows: readonly string[] | null = null): Picture {
  const graph = graphOf(text);
  return pictureOf(graph, graph.history(), rows);
}

/** The picture with another message at its first node. */
function withMessage({ nodes, edges }: Picture, message: string): Picture {
  return { nodes: nodes.map((node, place) => place === 0 ? { ...node, message } : node), edges };
}

const SHOP = "a || shop\nb <- a\nc <- a\nd <- b, c\nx | b";
const NASTY = `<b>"it's" & 50% \\ [x](y) #1; \`z\` {q}\u0001\ud800`;

Deno.test("toDot() writes the graph from the bottom up, dependencies dashed", () => {
  const lines = toDot(picture(SHOP, ["b"])).split("\n");
  assertSameText(
    lines.slice(4).join("\n"),
    `  "d" [label="d (head)\\nrev d", style="rounded,dotted", peripheries=2]
  "x" [label="x (head, base)\\nrev x", style="rounded,dotted", peripheries=2]
  "b" [label="b (current)\\nrev b", fillcolor="#bfdbfe", color="#1d4ed8", penwidth=3]
  "c" [label="c\\nrev c", style="rounded,dotted"]
  "a" [label="a (shop, base)\\nrev a"]
  "b" -> "d"
  "c" -> "d"
  "b" -> "x" [style=dashed, constraint=false]
  "a" -> "b"
  "a" -> "c"
}
`,
    "dot",
  );
});

Deno.test("toDot() quotes what ends strings", () => {
  const text = toDot(withMessage(picture("a"), 'say "\\N" \\'));
  assert(text.includes(String.raw`label="a (head, base)\nsay \"\\N\" \\"`), text);
});

Deno.test("toMermaid() writes a flow chart, dependencies dotted", () => {
  assertSameText(
    toMermaid(picture(SHOP, ["b"])).split("\n").slice(0, 11).join("\n"),
    `flowchart BT
  r0["d (head)<br/>rev d"]:::pending
  r1(["x (head)<br/>rev x"]):::pending
  r2["b (current)<br/>rev b"]:::current
  r3["c<br/>rev c"]:::pending
  r4(["a (shop)<br/>rev a"])
  r2 --> r0
  r3 --> r0
  r2 -.-> r1
  r4 --> r2
  r4 --> r3`,
    "mermaid",
  );
});

Deno.test("toMermaid() writes as numbers what labels and HTML give a meaning", () => {
  const line = toMermaid(withMessage(picture("a"), NASTY)).split("\n")[1]!;
  assert(toMermaid(withMessage(picture("a"), "1. one")).includes("<br/>1#46; one"));
  assert(/^ {2}r0\(\["[^"<>`&[\]\\{}]*<br\/>[^"<>`&[\]\\{}]*"\]\):::head$/.test(line), line);
});

/** Fails unless the text is XML whose elements are closed in their order; gives the names of all. */
function elementsOf(xml: string): readonly string[] {
  const names: string[] = [];
  const open: string[] = [];
  const token = /<(\/?)([a-z]+)((?: [\w:-]+="[^"<]*")*)(\/?)>|[^<>]+/gy;
  let end = 0;
  for (const { 0: whole, 1: closing, 2: name, 4: empty, index } of xml.matchAll(token)) {
    assertEquals(index, end);
    end += whole.length;
    if (name === undefined) assert(!/&(?!(?:amp|lt|gt|quot);)/.test(whole), whole);
    else if (closing) assertEquals(open.pop(), name);
    else {
      names.push(name);
      if (!empty) open.push(name);
    }
  }
  assertEquals([end, open], [xml.length, []], xml.slice(end, end + 80));
  return names;
}

Deno.test("toSvg() is well-formed XML with one row a revision, whatever the messages say", () => {
  const svg = toSvg(withMessage(picture(SHOP, ["b"]), NASTY));
  const rows = elementsOf(svg).filter((name) => name === "title").length - 1;
  assertEquals(rows, 5);
  assert(
    svg.includes("&lt;b&gt;&quot;it's&quot; &amp; 50% \\ [x](y) #1; `z` {q}\ufffd\ufffd"),
    svg,
  );
  // deno-lint-ignore no-control-regex -- control characters are not allowed in XML
  assert(!/[\x00-\x08\x0b\x0c\x0e-\x1f]/.test(svg) && svg.isWellFormed());
});

Deno.test("toSvg() marks heads, bases, the database's position and dependencies, and says so in words", () => {
  const svg = toSvg(picture(SHOP, ["b"]));
  const count = (text: string) => svg.split(text).length - 1;
  assertEquals({
    heads: count('class="chip head"'),
    current: count('class="chip current"'),
    labels: count('class="chip"'),
    dependencies: count('class="edge dependency"'),
    pending: count('<g class="pending">'),
  }, { heads: 2, current: 1, labels: 1, dependencies: 1, pending: 3 });
  assert(svg.includes(
    "5 revisions, newest first; heads: d rev d, x rev x; bases: x rev x, a rev a; the database is at: " +
      "b rev b; 1 depends on others by depends_on",
  ));
});

Deno.test("toSvg() draws nothing at all as an empty picture", () => {
  elementsOf(toSvg({ nodes: [], edges: [] }));
});

Deno.test("toSvg() stays narrow given 2,000 branches", () => {
  const branches = Array.from({ length: 2000 }, (_, n) => `b${n} <- a`);
  const merge = `m <- ${branches.map((_, n) => `b${n}`).join(", ")}`;
  const svg = toSvg(picture(["a", ...branches, merge].join("\n")));
  const [, width, height] = /width="(\d+)" height="(\d+)"/.exec(svg)!;
  assert(Number(width) < 1500 && Number(height) === 2002 * 28 + 40, `${width} ${height}`);
  assert(svg.length < 2_000_000);
});
