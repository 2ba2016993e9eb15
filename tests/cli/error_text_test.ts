import { assert, assertEquals } from "@std/assert";
import { describeError } from "../../src/cli/error_text.ts";
import {
  DatabaseError,
  FileError,
  type ServerReport,
  StatementError,
} from "../../src/errors/mod.ts";
import { PythonError } from "../../src/python/runtime/errors.ts";
import { failedRun, step } from "./failed_runs.ts";

function statementError(message: string, sql: string, report: ServerReport, hint?: string) {
  return new StatementError(new DatabaseError(message, { sql, report, hint }), {
    revision: "b2b2",
    direction: "upgrade",
    place: { path: "/p/versions/b2.py", line: 14, column: 5 },
  });
}

Deno.test("describeError() shows revision, place, SQL and all that the server said", () => {
  const error = statementError(
    "first line\nand second",
    "\n        INSERT INTO t\n          VALUES (1, né)\n    ",
    {
      sqlstate: "42703",
      position: 45,
      detail: "some detail\nof two lines",
      serverHint: "the server's hint",
      where: "PL/pgSQL function f() line 3",
      internalQuery: "SELECT né",
    },
    "our own hint",
  );
  const run = failedRun({ step: step("b2b2"), undone: [step("a1a1")] });
  assertEquals(
    describeError(error, run),
    `\
error: first line
       and second
  revision  b2b2, upgrade
  at        /p/versions/b2.py:14:5
  SQL       INSERT INTO t
              VALUES (1, né)
  position  line 2: VALUES (1, né)
                               ^
  inside    SELECT né
  detail    some detail
            of two lines
  hint      the server's hint
  context   PL/pgSQL function f() line 3
  SQLSTATE  42703
  to do     our own hint
  database  at base: a1a1 and b2b2 are rolled back
`,
  );
});

Deno.test("describeError() is short where little is known", () => {
  assertEquals(describeError(new FileError("x", "no such thing")), "error: no such thing\n");
  assertEquals(
    describeError(
      new FileError("x", "no such thing", { place: { path: "a.ini", line: 3 }, hint: "y" }),
    ),
    "error: no such thing\n  at        a.ini:3\n  hint      y\n",
  );
  assertEquals(
    describeError(new DatabaseError("gone", { hint: "try again" })),
    "error: gone\n  hint      try again\n",
  );
});

Deno.test("describeError() keeps the lines of a syntax error where they are", () => {
  assertEquals(
    describeError(
      new FileError("syntax", "invalid syntax\n    x = (\n        ^", {
        place: { path: "env.py", line: 1, column: 5 },
      }),
    ),
    "error: invalid syntax\n    x = (\n        ^\n  at        env.py:1:5\n",
  );
});

Deno.test("describeError() shows where the failing function was called from", () => {
  const path = "/p/versions/a.py";
  const error = new PythonError("KeyError", "'x'", [
    { path, line: 20, column: 5, functionName: "upgrade" },
    { path, line: 11, column: 9, functionName: "outer" },
    { path, line: 7, column: 12, functionName: "inner" },
  ], null);
  assertEquals(
    describeError(error),
    `\
error: KeyError: 'x'
  at        ${path}:7:12
  called at ${path}:11:9
  called at ${path}:20:5
`,
  );
});

Deno.test("describeError() shows of a long statement the lines around the error", () => {
  const lines = Array.from({ length: 1000 }, (_, n) => `  line ${n + 1},`);
  const sql = lines.join("\n");
  const position = sql.indexOf("line 500") + 1;
  const shown = describeError(statementError("no", sql, { position })).split("\n");
  assert(shown.includes("  SQL       … 487 lines before"));
  assert(shown.includes("            line 500,"));
  assert(shown.includes("  position  line 500: line 500,"));
  assert(shown.includes("            … 489 lines more"));
  assert(shown.length < 40);
  const start = describeError(statementError("no", sql, {})).split("\n");
  assert(start.includes("  SQL       line 1,"));
  assert(start.includes("            … 976 lines more"));
  const end = describeError(statementError("no", sql, { position: sql.length })).split("\n");
  assert(end.includes("  SQL       … 976 lines before"));
  assert(end.includes("            line 1000,"));
});

Deno.test("describeError() cuts long lines, and the line of the error around it", () => {
  const sql = `SELECT ${"a, ".repeat(1000)}nope, ${"b, ".repeat(1000)}`;
  const text = describeError(statementError("no", sql, { position: sql.indexOf("nope") + 1 }));
  const lines = text.split("\n");
  assert(lines.every((line) => line.length < 200));
  const marked = lines.findIndex((line) => line.trim() === "^");
  assertEquals(lines[marked - 1]!.slice(lines[marked]!.indexOf("^")).slice(0, 4), "nope");
});

Deno.test("describeError() counts positions in characters", () => {
  const sql = "SELECT '🙂', nope";
  const lines = describeError(statementError("no", sql, { position: 13 })).split("\n");
  const marked = lines.findIndex((line) => line.trim() === "^");
  assertEquals([...lines[marked - 1]!].slice(lines[marked]!.indexOf("^")).join(""), "nope");
});

const SECRETS = [
  ["postgresql://me:s3cr3t@host/db", "postgresql://me:***@host/db"],
  ["postgresql://me:s3:cr@et@host/db", "postgresql://me:***@host/db"],
  [
    "'postgresql+psycopg2://me:s3cr3t@host:5432/db?x=y'",
    "'postgresql+psycopg2://me:***@host:5432/db?x=y'",
  ],
  ["postgresql://:s3cr3t@/db", "postgresql://:***@/db"],
  [
    "postgresql://host/db?user=me&password=s3cr3t&x=y",
    "postgresql://host/db?user=me&password=***&x=y",
  ],
  ["postgresql://me@host:5432/db", "postgresql://me@host:5432/db"],
  ["see https://example.org:8080/a and b@c", "see https://example.org:8080/a and b@c"],
] as const;

for (const [text, shown] of SECRETS) {
  Deno.test(`describeError() shows ${shown} without a password`, () => {
    const error = new DatabaseError(`bad ${text}`, { report: { detail: text, where: text } });
    assertEquals(
      describeError(error),
      `error: bad ${shown}\n  detail    ${shown}\n  context   ${shown}\n`,
    );
  });
}
