import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { MigratorError } from "../../src/errors/mod.ts";
import { readSqlHeader, readSqlParts } from "../../src/script/sql_file.ts";

const read = (text: string) => readSqlHeader(text, "/v/a.sql", "a.sql");

const whole = `-- revision: a1
-- down_revision: b1, c1
-- branch_labels: L
-- depends_on: d1
-- message: add accounts
-- create_date: 2026-01-02 03:04:05.000006

-- migrate:up
CREATE TABLE a (id int);
-- migrate:down transaction:false
DROP TABLE a;
`;

Deno.test("readSqlHeader() reads every field", () => {
  assertEquals(read(whole), {
    id: "a1",
    downRevisions: ["b1", "c1"],
    branchLabels: ["L"],
    dependsOn: ["d1"],
    docstring: "add accounts\n\nRevision ID: a1\nRevises: b1, c1\n" +
      "Create Date: 2026-01-02 03:04:05.000006",
    createDate: "2026-01-02 03:04:05.000006",
  });
});

for (const none of ["", "None", "none", " null "]) {
  Deno.test(`readSqlHeader() takes down_revision '${none}' for a base`, () => {
    const header = read(`--revision:a\n--down_revision:${none}\n-- migrate:up\n`)!;
    assertEquals(header.downRevisions, []);
    assertEquals(header.docstring, "", "no message, no text");
  });
}

Deno.test("readSqlHeader() leaves files alone that are no revisions", () => {
  assertEquals(read("SELECT 1;\n-- revision: later\n"), null);
  assertEquals(read("-- just a comment\n"), null);
});

Deno.test("readSqlParts() gives texts with the line of their marker", () => {
  const { upgrade, downgrade } = readSqlParts(whole, "/v/a.sql");
  assertEquals(upgrade, { text: "\nCREATE TABLE a (id int);\n", line: 8, transaction: true });
  assertEquals(downgrade, { text: "\nDROP TABLE a;\n", line: 10, transaction: false });
  assertEquals(readSqlParts("-- migrate:up\n", "/v/a.sql").downgrade, null);
});

const refused: [name: string, text: string, message: string, line?: number][] = [
  [
    "a marker without a header",
    "-- migrate:up\nSELECT 1;",
    "Could not determine revision id from filename a.sql.",
  ],
  [
    "a missing down_revision",
    "-- revision: a\n-- migrate:up\n",
    "Expected 'down_revision' in revision a",
  ],
  [
    "an empty id",
    "-- revision:\n-- down_revision:\n-- migrate:up\n",
    "Expected an id after 'revision:'",
    1,
  ],
  ["a field twice", "-- revision: a\n-- revision: b\n", "Found a second 'revision' line", 2],
  [
    "a missing upgrade",
    "-- revision: a\n-- down_revision:\nSELECT 1;",
    "Expected a line '-- migrate:up', found none",
  ],
  [
    "an unknown part",
    "-- revision: a\n-- down_revision:\n-- migrate:upgrade\n",
    "Expected migrate:up or migrate:down, found migrate:upgrade",
    3,
  ],
  [
    "a part twice",
    "-- revision: a\n-- down_revision:\n-- migrate:up\n-- migrate:up\n",
    "Found a second '-- migrate:up'",
    4,
  ],
  [
    "an unknown option",
    "-- revision: a\n-- down_revision:\n-- migrate:up transaction:no\n",
    "Expected 'transaction:false' or nothing after the marker, found 'transaction:no'",
    3,
  ],
  [
    "statements before the parts",
    "-- revision: a\n-- down_revision:\n/* x\n*/ SELECT 1;\n-- migrate:up\n",
    "Expected only comments before the first '-- migrate:' line, found: SELECT 1;",
    4,
  ],
];

for (const [name, text, message, line] of refused) {
  Deno.test(`readSqlHeader() refuses ${name}`, () => {
    const error = assertThrows(() => read(text), MigratorError);
    assertStringIncludes(error.message, message);
    assertEquals(error.place?.line, line);
  });
}
