import { graphError } from "./graph_errors.ts";
import type { Adjacency, GraphLinks } from "./graph_links.ts";
import { ancestorsFirst, reach } from "./graph_walk.ts";
import { compareText } from "../python/runtime/text.ts";

/**
 * Refuses graphs that hold a cycle, first by `down_revision` alone, then with `depends_on`. Alembic
 * asks only whether every revision can be reached from the heads and from the bases; the ids named
 * are the ones it names where it sees the cycle, else those on the cycle.
 */
export function checkCycles(links: GraphLinks): void {
  checkCycle("Cycle", links, links.down, links.children);
  if (links.allDown === links.down) return;
  checkCycle("Dependency cycle", links, links.allDown, links.allChildren);
}

function checkCycle(kind: string, links: GraphLinks, down: Adjacency, up: Adjacency): void {
  if (ancestorsFirst(down, up).length === down.length) return;
  const { revisions } = links;
  const ids = (numbers: Iterable<number>) => [...numbers].map((number) => revisions[number]!.id);
  const all = revisions.map((_, number) => number);
  const heads = all.filter((number) => up[number]!.length === 0);
  const bases = all.filter((number) => down[number]!.length === 0);
  const loop = oneCycle(down, up);
  let named: string[];
  if (heads.length === 0 || bases.length === 0) {
    named = ids(all);
  } else {
    const fromHeads = reach(heads, down);
    const fromBases = reach(bases, up);
    const missing = all.filter((number) => !fromHeads.has(number) || !fromBases.has(number));
    named = ids(missing.length > 0 ? missing : loop).sort(compareText);
  }
  const path = [...ids(loop), ids(loop)[0]!].join(" -> ");
  throw graphError("cycle", `${kind} is detected in revisions (${named.join(", ")})`, {
    place: { path: revisions[loop[0]!]!.path },
    hint: `The cycle is ${path}, each standing on the next`,
  });
}

/** The numbers of one cycle, each followed by one that it stands on. */
function oneCycle(down: Adjacency, up: Adjacency): number[] {
  const sorted = new Uint8Array(down.length);
  for (const number of ancestorsFirst(down, up)) sorted[number] = 1;
  // Every number that could not be sorted stands on another such one: walking down must repeat.
  const visitedAt = new Map<number, number>();
  const path: number[] = [];
  let number = sorted.indexOf(0);
  while (!visitedAt.has(number)) {
    visitedAt.set(number, path.length);
    path.push(number);
    number = down[number]!.find((below) => sorted[below] === 0)!;
  }
  return path.slice(visitedAt.get(number)!);
}
