/**
 * What commands cost, counted: times depend on the machine, these numbers do not. A bound is a little above
 * what is needed today; who needs more says so by raising it.
 */
import { assert, assertEquals } from "@std/assert";
import { join } from "@std/path";
import { inDirectory, migrate } from "../cli/in_process.ts";
import { ROOT, RUN_FROM_SOURCE } from "../support/command.ts";
import { testDatabase } from "../support/postgres.ts";
import { run } from "../support/process.ts";
import { denoPlatform } from "../../src/platform/deno.ts";

const REVISIONS = 20;

async function inProject(use: (directory: string) => Promise<void>): Promise<void> {
  await inDirectory(async (directory) => {
    const versions = join(directory, "migrations/versions");
    await Deno.mkdir(versions, { recursive: true });
    await Deno.writeTextFile(
      join(directory, "alembic.ini"),
      "[alembic]\nscript_location = migrations\nsqlalchemy.url = postgresql://u@127.0.0.1:1/d\n",
    );
    for (let number = 0; number < REVISIONS; number++) {
      const down = number === 0 ? "None" : `'r${number - 1}'`;
      await Deno.writeTextFile(
        join(versions, `r${number}.py`),
        `"""no. ${number}\n"""\nrevision = 'r${number}'\ndown_revision = ${down}\n` +
          "branch_labels = None\ndepends_on = None\n\ndef upgrade():\n    pass\n",
      );
    }
    await use(directory);
  });
}

/** The URLs of the modules that a command loads. */
async function urlsLoadedBy(args: readonly string[], cwd: string): Promise<string[]> {
  const coverage = join(cwd, "coverage");
  const [first, ...rest] = RUN_FROM_SOURCE;
  await run(Deno.execPath(), [first!, `--coverage=${coverage}`, ...rest, ...args], { cwd });
  return [...Deno.readDirSync(coverage)].filter(({ name }) => name.endsWith(".json"))
    .map(({ name }) => JSON.parse(Deno.readTextFileSync(join(coverage, name))).url as string);
}

/** The modules of the program's own that a command loads, from `src/` on. */
async function modulesLoadedBy(args: readonly string[], cwd: string): Promise<string[]> {
  const urls = await urlsLoadedBy(args, cwd);
  const source = `file://${ROOT}src/`;
  return urls.filter((url) => url.startsWith(source)).map((url) => url.slice(source.length));
}

/** How many modules each command may load, and what it has no use for. */
const MODULES: readonly (readonly [command: string, most: number, never: RegExp])[] = [
  ["--version", 30, /^(?:script|python|dialect|database|migration|environment)\//],
  ["--help", 30, /^(?:script|python|dialect|database|migration|environment)\//],
  ["heads", 75, /^(?:python\/(?:evaluator|modules)|dialect|database|migration|environment)\//],
  ["history", 75, /^(?:python\/(?:evaluator|modules)|dialect|database|migration|environment)\//],
  [
    "--no-env current",
    200,
    /^(?:python\/(?:evaluator|modules\/(?!stdlib\/hash))|revision\/(?:python|typescript))/,
  ],
];

for (const [command, most, never] of MODULES) {
  Deno.test(`${command} loads no more modules than it uses`, () =>
    inProject(async (directory) => {
      const modules = await modulesLoadedBy(command.split(" "), directory);
      assert(modules.includes("cli/run.ts"), "nothing was counted");
      assertEquals(modules.filter((name) => never.test(name)), []);
      assert(modules.length <= most, `${modules.length} modules:\n${modules.sort().join("\n")}`);
    }));
}

/** The revision files that a command reads, in its order. */
async function filesReadBy(args: readonly string[], cwd: string): Promise<string[]> {
  const read: string[] = [];
  const files = {
    readBytes: (path: string) => {
      if (path.includes("/versions/")) read.push(path);
      return denoPlatform.files.readBytes(path);
    },
  };
  const { code, err } = await migrate(args, { cwd, files });
  assertEquals(code, 0, err);
  return read;
}

function assertEachOnce(read: readonly string[]): void {
  assertEquals([read.length, new Set(read).size], [REVISIONS, REVISIONS]);
}

Deno.test("heads reads every revision file once", () =>
  inProject(async (directory) => assertEachOnce(await filesReadBy(["heads"], directory))));

Deno.test("upgrade with nothing to do reads every revision file once, with its checksum", () =>
  inProject(async (directory) => {
    await using database = await testDatabase();
    if (database === null) return;
    const words = ["--no-env", "--url", database.url, "upgrade", "head"];
    await filesReadBy(words, directory);
    assertEachOnce(await filesReadBy(words, directory));
  }));

Deno.test("current loads no driver for a server that has no encryption", () =>
  inProject(async (directory) => {
    await using database = await testDatabase();
    if (database === null) return;
    const urls = await urlsLoadedBy(["--no-env", "--url", database.url, "current"], directory);
    assert(urls.some((url) => url.endsWith("/src/database/plain_session.ts")));
    assertEquals(urls.filter((url) => /node:net|\/pg(?:-protocol)?\//.test(url)), []);
  }));
