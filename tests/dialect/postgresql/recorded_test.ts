import { assertEquals, assertStringIncludes } from "@std/assert";
import { newRunMemory, postgresql } from "../../../src/dialect/mod.ts";
import type { Operation } from "../../../src/operations/mod.ts";
import type { NamingConvention } from "../../../src/schema/naming_convention.ts";
import { CommandError } from "../../../src/errors/mod.ts";
import { operationsOf, readCases, type RecordedCase, withoutEscapes } from "../cases.ts";

/** What differs on purpose, by name of the case, and why. */
const differences: Readonly<Record<string, string>> = {
  "queries 1": "a function that is its own column is written with its table, which means the same",
  "alter_column 43": "the Identity does not differ: Alembic writes an incomplete ALTER",
};

function compile(recorded: RecordedCase, operations: readonly Operation[], offline: boolean) {
  const memory = newRunMemory();
  const naming: NamingConvention | undefined = recorded.naming && { templates: recorded.naming };
  const written: string[] = [];
  try {
    for (const operation of operations) {
      for (
        const statement of postgresql.compile(operation, {
          offline,
          memory,
          namingConvention: naming,
        })
      ) written.push(offline ? postgresql.scriptText(statement) : statement.sql.trim());
    }
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    return { written, error: error.message };
  }
  return { written, error: undefined };
}

for (const { group, cases } of readCases()) {
  Deno.test(`postgresql.compile() writes what Alembic writes for the recorded ${group} calls`, () => {
    const failures: string[] = [];
    let compared = 0;
    for (const recorded of cases) {
      if (recorded.operations === null || recorded.name in differences) continue;
      compared++;
      try {
        const { written, error } = compile(recorded, operationsOf(recorded), true);
        if (recorded.error === undefined) {
          assertEquals(error, undefined, error);
          assertEquals(written, recorded.sql);
        } else {
          assertStringIncludes(error ?? "no error", expectedError(recorded));
        }
      } catch (error) {
        failures.push(`${recorded.name}: ${recorded.python}\n${(error as Error).message}`);
      }
    }
    assertEquals(
      failures.length,
      0,
      `${failures.length} of ${compared}:\n${failures.join("\n\n")}`,
    );
  });
}

for (const { group, cases } of readCases()) {
  Deno.test(`postgresql.compile() writes what psycopg2 sends for the recorded ${group} calls`, () => {
    const failures: string[] = [];
    let compared = 0;
    for (const recorded of cases) {
      if (recorded.operations === null || !recorded.server || recorded.name in differences) {
        continue;
      }
      const operations = operationsOf(recorded);
      if (operations.some((each) => "checkFirst" in each && each.checkFirst)) continue;
      compared++;
      try {
        const { written, error } = compile(recorded, operations, false);
        assertEquals(error, undefined, error);
        assertEquals(written.map(withoutEscapes), recorded.server);
      } catch (error) {
        failures.push(`${recorded.name}: ${recorded.python}\n${(error as Error).message}`);
      }
    }
    assertEquals(
      failures.length,
      0,
      `${failures.length} of ${compared}:\n${failures.join("\n\n")}`,
    );
  });
}

/** Errors that are Python's own have no message worth keeping; these say the same in words. */
function expectedError(recorded: RecordedCase): string {
  if (recorded.raises === "KeyError") return `has no column ${recorded.error}`;
  if (recorded.raises === "AssertionError") return "requires that the index have a name";
  return recorded.error!;
}
