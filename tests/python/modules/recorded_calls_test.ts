import { assertEquals, assertStringIncludes } from "@std/assert";
import { MigratorError } from "../../../src/errors/mod.ts";
import { readCases, type RecordedCase, withoutEscapes } from "../../dialect/cases.ts";
import { evaluate, revision } from "./evaluate.ts";

const prelude = Deno.readTextFileSync(new URL("../../dialect/cases/prelude.py", import.meta.url));

/** What differs on purpose, by name of the case, and why. */
const differences: Readonly<Record<string, string>> = {
  "queries 1": "a function that is its own column is written with its table, which means the same",
  "indexes 23": "the configuration of to_tsvector is written, where SQLAlchemy gives up",
  "alter_column 43": "the Identity does not differ: Alembic writes an incomplete ALTER",
};

async function run(recorded: RecordedCase, offline: boolean) {
  try {
    const { sent } = await evaluate(revision(recorded.python, prelude), {
      offline,
      namingConvention: recorded.naming && { templates: recorded.naming },
    });
    return { sent, error: undefined };
  } catch (error) {
    if (!(error instanceof MigratorError)) throw error;
    return { sent: [], error: error.message };
  }
}

async function compare(
  cases: readonly RecordedCase[],
  check: (recorded: RecordedCase) => Promise<void>,
): Promise<void> {
  const failures: string[] = [];
  for (const recorded of cases) {
    if (recorded.name in differences) continue;
    try {
      await check(recorded);
    } catch (error) {
      failures.push(`${recorded.name}: ${recorded.python}\n${(error as Error).message}`);
    }
  }
  assertEquals(failures.length, 0, `${failures.length}:\n${failures.join("\n\n")}`);
}

for (const { group, cases } of readCases()) {
  Deno.test(`Python revisions write what Alembic writes to a script for the recorded ${group} calls`, async () => {
    await compare(cases, async (recorded) => {
      const { sent, error } = await run(recorded, true);
      if (recorded.error === undefined) {
        assertEquals(error, undefined, error);
        assertEquals(sent, recorded.sql);
      } else if (!["KeyError", "AssertionError"].includes(recorded.raises ?? "")) {
        // Those two are Python's own and have no message worth keeping.
        assertStringIncludes(error ?? "no error", recorded.error);
      } else assertEquals(error !== undefined, true, "no error");
    });
  });

  Deno.test(`Python revisions send what psycopg2 sends for the recorded ${group} calls`, async () => {
    await compare(cases, async (recorded) => {
      if (!recorded.server) return;
      // Looking before creating is one statement here and two there.
      if (recorded.server.some((sql) => sql.includes("pg_catalog.pg_type"))) return;
      const { sent, error } = await run(recorded, false);
      assertEquals(error, undefined, error);
      assertEquals(sent.map(withoutEscapes), recorded.server);
    });
  });
}
