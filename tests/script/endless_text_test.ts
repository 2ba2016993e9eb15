/**
 * Texts that a careless pattern reads again and again, or in every combination of ways: each reader comes to its end at
 * once, where it would take from minutes to the end of days.
 */
import { assertEquals } from "@std/assert";
import { beginsTransaction, travelsAlone } from "../../src/database/batch_groups.ts";
import { holdsPassword } from "../../src/migration/history/down_sql.ts";
import { outline } from "../../src/migration/lock/lock_holder.ts";
import { endsTransaction, isBegin } from "../../src/migration/history/statement_kind.ts";
import type { FileError, Place } from "../../src/errors/mod.ts";
import { parseModule } from "../../src/python/syntax/mod.ts";
import { headerOfModule } from "../../src/script/python_header_parsed.ts";
import { inertParts } from "../../src/sql/inert_parts.ts";
import { replacePlaces } from "../../src/sql/parameter_places.ts";
import { readTemplate } from "../../src/script/mako_lexer.ts";
import { pythonHeader, scanPythonHeader } from "../../src/script/python_header.ts";
import { readSqlHeader, readSqlParts } from "../../src/script/sql_file.ts";
import { readTypeScriptHeader } from "../../src/script/typescript_header.ts";

const LONG = 1_000_000;
const blanks = " \t".repeat(LONG / 2);
const tags = Array.from({ length: LONG / 10 }, (_, index) => `$a${index}$ `).join("");
const constants = `export const revision = "a";\nexport const downRevision = null;\n`;
const sqlHeader = "-- revision: a\n-- down_revision: None\n";

/** What reads a text, and what comes of it. */
const CASES: readonly (readonly [name: string, read: () => unknown, expected: unknown])[] = [
  [
    "a TypeScript header below many comments",
    () => readTypeScriptHeader(`${"/* a */ ".repeat(1000)}\n${constants}`, "/a.ts", "a.ts").id,
    "a",
  ],
  [
    "a TypeScript header below comments of stars",
    () => readTypeScriptHeader(`${"/* **/*".repeat(1000)}/\n${constants}`, "/a.ts", "a.ts").id,
    "a",
  ],
  [
    "a TypeScript header below a long comment",
    () => readTypeScriptHeader(`/* ${"*a".repeat(LONG)} */\n${constants}`, "/a.ts", "a.ts").id,
    "a",
  ],
  [
    "a TypeScript header below a comment that does not end",
    () => errorOf(() => readTypeScriptHeader(`/* a\n${constants}`, "/a.ts", "a.ts")).slice(0, 32),
    "Could not determine revision id ",
  ],
  [
    "a TypeScript header with a comment in it that does not end",
    () => errorOf(() => readTypeScriptHeader(`export const revision /* =\n"a";`, "/a.ts", "a.ts")),
    "The value of 'revision' is not a literal: export const revision /* =",
  ],
  [
    "a TypeScript header with many brackets",
    () => {
      const header = `export const revision = ${"[".repeat(LONG)}`;
      return errorOf(() => readTypeScriptHeader(header, "/a.ts", "a.ts")).slice(0, 46);
    },
    "The value of 'revision' is not a literal: expo",
  ],
  [
    "a TypeScript header with constants for constants",
    () => {
      const many = Array.from({ length: 5000 }, (_, index) => `const a${index + 1} = a${index};`);
      const header = `const a0 = "a";\n${many.join("\n")}\nexport const revision = a5000;`;
      return errorOf(() => readTypeScriptHeader(header, "/a.ts", "a.ts"));
    },
    "The value of 'revision' is not a literal: export const revision = a5000;",
  ],
  [
    "a TypeScript header with a character that there is not",
    () =>
      errorOf(() =>
        readTypeScriptHeader('export const revision = "\\u{110000}";', "/a.ts", "a.ts")
      ),
    "The value of 'revision' is not a literal: export const revision = \"\\u{110000}\";",
  ],
  [
    "a TypeScript header with constants made of two others each",
    () => errorOf(() => readTypeScriptHeader(doubled("const ", "[", "]", ";"), "/a.ts", "a.ts")),
    "The value of 'revision' is not a literal: export const revision = a100;",
  ],
  [
    "a TypeScript header with many exports",
    () => errorOf(() => readTypeScriptHeader(constants.repeat(LONG / 50), "/a.ts", "a.ts")),
    "Found a second 'export' of 'revision'",
  ],
  [
    "a TypeScript header with templates in templates",
    () => {
      const nested = `${"`${".repeat(LONG)}${"}`".repeat(LONG)};`;
      return readTypeScriptHeader(`const x = ${nested}\n${constants}`, "/a.ts", "a.ts").id;
    },
    "a",
  ],
  [
    "a Python header with names for one another",
    () =>
      scanPythonHeader(
        `a = "x"\n${"b = a\na = b\n".repeat(40)}revision = a\ndown_revision = None\n`,
      )
        ?.get("revision")?.value,
    "x",
  ],
  [
    "a Python header with names made of two others each",
    () => scanPythonHeader(doubled("", "(", ")", "")),
    null,
  ],
  [
    "a Python header with values that double, for the parser",
    () => {
      const { line = 0, ...place } = readablePlace(doubled("", "", "", "", " + "));
      return [line, place];
    },
    [102, { path: "a.py" }],
  ],
  [
    "a Python header with tuples in tuples, for people",
    () => {
      const module = parseModule(doubled("", "(", ")", ""), "a.py");
      return errorOf(() => pythonHeader(headerOfModule(module, "a.py"), "a.py", "a.py"));
    },
    "Expected a string for 'revision', found ((…), (…))",
  ],
  [
    "a Python header with many assignments",
    () =>
      scanPythonHeader(`${'revision = "x"\n'.repeat(LONG / 10)}down_revision = None\n`)
        ?.get("revision")?.line,
    LONG / 10,
  ],
  [
    "a Python header with many assignments in a function",
    () =>
      scanPythonHeader(
        `revision = "x"\ndown_revision = None\ndef f():\n${"    revision = 1\n".repeat(LONG / 10)}`,
      )?.get("revision")?.value,
    "x",
  ],
  [
    "a Python header with many brackets",
    () => scanPythonHeader(`revision = "a"\ndown_revision = ${"(".repeat(LONG)}`),
    null,
  ],
  [
    "a template with a string of backslashes",
    () => errorOf(() => readTemplate(`\${"""${"\\\\".repeat(100)}"\n`, "a.mako")),
    "Expected [|}], found the end of the template",
  ],
  [
    "a SQL header with blanks in a field",
    () =>
      readSqlHeader(`-- message: a${blanks}b\n${sqlHeader}-- migrate:up\n`, "a.sql", "a.sql")?.id,
    "a",
  ],
  [
    "a SQL marker with blanks in its options",
    () =>
      errorOf(() => readSqlParts(`${sqlHeader}-- migrate:up a${blanks}b\n`, "a.sql")).slice(0, 8),
    "Expected",
  ],
  [
    "a SQL preamble of comments that do not end",
    () => errorOf(() => readSqlParts(`${sqlHeader}${"/*\n".repeat(LONG)}-- migrate:up\n`, "a.sql")),
    "Expected only comments before the first '-- migrate:' line, found: /*",
  ],
  [
    "many SQL markers",
    () => {
      const block = "-- migrate:autocommit begin\n-- migrate:autocommit end\n";
      return readSqlParts(`-- migrate:up\n${block.repeat(LONG / 50)}`, "a.sql").upgrade.blocks
        .length;
    },
    2 * (LONG / 50) + 1,
  ],
  ["dollar quotes that do not end", () => [...inertParts(tags)].length, 0],
  ["an end behind dollar quotes that do not end", () => endsTransaction(`${tags}; commit`), true],
  ["places behind dollar quotes", () => replacePlaces(`${tags}$1`, String).endsWith(" 1"), true],
  ["comments in comments that do not end", () => [...inertParts("/*".repeat(LONG))].length, 1],
  [
    "strings with escapes that do not end",
    () => [...inertParts(`e'${"\\'".repeat(LONG)}`)].length,
    LONG / 2,
  ],
  ["many quotation marks", () => [...inertParts(`'${"''".repeat(LONG)} '`)].length, 1],
  ["BEGIN and blanks", () => beginsTransaction(`begin${blanks};0`), false],
  ["a statement of BEGIN and blanks", () => isBegin(`begin${blanks};0`), false],
  ["comments before an end", () => travelsAlone(`${"--".repeat(LONG)} end`), false],
  ["blanks before an end", () => travelsAlone(`x${blanks}end`), false],
  ["many words 'copy'", () => travelsAlone("copy ".repeat(LONG)), false],
  ["comments that do not end", () => endsTransaction("x/*".repeat(LONG)), false],
  ["comments that do not end, for people", () => outline("x/*".repeat(LONG)), "x"],
  ["blanks behind 'password'", () => holdsPassword(`password${blanks}> 'x'`), false],
];

/** A hundred lines of which each names the one before twice, and a header that names the last. */
function doubled(word: string, open: string, close: string, end: string, between = ", "): string {
  const line = (left: string, right: string) => `${left} = ${right}${end}\n`;
  const lines = Array.from(
    { length: 100 },
    (_, index) => line(`${word}a${index + 1}`, `${open}a${index}${between}a${index}${close}`),
  );
  const exported = word === "" ? "" : "export const ";
  return line(`${word}a0`, '"x"') + lines.join("") + line(`${exported}revision`, "a100") +
    (word === "" ? "down_revision = None\n" : line("export const downRevision", "null"));
}

/** Where the parser finds what it cannot read. */
function readablePlace(text: string): Partial<Place> {
  try {
    headerOfModule(parseModule(text, "a.py"), "a.py");
    return {};
  } catch (error) {
    return { ...(error as FileError).place };
  }
}

function errorOf(work: () => unknown): string {
  try {
    work();
    return "none";
  } catch (error) {
    return (error as Error).message;
  }
}

for (const [name, read, expected] of CASES) {
  Deno.test(`${name}: read once`, () => assertEquals(read(), expected));
}

Deno.test("a SQL marker goes to the end of its line, whatever other programs take for one", () => {
  for (const end of ["\u2028", "\u2029", "\u0085", "\v"]) {
    const text = `${sqlHeader}-- migrate:up${end}DROP TABLE t;\nSELECT 1;\n`;
    assertEquals(
      errorOf(() => readSqlParts(text, "a.sql")).startsWith("Expected "),
      true,
      JSON.stringify(end),
    );
  }
});
