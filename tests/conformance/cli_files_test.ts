/**
 * The commands that write files, `init` and `revision`: what real Alembic and migrator print, and
 * what then stands in the directory.
 */
import { assertEquals, assertStringIncludes } from "@std/assert";
import { assertSameText } from "../support/same_text.ts";
import { both, inProjects } from "./support/cli_race.ts";
import { editIni, listTree } from "./support/project.ts";
import { type Replacements, said } from "./support/said.ts";
import { bothTools } from "./support/tools.ts";

/** `revision` and what it leaves behind; every sequence starts in a fresh copy of the project. */
const WRITING: readonly (readonly [history: string, commands: readonly string[]])[] = [
  ["empty", [
    "revision --rev-id one -m first",
    "revision --rev-id two",
    "revision --rev-id three -m 'a message, with: punctuation & Größe'",
    "revision --rev-id four -m 'this is a very long message that will certainly be cut at forty characters'",
    "history",
    "heads",
    "revision --rev-id a:b -m bad",
    "revision --rev-id five --head one -m five",
    "revision --rev-id five --head one --splice --branch-label side -m 'five, beside'",
    "heads",
    "revision --rev-id six -m six",
    "revision --rev-id six --head side@head --depends-on four -m six",
    "revision --rev-id seven --head base --branch-label own -m seven",
    "revision --rev-id eight --head nope -m eight",
    "revision --sql -m nine",
    "history",
    "branches",
    "-q revision --rev-id ten --head seven -m quiet",
  ]],
  ["branches", [
    "merge head --rev-id m0",
    "merge nope b2b2b2 --rev-id m0",
    "merge c1c1c1 c1c1c1 --rev-id m0",
    "merge aaa111 b2b2b2 --rev-id m0",
    "merge aaa111 b2b2b2 --rev-id m0 --splice --branch-label joined",
    "merge c1c1c1 --rev-id m1 -m 'only one'",
    "merge left@head right@head --rev-id m2",
    "merge heads --rev-id m3 -m 'all that is left'",
    "history",
  ]],
  ["dependencies", ["merge heads --rev-id m1 -m 'the real heads'", "heads"]],
];

/** Settings in the ini, and commands with them. */
const SETTINGS: readonly (readonly [what: string, lines: string, commands: readonly string[]])[] = [
  [
    "several version locations",
    "version_locations = %(here)s/migrations/versions/a:%(here)s/migrations/versions/b",
    [
      "revision --rev-id one -m 'nowhere said'",
      "revision --rev-id one -m elsewhere --version-path migrations/versions/c",
      "revision --rev-id one -m first --version-path migrations/versions/a",
      "revision --rev-id two -m second",
      "revision --rev-id three -m third --head base --version-path migrations/versions/b",
      "revision --rev-id four -m fourth --head three",
      "merge heads --rev-id five -m 'in the first of them'",
      "heads",
    ],
  ],
  [
    "hooks that run",
    "[post_write_hooks]\nhooks = say, where\nsay.type = exec\nsay.executable = echo\n" +
    "say.options = 'two words' REVISION_SCRIPT_FILENAME \"and 'more'\"\n" +
    "where.type = exec\nwhere.executable = sh\n" +
    "where.options = -c 'pwd; echo $1' sh REVISION_SCRIPT_FILENAME\nwhere.cwd = %(here)s/migrations\n",
    ["revision --rev-id one -m first", "merge one --rev-id two -m second"],
  ],
  [
    "a hook without a type",
    "[post_write_hooks]\nhooks = say\nsay.executable = echo\n",
    ["revision --rev-id one -m first"],
  ],
  [
    "a hook of an unknown type",
    "[post_write_hooks]\nhooks = say\nsay.type = shout\n",
    ["revision --rev-id one -m first"],
  ],
  [
    "a hook without its program",
    "[post_write_hooks]\nhooks = say\nsay.type = exec\n",
    ["revision --rev-id one -m first"],
  ],
  [
    "a hook whose program is missing",
    "[post_write_hooks]\nhooks = say\nsay.type = console_scripts\nsay.entrypoint = no-such-thing\n",
    ["revision --rev-id one -m first"],
  ],
];

const tools = await bothTools();

for (const [history, commands] of WRITING) {
  Deno.test({
    name: `revision writes what Alembic writes into a history that is ${history}`,
    ignore: tools === null,
    fn: (test) =>
      inProjects(tools!, history, async (directories) => {
        for (const command of commands) {
          const same = await test.step(command, async () => {
            await both(tools!, command, directories);
            const [expected, actual] = await Promise.all(directories.map(revisionFiles));
            assertSameText(actual!, expected!, `files after ${command}`);
          });
          if (!same) return;
        }
      }),
  });
}

for (const [what, lines, commands] of SETTINGS) {
  Deno.test({
    name: `revision and merge do what Alembic's do with ${what}`,
    ignore: tools === null,
    fn: (test) =>
      inProjects(tools!, "empty", async (directories) => {
        const place = lines.startsWith("[")
          ? /^\[post_write_hooks\]$/m
          : /^# version_locations = .*$/m;
        for (const directory of directories) await editIni(directory, place, lines);
        for (const command of commands) {
          await test.step(command, async () => {
            await both(tools!, command, directories);
            const [expected, actual] = await Promise.all(directories.map(revisionFiles));
            assertSameText(actual!, expected!, `files after ${command}`);
          });
        }
      }),
  });
}

Deno.test({
  name: "revision names files by file_template and truncate_slug_length as Alembic does",
  ignore: tools === null,
  fn: (test) =>
    inProjects(tools!, "empty", async (directories) => {
      for (const directory of directories) {
        await editIni(
          directory,
          /^# file_template = .*$/m,
          "file_template = %%(slug)s.%%(rev)s\ntruncate_slug_length = 12\ntimezone = UTC",
        );
      }
      for (
        const command of [
          "revision --rev-id abc -m 'The Quick brown fox'",
          "revision --rev-id abd -m ünï_cödé-x",
        ]
      ) {
        await test.step(command, async () => {
          await both(tools!, command, directories);
          const [expected, actual] = await Promise.all(directories.map(revisionFiles));
          assertSameText(actual!, expected!, `files after ${command}`);
        });
      }
    }),
});

/** Names and contents of the revision files, without the moment of their creation. */
async function revisionFiles(directory: string): Promise<string> {
  const versions = `${directory}/migrations/versions`;
  const parts: string[] = [];
  for (const path of await listTree(versions)) {
    const text = await Deno.readTextFile(`${versions}/${path}`);
    parts.push(
      `=== ${path}`,
      text.replace(/^(Create Date: )[-\d]+ [:\d]+\.\d+(\+\d\d:\d\d)?$/m, "$1<DATE>$2"),
    );
  }
  return parts.join("\n");
}

Deno.test({
  name: "init prints and makes what Alembic prints and makes",
  ignore: tools === null,
  async fn(test) {
    const root = await Deno.realPath(await Deno.makeTempDir({ prefix: "migrator-init-" }));
    try {
      for (
        const args of [["init", "migrations"], ["init", "--package", "db/alembic"], [
          "-c",
          "other.ini",
          "init",
          "x",
        ], ...["async", "multidb", "pyproject", "pyproject_async"].map((t) => ["init", "-t", t, t])]
      ) {
        await test.step(args.join(" "), async () => {
          const outcomes = [];
          for (const tool of [tools!.alembic, tools!.migrator]) {
            const cwd = `${root}/${tool.name}-${args.at(-1)!.replace("/", "-")}/p`;
            await Deno.mkdir(cwd, { recursive: true });
            const first = await tool.run(args, { cwd });
            // The order of the files is that of the directory, which is any.
            const stdout = first.stdout.split("\n").sort().join("\n");
            const again = await tool.run(args, { cwd });
            const where: Replacements = [[cwd, "<DIRECTORY>"]];
            outcomes.push([
              said({ ...first, stdout }, where),
              said(again, where),
              ...await listTree(cwd),
            ].join("\n"));
          }
          assertSameText(outcomes[1]!, outcomes[0]!, args.join(" "));
        });
      }
    } finally {
      await Deno.remove(root, { recursive: true });
    }
  },
});

for (const template of ["multidb", "pyproject", "pyproject_async"]) {
  Deno.test({
    name: `init -t ${template} makes a project that Alembic works with as migrator does`,
    ignore: tools === null,
    async fn() {
      const root = await Deno.realPath(await Deno.makeTempDir({ prefix: "migrator-init-" }));
      try {
        const does = async (tool: "alembic" | "migrator", ...args: string[]) => {
          const { code, stdout, stderr } = await tools![tool].run(args, { cwd: root });
          assertEquals(code, 0, stdout + stderr);
          return stdout;
        };
        await does("migrator", "init", "-t", template, "migrations");
        const ini = `${root}/alembic.ini`;
        const text = await Deno.readTextFile(ini);
        await Deno.writeTextFile(ini, text.replaceAll("driver://", "postgresql://"));
        await does("alembic", "revision", "--rev-id", "one", "-m", "by Alembic");
        await does("migrator", "revision", "--rev-id", "two", "-m", "by migrator");
        const scripts: string[] = [];
        for (const tool of ["alembic", "migrator"] as const) {
          const printed = await does(tool, "upgrade", "head", "--sql");
          // multidb has a file for each database.
          const names = (await listTree(root)).filter((name) => name.endsWith(".sql"));
          const files = names.map((name) => `${name}\n${Deno.readTextFileSync(`${root}/${name}`)}`);
          scripts.push([printed, ...files].join("\n"));
          for (const name of names) await Deno.remove(`${root}/${name}`);
        }
        assertStringIncludes(scripts[0]!, "-- Running upgrade one -> two");
        assertSameText(scripts[1]!, scripts[0]!, template);
      } finally {
        await Deno.remove(root, { recursive: true });
      }
    },
  });
}
