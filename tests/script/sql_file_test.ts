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
  assertEquals(upgrade, {
    blocks: [{ text: "\nCREATE TABLE a (id int);\n", line: 8, autocommit: false }],
    transaction: true,
  });
  assertEquals(downgrade, {
    blocks: [{ text: "\nDROP TABLE a;\n", line: 10, autocommit: false }],
    transaction: false,
  });
  assertEquals(readSqlParts("-- migrate:up\n", "/v/a.sql").downgrade, null);
});

Deno.test("readSqlParts() cuts a part at its autocommit markers", () => {
  const text = "-- migrate:up\nA;\n-- migrate:autocommit begin\nB;\n-- migrate:autocommit end\n" +
    "C;\n-- migrate:down\n";
  assertEquals(readSqlParts(text, "/v/a.sql").upgrade.blocks, [
    { text: "\nA;\n", line: 1, autocommit: false },
    { text: "\nB;\n", line: 3, autocommit: true },
    { text: "\nC;\n", line: 5, autocommit: false },
  ]);
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
    "Expected migrate:up, migrate:down or migrate:autocommit, found migrate:upgrade",
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
    "an autocommit block without an end",
    "-- revision: a\n-- down_revision:\n-- migrate:up\n-- migrate:autocommit begin\n-- migrate:down\n",
    "Expected '-- migrate:autocommit end', found none",
    4,
  ],
  [
    "an autocommit block in another",
    "-- revision: a\n-- down_revision:\n-- migrate:up\n-- migrate:autocommit begin\n" +
    "-- migrate:autocommit begin\n",
    "Expected '-- migrate:autocommit end', found 'begin'",
    5,
  ],
  [
    "an autocommit block before the parts",
    "-- revision: a\n-- down_revision:\n-- migrate:autocommit begin\n-- migrate:up\n",
    "Expected '-- migrate:up' before '-- migrate:autocommit'",
    3,
  ],
  [
    "an autocommit block where there is no transaction",
    "-- revision: a\n-- down_revision:\n-- migrate:up transaction:false\n" +
    "-- migrate:autocommit begin\n-- migrate:autocommit end\n",
    "Found '-- migrate:autocommit' in a part that says transaction:false",
    4,
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
