/** Whether what is recorded under tests/dialect is still what the real Alembic and SQLAlchemy write. */
import { assert, assertEquals } from "@std/assert";
import { readCases, readLiterals, type RecordedCase } from "../dialect/cases.ts";
import { run } from "../support/process.ts";
import { yardstick } from "../support/yardstick.ts";

/** What a recording says of a call, without what was recorded with a server. */
function said({ name, python, naming, sql, error, raises }: RecordedCase): string {
  return JSON.stringify({ name, python, naming, sql, error, raises });
}

Deno.test("the recorded calls are what Alembic writes now", async () => {
  const real = await yardstick();
  if (real === null) return;
  const directory = await Deno.makeTempDir();
  try {
    const script = new URL("./ddl/generate.py", import.meta.url).pathname;
    const { code, stderr } = await run(real.python, [script, "--target", directory], {
      env: { PYTHONHASHSEED: "0", PYTHONDONTWRITEBYTECODE: "1" },
    });
    assertEquals(code, 0, stderr);

    const url = new URL(`file://${directory}/`);
    const fresh = readCases(url);
    const recorded = readCases();
    assertEquals(fresh.map(({ group }) => group), recorded.map(({ group }) => group));
    let compared = 0;
    for (const [index, { cases }] of recorded.entries()) {
      assertEquals(fresh[index]!.cases.map(said), cases.map(said));
      compared += cases.length;
    }
    assert(compared >= 500);

    const literal = ({ script, fails }: { script?: string; fails?: string }) => script ?? fails;
    assertEquals(readLiterals(url).map(literal), readLiterals().map(literal));
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
});
