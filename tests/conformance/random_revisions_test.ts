/** Revision files with random directives and statements, beside what Alembic writes for them. */
import { assert, assertEquals } from "@std/assert";
import { yardstick } from "../support/yardstick.ts";
import { alembicRows } from "./corpus/alembic_rows.ts";
import { measure } from "./corpus/measure.ts";
import { randomRevision } from "./revisions/random_revision.ts";

const FIRST = Number(Deno.env.get("MIGRATOR_REVISION_SEED") ?? 1);
const COUNT = Number(Deno.env.get("MIGRATOR_REVISIONS") ?? 300);

Deno.test("random revisions give the SQL that Alembic gives", async () => {
  const real = await yardstick();
  if (real === null) return;
  const directory = await Deno.makeTempDir();
  try {
    for (let seed = FIRST; seed < FIRST + COUNT; seed++) {
      await Deno.writeTextFile(`${directory}/r${seed}.py`, randomRevision(seed));
    }
    const rows = await alembicRows(directory, { python: real.python, fresh: true });
    const { functions } = await measure({ name: "random", path: directory, top: directory }, rows);
    const differing = functions.filter(({ outcome }) =>
      outcome.kind === "different" || outcome.kind === "error"
    );
    assertEquals(
      differing.map(({ file, direction, outcome }) => ({
        file,
        direction,
        ...outcome.kind === "different"
          ? { expected: outcome.expected, actual: outcome.actual }
          : { error: outcome.kind === "error" ? String(outcome.error) : "" },
      })),
      [],
    );
    assert(functions.filter(({ outcome }) => outcome.kind === "same").length > COUNT);
  } finally {
    await Deno.remove(directory, { recursive: true });
    await Deno.remove(`${directory}.jsonl`).catch(() => {});
  }
});
