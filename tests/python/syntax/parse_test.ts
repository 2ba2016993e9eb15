import { assert, assertEquals } from "@std/assert";
import {
  type Constant,
  type Node,
  parseExpression,
  parseModule,
} from "../../../src/python/syntax/mod.ts";
import { PYTHON_CASES } from "../../conformance/support/python_cases.ts";
import { dumpTree } from "./ast_dump.ts";
import { EXPRESSIONS, STATEMENTS } from "./trees.ts";

Deno.test("parseExpression gives CPython's tree for every kind of expression", () => {
  for (const [source, dump] of EXPRESSIONS) {
    if (source.includes("async")) continue;
    assertEquals(dumpTree(parseExpression(source, "x.py")), dump, source);
  }
});

Deno.test("parseModule gives CPython's tree for every kind of expression in an async function", () => {
  for (const [source, dump] of EXPRESSIONS) {
    const [def] = parseModule(`async def f():\n  (${source})`, "x.py").body;
    assert(def?._type === "AsyncFunctionDef");
    const [statement] = def.body;
    assert(statement?._type === "Expr");
    assertEquals(dumpTree(statement.value), dump, source);
  }
});

Deno.test("parseModule gives CPython's tree for every kind of statement", () => {
  for (const [source, dump] of STATEMENTS) {
    assertEquals(dumpTree(parseModule(source, "x.py").body[0]!), dump, source);
  }
});

Deno.test("parseModule gives all nodes of one type the same keys in the same order", () => {
  const keys = new Map<string, string>();
  for (const { source } of PYTHON_CASES) visit(parseModule(source, "x.py"));
  assert(keys.size > 70, `only ${keys.size} types of node`);

  function visit(value: unknown): void {
    if (Array.isArray(value)) value.forEach(visit);
    else if (value !== null && typeof value === "object" && "_type" in value) {
      const node = value as Node;
      const own = Object.keys(node).join();
      assertEquals(keys.get(node._type) ?? own, own, node._type);
      keys.set(node._type, own);
      Object.values(node).forEach(visit);
    }
  }
});

Deno.test("parseExpression gives the value and the Python type of a literal", () => {
  const cases: readonly (readonly [string, Constant["type"], unknown])[] = [
    ["0", "int", 0],
    ["9007199254740991", "int", 9007199254740991],
    ["9007199254740992", "int", 9007199254740992n],
    ["0xffff_ffff_ffff_ffff", "int", 0xffffffffffffffffn],
    ["1.0", "float", 1],
    ["1e400", "float", Infinity],
    ["1j", "complex", 1],
    ["True", "bool", true],
    ["None", "NoneType", null],
    ["...", "ellipsis", null],
    ["'\\ud800'", "str", "\ud800"],
    [String.raw`'\q\x41\101\n'`, "str", "\\qAA\n"],
    [String.raw`r'\n'`, "str", "\\n"],
    ["'a\\\nb'", "str", "ab"],
    ["'\\N{EM DASH}'", "str", "\u2014"],
    [String.raw`b'\xff\0\q'`, "bytes", Uint8Array.of(255, 0, 92, 113)],
    [String.raw`rb'\x'`, "bytes", Uint8Array.of(92, 120)],
  ];
  for (const [source, type, value] of cases) {
    const node = parseExpression(source, "x.py");
    assert(node._type === "Constant", source);
    assertEquals(node.type, type, source);
    assertEquals<unknown>(node.value, value, source);
  }
});

Deno.test("parseModule makes one newline of every line end, in strings too", () => {
  const { body } = parseModule("\ufeffx = '''a\r\nb\rc'''\r\ny\r", "x.py");
  const [assign, last] = body;
  assert(assign?._type === "Assign" && assign.value._type === "Constant");
  assertEquals(assign.value.value, "a\nb\nc");
  assertEquals(last?.lineno, 4);
});

Deno.test("parseModule normalizes names to NFKC", () => {
  const [statement] = parseModule("ﬁle = 1", "x.py").body;
  assert(statement?._type === "Assign" && statement.targets[0]?._type === "Name");
  assertEquals(statement.targets[0].id, "file");
});

Deno.test("nodes know their lines and columns when characters are outside ASCII", () => {
  const node = parseExpression("f('é😀', x)", "x.py");
  assert(node._type === "Call");
  const { lineno, col_offset, end_lineno, end_col_offset } = node.args[1]!;
  // In UTF-16 code units, of which the emoji has two.
  assertEquals([lineno, col_offset, end_lineno, end_col_offset], [1, 9, 1, 10]);
});

Deno.test("parseExpression counts lines from the one it is told and forgives white space", () => {
  const node = parseExpression("  (a\n + b)\n", "x.py", 7);
  assert(node._type === "BinOp");
  assertEquals([node.lineno, node.col_offset, node.right.lineno], [7, 3, 8]);
});

Deno.test("parseModule copes with ten thousand operands, statements and elements", () => {
  const sum = parseModule("x = " + "a + ".repeat(9_999) + "a", "x.py");
  assertEquals(sum.body.length, 1);
  assertEquals(parseModule("a\n".repeat(10_000), "x.py").body.length, 10_000);
  const list = parseExpression(`[${"a,".repeat(10_000)}]`, "x.py");
  assert(list._type === "List");
  assertEquals(list.elts.length, 10_000);
});
