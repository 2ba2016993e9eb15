/**
 * Texts that a careless pattern reads again and again, or in every combination of ways: each reader comes to its end at
 * once, where it would take from minutes to the end of days.
 */
import { assertEquals } from "@std/assert";
import { beginsTransaction, travelsAlone } from "../../src/database/batch_groups.ts";
import { holdsPassword } from "../../src/migration/history/down_sql.ts";
import { outline } from "../../src/migration/lock/lock_holder.ts";
import { endsTransaction, isBegin } from "../../src/migration/history/statement_kind.ts";
import { readTemplate } from "../../src/script/mako_lexer.ts";
import { scanPythonHeader } from "../../src/script/python_header.ts";
import { readSqlHeader, readSqlParts } from "../../src/script/sql_file.ts";
import { readTypeScriptHeader } from "../../src/script/typescript_header.ts";

const LONG = 1_000_000;
const blanks = " \t".repeat(LONG / 2);
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
  ["BEGIN and blanks", () => beginsTransaction(`begin${blanks};0`), false],
  ["a statement of BEGIN and blanks", () => isBegin(`begin${blanks};0`), false],
  ["comments before an end", () => travelsAlone(`${"--".repeat(LONG)} end`), false],
  ["blanks before an end", () => travelsAlone(`x${blanks}end`), false],
  ["many words 'copy'", () => travelsAlone("copy ".repeat(LONG)), false],
  ["comments that do not end", () => endsTransaction("x/*".repeat(LONG)), false],
  ["comments that do not end, for people", () => outline("x/*".repeat(LONG)), "x"],
  ["blanks behind 'password'", () => holdsPassword(`password${blanks}> 'x'`), false],
];

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
