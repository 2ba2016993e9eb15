/**
 * The command line as text: the same commands by real Alembic and by migrator in the same small
 * projects must print the same and exit with the same code.
 */
import { testDatabase, testServer } from "../support/postgres.ts";
import { READING, SEQUENCES, SPELLINGS } from "./support/cli_cases.ts";
import { both, inProjects } from "./support/cli_race.ts";
import { setUrl } from "./support/project.ts";
import type { Replacements } from "./support/said.ts";
import { bothTools } from "./support/tools.ts";

const tools = await bothTools();
const noServer = tools === null || (await testServer()) === null;

for (const [history, commands] of Object.entries(READING)) {
  Deno.test({
    name: `command line prints what Alembic prints in a history that is ${history}`,
    ignore: tools === null,
    fn: (test) =>
      inProjects(tools!, history, async (directories) => {
        for (const command of commands) {
          await test.step(command || "(no command)", () => both(tools!, command, directories));
        }
      }),
  });
}

Deno.test({
  name: "command line reads every spelling as Alembic does",
  ignore: tools === null,
  fn: (test) =>
    inProjects(tools!, "linear", async (directories) => {
      for (const command of SPELLINGS) {
        await test.step(command, () => both(tools!, command, directories));
      }
    }),
});

for (const [number, [history, commands]] of SEQUENCES.entries()) {
  Deno.test({
    name: `command line does on a database what Alembic does, sequence ${number + 1} (${history})`,
    ignore: noServer,
    fn: (test) =>
      inProjects(tools!, history, async (directories) => {
        await using first = (await testDatabase())!;
        await using second = (await testDatabase())!;
        await setUrl(directories[0], first.url);
        await setUrl(directories[1], second.url);
        const names = [first, second].map(({ name }): Replacements => [[name, "<DATABASE>"]]);
        for (const [position, command] of commands.entries()) {
          const same = await test.step(
            `${position + 1}. ${command}`,
            () => both(tools!, command, directories, names),
          );
          // What follows starts from the state that this command should have led to.
          if (!same) return;
        }
      }),
  });
}
