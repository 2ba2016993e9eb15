import type { RevisionGraph } from "../../script/graph.ts";
import type { Revision } from "../../script/revision.ts";
import type { Edge } from "./lanes.ts";

/**
 * What each of the revisions stands on among them, as places in the list: by `down_revision` first, in
 * the order of the file, then by `depends_on` alone.
 */
export function edgesOf(
  graph: RevisionGraph,
  revisions: readonly Revision[],
): readonly (readonly Edge[])[] {
  const { numberOf, links } = graph.core;
  const numbers = revisions.map(({ id }) => numberOf.get(id)!);
  const placeOf = new Map(numbers.map((number, place) => [number, place]));
  return numbers.map((number) => {
    const kinds = new Map<number, Edge>();
    const add = (others: readonly number[], kind: Edge["kind"]) => {
      for (const other of others) {
        const to = placeOf.get(other);
        if (to !== undefined && !kinds.has(to)) kinds.set(to, { to, kind });
      }
    };
    add(links.down[number]!, "down");
    add(links.dependencies[number]!, "dependency");
    return [...kinds.values()];
  });
}
