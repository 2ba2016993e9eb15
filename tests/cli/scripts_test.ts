/**
 * The command line as its users meet it: each script in `scripts/` runs the real program, as a process, in a
 * directory of its own. `MIGRATOR_UPDATE_SCRIPTS=all` writes what was printed into the scripts, to be read
 * before it is committed; with names, such as `heads,show`, only into these.
 */
import { basename, dirname, join } from "@std/path";
import { homeIn, migratorOnPath } from "../support/command.ts";
import { pgliteDirectory } from "../support/pglite.ts";
import { testDatabase } from "../support/postgres.ts";
import { run } from "../support/process.ts";
import { assertSameText } from "../support/same_text.ts";
import {
  type Outcome,
  parseTextScript,
  type TextScript,
  withOutcomes,
} from "../support/text_script.ts";

const SCRIPTS = new URL("scripts/", import.meta.url);
const toUpdate = Deno.env.get("MIGRATOR_UPDATE_SCRIPTS")?.split(",") ?? null;

/** The text that stands for the URL of the script's database. */
const DATABASE = "$DATABASE";

Deno.test({
  name: "command line does what its text scripts say",
  // The scripts run at the same time, as many as there are processors.
  sanitizeOps: false,
  sanitizeResources: false,
  sanitizeExit: false,
  async fn(test) {
    const names = [...Deno.readDirSync(SCRIPTS)].filter(({ name }) => name.endsWith(".txt"))
      .map(({ name }) => basename(name, ".txt")).sort()
      .filter((name) => toUpdate?.includes(name) || toUpdate?.includes("all") !== false);
    const work = async () => {
      for (let name = names.shift(); name !== undefined; name = names.shift()) {
        const url = new URL(`${name}.txt`, SCRIPTS);
        await test.step({
          name,
          fn: () => play(url),
          sanitizeOps: false,
          sanitizeResources: false,
          sanitizeExit: false,
        });
      }
    };
    await Promise.all(Array.from({ length: navigator.hardwareConcurrency }, work));
  },
});

async function play(url: URL): Promise<void> {
  const text = await Deno.readTextFile(url);
  const script = parseTextScript(text);
  const root = await Deno.realPath(await Deno.makeTempDir({ prefix: "migrator-script-" }));
  try {
    const actual = withOutcomes(script, await outcomes(script, root));
    if (toUpdate !== null) await Deno.writeTextFile(url, actual);
    else assertSameText(actual, text, basename(url.pathname));
  } finally {
    await Deno.remove(root, { recursive: true });
  }
}

async function outcomes(script: TextScript, root: string): Promise<Outcome[]> {
  const project = join(root, "project");
  const files = new Map<string, string>();
  for (const name of script.projects) {
    const shared = await Deno.readTextFile(new URL(`projects/${name}.txt`, SCRIPTS));
    for (const [path, text] of parseTextScript(shared).files) files.set(path, text);
  }
  for (const [path, text] of script.files) files.set(path, text);
  const needsDatabase = [...files.values()].some((text) => text.includes(DATABASE));
  await using database = needsDatabase ? await anyDatabase() : null;
  await Deno.mkdir(project);
  for (const [path, text] of files) {
    await Deno.mkdir(dirname(join(project, path)), { recursive: true });
    await Deno.writeTextFile(join(project, path), text.replaceAll(DATABASE, database?.url ?? ""));
  }
  const env = { PATH: await migratorOnPath(join(root, "bin")), ...homeIn(root) };
  const seen: Outcome[] = [];
  for (const { line } of script.commands) {
    const { code, stdout, stderr } = await run("sh", ["-c", line], { cwd: project, env });
    const settle = (text: string) =>
      text.replaceAll(database?.url ?? DATABASE, DATABASE)
        .replaceAll(database?.shownUrl ?? DATABASE, DATABASE)
        .replaceAll(project, "$PROJECT");
    seen.push({ code, stdout: settle(stdout), stderr: settle(stderr) });
  }
  return seen;
}

/** A database of the script's own: on a server where there is one, else embedded. */
async function anyDatabase() {
  const found = await testDatabase() ?? await pgliteDirectory();
  const shownUrl = found.url.replace(/^(\w+:\/\/[^:@/]*):[^@/]*@/, "$1:***@");
  return Object.assign(found, { shownUrl });
}
