import type { Revision } from "../script/revision.ts";

/** One change to the rows of the version table. */
export type VersionWrite =
  | { readonly kind: "insert"; readonly version: string }
  | { readonly kind: "update"; readonly from: string; readonly to: string }
  | { readonly kind: "delete"; readonly version: string };

interface Step {
  readonly direction: "upgrade" | "downgrade";
  /** Changes to the version table, in order, made after the body and in the same transaction. */
  readonly writes: readonly VersionWrite[];
  /** What the log line shows left of `->`: ids joined by `, `, without dependencies. */
  readonly fromText: string;
  /** What the log line shows right of `->`. */
  readonly toText: string;
  /** The upper ids of the step, as `on_version_apply` is told them. */
  readonly upRevisions: readonly string[];
  /** The lower ids of the step, dependencies included, as `on_version_apply` is told them. */
  readonly downRevisions: readonly string[];
}

/** A revision to be run in one direction. */
export interface RevisionStep extends Step {
  readonly isStamp: false;
  readonly revision: Revision;
}

/** A move of rows in the version table that runs nothing. */
export interface StampStep extends Step {
  readonly isStamp: true;
  readonly revision: null;
}

/** One step of a plan, as data: nothing in it has touched a database. */
export type PlannedStep = RevisionStep | StampStep;

/**
 * The message of the step's log line, as Alembic writes it:
 * `Running upgrade a -> b, doc`, `Running stamp_revision a -> b`.
 */
export function describeStep(step: PlannedStep): string {
  const name = step.isStamp ? "stamp_revision" : step.direction;
  const doc = step.isStamp || step.revision.doc === "" ? "" : `, ${step.revision.doc}`;
  return `Running ${name} ${step.fromText} -> ${step.toText}${doc}`;
}
