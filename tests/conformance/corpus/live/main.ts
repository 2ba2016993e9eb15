/**
 * Whole histories on a live PostgreSQL: each is run from its base to its heads and back by real Alembic
 * and by migrator, on fresh databases of one server, and what they leave is compared: the schema that
 * `pg_dump` tells, the rows of alembic_version and all other rows.
 *
 *     deno task corpus:live [OPTION]… [DIRECTORY]…
 *
 * DIRECTORY holds a project's alembic.ini, or revision files. The project's own env.py is not run; both
 * programs run one that only reaches the database. THE FILES ARE EXECUTED by the real Python: let
 * `--python` be a command that drops its rights first.
 *
 *     --python COMMAND starts a Python with Alembic, psycopg2 and what the revisions import
 *     --list FILE      histories of a list such as histories.tsv
 *     --root DIR       where the repositories of the list are checked out, as OWNER/NAME; default: here
 *     --only TEXT      of all these, the ones whose name has this text
 *     --setup SQL      statements for each fresh database of the directories
 *     --naming DICT    their naming convention
 *     --each           a transaction for each of their revisions
 *     --docs FILE      put the table between the marks of a Markdown file
 *
 * The server is the one that the tests use (MIGRATOR_TEST_DATABASE_URL, or a private one). Exits with 1
 * where anything is different.
 */
import { parseArgs } from "node:util";
import { writeDocsSection } from "../docs_section.ts";
import { historyOf, listedHistories } from "./history.ts";
import { type HistoryResult, race } from "./race.ts";
import { details, table, times } from "./report.ts";

const { values: options, positionals } = parseArgs({
  args: Deno.args,
  allowPositionals: true,
  options: {
    python: { type: "string" },
    list: { type: "string" },
    root: { type: "string", default: "." },
    only: { type: "string", default: "" },
    setup: { type: "string", default: "" },
    naming: { type: "string", default: "" },
    each: { type: "boolean", default: false },
    docs: { type: "string" },
  },
});

async function main(): Promise<void> {
  const { python, list, root, only, setup, naming, each, docs } = options;
  if (python === undefined) throw new Error("--python is missing: a command with Alembic");
  const histories = [
    ...await Promise.all(positionals.map((path) => historyOf(path, { setup, naming, each }))),
    ...list === undefined ? [] : await listedHistories(list, await Deno.realPath(root)),
  ].filter(({ name }) => name.includes(only));
  const results: HistoryResult[] = [];
  for (const history of histories) {
    const result = await race(history, python);
    results.push(result);
    for (const line of details(result)) console.log(line);
  }
  console.log(`${table(results)}\n\n${times(results)}`);
  if (docs !== undefined) await writeDocsSection(docs, "histories", table(results));
  const different = results.some(({ upgrade, downgrade }) =>
    upgrade.difference !== null || (downgrade?.difference ?? null) !== null
  );
  if (different) Deno.exitCode = 1;
}

await main();
