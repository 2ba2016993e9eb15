/** One command by both programs in the same small project, and the comparison of what they said. */
import { assert, assertEquals } from "@std/assert";
import type { Finished } from "../../support/process.ts";
import { assertSameText } from "../../support/same_text.ts";
import { HISTORIES } from "./cli_cases.ts";
import { copyTree, makeProject, setUrl } from "./project.ts";
import { type Replacements, said } from "./said.ts";
import type { Tool, Tools } from "./tools.ts";

/** The words of a command; a quoted part is one word. */
function words(command: string): string[] {
  return (command.match(/'[^']*'|\S+/g) ?? []).map((word) => word.replace(/^'(.*)'$/, "$1"));
}

/** `current` prints several revisions in an order that comes from a set. */
function settled(command: string, finished: Finished): Finished {
  if (!/^current\b/.test(command)) return finished;
  return { ...finished, stdout: finished.stdout.split("\n").sort().join("\n") };
}

/** Compares what both programs said, by the rules for each kind of end. */
export function compare(
  command: string,
  alembic: Finished,
  migrator: Finished,
  where: readonly Replacements[],
): void {
  if (alembic.code === 2) {
    assertEquals(
      { code: migrator.code, stdout: migrator.stdout, error: usageError(migrator) },
      { code: 2, stdout: alembic.stdout, error: usageError(alembic) },
    );
  } else if (alembic.stderr.includes("Traceback (most recent call last)")) {
    // A crash is no contract. An error must be one here too, but it may be said properly, with the
    // exit code that Alembic has for the errors it expects.
    assert(migrator.code !== 0, `${command}: ${migrator.stdout}`);
    assert(/^(FAILED|error): /m.test(migrator.stdout + migrator.stderr), migrator.stderr);
    assert(!migrator.stderr.includes("internal error"), migrator.stderr);
  } else {
    assertSameText(said(migrator, where[1]), said(alembic, where[0]), command);
  }
}

/** The last line of a usage error, without what names the program and lists its commands. */
function usageError({ stderr }: Finished): string {
  return (stderr.trim().split("\n").at(-1) ?? "")
    .replace(/^(alembic|migrator)/, "<PROGRAM>")
    .replace(/argument \{[^}]*\}/, "argument {...}")
    .replace(/ \(choose from .*\)/, "");
}

/** Runs `body` with the project of `history` in one directory for each program. */
export async function inProjects(
  tools: Tools,
  history: string,
  body: (directories: readonly [string, string]) => Promise<void>,
): Promise<void> {
  const root = await Deno.realPath(await Deno.makeTempDir({ prefix: "migrator-cli-" }));
  try {
    const directories = [`${root}/alembic/project`, `${root}/migrator/project`] as const;
    await makeProject(tools.alembic, directories[0], HISTORIES[history]!);
    await setUrl(directories[0], "postgresql://nobody@nowhere.invalid/nothing");
    await copyTree(directories[0], directories[1]);
    // The ini file says %(here)s, so the copy is a project of its own.
    await body(directories);
  } finally {
    await Deno.remove(root, { recursive: true });
  }
}

/** Runs one command by both programs, each in its directory, and fails unless they say the same. */
export async function both(
  tools: Tools,
  command: string,
  directories: readonly [string, string],
  replacements: readonly Replacements[] = [[], []],
): Promise<void> {
  const run = (tool: Tool, cwd: string) => tool.run(words(command), { cwd });
  const [alembic, migrator] = (await Promise.all([
    run(tools.alembic, directories[0]),
    run(tools.migrator, directories[1]),
  ])).map((finished) => settled(command, finished));
  const where = directories.map((directory, n): Replacements => [
    [directory, "<DIRECTORY>"],
    ...replacements[n]!,
  ]);
  compare(command, alembic!, migrator!, where);
}
