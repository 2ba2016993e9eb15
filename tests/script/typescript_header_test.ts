import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { MigratorError } from "../../src/errors/mod.ts";
import { readTypeScriptHeader } from "../../src/script/typescript_header.ts";

function read(text: string) {
  return readTypeScriptHeader(text, "/v/a.ts", "a.ts");
}

function described(text: string): string {
  const header = read(text);
  return [header.id, header.downRevisions, header.branchLabels, header.dependsOn]
    .map((part) => JSON.stringify(part)).join(" ");
}

const forms: [name: string, text: string, expected: string][] = [
  [
    "plain constants",
    `export const revision = "a";\nexport const downRevision = 'b';`,
    `"a" ["b"] [] []`,
  ],
  ["null", `export const revision = "a";\nexport const downRevision = null;`, `"a" [] [] []`],
  [
    "undefined",
    `export const revision = "a"\nexport const downRevision = undefined\n`,
    `"a" [] [] []`,
  ],
  [
    "types",
    `export const revision: string = "a";\nexport const downRevision: string | readonly string[] | null = null;`,
    `"a" [] [] []`,
  ],
  [
    "assertions",
    `export const revision = "a" as const;\nexport const downRevision = ["b", "c"] as const satisfies string[];`,
    `"a" ["b","c"] [] []`,
  ],
  [
    "arrays over several lines",
    `export const revision = "a";\nexport const downRevision = [\n  "b", // first\n  'c',\n];\nexport const branchLabels = ["L"];\nexport const dependsOn = ["d"];`,
    `"a" ["b","c"] ["L"] ["d"]`,
  ],
  [
    "templates without placeholders",
    "export const revision = `a`;\nexport const downRevision = `b\\`c`;",
    '"a" ["b`c"] [] []',
  ],
  [
    "escapes",
    `export const revision = "\\x61\\u0062\\u{63}";\nexport const downRevision = 'it\\'s';`,
    `"abc" ["it's"] [] []`,
  ],
  [
    "constants declared above",
    `const parent = "b";\nexport const revision = "a";\nexport const downRevision = parent;`,
    `"a" ["b"] [] []`,
  ],
  [
    "what stands in comments and strings",
    `/*\nexport const revision = "no";\n*/\nconst x = \`\nexport const revision = "no";\n\${ {a: "}"} }\`;\nexport const revision = "a";\nexport const downRevision = null;`,
    `"a" [] [] []`,
  ],
];

for (const [name, text, expected] of forms) {
  Deno.test(`readTypeScriptHeader() reads ${name}`, () => assertEquals(described(text), expected));
}

Deno.test("readTypeScriptHeader() takes the docstring from the comment at the top", () => {
  const text = `// Copyright\n/**\n * Add a table\n *\n * Revision ID: a\n * Revises: b\n */\n` +
    `import type { Operations } from "migrator";\n` +
    `export const revision = "a";\nexport const downRevision = "b";\n/** not this */\n`;
  assertEquals(read(text).docstring.trim(), "Add a table\n\nRevision ID: a\nRevises: b");
});

const refused: [name: string, text: string, message: string, line?: number][] = [
  [
    "no revision",
    `export const downRevision = null;`,
    "Could not determine revision id from filename a.ts.",
  ],
  [
    "no downRevision",
    `export const revision = "a";`,
    "Expected 'downRevision' in revision a, found none",
  ],
  [
    "a call",
    `\nexport const revision = id();\nexport const downRevision = null;`,
    "The value of 'revision' is not a literal: export const revision = id();",
    2,
  ],
  [
    "a sum",
    `export const revision = "a" + "b";\nexport const downRevision = null;`,
    "The value of 'revision' is not a literal",
    1,
  ],
  [
    "a placeholder",
    "export const revision = `a${1}`;\nexport const downRevision = null;",
    "The value of 'revision' is not a literal",
    1,
  ],
  [
    "a member",
    `export const revision = ids.first;\nexport const downRevision = null;`,
    "The value of 'revision' is not a literal",
    1,
  ],
  [
    "an array as id",
    `export const revision = ["a"];\nexport const downRevision = null;`,
    "Expected a string for 'revision'",
    1,
  ],
  [
    "an id that is a symbol",
    `export const revision = "a@b";\nexport const downRevision = null;`,
    "Character(s) '@' not allowed",
    1,
  ],
];

for (const [name, text, message, line] of refused) {
  Deno.test(`readTypeScriptHeader() refuses ${name}`, () => {
    const error = assertThrows(() => read(text), MigratorError);
    assertStringIncludes(error.message, message);
    assertEquals(error.place?.line, line);
  });
}
