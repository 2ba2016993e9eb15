import type { RevisionGraph } from "../../script/graph.ts";
import type { Revision } from "../../script/revision.ts";
import { appliedBy } from "../applied.ts";
import { edgesOf } from "./edges.ts";
import type { Edge } from "./lanes.ts";

/** One revision of a picture. */
export interface PictureNode {
  readonly id: string;
  /** The first line of what `history` shows. */
  readonly message: string;
  /** Branch labels that its own file declares: those that others inherit would stand everywhere. */
  readonly labels: readonly string[];
  readonly isHead: boolean;
  readonly isBase: boolean;
  readonly isMergePoint: boolean;
  /** Whether a database stands at it. */
  readonly isCurrent: boolean;
  /** Whether a database has it; `null` where none was asked. */
  readonly isApplied: boolean | null;
  /** The ids that it stands on in words, with those that are not shown. */
  readonly parents: readonly string[];
  readonly dependsOn: readonly string[];
}

/** A graph to be drawn: nodes, newest first, and what each stands on, as places among them. */
export interface Picture {
  readonly nodes: readonly PictureNode[];
  readonly edges: readonly (readonly Edge[])[];
}

/** Makes the picture of revisions, newest first; `rows` are those of the database that was asked. */
export function pictureOf(
  graph: RevisionGraph,
  revisions: readonly Revision[],
  rows: readonly string[] | null,
): Picture {
  const applied = rows && appliedBy(graph, rows);
  const nodes = revisions.map((revision): PictureNode => {
    const { isHead, isMergePoint } = graph.positionOf(revision);
    const state = applied?.(revision);
    return {
      id: revision.id,
      message: revision.doc.split("\n", 1)[0]!,
      labels: revision.branchLabels,
      isHead,
      isMergePoint,
      isBase: revision.downRevisions.length === 0,
      isCurrent: state?.isCurrent ?? false,
      isApplied: state?.isApplied ?? null,
      parents: revision.downRevisions,
      dependsOn: revision.dependsOn,
    };
  });
  return { nodes, edges: edgesOf(graph, revisions) };
}
