/** docs/terminal.svg shows the sample project as it really runs. With MIGRATOR_RECORD=1 it is drawn anew. */
import { join } from "@std/path";
import { inDirectory, migrate } from "../cli/in_process.ts";
import { shownLines } from "../cli/recording_terminal.ts";
import { ROOT } from "../support/command.ts";
import { pgliteDirectory } from "../support/pglite.ts";
import { assertSameText } from "../support/same_text.ts";
import { terminalPicture } from "../support/terminal_picture.ts";

const PICTURE = `${ROOT}docs/terminal.svg`;
const COMMANDS = ["upgrade 8d20c4b7e913", "history --graph -i", "upgrade head"];

Deno.test("docs/terminal.svg shows the sample project as it runs", async () => {
  await using database = await pgliteDirectory();
  await inDirectory(async (cwd) => {
    for (const name of ["alembic.ini", "migrations"]) {
      await new Deno.Command("cp", { args: ["-R", join(ROOT, name), cwd] }).output();
    }
    const env = { DATABASE_URL: database.url, TERM: "xterm", LANG: "C.UTF-8" };
    let shown = "";
    for (const command of COMMANDS) {
      const args = ["--url", database.url, ...command.split(" ")];
      const { out, err } = await migrate(args, { cwd, env, columns: 100 });
      shown += `\x1b[2m$\x1b[0m \x1b[1mmigrator ${command}\x1b[0m\n${withoutSetting(err)}${out}\n`;
    }
    const picture = terminalPicture(shown.trimEnd());
    if (Deno.env.get("MIGRATOR_RECORD")) await Deno.writeTextFile(PICTURE, picture);
    else assertSameText(picture, await Deno.readTextFile(PICTURE), "docs/terminal.svg");
  });
});

/** The log without its first lines, which name the database and are the same for every command. */
function withoutSetting(log: string): string {
  return shownLines(log).slice(3).join("\n");
}
