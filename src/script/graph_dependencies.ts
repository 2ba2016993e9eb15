import type { Adjacency, GraphLinks } from "./graph_links.ts";
import { reach } from "./graph_walk.ts";
import { Reachability } from "./reachability.ts";

/**
 * `allDown` without every dependency that some ancestor (by `down_revision`) of the revision names
 * as its own dependency already. The order is that of `down_revision`, then of `depends_on` as
 * written; Alembic takes dependencies in the order of a Python set.
 */
export function normalizeDown(links: GraphLinks): Adjacency {
  const { dependencies, down, allDown } = links;
  if (allDown === down) return down;
  const dependents = new Map<number, number[]>();
  dependencies.forEach((targets, number) => {
    for (const target of targets) {
      const list = dependents.get(target);
      if (list === undefined) dependents.set(target, [number]);
      else list.push(number);
    }
  });
  const dropped = new Map<number, Set<number>>();
  let reachability: Reachability | undefined;
  for (const [target, numbers] of dependents) {
    if (numbers.length === 1) continue;
    reachability ??= new Reachability(links.down, links.children);
    const upper = numbers.length > manyNumbers
      ? aboveAnother(numbers, links.children)
      : pairwiseAboveAnother(numbers, reachability);
    for (const number of upper) {
      const set = dropped.get(number);
      if (set === undefined) dropped.set(number, new Set([target]));
      else set.add(target);
    }
  }
  if (dropped.size === 0) return allDown;
  return allDown.map((numbers, number) => {
    const without = dropped.get(number);
    if (without === undefined) return numbers;
    const own = links.down[number]!;
    return numbers.filter((below) => own.includes(below) || !without.has(below));
  });
}

/** Above this, one walk over the graph costs less than comparing the numbers with each other. */
const manyNumbers = 64;

/** Those of `numbers` that have another one of them below. */
function pairwiseAboveAnother(numbers: readonly number[], reachability: Reachability): number[] {
  // Only the lowest ones matter: whatever stands on any of the numbers stands on a lowest one.
  const byDepth = [...numbers].sort((a, b) => reachability.depth(a) - reachability.depth(b));
  const lowest: number[] = [];
  const upper: number[] = [];
  for (const number of byDepth) {
    if (lowest.some((other) => reachability.isAncestor(other, number))) upper.push(number);
    else lowest.push(number);
  }
  return upper;
}

function aboveAnother(numbers: readonly number[], children: Adjacency): number[] {
  const above = reach(numbers.flatMap((number) => children[number]!), children);
  return numbers.filter((number) => above.has(number));
}
