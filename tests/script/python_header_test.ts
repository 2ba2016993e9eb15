import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { MigratorError } from "../../src/errors/mod.ts";
import { parseModule } from "../../src/python/syntax/mod.ts";
import {
  type HeaderAssignments,
  pythonHeader,
  scanPythonHeader,
} from "../../src/script/python_header.ts";
import { headerOfModule } from "../../src/script/python_header_parsed.ts";
import { makeRevision } from "../../src/script/revision.ts";

const rest = "\ndef upgrade():\n    pass\n";

/** What a header says, in one line; `null` where the scanner leaves it to the parser. */
function scanned(text: string): string | null {
  const found = scanPythonHeader(text);
  return found === null ? null : described(found);
}

function described(found: HeaderAssignments): string {
  const header = pythonHeader(found, "/v/abc123.py", "abc123.py");
  return [header.id, header.downRevisions, header.branchLabels, header.dependsOn]
    .map((part) => JSON.stringify(part)).join(" ");
}

const forms: [name: string, header: string, expected: string][] = [
  ["plain assignments", `revision = 'a'\ndown_revision = "b"`, `"a" ["b"] [] []`],
  [
    "annotated assignments",
    `revision: str = 'a'\ndown_revision: Union[str, Sequence[str], None] = None`,
    `"a" [] [] []`,
  ],
  [
    "a string as annotation",
    `revision: "str" = 'a'\ndown_revision: 'x = 1' = 'b'`,
    `"a" ["b"] [] []`,
  ],
  ["tuples", `revision='a'\ndown_revision = ('b', "c",)`, `"a" ["b","c"] [] []`],
  [
    "a tuple without parentheses",
    `revision='a'\ndown_revision = 'b', 'c' # both`,
    `"a" ["b","c"] [] []`,
  ],
  ["a tuple of one", `revision='a'\ndown_revision = 'b',`, `"a" ["b"] [] []`],
  ["parentheses that make no tuple", `revision=('a')\ndown_revision = (('b'))`, `"a" ["b"] [] []`],
  [
    "collections over several lines",
    `revision='a'\ndown_revision = (\n  'b',  # first\n\n  'c'\n)\nbranch_labels=[\n'L']\ndepends_on={'x', 'y', 'x'}`,
    `"a" ["b","c"] ["L"] ["x","y"]`,
  ],
  [
    "empty collections",
    `revision='a'\ndown_revision = ()\nbranch_labels=[]\ndepends_on=tuple()`,
    `"a" [] [] []`,
  ],
  ["None in a tuple of one", `revision='a'\ndown_revision = (None,)`, `"a" [] [] []`],
  [
    "calls of tuple and set",
    `revision='a'\ndown_revision = tuple(['b'])\ndepends_on=set(("c",))`,
    `"a" ["b"] [] ["c"]`,
  ],
  [
    "an empty string as dependency",
    `revision='a'\ndown_revision=None\ndepends_on=''`,
    `"a" [] [] []`,
  ],
  [
    "string prefixes",
    `revision=u'a'\ndown_revision = (r'b\\n', R"c", f'd')`,
    `"a" ["b\\\\n","c","d"] [] []`,
  ],
  ["triple quotes", `revision='''a'''\ndown_revision = """b"c"""`, `"a" ["b\\"c"] [] []`],
  [
    "escapes",
    `revision='\\x61\\142\\u0063\\U00000064'\ndown_revision = 'a\\'\\\\\\q'`,
    `"abcd" ["a'\\\\\\\\q"] [] []`,
  ],
  ["adjacent strings", `revision='a' "b"\ndown_revision = ('c'\n  'd')`, `"ab" ["cd"] [] []`],
  ["a continued line", `revision = \\\n  'a'\ndown_revision = 'b' \\\n 'c'`, `"a" ["bc"] [] []`],
  [
    "a name assigned above",
    `PARENT = 'b'\nrevision='a'\ndown_revision = PARENT`,
    `"a" ["b"] [] []`,
  ],
  [
    "names in a collection",
    `X: str = 'b'\nY = X\nrevision='a'\ndown_revision = (X, Y, 'c')`,
    `"a" ["b","b","c"] [] []`,
  ],
  ["the last of two assignments", `revision='a'\nrevision='b'\ndown_revision=None`, `"b" [] [] []`],
  ["several targets", `ident = revision = 'a'\ndown_revision=None`, `"a" [] [] []`],
  [
    "several targets that begin with the name",
    `revision = ident = 'a'\ndown_revision=None`,
    `"a" [] [] []`,
  ],
  ["statements in one line", `revision = 'a'; down_revision = 'b'; x = 1`, `"a" ["b"] [] []`],
  ["the id of the file name", `down_revision = 'b'`, `"abc123" ["b"] [] []`],
  [
    "names that only begin like header names",
    `revision='a'\nrevision_date='x'\ndown_revision=None`,
    `"a" [] [] []`,
  ],
  [
    "a header below a function",
    `def f():\n    revision = 'no'\n    return """\nrevision = 'no'\n"""\n\nrevision='a'\ndown_revision=None`,
    `"a" [] [] []`,
  ],
  [
    "header names inside strings and brackets",
    `"""\nrevision = 'no'\n"""\nx = dict(\nrevision='no'\n)\n# revision = 'no'\nrevision='a'\ndown_revision=None`,
    `"a" [] [] []`,
  ],
  ["a bare annotation", `revision: str\nrevision='a'\ndown_revision=None`, `"a" [] [] []`],
  ["a comment after a value", `revision = 'a' # 'b'\ndown_revision = None#`, `"a" [] [] []`],
];

for (const [name, header, expected] of forms) {
  Deno.test(`scanPythonHeader() reads ${name}, and the parser agrees`, () => {
    const text = header + rest;
    // A name assigned on a line before the header name is left to the parser where it must be.
    const parsed = described(headerOfModule(parseModule(text, "/v/abc123.py"), "/v/abc123.py"));
    assertEquals(parsed, expected);
    const fast = scanned(text);
    if (name !== "several targets") assertEquals(fast, expected);
  });
}

const leftToParser: [name: string, header: string, expected: string][] = [
  ["names from unpacking", `revision, down_revision = 'a', 'b'`, `"a" ["b"] [] []`],
  ["sums", `revision = 'a' + 'b'\ndown_revision = ('c',) + ('d',)`, `"ab" ["c","d"] [] []`],
  ["f-strings with names", `N = '1'\nrevision = f'a{N}'\ndown_revision = None`, `"a1" [] [] []`],
  [
    "character names",
    `revision = '\\N{LATIN SMALL LETTER A}'\ndown_revision = None`,
    `"a" [] [] []`,
  ],
];

for (const [name, header, expected] of leftToParser) {
  Deno.test(`scanPythonHeader() leaves ${name} to the parser`, () => {
    assertEquals(scanned(header + rest), null);
    const parsed = headerOfModule(parseModule(header + rest, "/v/abc123.py"), "/v/abc123.py");
    assertEquals(described(parsed), expected);
  });
}

const refused: [name: string, header: string, message: string, line: number][] = [
  [
    "a value from a module",
    `revision='a'\ndown_revision=None\nbranch_labels = (cli.EXPAND,)`,
    "The value of 'branch_labels' cannot be read without running the file",
    3,
  ],
  [
    "a value under a condition",
    `revision='a'\ndown_revision=None\nif x:\n    depends_on = 'b'`,
    "The value of 'depends_on' cannot be read without running the file",
    3,
  ],
  ["a number as id", `revision=1\ndown_revision=None`, "The value of 'revision' cannot be read", 1],
  ["bytes as id", `revision=b'a'\ndown_revision=None`, "The value of 'revision' cannot be read", 1],
  [
    "None in a tuple",
    `revision='a'\ndown_revision=('b', None)`,
    "Expected None, a string or a tuple of strings for 'down_revision', found ('b', None)",
    2,
  ],
  [
    "an id with a colon",
    `revision='a:b'\ndown_revision=None`,
    "Character(s) ':' not allowed in revision identifier 'a:b'",
    1,
  ],
  [
    "an id with several such characters",
    `revision='a@-b'\ndown_revision=None`,
    "Character(s) '-, @' not allowed in revision identifier 'a@-b'",
    1,
  ],
];

for (const [name, header, message, line] of refused) {
  Deno.test(`the header reader refuses ${name} with the line`, () => {
    const text = header + rest;
    const error = assertThrows(() => {
      const found = scanPythonHeader(text) ??
        headerOfModule(parseModule(text, "/v/a.py"), "/v/a.py");
      pythonHeader(found, "/v/a.py", "a.py");
    }, MigratorError);
    assertStringIncludes(error.message, message);
    assertEquals(error.place?.line, line);
  });
}

Deno.test("pythonHeader() refuses a file without an id as Alembic does", () => {
  const found = scanPythonHeader("down_revision = None\n")!;
  const error = assertThrows(() => pythonHeader(found, "/v/x_y.py", "x_y.py"), MigratorError);
  assertStringIncludes(error.message, "Could not determine revision id from filename x_y.py. Be");
});

Deno.test("pythonHeader() asks for down_revision when a file has none", () => {
  const found = headerOfModule(parseModule("revision = 'a'\n", "/v/a.py"), "/v/a.py");
  const error = assertThrows(() => pythonHeader(found, "/v/a.py", "a.py"), MigratorError);
  assertEquals(error.message, "Expected 'down_revision' in revision a, found none");
});

const docstrings: [text: string, expected: string][] = [
  [`"""add x\n\nRevision ID: a\n"""\n`, "add x\n\nRevision ID: a"],
  [`# coding: utf-8\n\n'''one'''\n`, "one"],
  [`"a" "b"\n`, "ab"],
  [`("in" \n "side")\n`, "inside"],
  [`r"""raw \\d"""\n`, "raw \\d"],
  [`f"no"\n`, ""],
  [`b"no"\n`, ""],
  [`"no" % 1\n`, ""],
  [`x = 1\n"no"\n`, ""],
  [`\n\n"""\n  spaced  \n"""\n`, "spaced"],
];

for (const [text, expected] of docstrings) {
  Deno.test(`the docstring of ${JSON.stringify(text)} is ${JSON.stringify(expected)}`, () => {
    const module = text + "revision = 'a'\ndown_revision = None\n";
    const parsed = headerOfModule(parseModule(module, "/v/a.py"), "/v/a.py");
    for (const found of [scanPythonHeader(module)!, parsed]) {
      const header = pythonHeader(found, "/v/a.py", "a.py");
      assertEquals(makeRevision(header, "python", "/v/a.py").docstring, expected);
    }
  });
}
