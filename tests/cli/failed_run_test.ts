import { assertEquals } from "@std/assert";
import { stateAfter } from "../../src/cli/failed_run.ts";
import {
  ConnectionError,
  DatabaseError,
  FileError,
  type MigratorError,
} from "../../src/errors/mod.ts";
import { failedRun, type FailedRunSketch, step } from "./failed_runs.ts";

const refused = new DatabaseError("no", { report: { sqlstate: "42703" } });
const [a, b, c] = [step("a1"), step("b2"), step("c3")];
const many = Array.from({ length: 9 }, (_, n) => step(`r${n + 1}`));

const CASES: readonly (readonly [
  name: string,
  run: FailedRunSketch,
  text: string | null,
  error?: MigratorError,
])[] = [
  ["the first step fails", { step: a }, "at base: a1 is rolled back"],
  ["a later step of one transaction fails", {
    step: c,
    undone: [a, b],
    rows: ["z9"],
  }, "at z9: a1, b2 and c3 are rolled back"],
  ["earlier steps were committed", {
    step: c,
    kept: [a, b],
    rows: ["b2"],
  }, "at b2: a1 and b2 stay applied; c3 is rolled back"],
  ["a downgrade fails behind one that was committed", {
    step: step("a1", "downgrade"),
    kept: [step("b2", "downgrade")],
    rows: ["a1"],
  }, "at a1: b2 stays taken back; a1 is rolled back"],
  ["the failed step committed something", {
    step: b,
    kept: [a],
    partlyKept: b,
    rows: ["a1"],
  }, "at a1: a1 stays applied; what b2 had committed stays, though it is not recorded"],
  [
    "a step that is undone committed something",
    {
      step: c,
      undone: [b],
      kept: [a],
      partlyKept: b,
      rows: ["a1", "x8"],
    },
    "at a1, x8: a1 stays applied; c3 is rolled back; what b2 had committed stays, though it is not recorded",
  ],
  ["there are many", {
    step: many[8]!,
    undone: many.slice(0, 8),
  }, "at base: r1, r2, r3, r4, r5, r6 and 3 more are rolled back"],
  ["COMMIT fails", { undone: [a] }, "at base: a1 is rolled back"],
  [
    "a body fails before anything was sent",
    {
      step: b,
      begun: false,
      rows: ["z9"],
    },
    "unchanged, at z9: nothing was run",
    new FileError("x", "y"),
  ],
  ["only a script was written", { step: a, offline: true }, null],
  ["no step was planned", { begun: false }, null],
  ["the version rows could not be read", { rows: null, step: a }, null],
  [
    "the connection is lost",
    { step: a },
    "the connection was lost; `migrator current` tells where the database stands",
    new DatabaseError("Connection terminated"),
  ],
  [
    "the server says that the connection is lost",
    { step: a },
    "the connection was lost; `migrator current` tells where the database stands",
    new DatabaseError("gone", { report: { sqlstate: "08006" } }),
  ],
  [
    "no new connection can be made",
    { step: a },
    "the connection was lost; `migrator current` tells where the database stands",
    new ConnectionError("refused"),
  ],
];

for (const [name, run, text, error = refused] of CASES) {
  Deno.test(`stateAfter() tells where the database stands when ${name}`, () => {
    assertEquals(stateAfter(failedRun(run), error), text);
  });
}
