import { FileError } from "../errors/mod.ts";
import type { Expr, Module, Stmt } from "../python/syntax/ast.ts";
import type { HeaderValue } from "./header_value.ts";
import { type HeaderAssignments, type HeaderName, headerNames } from "./python_header.ts";

/**
 * Reads the header of a module that the scanner could not follow from its syntax tree. Values that
 * depend on more than literals and names assigned above them are a `FileError` with their line.
 */
export function headerOfModule(module: Module, path: string): HeaderAssignments {
  const found = new Map<HeaderName, { value: HeaderValue; line: number }>();
  const unreadable = new Map<string, number>();
  const values = new Map<string, HeaderValue>();
  const docstring = docstringOf(module);
  if (docstring !== null) found.set("__doc__", docstring);
  for (const statement of module.body) {
    for (const { name, value } of assignmentsOf(statement)) {
      const known = value === null ? undefined : evaluate(value, values);
      if (known !== undefined) values.set(name, known);
      else values.delete(name);
      if (name !== "__doc__" && !(headerNames as readonly string[]).includes(name)) continue;
      if (known === undefined) {
        unreadable.set(name, statement.lineno);
      } else {
        unreadable.delete(name);
        found.set(name as HeaderName, { value: known, line: statement.lineno });
      }
    }
  }
  for (const [name, line] of unreadable) throw notReadable(name, line, path);
  return found;
}

function docstringOf(module: Module): { value: string; line: number } | null {
  const first = module.body[0];
  if (first?._type !== "Expr" || first.value._type !== "Constant") return null;
  const constant = first.value;
  return constant.type === "str" ? { value: constant.value, line: first.lineno } : null;
}

/** The names that a statement at the top of a module assigns; a null value cannot be known. */
function assignmentsOf(statement: Stmt): { name: string; value: Expr | null }[] {
  switch (statement._type) {
    case "Assign":
      return statement.targets.flatMap((target) => pairs(target, statement.value));
    case "AnnAssign":
      return statement.value === null ? [] : pairs(statement.target, statement.value);
    case "AugAssign":
      return pairs(statement.target, null);
    case "ImportFrom":
    case "Import":
      return statement.names.map(({ name, asname }) => ({ name: asname ?? name, value: null }));
    case "If":
      return [...statement.body, ...statement.orelse].flatMap(assignmentsOf).map(unknown);
    case "For":
    case "While":
      return [...statement.body, ...statement.orelse].flatMap(assignmentsOf).map(unknown);
    case "With":
      return statement.body.flatMap(assignmentsOf);
    case "Try":
      return [
        ...statement.body,
        ...statement.handlers.flatMap(({ body }) => body),
        ...statement.orelse,
        ...statement.finalbody,
      ].flatMap(assignmentsOf).map(unknown);
    default:
      return [];
  }
}

function unknown({ name }: { name: string }): { name: string; value: null } {
  return { name, value: null };
}

/** `a, b = "x", "y"` assigns name by name. */
function pairs(target: Expr, value: Expr | null): { name: string; value: Expr | null }[] {
  if (target._type === "Name") return [{ name: target.id, value }];
  if (target._type !== "Tuple" && target._type !== "List") return [];
  const isList = value !== null && (value._type === "Tuple" || value._type === "List") &&
    value.elts.length === target.elts.length;
  return target.elts.flatMap((element, index) =>
    pairs(element, isList ? value.elts[index]! : null)
  );
}

/** How long a value may become that is put together: each line could double that of the line above. */
const LONGEST = 10_000;

function evaluate(
  expression: Expr,
  values: ReadonlyMap<string, HeaderValue>,
): HeaderValue | undefined {
  switch (expression._type) {
    case "Constant":
      if (expression.type === "NoneType") return null;
      return expression.type === "str" ? expression.value : undefined;
    case "Name":
      return values.get(expression.id);
    case "Tuple":
    case "List":
    case "Set": {
      const items: HeaderValue[] = [];
      for (const element of expression.elts) {
        const item = evaluate(element, values);
        if (item === undefined) return undefined;
        items.push(item);
      }
      return expression._type === "Set" ? [...new Set(items)] : items;
    }
    case "BinOp": {
      if (expression.op !== "Add") return undefined;
      const left = evaluate(expression.left, values);
      const right = evaluate(expression.right, values);
      if (left === undefined || right === undefined || left === null || right === null) {
        return undefined;
      }
      if (left.length + right.length > LONGEST) return undefined;
      if (typeof left === "string" && typeof right === "string") return left + right;
      return Array.isArray(left) && Array.isArray(right) ? [...left, ...right] : undefined;
    }
    case "JoinedStr":
      return joined(expression.values, values);
    case "Call":
      return called(expression.func, expression.args, expression.keywords.length, values);
    default:
      return undefined;
  }
}

/** An f-string whose placeholders are strings without conversion or format. */
function joined(parts: readonly Expr[], values: ReadonlyMap<string, HeaderValue>) {
  let text = "";
  for (const part of parts) {
    const isPlain = part._type === "FormattedValue" && part.conversion === -1 &&
      part.format_spec === null;
    const piece = evaluate(isPlain ? part.value : part, values);
    if (typeof piece !== "string" || text.length + piece.length > LONGEST) return undefined;
    text += piece;
  }
  return text;
}

function called(
  func: Expr,
  args: readonly Expr[],
  keywords: number,
  values: ReadonlyMap<string, HeaderValue>,
): HeaderValue | undefined {
  if (func._type !== "Name" || keywords > 0 || args.length > 1) return undefined;
  if (!["tuple", "list", "set", "frozenset"].includes(func.id)) return undefined;
  const only = args[0];
  if (only === undefined) return [];
  const value = evaluate(only, values);
  if (!Array.isArray(value)) return undefined;
  return func.id === "tuple" || func.id === "list" ? value : [...new Set(value)];
}

function notReadable(name: string, line: number, path: string): FileError {
  return new FileError(
    "bad_header",
    `The value of '${name}' cannot be read without running the file`,
    {
      place: { path, line },
      hint: `Write it as a literal: None, a string, or a tuple of strings`,
    },
  );
}
