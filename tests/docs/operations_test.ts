/**
 * docs/operations.md describes what TypeScript revisions have, in the words of the docstrings. With
 * MIGRATOR_RECORD=1 the description is written anew.
 */
import { ROOT } from "../support/command.ts";
import { assertSameText } from "../support/same_text.ts";

const PAGE = `${ROOT}docs/operations.md`;
const HEADING = "## `op`\n";

/** Where the types of revisions are declared: operations, parts of tables, values. */
const SOURCES = ["api", "schema_api", "values_api"]
  .map((name) => `${ROOT}src/revision/typescript_${name}.ts`);

/** A declaration or a member of one. */
interface Described {
  readonly doc: string;
  readonly code: string;
}

Deno.test("docs/operations.md describes what TypeScript revisions have", async () => {
  const page = await Deno.readTextFile(PAGE);
  const end = page.indexOf(HEADING) + HEADING.length;
  const wanted = page.slice(0, end) + reference(SOURCES.map((path) => Deno.readTextFileSync(path)));
  if (Deno.env.get("MIGRATOR_RECORD")) await Deno.writeTextFile(PAGE, wanted);
  else assertSameText(page, wanted, "docs/operations.md");
});

function reference([operations, ...others]: string[]): string {
  const [main, ...rest] = described(operations!, "");
  const members = described(main!.code.slice(main!.code.indexOf("{") + 1), "  ");
  const declarations = [...rest, ...others.flatMap((source) => described(source, ""))]
    .filter(({ code }) => code.startsWith("export"));
  return [
    "",
    ...members.flatMap(({ doc, code }) => [`### ${nameOf(code)}`, "", block(code), "", doc, ""]),
    "## Types",
    "",
    ...declarations.flatMap(({ doc, code }) => [
      `### ${nameOf(code)}`,
      "",
      doc,
      "",
      block(code.replace(/^export /, "")),
      "",
    ]),
  ].join("\n").trimEnd() + "\n";
}

/** What has a docstring in a source, at one depth of indentation. */
function described(source: string, indent: string): Described[] {
  const lines = source.split("\n");
  const starts = lines.flatMap((line, at) => line.startsWith(`${indent}/**`) ? [at] : []);
  return starts.map((start, index) => {
    const part = lines.slice(start, starts[index + 1] ?? lines.length);
    const docEnd = part.findIndex((line) => line.endsWith("*/"));
    const code = part.slice(docEnd + 1).map((line) =>
      line.startsWith(indent) ? line.slice(indent.length) : line
    );
    return { doc: docText(part.slice(0, docEnd + 1)), code: code.join("\n").trimEnd() };
  }).filter(({ code }) => code !== "");
}

/** A docstring without its stars, tags and links. */
function docText(lines: readonly string[]): string {
  return lines.join("\n").replace(/^\s*\/\*\*\s*|\s*\*\/$/g, "").replace(/^\s*\* ?/gm, "")
    .replace(/^@example .*[^]*$/m, "").replace(/\{@link(?:code)? (?:Operations\.)?(\w+)\}/g, "`$1`")
    .trimEnd();
}

function nameOf(code: string): string {
  return /(?:export (?:interface|type) |readonly )?(\w+)/.exec(code)![1]!;
}

function block(code: string): string {
  return `\`\`\`ts\n${code}\n\`\`\``;
}
