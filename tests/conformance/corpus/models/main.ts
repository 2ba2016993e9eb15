/**
 * The models of public applications: real Alembic and migrator each write the first revision of one, on an empty
 * database, and the two files are compared.
 *
 *     deno task corpus:models --list tests/conformance/corpus/models/applications.tsv [OPTION]…
 *
 * Both run the application's own env.py. THE FILES ARE EXECUTED by the real Python: let `--python` be a command that
 * drops its rights first.
 *
 *     --python COMMAND starts a Python with Alembic, the drivers and what decides about tables
 *     --list FILE      the applications
 *     --root DIR       where they are checked out, as OWNER/NAME; default: here
 *     --only TEXT      the ones whose name has this text
 *     --docs FILE      put the table between the marks of a Markdown file
 *
 * The server is the one that the tests use (MIGRATOR_TEST_DATABASE_URL, or a private one). Exits with 1 where anything
 * is different.
 */
import { parseArgs } from "node:util";
import { writeDocsSection } from "../docs_section.ts";
import { listedApplications } from "./application.ts";
import { compareFirstRevision, type ModelsResult } from "./first_revision.ts";

const { values: options } = parseArgs({
  args: Deno.args,
  options: {
    python: { type: "string" },
    list: { type: "string" },
    root: { type: "string", default: "." },
    only: { type: "string", default: "" },
    docs: { type: "string" },
  },
});

/** The table in Markdown: a line an application. */
function table(results: readonly ModelsResult[]): string {
  return [
    "| application | tables | first revision | imports besides | stand-ins |",
    "|---|---:|---|---|---|",
    ...results.map(({ application, tables, standIns, imports, difference }) => {
      const state = difference.length === 0
        ? "same"
        : tables === null
        ? "Alembic cannot"
        : `different (${difference.length} lines)`;
      const cells = [
        application.name,
        tables ?? "",
        state,
        imports.join(", "),
        standIns.join(", "),
      ];
      return `| ${cells.join(" | ")} |`;
    }),
  ].join("\n");
}

async function main(): Promise<void> {
  const { python, list, root, only, docs } = options;
  if (python === undefined) throw new Error("--python is missing: a command with Alembic");
  if (list === undefined) throw new Error("--list is missing: a list such as applications.tsv");
  const applications = (await listedApplications(list, await Deno.realPath(root)))
    .filter(({ name }) => name.includes(only));
  const results: ModelsResult[] = [];
  for (const application of applications) {
    const result = await compareFirstRevision(application, python);
    results.push(result);
    if (result.difference.length > 0) {
      console.log(`${application.name}\n${result.difference.slice(0, 40).join("\n")}\n`);
    }
  }
  console.log(table(results));
  if (docs !== undefined) await writeDocsSection(docs, "models", table(results));
  if (results.some(({ difference }) => difference.length > 0)) Deno.exitCode = 1;
}

await main();
