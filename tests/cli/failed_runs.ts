import type { FailedRun } from "../../src/cli/failed_run.ts";
import type { AppliedStep, PlannedStep, RunFailure } from "../../src/migration/mod.ts";
import { makeRevision } from "../../src/script/revision.ts";

/** The step of a revision, without what only the engine needs. */
export function step(id: string, direction: "upgrade" | "downgrade" = "upgrade"): PlannedStep {
  const header = { id, downRevisions: [], dependsOn: [], branchLabels: [], docstring: `do ${id}` };
  return {
    isStamp: false,
    revision: makeRevision(header, "python", `/p/versions/${id}.py`),
    direction,
    writes: [],
    fromText: "",
    toText: id,
    upRevisions: [id],
    downRevisions: [],
  };
}

function applied(steps: readonly PlannedStep[]): readonly AppliedStep[] {
  return steps.map((each) => ({ step: each, milliseconds: 1, statements: 1 }));
}

/** What a run that failed may have told. */
export interface FailedRunSketch {
  readonly step?: PlannedStep | null;
  readonly kept?: readonly PlannedStep[];
  readonly undone?: readonly PlannedStep[];
  readonly partlyKept?: PlannedStep | null;
  readonly rows?: readonly string[] | null;
  readonly begun?: boolean;
  readonly offline?: boolean;
}

/** A failed run; one that had begun, on an empty database, unless the sketch says otherwise. */
export function failedRun(sketch: FailedRunSketch): FailedRun {
  const { step = null, kept = [], undone = [], partlyKept = null } = sketch;
  const { rows = [], begun = true, offline = false } = sketch;
  const event: RunFailure = {
    kind: "failed",
    error: null,
    step,
    kept: applied(kept),
    undone: applied(undone),
    notRun: [],
    retryable: false,
    partlyKept,
    recorded: false,
    rowsBefore: [],
    rows,
  };
  return { event, begun, offline };
}
