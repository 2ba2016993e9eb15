import { assertEquals, assertThrows } from "@std/assert";
import { FileError } from "../../src/errors/mod.ts";
import { splitSql } from "../../src/script/sql_split.ts";

const split = (text: string) =>
  splitSql(text, { path: "/v/a.sql" }).map(({ text, line }) => `${line}: ${text}`);

const texts: [name: string, text: string, expected: string[]][] = [
  ["statements and empty ones", "a;\n\n b ; ;c", ["1: a", "3: b", "3: c"]],
  ["strings", "a 'x;''y;' b; c", ["1: a 'x;''y;' b", "1: c"]],
  ["strings with a backslash", "a 'x\\'; b", ["1: a 'x\\'", "1: b"]],
  ["E strings", "a E'x\\';' b; e'\\\\'; c", ["1: a E'x\\';' b", "1: e'\\\\'", "1: c"]],
  ["E strings with doubled quotes", "E'a'';' ; b", ["1: E'a'';'", "1: b"]],
  ["names that end in e", "name'x;'; b", ["1: name'x;'", "1: b"]],
  ["Unicode and bit strings", "U&'\\0061;' b'1;' x'f;' n';'; b", [
    "1: U&'\\0061;' b'1;' x'f;' n';'",
    "1: b",
  ]],
  ["quoted identifiers", 'a "x;""y;" b; U&"z;"; c', ['1: a "x;""y;" b', '1: U&"z;"', "1: c"]],
  ["dollar quotes", "a $$x;y$$; b $q$x;$$;$q$; c $1; d", [
    "1: a $$x;y$$",
    "1: b $q$x;$$;$q$",
    "1: c $1",
    "1: d",
  ]],
  ["dollar signs in names", "a$b$c; d$b$; e", ["1: a$b$c", "1: d$b$", "1: e"]],
  ["dollar quotes with letters of any script", "a $größe$;$größe$; b", [
    "1: a $größe$;$größe$",
    "1: b",
  ]],
  ["line comments", "-- a;\nb -- c;\n, d; -- e;", ["2: b -- c;\n, d"]],
  ["nested comments", "/* a; /* b; */ c; */ d /* ; */; e", ["1: d", "1: e"]],
  ["comments after the last token", "a /* b */ -- c\n; d", ["1: a", "2: d"]],
  ["semicolons in parentheses", "create rule r as on insert to t do (a; b); c", [
    "1: create rule r as on insert to t do (a; b)",
    "1: c",
  ]],
  [
    "atomic function bodies",
    "create or replace function f() returns int\nbegin atomic\n select case when true then 1 end;\n select 2;\nend;\nselect 3",
    [
      "1: create or replace function f() returns int\nbegin atomic\n select case when true then 1 end;\n select 2;\nend",
      "6: select 3",
    ],
  ],
  ["blocks that are no functions", "begin; select case when a then b end; end; c", [
    "1: begin",
    "1: select case when a then b end",
    "1: end",
    "1: c",
  ]],
  ["copy between server and file", "copy t from '/tmp/x' ; copy (select 'from stdin') to '/x'", [
    "1: copy t from '/tmp/x'",
    "1: copy (select 'from stdin') to '/x'",
  ]],
  ["operators", "select 1-1, a->>'b', 2/*c*/*3; b", ["1: select 1-1, a->>'b', 2/*c*/*3", "1: b"]],
  ["nothing", " -- only this\n", []],
];

for (const [name, text, expected] of texts) {
  Deno.test(`splitSql() cuts ${name}`, () => assertEquals(split(text), expected));
}

Deno.test("splitSql() counts lines from the line of the text", () => {
  const found = splitSql("\na;\nb", { path: "/v/a.sql", line: 10 });
  assertEquals(found.map(({ line }) => line), [11, 12]);
});

const refused: [name: string, text: string, message: string, line: number][] = [
  ["a command of psql", "a;\n\\set x 1", "\\set is a command of psql, not SQL", 2],
  ["the end of copied rows", "a;\n\\.\n", "\\. is a command of psql, not SQL", 2],
  [
    "copied rows",
    "\ncopy t (a, b) from stdin;\n1\t2\n",
    "COPY … FROM stdin needs a client that sends or reads the rows",
    2,
  ],
  [
    "rows copied out",
    "copy t to stdout",
    "COPY … TO stdout needs a client that sends or reads the rows",
    1,
  ],
  ["an open string", "a;\nb 'c\n;", "A string is not closed", 2],
  ["an open E string", "E'a\\'", "A string is not closed", 1],
  ["an open identifier", 'a\n"b', "A quoted identifier is not closed", 2],
  ["an open dollar quote", "a\n\n$x$ b $$", "The string that $x$ begins is not closed", 3],
  ["an open comment", "a\n/* /* */", "A comment is not closed", 2],
  ["an open parenthesis", "a\n(;b", "A parenthesis is not closed", 2],
  [
    "an open body",
    "\ncreate function f() begin atomic select 1;",
    "BEGIN ATOMIC without its END",
    2,
  ],
];

for (const [name, text, message, line] of refused) {
  Deno.test(`splitSql() refuses ${name} with the line`, () => {
    const error = assertThrows(() => split(text), FileError);
    assertEquals([error.message, error.place?.line], [message, line]);
  });
}
