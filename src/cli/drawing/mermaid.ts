import type { Picture, PictureNode } from "./picture.ts";

/** Writes a picture as a Mermaid flow chart, the oldest revisions at the bottom, as GitHub and others show it. */
export function toMermaid({ nodes, edges }: Picture): string {
  const lines = [
    "flowchart BT",
    ...nodes.map((node, place) => `  r${place}${box(node)}${classes(node)}`),
    ...edges.flatMap((each, from) =>
      each.map(({ to, kind }) => `  r${to} ${kind === "down" ? "-->" : "-.->"} r${from}`)
    ),
    "  classDef head stroke:#15803d,stroke-width:2px",
    "  classDef pending stroke-dasharray:4 3",
    "  classDef current fill:#1d4ed8,color:#ffffff,stroke:#1e3a8a,stroke-width:3px",
  ];
  return `${lines.join("\n")}\n`;
}

function box(node: PictureNode): string {
  const facts = [
    ...node.labels,
    node.isHead ? "head" : "",
    node.isCurrent ? "current" : "",
  ].filter((fact) => fact !== "");
  const first = facts.length === 0 ? node.id : `${node.id} (${facts.join(", ")})`;
  const text = [first, node.message].filter((line) => line !== "").map(escaped).join("<br/>");
  // A base has rounded ends.
  return node.isBase ? `(["${text}"])` : `["${text}"]`;
}

function classes(node: PictureNode): string {
  if (node.isCurrent) return ":::current";
  if (node.isApplied === false) return ":::pending";
  return node.isHead ? ":::head" : "";
}

/**
 * A line of a label: all that means something in it, in the Markdown that it may hold or in the HTML that it
 * becomes, is written as the number of its character.
 */
function escaped(text: string): string {
  // deno-lint-ignore no-control-regex -- control characters are taken out
  return text.toWellFormed().replace(/[\x00-\x1f]/g, " ")
    .replace(/["#&<>`\\;*_~[\]{}|]|^[-+]|(?<=^\d+)[.)]/g, (mark) => `#${mark.charCodeAt(0)};`);
}
