import type { Node } from "./syntax_tree.ts";

type Range = readonly [min: number, max: number];

/** The number of characters that a part always takes; null where it varies. */
export function fixedWidth(node: Node, groups: readonly (Node | null)[]): number | null {
  const [min, max] = width(node, groups);
  return min === max ? min : null;
}

function width(node: Node, groups: readonly (Node | null)[]): Range {
  switch (node.kind) {
    case "character":
    case "any":
    case "set":
      return [1, 1];
    case "sequence":
      return node.items.map((item) => width(item, groups))
        .reduce(([a, b], [c, d]) => [a + c, b + d], [0, 0]);
    case "choice":
      return either(node.branches.map((branch) => width(branch, groups)));
    case "group":
    case "atomic":
      return width(node.body, groups);
    case "repeat": {
      const [min, max] = width(node.body, groups);
      return [min * node.min, max === 0 ? 0 : max * node.max];
    }
    case "position":
    case "look":
      return [0, 0];
    case "reference": {
      const body = groups[node.group - 1];
      return body ? width(body, groups) : [0, Infinity];
    }
    case "condition":
      return either([width(node.yes, groups), width(node.no, groups)]);
  }
}

function either(ranges: readonly Range[]): Range {
  return [Math.min(...ranges.map(([min]) => min)), Math.max(...ranges.map(([, max]) => max))];
}
