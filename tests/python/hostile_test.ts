/**
 * Revisions that mean harm: whatever they try ends in an error of the evaluator or of Python with its place,
 * within the budget of steps and memory; nothing of JavaScript comes through, and nothing crashes.
 */
import { assert, assertEquals } from "@std/assert";
import { newRunMemory, postgresql } from "../../src/dialect/mod.ts";
import { MigratorError } from "../../src/errors/mod.ts";
import { compileItem } from "../../src/migration/body_compiler.ts";
import type { BodyHost } from "../../src/revision/body.ts";
import { loadPythonBody, revisionInterpreter } from "../../src/revision/python.ts";
import { againAndAgain } from "./hostile/again_and_again.ts";
import { endless } from "./hostile/endless.ts";
import type { Hostile } from "./hostile/hostile.ts";
import { reach } from "./hostile/reach.ts";
import { size } from "./hostile/size.ts";
import { wayOut } from "./hostile/way_out.ts";

/** Far fewer than a revision has, so that the tests are quick. */
const STEPS = 60_000;

/** Runs `upgrade()` as `--sql` does, its operations compiled. */
async function upgrade({ body }: Hostile): Promise<void> {
  const indented = body.replace(/^\n/, "").split("\n").map((line) => `    ${line}`).join("\n");
  const source =
    `from alembic import op\nimport sqlalchemy as sa\n\n\ndef upgrade():\n${indented}\n`;
  const options = { offline: true };
  const memory = newRunMemory();
  const loaded = await loadPythonBody({ path: "revision.py", source }, {
    interpreter: revisionInterpreter(postgresql, { steps: STEPS }),
    dialect: postgresql,
    compileOptions: { ...options, memory },
    context: { dialect: postgresql, offline: true } as never,
  });
  const host: BodyHost = {
    ...options,
    emit: (item) => {
      if (item.kind === "operation") {
        compileItem(item, { dialect: postgresql, options, memory }, memory);
      }
    },
    flush: () => Promise.resolve(),
    execute: () => Promise.reject(new TypeError("nothing is read")),
  };
  await loaded.run("upgrade", host);
}

/** What came of it: the error's class and text, or nothing. */
async function outcomeOf(hostile: Hostile): Promise<MigratorError | null> {
  try {
    await upgrade(hostile);
    return null;
  } catch (error) {
    assert(error instanceof MigratorError, `${hostile.name}: ${(error as Error).stack}`);
    return error;
  }
}

for (const [title, cases] of Object.entries({ reach, wayOut, size, endless, againAndAgain })) {
  Deno.test(`hostile revisions end in an error that says why: ${title}`, async () => {
    for (const hostile of cases) {
      const error = await outcomeOf(hostile);
      if (hostile.error === null) {
        assertEquals(error?.message ?? null, null, hostile.name);
        continue;
      }
      assert(error !== null, `${hostile.name}: no error`);
      const fits = typeof hostile.error === "string"
        ? error.message.includes(hostile.error)
        : hostile.error.test(error.message);
      assert(fits, `${hostile.name}: ${error.message.slice(0, 300)}`);
    }
  });
}
