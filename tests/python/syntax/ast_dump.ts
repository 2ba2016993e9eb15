/** Writes a syntax tree as CPython's `ast.dump` does, so that the two can be compared as text. */

import type { Constant, Node } from "../../../src/python/syntax/mod.ts";

/** How the tree is written. */
export interface DumpOptions {
  /** The source the tree was parsed from; when given, every node's place is written too. */
  readonly source?: string;
  /** Whether to write the places of nodes inside f-strings, which CPython knows since 3.12. */
  readonly fstringPlaces?: boolean;
  /** Whether to write `type_params`, which CPython has since 3.12. */
  readonly typeParams?: boolean;
}

/** The fields of every node in the order of CPython's `_fields`; those of `?` are left out when null. */
const FIELDS: Readonly<Record<string, string>> = {
  Module: "body type_ignores",
  FunctionDef: "name args body decorator_list returns? type_params",
  AsyncFunctionDef: "name args body decorator_list returns? type_params",
  ClassDef: "name bases keywords body decorator_list type_params",
  Return: "value?",
  Delete: "targets",
  Assign: "targets value",
  TypeAlias: "name type_params value",
  AugAssign: "target op value",
  AnnAssign: "target annotation value? simple",
  For: "target iter body orelse",
  AsyncFor: "target iter body orelse",
  While: "test body orelse",
  If: "test body orelse",
  With: "items body",
  AsyncWith: "items body",
  Match: "subject cases",
  Raise: "exc? cause?",
  Try: "body handlers orelse finalbody",
  TryStar: "body handlers orelse finalbody",
  Assert: "test msg?",
  Import: "names",
  ImportFrom: "module? names level",
  Global: "names",
  Nonlocal: "names",
  Expr: "value",
  Pass: "",
  Break: "",
  Continue: "",
  BoolOp: "op values",
  NamedExpr: "target value",
  BinOp: "left op right",
  UnaryOp: "op operand",
  Lambda: "args body",
  IfExp: "test body orelse",
  Dict: "keys values",
  Set: "elts",
  ListComp: "elt generators",
  SetComp: "elt generators",
  DictComp: "key value generators",
  GeneratorExp: "elt generators",
  Await: "value",
  Yield: "value?",
  YieldFrom: "value",
  Compare: "left ops comparators",
  Call: "func args keywords",
  FormattedValue: "value conversion format_spec?",
  JoinedStr: "values",
  Constant: "value kind?",
  Attribute: "value attr ctx",
  Subscript: "value slice ctx",
  Starred: "value ctx",
  Name: "id ctx",
  List: "elts ctx",
  Tuple: "elts ctx",
  Slice: "lower? upper? step?",
  comprehension: "target iter ifs is_async",
  ExceptHandler: "type? name? body",
  arguments: "posonlyargs args vararg? kwonlyargs kw_defaults kwarg? defaults",
  arg: "arg annotation?",
  keyword: "arg? value",
  alias: "name asname?",
  withitem: "context_expr optional_vars?",
  match_case: "pattern guard? body",
  MatchValue: "value",
  MatchSingleton: "value",
  MatchSequence: "patterns",
  MatchMapping: "keys patterns rest?",
  MatchClass: "cls patterns kwd_attrs kwd_patterns",
  MatchStar: "name?",
  MatchAs: "pattern? name?",
  MatchOr: "patterns",
  TypeVar: "name bound? default_value?",
  ParamSpec: "name default_value?",
  TypeVarTuple: "name default_value?",
};

interface Field {
  readonly name: string;
  readonly optional: boolean;
}

const PARSED_FIELDS = new Map<string, readonly Field[]>(
  Object.entries(FIELDS).map(([type, names]) => [
    type,
    names.split(" ").filter((name) => name !== "").map((name) => ({
      name: name.replace("?", ""),
      optional: name.endsWith("?"),
    })),
  ]),
);

/** Those fields whose strings name a node without fields: `op='Add'` is `op=Add()`. */
const SYMBOLS = new Set(["op", "ops", "ctx"]);

/** Writes `node` as `ast.dump(node, include_attributes=source is given)`, strings in ASCII. */
export function dumpTree(node: Node, options: DumpOptions = {}): string {
  const parts: string[] = [];
  new Dumper(parts, options).node(node);
  return parts.join("");
}

class Dumper {
  readonly #parts: string[];
  readonly #typeParams: boolean;
  readonly #fstringPlaces: boolean;
  #inFString = false;
  /** The lines with characters outside ASCII, where columns and byte offsets differ; null for the others. */
  readonly #lines: (string | null)[] | null;

  constructor(parts: string[], options: DumpOptions) {
    this.#parts = parts;
    this.#typeParams = options.typeParams ?? true;
    this.#fstringPlaces = options.fstringPlaces ?? true;
    this.#lines = options.source === undefined
      ? null
      : splitLines(options.source).map((line) => /[^\0-\x7f]/.test(line) ? line : null);
  }

  node(node: Node): void {
    const parts = this.#parts;
    const values = node as unknown as Record<string, unknown>;
    const inFString = this.#inFString;
    if (node._type === "JoinedStr") this.#inFString = true;
    parts.push(node._type, "(");
    let separator = "";
    for (const { name, optional } of PARSED_FIELDS.get(node._type)!) {
      const value = values[name];
      if (optional && value === null || name === "type_params" && !this.#typeParams) continue;
      parts.push(separator, name, "=");
      separator = ", ";
      if (name === "type_ignores") parts.push("[]");
      else if (node._type === "Constant" && name === "value") parts.push(constant(node));
      else this.#value(value, SYMBOLS.has(name));
    }
    this.#inFString = inFString;
    const placed = this.#fstringPlaces || !inFString;
    if (this.#lines !== null && placed && "lineno" in node) {
      const { lineno, col_offset, end_lineno, end_col_offset } = node;
      parts.push(
        `${separator}lineno=${lineno}, col_offset=${this.#offset(lineno, col_offset)}, ` +
          `end_lineno=${end_lineno}, end_col_offset=${this.#offset(end_lineno, end_col_offset)}`,
      );
    }
    parts.push(")");
  }

  #value(value: unknown, symbol: boolean): void {
    const parts = this.#parts;
    if (Array.isArray(value)) {
      parts.push("[");
      for (let index = 0; index < value.length; index++) {
        if (index > 0) parts.push(", ");
        this.#value(value[index], symbol);
      }
      parts.push("]");
    } else if (typeof value === "string") {
      parts.push(symbol ? value + "()" : asciiString(value));
    } else if (typeof value === "boolean") {
      parts.push(value ? "True" : "False");
    } else if (value === null) {
      parts.push("None");
    } else if (typeof value === "object") {
      this.node(value as Node);
    } else {
      parts.push(String(value));
    }
  }

  /** The UTF-8 byte offset of a column. */
  #offset(line: number, column: number): number {
    const text = this.#lines![line - 1];
    if (text === null || text === undefined) return column;
    return new TextEncoder().encode(text.slice(0, column)).length;
  }
}

/** Splits a source into the lines that Python counts. */
export function splitLines(source: string): string[] {
  return source.replace(/^\ufeff/, "").split(/\r\n?|\n/);
}

function constant(node: Constant): string {
  switch (node.type) {
    case "int":
      return node.value.toString();
    case "float":
      return float(node.value);
    case "complex":
      return float(node.value).replace(/\.0$/, "") + "j";
    case "str":
      return asciiString(node.value);
    case "bytes":
      return "b" + quote(String.fromCharCode(...node.value), "\\x");
    case "bool":
      return node.value ? "True" : "False";
    case "NoneType":
      return "None";
    case "ellipsis":
      return "Ellipsis";
  }
}

/** A float as Python's repr writes it. */
export function float(value: number): string {
  if (value === Infinity) return "inf";
  const [digits, exponent] = value.toExponential().split("e") as [string, string];
  const power = Number(exponent);
  if (value !== 0 && (power < -4 || power >= 16)) {
    const sign = power < 0 ? "-" : "+";
    return `${digits}e${sign}${String(Math.abs(power)).padStart(2, "0")}`;
  }
  const text = power < 0
    ? value.toFixed(digits.replace(".", "").length - 1 - power)
    : String(value);
  return text.includes(".") ? text : text + ".0";
}

/** A string as Python's `ascii` writes it. */
export function asciiString(value: string): string {
  return quote(value, "");
}

const ESCAPES: Readonly<Record<string, string>> = {
  "\\": "\\\\",
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
};

/** Quotes and escapes; `high` is how characters from U+0080 to U+00FF are escaped, if only these occur. */
function quote(value: string, high: "\\x" | ""): string {
  const mark = value.includes("'") && !value.includes('"') ? '"' : "'";
  const text = /^[ -&(-\[\]-~]*$/.test(value) ? value : value.replace(/[^]/gu, (character) => {
    if (character === mark) return "\\" + mark;
    if (ESCAPES[character] !== undefined) return ESCAPES[character];
    const code = character.codePointAt(0)!;
    if (code >= 0x20 && code < 0x7f) return character;
    if (code < 0x100) return "\\x" + code.toString(16).padStart(2, "0");
    if (high === "\\x") throw new RangeError(`not a byte: ${code}`);
    return code < 0x10000
      ? "\\u" + code.toString(16).padStart(4, "0")
      : "\\U" + code.toString(16).padStart(8, "0");
  });
  return mark + text + mark;
}
