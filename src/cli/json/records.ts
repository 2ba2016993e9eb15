/**
 * The parts of what `--json` prints, named as in Alembic's files: snake_case throughout. Their contract is
 * docs/json/schema.json; what can be absent is `null`, never left out.
 */
import type { RevisionGraph } from "../../script/graph.ts";
import type { StepStatus } from "../../project/outcome.ts";
import { appliedBy } from "../applied.ts";
import type { Revision } from "../../script/revision.ts";

/** One revision with what stands around it. */
export interface RevisionRecord {
  readonly id: string;
  readonly down_revisions: readonly string[];
  /** Those that stand on it by `down_revision`. */
  readonly next_revisions: readonly string[];
  readonly depends_on: readonly string[];
  /** Own and inherited ones. */
  readonly branch_labels: readonly string[];
  readonly message: string;
  readonly docstring: string;
  readonly create_date: string | null;
  readonly format: string;
  readonly path: string;
  readonly is_head: boolean;
  /** Nothing depends on the head either. */
  readonly is_real_head: boolean;
  readonly is_base: boolean;
  readonly is_branch_point: boolean;
  readonly is_merge_point: boolean;
  /** Whether the version table holds it; `null` where no database was asked. */
  readonly is_current: boolean | null;
  /** Whether the version table holds it or something that stands on it. */
  readonly is_applied: boolean | null;
}

/** A place in a file of the user's; lines and columns count from 1. */
export interface PlaceRecord {
  readonly path: string;
  readonly line: number | null;
  readonly column: number | null;
}

/** One step of a run. */
export interface StepRecord {
  readonly kind: "upgrade" | "downgrade" | "stamp";
  /** The revision that is run; `null` for stamps. */
  readonly revision: string | null;
  readonly message: string | null;
  readonly path: string | null;
  readonly from: readonly string[];
  readonly to: readonly string[];
  readonly status: StepStatus;
  readonly duration_ms: number | null;
  readonly statements: number | null;
}

/** One database that a command ran on. */
export interface RunRecord {
  readonly url: string | null;
  /** The version rows before and after; `null` where they are not known. */
  readonly from: readonly string[] | null;
  readonly to: readonly string[] | null;
  readonly steps: readonly StepRecord[];
}

/** One database whose version rows were read. */
export interface RowsRecord {
  readonly url: string | null;
  readonly rows: readonly string[];
}

/** Where one database stands. */
export interface PositionRecord extends RowsRecord {
  readonly at_heads: boolean;
  readonly revisions: readonly RevisionRecord[];
}

/** What the server said about a statement. */
export interface ServerRecord {
  readonly severity: string | null;
  readonly sqlstate: string | null;
  readonly detail: string | null;
  readonly hint: string | null;
  /** In characters of `sql`, from 1. */
  readonly position: number | null;
  readonly schema: string | null;
  readonly table: string | null;
  readonly column: string | null;
  readonly constraint: string | null;
  readonly context: string | null;
  readonly internal_query: string | null;
}

/** What ended a command. */
export interface ErrorRecord {
  readonly code: string;
  readonly message: string;
  readonly hint: string | null;
  readonly place: PlaceRecord | null;
  /** The calls that led to the place, the outermost first. */
  readonly traceback: readonly (PlaceRecord & { readonly function: string })[];
  /** The revision that was running, and which way. */
  readonly revision: string | null;
  readonly direction: "upgrade" | "downgrade" | null;
  readonly sql: string | null;
  readonly server: ServerRecord | null;
}

/**
 * Gives the function that makes records of the revisions of a graph; `rows` are the version rows of the
 * database that was asked, `null` if none was.
 */
export function revisionRecords(
  graph: RevisionGraph,
  rows: readonly string[] | null,
): (revision: Revision) => RevisionRecord {
  const applied = rows && appliedBy(graph, rows);
  return (revision) => {
    const state = applied?.(revision);
    const position = graph.positionOf(revision);
    return {
      id: revision.id,
      down_revisions: revision.downRevisions,
      next_revisions: position.children,
      depends_on: revision.dependsOn,
      branch_labels: position.labels,
      message: revision.doc,
      docstring: revision.docstring,
      create_date: revision.createDate,
      format: revision.kind,
      path: revision.path,
      is_head: position.isHead,
      is_real_head: position.isRealHead,
      is_base: revision.downRevisions.length === 0,
      is_branch_point: position.isBranchPoint,
      is_merge_point: position.isMergePoint,
      is_current: state?.isCurrent ?? null,
      is_applied: state?.isApplied ?? null,
    };
  };
}
