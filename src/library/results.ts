import type { RevisionGraph } from "../script/graph.ts";
import type { Revision } from "../script/revision.ts";
import type { RunOutcome, StepOutcome } from "../project/outcome.ts";
import type { DatabasePlan } from "../project/plan.ts";

/** A revision, as the header of its file says it. */
export interface RevisionInfo {
  /** Its id. */
  readonly id: string;
  /** The first paragraph of its message. */
  readonly message: string;
  /** The absolute path of its file. */
  readonly path: string;
  /** The language of its file. */
  readonly kind: "python" | "typescript" | "sql";
  /** What it stands on: none for a base, several for a merge. */
  readonly downRevisions: readonly string[];
  /** What must be applied before it, beside that. */
  readonly dependsOn: readonly string[];
  /** The labels of its branch. */
  readonly branchLabels: readonly string[];
  /** Whether nothing stands on it. */
  readonly isHead: boolean;
}

/** What became of one step. */
export interface StepResult {
  /** What was done. */
  readonly kind: "upgrade" | "downgrade" | "stamp";
  /** The id of the revision; `null` for a `stamp`. */
  readonly revision: string | null;
  /** Its message; empty for a `stamp`. */
  readonly message: string;
  /** The path of its file; `null` for a `stamp`. */
  readonly path: string | null;
  /**
   * `applied`: it stays. `rolled_back`: it ran, and was undone with what failed after it. `unknown`: the
   * connection was lost, or env.py may not have committed.
   */
  readonly status: "applied" | "failed" | "rolled_back" | "not_run" | "unknown";
  /** How long it took; `null` where it has not run to its end. */
  readonly milliseconds: number | null;
  /** How many statements its body sent; `null` where it has not run to its end. */
  readonly statements: number | null;
}

/** What became of a run on one database. */
export interface DatabaseRun {
  /** The database's URL, its password replaced by `***`. */
  readonly database: string;
  /** The rows of the version table before; `null` where they had not been read. */
  readonly from: readonly string[] | null;
  /** The rows of the version table after; `null` where they are not known. */
  readonly to: readonly string[] | null;
  /** In the order of the plan. */
  readonly steps: readonly StepResult[];
}

/** What a run did. */
export interface RunResult {
  /** One for each database that env.py runs the revisions for: nearly always one. */
  readonly databases: readonly DatabaseRun[];
  /** The steps of all of them. */
  readonly steps: readonly StepResult[];
}

/** Where one database stands. */
export interface DatabasePosition {
  /** The database's URL, its password replaced by `***`. */
  readonly database: string;
  /** The rows of its version table; none at base. */
  readonly rows: readonly string[];
  /** Whether these are the heads of the files. */
  readonly atHeads: boolean;
}

/** Where the databases stand. */
export interface Position {
  /** One for each database that env.py runs the revisions for: nearly always one. */
  readonly databases: readonly DatabasePosition[];
  /** The rows of all of them, each once. */
  readonly rows: readonly string[];
  /** Whether all of them are at the heads of the files. */
  readonly atHeads: boolean;
}

/** A statement that a run would send. */
export interface PlannedStatement {
  /** Its text, with `$1`, `$2`, … where values are sent beside it. */
  readonly sql: string;
  /** Whether it is sent only where something is there, or is not. */
  readonly conditional: boolean;
  /** The number of its transaction in the run, from 1; `null` where it stands alone. */
  readonly transaction: number | null;
}

/** A step that a run would make. */
export interface PlannedRevision {
  /** Which way it goes. */
  readonly direction: "upgrade" | "downgrade";
  /** The revision that is run. */
  readonly revision: RevisionInfo;
  /** What it would send, up to where it waits for a result. */
  readonly statements: readonly PlannedStatement[];
  /** The query whose result decides what comes after `statements`; `null` where all is known. */
  readonly waitsFor: string | null;
}

/** What a run would do to one database. */
export interface PlannedRun {
  /** The database's URL, its password replaced by `***`. */
  readonly database: string;
  /** The rows of the version table now. */
  readonly from: readonly string[];
  /** The rows of the version table afterwards. */
  readonly to: readonly string[];
  /** In the order in which they would run. */
  readonly steps: readonly PlannedRevision[];
}

/** What a run would do. */
export interface PlanResult {
  /** One for each database that env.py runs the revisions for: nearly always one. */
  readonly databases: readonly PlannedRun[];
  /** The steps of all of them. */
  readonly steps: readonly PlannedRevision[];
}

/** A revision for the caller. */
export function revisionInfo(graph: RevisionGraph, revision: Revision): RevisionInfo {
  const { id, doc, path, kind, downRevisions, dependsOn } = revision;
  return {
    id,
    message: doc,
    path,
    kind,
    downRevisions,
    dependsOn,
    branchLabels: graph.labelsOf(revision),
    isHead: graph.heads.includes(revision),
  };
}

/** The outcome of a run for the caller. */
export function databaseRun({ from, to, steps }: RunOutcome, database: string): DatabaseRun {
  return { database, from, to, steps: steps.map(stepResult) };
}

function stepResult({ step, status, milliseconds, statements }: StepOutcome): StepResult {
  if (status === "written") throw new TypeError("a step was written, not run");
  return {
    kind: step.isStamp ? "stamp" : step.direction,
    revision: step.revision?.id ?? null,
    message: step.revision?.doc ?? "",
    path: step.revision?.path ?? null,
    status,
    milliseconds,
    statements,
  };
}

/** The plan of a database for the caller. */
export function plannedRun({ plan, database }: DatabasePlan, graph: RevisionGraph): PlannedRun {
  const steps = plan.steps.map(({ previewed: { step, statements, waitsFor } }) => ({
    direction: step.direction,
    revision: revisionInfo(graph, step.revision),
    statements: statements.map(({ statement: { sql }, conditional, transaction }) => ({
      sql,
      conditional,
      transaction,
    })),
    waitsFor: waitsFor?.statement.sql ?? null,
  }));
  return { database: database.shownUrl, from: plan.rows, to: plan.rowsAfter, steps };
}
