/** Errors of the library speak of options and functions of a program, where the command line's speak of flags. */
import { assertEquals } from "@std/assert";
import { forPrograms } from "../../src/library/program_hints.ts";

const SOURCES = new URL("../../src/", import.meta.url);

/** The floors whose errors reach a program. */
const FLOORS = ["config", "database", "environment", "migration", "project", "revision", "script"];

/** Flags of what a program cannot ask for: scripts, new revisions, models, repairs. */
const ELSEWHERE = new Set(
  ("--applied --autogenerate --branch-label --config --format --purge --recorded --rev-id " +
    "--rolled-back --splice --sql --target --version-path").split(" "),
);

const cases: Readonly<Record<string, string>> = {
  "set sqlalchemy.url in alembic.ini or DATABASE_URL, or give --url; for example pglite://":
    "set sqlalchemy.url in alembic.ini or DATABASE_URL, or give the option `url`; for example pglite://",
  "give the server's own address with --direct-url, or as migrator.direct_url in the ini":
    "give the server's own address as migrator.direct_url in the ini",
  "keep the lock in a table, with --lock=lease or migrator.lock = lease":
    'keep the lock in a table, with `lock: "lease"` or migrator.lock = lease',
  "make room for one, or run with --no-lock": 'make room for one, or run with `lock: "none"`',
  "give a longer --lock-wait": "give a longer migrator.lock_wait",
  "give --lock-timeout and --lock-retries": "give migrator.lock_timeout and migrator.lock_retries",
  "--history-schema, or give --no-history":
    "migrator.history_schema, or give migrator.history = false in the config file",
  "see `migrator current`, then run the command again": "see `current()`, then call it again",
  "`migrator resolve a1` shows what is known":
    "`migrator resolve a1` on the command line shows what is known",
  "run `migrator init`, or name the file with -c":
    "run `migrator init` on the command line, or name the file with the option `config`",
  "without --strict it is a warning": "without the option `strict` it is a warning",
};

for (const [hint, expected] of Object.entries(cases)) {
  Deno.test(`forPrograms() puts '${hint}' otherwise`, () => {
    assertEquals(forPrograms(hint), expected);
  });
}

Deno.test("forPrograms() knows every flag that messages of these floors name", () => {
  const left = FLOORS.flatMap((floor) => [...texts(new URL(`${floor}/`, SOURCES))])
    .flatMap((text) => forPrograms(text).match(/(?<![\w-])--[a-z]+(?:-[a-z]+)*/g) ?? [])
    .filter((flag) => !ELSEWHERE.has(flag));
  assertEquals(left, []);
});

/** The texts in the lines of the files below a directory. */
function* texts(directory: URL): Generator<string> {
  for (const { name, isDirectory } of Deno.readDirSync(directory)) {
    if (isDirectory) yield* texts(new URL(`${name}/`, directory));
    else if (name.endsWith(".ts")) {
      for (const line of Deno.readTextFileSync(new URL(name, directory)).split("\n")) {
        if (/^\s*(?:\/?\*|\/\/|#)/.test(line)) continue;
        for (const [text] of line.matchAll(/(["'`])(?:\\.|(?!\1).)*\1/g)) yield text;
      }
    }
  }
}
