/**
 * The pages of the documentation show what really happens: each is played in a directory of its own, by the
 * real program as a process. With MIGRATOR_RECORD=1 what is printed now is written into them, to be read before
 * it is committed.
 */
import { dirname, join, relative } from "@std/path";
import { homeIn, migratorOnPath, ROOT } from "../support/command.ts";
import { DATABASE, type Page, type PageStep, parsePage, withPrinted } from "../support/page.ts";
import { pgliteDirectory } from "../support/pglite.ts";
import { testDatabase } from "../support/postgres.ts";
import { run } from "../support/process.ts";
import { assertSameText } from "../support/same_text.ts";

/** Stands between what one command printed and the next; no command prints it. */
const MARK = "\x1e";

/** What pages may start from, as the parts of the checkout that are copied. */
const PROJECTS: Readonly<Record<string, readonly string[]>> = {
  empty: [],
  sample: ["alembic.ini", "migrations"],
  legacy: ["tests/fixtures/legacy/backend"],
};

for (const path of pages()) {
  const text = Deno.readTextFileSync(path);
  const page = parsePage(text);
  if (page.start === null) continue;
  const name = relative(ROOT, path);
  Deno.test(`commands of ${name} print what the page shows`, async () => {
    const actual = withPrinted(text, page, await play(page));
    if (Deno.env.get("MIGRATOR_RECORD")) await Deno.writeTextFile(path, actual);
    else assertSameText(actual, text, name);
  });
}

function pages(): string[] {
  const docs = join(ROOT, "docs");
  const names = [...Deno.readDirSync(docs)].map(({ name }) => name)
    .filter((name) => name.endsWith(".md")).sort();
  return [join(ROOT, "README.md"), ...names.map((name) => join(docs, name))];
}

async function play({ start, steps }: Page): Promise<string[]> {
  const root = await Deno.realPath(await Deno.makeTempDir({ prefix: "migrator-page-" }));
  const uses = steps.some((step) =>
    Object.values(step).some((text) => `${text}`.includes(DATABASE))
  );
  await using database = uses ? await testDatabase() ?? await pgliteDirectory() : null;
  const url = database?.url ?? DATABASE;
  try {
    const project = join(root, "app");
    await begin(start, project);
    const { stdout } = await run("sh", ["-c", await scriptOf(steps, join(root, "files"), url)], {
      cwd: project,
      env: { PATH: await migratorOnPath(join(root, "bin")), ...homeIn(root) },
    });
    const printed = stdout.replaceAll(url, DATABASE).replaceAll(withoutPassword(url), DATABASE)
      .replaceAll(root, "/srv");
    return printed.split(MARK).slice(0, -1);
  } finally {
    await Deno.remove(root, { recursive: true });
  }
}

/** What one shell does for a page, with a mark after each command. Files wait in `directory`. */
async function scriptOf(
  steps: readonly PageStep[],
  directory: string,
  url: string,
): Promise<string> {
  // Both streams in the order in which they are written, as a terminal shows them.
  const lines = ["exec 2>&1"];
  await Deno.mkdir(directory);
  for (const [index, step] of steps.entries()) {
    if (step.kind === "preparation") {
      lines.push(`{ ${step.line.replaceAll(DATABASE, url)}; } >/dev/null 2>&1 || exit 1`);
    } else if (step.kind === "command") {
      lines.push(step.line.replaceAll(DATABASE, url), `printf '${MARK}'`);
    } else {
      await Deno.writeTextFile(join(directory, `${index}`), step.text.replaceAll(DATABASE, url));
      lines.push(
        `mkdir -p '${dirname(step.path)}'`,
        `cp '${join(directory, `${index}`)}' '${step.path}'`,
      );
    }
  }
  return lines.join("\n");
}

/** The directory of the page as it is at the beginning. */
async function begin(start: string | null, project: string): Promise<void> {
  await Deno.mkdir(project);
  const parts = PROJECTS[start ?? ""];
  if (parts === undefined) throw new Error(`there is no project "${start}" to start from`);
  for (const part of parts) {
    const { success } = await new Deno.Command("cp", { args: ["-R", join(ROOT, part), project] })
      .output();
    if (!success) throw new Error(`cannot copy ${part}`);
  }
}

function withoutPassword(url: string): string {
  return url.replace(/^(\w+:\/\/[^:@/]*):[^@/]*@/, "$1:***@");
}
