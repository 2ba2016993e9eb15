import type { RevisionGraph } from "../../../src/script/graph.ts";

/**
 * Whether what we refuse is the branch in front of an `@` that no revision has. Alembic looks at it
 * only where several ways are open, and `downgrade typo@base` takes everything back.
 */
export function refusesMissingBranch(
  graph: RevisionGraph,
  symbols: readonly string[],
  said: string,
): boolean {
  return symbols.some((symbol) => {
    const branch = symbol.slice(0, Math.max(0, symbol.indexOf("@")));
    return said.includes(`Can't locate revision identified by '${branch}'`) &&
      !isThere(graph, branch);
  });
}

function isThere(graph: RevisionGraph, name: string): boolean {
  try {
    return graph.getRevision(name) !== null;
  } catch {
    return false;
  }
}
