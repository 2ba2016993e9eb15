import type { Target } from "./targets.ts";

/** What became of one target. */
export interface TargetOutcome {
  readonly target: Target;
  readonly status: "done" | "failed" | "not_run";
  /** How often it was tried. */
  readonly attempts: number;
  readonly milliseconds: number;
  /** How many steps were applied and have stayed. */
  readonly steps: number;
  /** Where it stands, in words; `null` where that is not known. */
  readonly position: string | null;
  /** What went wrong, for people: the first line, and all of it. Empty where nothing did. */
  readonly problem: string;
  readonly report: string;
  /** The exit code of the run. */
  readonly code: number;
  /** With `--json`: the runs and the error, as the object of a single run has them. */
  readonly databases: readonly unknown[];
  readonly error: unknown;
}

/** A target that was not come to. */
export function notRun(target: Target): TargetOutcome {
  return {
    target,
    status: "not_run",
    attempts: 0,
    milliseconds: 0,
    steps: 0,
    position: null,
    problem: "",
    report: "",
    code: 0,
    databases: [],
    error: null,
  };
}

/** Up to how many targets each has a line of its own in the summary. */
const EACH = 50;

/** One table of all targets, or of many only of those that failed, and how many there were. */
export function summaryText(outcomes: readonly TargetOutcome[]): string {
  const failed = outcomes.filter(({ status }) => status === "failed");
  const listed = outcomes.length <= EACH ? outcomes : failed;
  const rows = listed.map((each) => [
    each.target.name,
    resultText(each),
    String(each.steps),
    each.position ?? "",
    `${(each.milliseconds / 1000).toFixed(1)} s`,
    each.problem,
  ]);
  const table = rows.length === 0
    ? []
    : [["database", "result", "steps", "at", "time", ""], ...rows];
  const widths = table.reduce<number[]>(
    (all, row) => row.map((cell, column) => Math.max(all[column] ?? 0, cell.length)),
    [],
  );
  const lines = table.map((row) =>
    row.map((cell, column) =>
      RIGHT.has(column) ? cell.padStart(widths[column]!) : cell.padEnd(widths[column]!)
    ).join("  ").trimEnd()
  );
  return [...lines, countText(outcomes)].join("\n");
}

/** Columns of numbers. */
const RIGHT = new Set([2, 4]);

function resultText({ status, steps, attempts }: TargetOutcome): string {
  if (status === "not_run") return "not run";
  const again = attempts > 1 ? ", 2nd try" : "";
  if (status === "failed") return `failed${again}`;
  return steps === 0 ? `nothing to do${again}` : `done${again}`;
}

function countText(outcomes: readonly TargetOutcome[]): string {
  const count = (fits: (each: TargetOutcome) => boolean, text: string) => {
    const number = outcomes.filter(fits).length;
    return number === 0 ? [] : [`${number} ${text}`];
  };
  const parts = [
    ...count(({ status, steps }) => status === "done" && steps > 0, "done"),
    ...count(({ status, steps }) => status === "done" && steps === 0, "with nothing to do"),
    ...count(({ status }) => status === "failed", "failed"),
    ...count(({ status }) => status === "not_run", "not run"),
  ];
  const { length } = outcomes;
  return `${length} ${length === 1 ? "database" : "databases"}: ${parts.join(", ")}`;
}
