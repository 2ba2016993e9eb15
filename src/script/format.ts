import type { RevisionGraph } from "./graph.ts";
import { splitLines } from "./lines.ts";
import type { Revision } from "./revision.ts";

/** Which parts a result line has; each command of Alembic shows its own choice. */
export interface LineOptions {
  /** `a, b (deps) -> ` before the id. */
  readonly parents?: boolean;
  /** ` (labels)` after the id, where there are any. */
  readonly labels?: boolean;
  /** ` (branchpoint)` and ` (mergepoint)`; on unless switched off. */
  readonly tree?: boolean;
  /** `, doc` at the end. */
  readonly doc?: boolean;
  /** Whether to mark the revision as one that the version table holds. */
  readonly current?: boolean;
}

/**
 * One revision on one line, as `history`, `heads`, `branches` and `current` print it:
 * `[parents[ (dependencies)] -> ]id[ (labels)][ (head)][ (current)][ (branchpoint)]…[, doc]`.
 */
export function formatRevisionLine(
  graph: RevisionGraph,
  revision: Revision,
  options: LineOptions = {},
): string {
  const position = graph.positionOf(revision);
  const parts: string[] = [];
  if (options.parents) {
    parts.push(parentsOf(revision));
    if (revision.dependsOn.length > 0) parts.push(` (${revision.dependsOn.join(", ")})`);
    parts.push(" -> ");
  }
  parts.push(revision.id);
  if (options.labels && position.labels.length > 0) parts.push(` (${position.labels.join(", ")})`);
  if (position.isRealHead) parts.push(" (head)");
  else if (position.isHead) parts.push(" (effective head)");
  if (options.current) parts.push(" (current)");
  if (options.tree !== false) {
    if (position.isBranchPoint) parts.push(" (branchpoint)");
    if (position.isMergePoint) parts.push(" (mergepoint)");
  }
  if (options.doc) parts.push(`, ${revision.doc}`);
  return parts.join("");
}

/**
 * The entry of a revision that `show` and the `-v` options print. It ends with a line end; Alembic
 * prints another one after it.
 */
export function formatLogEntry(
  graph: RevisionGraph,
  revision: Revision,
  options: { readonly current?: boolean } = {},
): string {
  const position = graph.positionOf(revision);
  const lines = [
    `Rev: ${revision.id}` + (position.isHead ? " (head)" : "") +
    (position.isBranchPoint ? " (branchpoint)" : "") +
    (position.isMergePoint ? " (mergepoint)" : "") + (options.current ? " (current)" : ""),
    `${position.isMergePoint ? "Merges" : "Parent"}: ${parentsOf(revision)}`,
  ];
  if (revision.dependsOn.length > 0) {
    lines.push(`Also depends on: ${revision.dependsOn.join(", ")}`);
  }
  if (position.isBranchPoint) lines.push(`Branches into: ${position.children.join(", ")}`);
  if (position.labels.length > 0) lines.push(`Branch names: ${position.labels.join(", ")}`);
  lines.push(`Path: ${revision.path}`, "");
  const doc = splitLines(revision.docstring).map((line) => `    ${line}`).join("\n");
  return `${lines.join("\n")}\n${doc}\n`;
}

/**
 * What `branches` prints for one branch point: its line or, with `verbose`, its log entry; a line
 * for each child; an empty line.
 */
export function formatBranchPoint(
  graph: RevisionGraph,
  revision: Revision,
  verbose: boolean,
): string {
  const head = verbose
    ? formatLogEntry(graph, revision)
    : formatRevisionLine(graph, revision, { labels: true });
  const indent = " ".repeat(revision.id.length);
  const children = graph.positionOf(revision).children.map((id) =>
    `${indent} -> ${formatRevisionLine(graph, graph.get(id)!, { labels: true, doc: verbose })}`
  );
  return `${head}\n${children.join("\n")}\n\n`;
}

/** `down_revision` as lines and entries show it. */
function parentsOf(revision: Revision): string {
  return revision.downRevisions.length === 0 ? "<base>" : revision.downRevisions.join(", ");
}
