import type { GraphLinks } from "./graph_links.ts";
import { ancestorsFirst } from "./graph_walk.ts";

const none: readonly string[] = [];

/**
 * The branch labels of every revision, its own and those it inherits: a label applies to the
 * revision that declares it and to all that stand on it by `down_revision`; where these form one
 * plain line it applies below as well, down to the first branch point (dependents count as
 * branches) or merge point. Labels are in the order in which the files declare them; Alembic's is
 * that of a Python set.
 */
export function spreadLabels(links: GraphLinks): readonly (readonly string[])[] {
  const { revisions, down, children } = links;
  const declared = new Map<string, number>();
  for (const revision of revisions) {
    for (const label of revision.branchLabels) declared.set(label, declared.size);
  }
  const labels: (readonly string[])[] = new Array(revisions.length).fill(none);
  if (declared.size === 0) return labels;
  const union = (a: readonly string[], b: readonly string[]) => {
    if (a === b || b.length === 0) return a;
    if (a.length === 0) return b;
    const both = [...new Set([...a, ...b])];
    return both.sort((x, y) => declared.get(x)! - declared.get(y)!);
  };
  for (const number of ancestorsFirst(down, children)) {
    let own = [...new Set(revisions[number]!.branchLabels)] as readonly string[];
    // Revisions without labels of their own share the list of their parent.
    for (const below of down[number]!) {
      own = own.length === 0 ? labels[below]! : union(own, labels[below]!);
    }
    labels[number] = own;
  }
  const branches = (number: number) =>
    links.allChildren[number]!.length > 1 || revisions[number]!.downRevisions.length > 1;
  revisions.forEach((revision, number) => {
    if (revision.branchLabels.length === 0) return;
    for (let above: number | undefined = number; above !== undefined; above = children[above]![0]) {
      if (branches(above)) return;
    }
    for (let below = down[number]![0]; below !== undefined && !branches(below);) {
      labels[below] = union(labels[below]!, revision.branchLabels);
      below = down[below]![0];
    }
  });
  return labels;
}
