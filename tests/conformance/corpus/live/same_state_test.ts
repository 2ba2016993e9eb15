import { assert, assertEquals } from "@std/assert";
import type { Snapshot } from "../../support/snapshot.ts";
import { stateDifference } from "./same_state.ts";

function state(rows: string, rest: Partial<Snapshot> = {}): Snapshot {
  return { schema: "CREATE TABLE t ();", version: "a1", data: rows, ...rest };
}

const never = () => Promise.reject(new Error("a second run of Alembic is not needed"));

const first = "INSERT INTO t VALUES (1, '2026-01-01 10:00:00')\nINSERT INTO t VALUES (2, 'x')";
const second = "INSERT INTO t VALUES (1, '2026-01-01 11:11:11')\nINSERT INTO t VALUES (2, 'x')";

Deno.test("states are equal when schema, version and rows are", async () => {
  assertEquals(await stateDifference(state("r"), state("r"), never), null);
});

for (const part of [{ schema: "CREATE TABLE u ();" }, { version: "b2" }]) {
  Deno.test(`states differ when the ${Object.keys(part)} does`, async () => {
    assert(await stateDifference(state("r", part), state("r"), never) !== null);
  });
}

Deno.test("a value may differ where a second run of Alembic has another, and nowhere else", async () => {
  const again = () => Promise.resolve(state(second));
  const third = first.replace("10:00:00", "12:30:00");
  assertEquals(await stateDifference(state(third), state(first), again), null);
  for (const [before, after] of [["'x'", "'y'"], ["(2,", "(3,"], ["(1, ", "(1, NULL, "]] as const) {
    assert(
      await stateDifference(state(third.replace(before, after)), state(first), again) !== null,
    );
  }
});
