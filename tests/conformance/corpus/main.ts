/**
 * The same SQL as Alembic, measured on real revision files.
 *
 *     deno task corpus [OPTION]… [DIRECTORY]…
 *
 * Each DIRECTORY holds revision files. `DIRECTORY.jsonl` beside it has what Alembic writes for each of them,
 * offline; where it is missing, `--python COMMAND` makes it. THE FILES ARE EXECUTED THEN, by the real Python:
 * let COMMAND be one that drops its rights first. Migrator evaluates them in its sandbox.
 *
 *     --list FILE      directories of a list: repository, commit, versions directory, with tabs between
 *     --root DIR       where the repositories of the list are checked out, as OWNER/NAME; default: here
 *     --only TEXT      of all these, the ones whose path has this text
 *     --python COMMAND a Python with Alembic, for rows that are missing
 *     --fresh          make the rows even where there are some
 *     --diff           show what differs, line by line
 *     --errors         show every error, not one of each kind
 *     --report FILE    write everything as JSON
 *     --docs FILE      put the table between the marks of a Markdown file
 */
import { parseArgs } from "node:util";
import { joinPath } from "../../../src/config/paths.ts";
import { difference } from "../../support/same_text.ts";
import { alembicRows } from "./alembic_rows.ts";
import { errorText } from "./construct.ts";
import type { VersionsDirectory } from "./directory.ts";
import { writeDocsSection } from "./docs_section.ts";
import { type DirectoryResult, measure } from "./measure.ts";
import { causes, data, table } from "./report.ts";

const { values: options, positionals } = parseArgs({
  args: Deno.args,
  allowPositionals: true,
  options: {
    list: { type: "string" },
    root: { type: "string", default: "." },
    only: { type: "string", default: "" },
    python: { type: "string" },
    fresh: { type: "boolean", default: false },
    diff: { type: "boolean", default: false },
    errors: { type: "boolean", default: false },
    report: { type: "string" },
    docs: { type: "string" },
  },
});

async function main(): Promise<void> {
  const directories = [
    ...await Promise.all(positionals.map(async (path): Promise<VersionsDirectory> => ({
      name: path,
      path: await Deno.realPath(path),
    }))),
    ...options.list === undefined ? [] : await listed(options.list),
  ].filter(({ path }) => path.includes(options.only));
  if (directories.length === 0) {
    throw new Error("expected a DIRECTORY of revision files, or --list");
  }
  const results: DirectoryResult[] = [];
  for (const directory of directories) {
    const rows = await alembicRows(directory.path, {
      python: options.python ?? null,
      fresh: options.fresh,
    });
    const result = await measure(directory, rows);
    results.push(result);
    details(result);
  }
  console.log(table(results));
  console.log("\n" + causes(results).join("\n"));
  for (const { directory, headers } of results) {
    for (const file of headers) console.log(`other header: ${directory.name} ${file}`);
  }
  speed(results);
  if (options.report !== undefined) {
    await Deno.writeTextFile(options.report, JSON.stringify(data(results), null, 1) + "\n");
  }
  if (options.docs !== undefined) await writeDocsSection(options.docs, "corpus", table(results));
}

async function listed(path: string): Promise<readonly VersionsDirectory[]> {
  const root = await Deno.realPath(options.root);
  const [, ...lines] = (await Deno.readTextFile(path)).trim().split("\n");
  return lines.map((line) => {
    const [repository = "", , versions = ""] = line.split("\t");
    const top = joinPath(root, repository);
    return { name: repository, path: joinPath(top, versions), top };
  });
}

function details({ directory, functions }: DirectoryResult): void {
  for (const { file, direction, outcome } of functions) {
    const title = `${directory.path}/${file} ${direction}()`;
    if (outcome.kind === "different" && options.diff) {
      console.log(`${title}\n${difference(outcome.expected, outcome.actual)}\n`);
    }
    if (outcome.kind === "error" && options.errors) {
      console.log(`${title}: ${errorText(outcome.error)}`);
    }
  }
}

function speed(results: readonly DirectoryResult[]): void {
  const sum = (of: (result: DirectoryResult) => number) =>
    results.reduce((total, result) => total + of(result), 0);
  const files = sum(({ speed }) => speed.files);
  const rate = (seconds: number) => `${(files / seconds).toFixed(0)} files a second`;
  const ours = sum(({ speed }) => speed.seconds);
  const elapsed = sum(({ speed }) => speed.elapsed);
  const theirs = results.some(({ speed }) => speed.alembicSeconds === null)
    ? null
    : sum(({ speed }) => speed.alembicSeconds!);
  console.log(`\n${files} files that Alembic can load, both functions of each`);
  console.log(`migrator: ${rate(ours)} of processor time, ${rate(elapsed)} from start to end`);
  if (theirs !== null) {
    const times = (seconds: number) => (theirs / seconds).toFixed(1);
    console.log(
      `Alembic:  ${rate(theirs)} of processor time: ${times(ours)} and ${
        times(elapsed)
      } times the time`,
    );
  }
}

await main();
