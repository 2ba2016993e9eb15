import { assertEquals } from "@std/assert";
import { failedRun as failedRunRecord } from "../../src/cli/json/run_record.ts";
import { uncertainRun } from "../../src/project/outcome.ts";
import { DatabaseError } from "../../src/errors/mod.ts";
import type { StepRecord } from "../../src/cli/json/records.ts";
import { failedRun, type FailedRunSketch, step } from "./failed_runs.ts";

const [a, b, c] = [step("a"), step("b"), step("c")];
const database = { shownUrl: "postgresql://db", commitsItself: false };
const lost = new DatabaseError("gone", { report: { sqlstate: "08006" } });

function statuses(steps: readonly StepRecord[]): string {
  return steps.map(({ revision, status }) => `${revision} ${status}`).join(", ");
}

const CASES: readonly (readonly [sketch: FailedRunSketch, error: unknown, steps: string])[] = [
  [{ kept: [a], step: b }, null, "a applied, b failed"],
  [{ undone: [a], step: b }, null, "a rolled_back, b failed"],
  [{ kept: [a], undone: [b], step: c }, null, "a applied, b rolled_back, c failed"],
  [{ kept: [a], undone: [b], step: c }, lost, "a applied, b unknown, c failed"],
  [{ undone: [a], step: b, offline: true }, null, "a written, b failed"],
  [{ rows: null }, null, ""],
];

for (const [sketch, error, steps] of CASES) {
  Deno.test(`failedRun() gives '${steps}' when ${error === null ? "a step fails" : "the connection is lost"}`, () => {
    const run = failedRun(sketch);
    const record = failedRunRecord({ ...run, event: { ...run.event, error } }, database);
    assertEquals(statuses(record.steps), steps);
    assertEquals(record.to, error === null ? sketch.rows === null ? null : [] : null);
  });
}

Deno.test("uncertainRun() takes back what is said of steps that ran when env.py may not have committed", () => {
  const record = failedRunRecord(failedRun({ kept: [a], step: b, rows: ["a"] }), database);
  assertEquals(statuses(uncertainRun(record).steps), "a unknown, b failed");
  assertEquals(uncertainRun(record).to, null);
});
