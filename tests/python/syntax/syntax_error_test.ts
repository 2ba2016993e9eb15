import { assert, assertEquals, assertThrows } from "@std/assert";
import { FileError } from "../../../src/errors/mod.ts";
import { parseExpression, parseModule, PythonSyntaxError } from "../../../src/python/syntax/mod.ts";
import { BROKEN_SOURCES } from "../../conformance/support/broken_python.ts";

function reject(source: string): PythonSyntaxError {
  try {
    parseModule(source, "versions/a.py");
  } catch (error) {
    assert(error instanceof PythonSyntaxError, `${source}: ${error}`);
    return error;
  }
  throw new Error(`accepted: ${source}`);
}

Deno.test("parseModule rejects every broken source with a place in it", () => {
  for (const { source } of BROKEN_SOURCES) {
    const { line, column, sourceLine } = reject(source);
    const lines = source.split("\n");
    assert(line >= 1 && line <= lines.length, `${JSON.stringify(source)}: line ${line}`);
    assertEquals(sourceLine, lines[line - 1], source);
    assert(column >= 1 && column <= sourceLine.length + 1, `${source}: column ${column}`);
  }
});

Deno.test("parseModule says what is wrong as CPython 3.13 does", () => {
  const cases: readonly (readonly [string, string, number, number, string])[] = [
    ["  x = 1", "IndentationError", 1, 3, "unexpected indent"],
    [
      "if x:\ny",
      "IndentationError",
      2,
      1,
      "expected an indented block after 'if' statement on line 1",
    ],
    [
      "if x:\n  y\n z",
      "IndentationError",
      3,
      2,
      "unindent does not match any outer indentation level",
    ],
    [
      "if x:\n\ty\n        z",
      "TabError",
      3,
      9,
      "inconsistent use of tabs and spaces in indentation",
    ],
    ["x = (1,\ny = 2\nz = 3", "SyntaxError", 1, 5, "'(' was never closed"],
    ["x = 1)", "SyntaxError", 1, 6, "unmatched ')'"],
    [
      "x = (\n1]",
      "SyntaxError",
      2,
      2,
      "closing parenthesis ']' does not match opening parenthesis '(' on line 1",
    ],
    ["x = 'a", "SyntaxError", 1, 5, "unterminated string literal (detected at line 1)"],
    [
      "\nx = '''a\nb",
      "SyntaxError",
      2,
      5,
      "unterminated triple-quoted string literal (detected at line 3)",
    ],
    ["f(a b)", "SyntaxError", 1, 3, "invalid syntax. Perhaps you forgot a comma?"],
    ["x = 'é' y", "SyntaxError", 1, 9, "invalid syntax"],
    ["def f(a, a): pass", "SyntaxError", 1, 10, "duplicate argument 'a' in function definition"],
    [
      "f() = 1",
      "SyntaxError",
      1,
      1,
      "cannot assign to function call here. Maybe you meant '==' instead of '='?",
    ],
    ["(a, 1) = b", "SyntaxError", 1, 5, "cannot assign to literal"],
    [
      "if a = 1: b",
      "SyntaxError",
      1,
      4,
      "invalid syntax. Maybe you meant '==' or ':=' instead of '='?",
    ],
    ["return", "SyntaxError", 1, 1, "'return' outside function"],
    ["def f():\n  await a", "SyntaxError", 2, 3, "'await' outside async function"],
    ["nonlocal a", "SyntaxError", 1, 1, "nonlocal declaration not allowed at module level"],
    [
      "print 'a'",
      "SyntaxError",
      1,
      1,
      "Missing parentheses in call to 'print'. Did you mean print(...)?",
    ],
    ["a = “b”", "SyntaxError", 1, 5, "invalid character '“' (U+201C)"],
    ["a =\u00a0b", "SyntaxError", 1, 4, "invalid non-printable character U+00A0"],
  ];
  for (const [source, ...expected] of cases) {
    const { kind, line, column, reason } = reject(source);
    assertEquals([kind, line, column, reason], expected, source);
  }
});

Deno.test("PythonSyntaxError names the file and shows the line with a caret", () => {
  const error = reject("def f():\n\tx = ['é' 1]\n");
  assert(error instanceof FileError);
  assertEquals(error.code, "python_syntax");
  assertEquals(error.place, { path: "versions/a.py", line: 2, column: 7 });
  assertEquals(
    error.message,
    "invalid syntax. Perhaps you forgot a comma?\n    x = ['é' 1]\n         ^",
  );
});

Deno.test("PythonSyntaxError keeps tabs before the caret so that it stands under the place", () => {
  assertEquals(reject("x\t= )").message, "unmatched ')'\n    x\t= )\n     \t  ^");
});

Deno.test("PythonSyntaxError shows the last line when something is missing behind it", () => {
  const { line, column, message } = reject("try:\n    pass\n");
  assertEquals([line, column], [2, 9]);
  assertEquals(message, "expected 'except' or 'finally' block\n    pass\n        ^");
});

Deno.test("parseModule rejects what would exhaust its stack", () => {
  const cases = [
    "(".repeat(201) + ")".repeat(201),
    "-".repeat(100_000) + "1",
    "x = " + "lambda: ".repeat(100_000) + "1",
  ];
  for (const source of cases) reject(source);
  assertEquals(parseModule("(".repeat(200) + ")".repeat(200), "x.py").body.length, 1);
});

Deno.test("parseExpression rejects what is no single expression", () => {
  for (const source of ["", "a = 1", "a; b", "a\nb", "pass", "a b", "yield", "await a", "a)"]) {
    assertThrows(() => parseExpression(source, "x.py"), PythonSyntaxError);
  }
});

Deno.test("parseExpression counts an error's line from the one it is told", () => {
  const error = assertThrows(() => parseExpression("(a\n b)", "x.py", 5), PythonSyntaxError);
  assertEquals([error.line, error.column, error.sourceLine], [5, 2, "(a"]);
});
