import type { Picture, PictureNode } from "./picture.ts";

/** Writes a picture for Graphviz, the oldest revisions at the bottom; arrows point the way of an upgrade. */
export function toDot({ nodes, edges }: Picture): string {
  const lines = [
    "digraph revisions {",
    "  rankdir=BT",
    '  node [shape=box, style="rounded,filled", fillcolor="#eef2f7", color="#6b7280", fontname="Helvetica"]',
    '  edge [color="#6b7280"]',
    ...nodes.map((node) => `  ${quoted(node.id)} [${attributes(node).join(", ")}]`),
    ...edges.flatMap((each, from) =>
      each.map(({ to, kind }) => {
        const style = kind === "dependency" ? " [style=dashed, constraint=false]" : "";
        return `  ${quoted(nodes[to]!.id)} -> ${quoted(nodes[from]!.id)}${style}`;
      })
    ),
    "}",
  ];
  return `${lines.join("\n")}\n`;
}

function attributes(node: PictureNode): string[] {
  const facts = [
    ...node.labels,
    node.isHead ? "head" : "",
    node.isBase ? "base" : "",
    node.isCurrent ? "current" : "",
  ].filter((fact) => fact !== "");
  const lines = [facts.length === 0 ? node.id : `${node.id} (${facts.join(", ")})`, node.message];
  const found = [`label=${quoted(lines.filter((line) => line !== "").join("\n"))}`];
  if (node.isCurrent) found.push('fillcolor="#bfdbfe"', 'color="#1d4ed8"', "penwidth=3");
  else if (node.isApplied === false) found.push('style="rounded,dotted"');
  else if (node.isHead) found.push('fillcolor="#bbf7d0"');
  if (node.isHead) found.push("peripheries=2");
  return found;
}

/** A quoted string of the DOT language; line breaks become its own. */
function quoted(text: string): string {
  const escaped = text.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replace(
    /\r\n|\r|\n/g,
    "\\n",
  );
  return `"${escaped}"`;
}
