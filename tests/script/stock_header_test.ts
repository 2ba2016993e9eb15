import { assertEquals } from "@std/assert";
import { parseModule } from "../../src/python/syntax/mod.ts";
import { pythonHeader } from "../../src/script/python_header.ts";
import { headerOfModule } from "../../src/script/python_header_parsed.ts";
import { readStockHeader } from "../../src/script/stock_header.ts";

/** A file as the templates write it, with these values. */
function file(
  values: Partial<Record<"revision" | "down" | "labels" | "depends" | "rest", string>>,
) {
  const { revision = "'a'", down = "'b'", labels = "None", depends = "None", rest = "" } = values;
  return '"""add x\n\nRevision ID: a\nCreate Date: 2026-01-02\n\n"""\n' +
    "from typing import Sequence, Union\n\nfrom alembic import op\nimport sqlalchemy as sa\n\n\n" +
    `# revision identifiers, used by Alembic.\nrevision: str = ${revision}\n` +
    `down_revision: Union[str, Sequence[str], None] = ${down}\n` +
    `branch_labels = ${labels}\ndepends_on = ${depends}\n\n\ndef upgrade():\n    pass\n${rest}`;
}

const read: readonly [name: string, text: string][] = [
  ["a revision in the middle", file({})],
  ["a base", file({ down: "None" })],
  ["double quotes", file({ revision: '"a"', down: '"b"' })],
  ["a label and a dependency", file({ labels: "'main'", depends: '"c"' })],
  ["an empty label and an empty dependency", file({ labels: "''", depends: '""' })],
  ["an empty down_revision", file({ down: "''" })],
];

for (const [name, text] of read) {
  Deno.test(`readStockHeader() reads ${name} as the parser does`, () => {
    const parsed = headerOfModule(parseModule(text, "/v/a.py"), "/v/a.py");
    assertEquals<unknown>(readStockHeader(text), pythonHeader(parsed, "/v/a.py", "a.py"));
  });
}

const left: readonly [name: string, text: string][] = [
  ["an id that is a symbol", file({ revision: "'a:b'" })],
  ["no id", file({ revision: "None" })],
  ["several parents", file({ down: "('b', 'c')" })],
  ["an escape", file({ down: String.raw`'\x62'` })],
  ["a name of the header further down", file({ rest: "\ndepends_on = 'c'\n" })],
  ["a docstring that is set further down", file({ rest: "\n__doc__ = 'other'\n" })],
  ["code before the assignments", file({}).replace("import sqlalchemy as sa", "x = 1")],
  ["no docstring", file({}).replace(/^"""[^]*?"""\n/, "")],
];

for (const [name, text] of left) {
  Deno.test(`readStockHeader() leaves ${name} to the scanner`, () => {
    assertEquals(readStockHeader(text), null);
  });
}
