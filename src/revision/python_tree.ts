import type { Expr, Module, Stmt } from "../python/syntax/mod.ts";

/**
 * Whether a module binds a name at its top level, also inside `if` and `try` there; it may where a star import brings names
 * that are not known.
 */
export function mayDefine(module: Module, name: string): boolean {
  return blockMayDefine(module.body, name);
}

function blockMayDefine(body: readonly Stmt[], name: string): boolean {
  // Functions stand behind all else.
  const found = body.findLast((node) => {
    switch (node._type) {
      case "FunctionDef":
      case "AsyncFunctionDef":
      case "ClassDef":
        return node.name === name;
      case "Import":
      case "ImportFrom":
        return node.names.some((alias) =>
          alias.name === "*" || (alias.asname ?? alias.name) === name
        );
      case "Assign":
        return node.targets.some((target) => target._type === "Name" && target.id === name);
      case "AnnAssign":
        return node.target._type === "Name" && node.target.id === name;
      case "If":
        return blockMayDefine(node.body, name) || blockMayDefine(node.orelse, name);
      case "Try":
        return blockMayDefine(node.body, name) ||
          node.handlers.some((handler) => blockMayDefine(handler.body, name)) ||
          blockMayDefine(node.orelse, name) || blockMayDefine(node.finalbody, name);
      case "With":
        return blockMayDefine(node.body, name);
      default:
        return false;
    }
  });
  return found !== undefined;
}

const readers = new Set(["execute", "exec_driver_sql", "scalar", "scalars"]);

/** Whether a chain of attributes and calls has one that sends a statement. */
function sends(node: Expr): boolean {
  switch (node._type) {
    case "Call":
      return sends(node.func);
    case "Attribute":
      return readers.has(node.attr) || sends(node.value);
    default:
      return false;
  }
}

/**
 * Where statements that are nothing but `connection.execute(…)` stand, as `line:column` of the call:
 * their results are thrown away, so they need not be waited for.
 */
export function discardedReads(module: Module): ReadonlySet<string> {
  const places = new Set<string>();
  const visit = (node: unknown): void => {
    if (Array.isArray(node)) {
      for (const item of node) visit(item);
      return;
    }
    if (typeof node !== "object" || node === null || !("_type" in node)) return;
    const typed = node as Stmt;
    if (typed._type === "Expr") {
      const { value } = typed;
      if (
        value._type === "Call" && value.func._type === "Attribute" &&
        readers.has(value.func.attr) && !sends(value.func.value)
      ) places.add(`${value.lineno}:${value.col_offset + 1}`);
      return;
    }
    // Only statements can hold statements.
    for (const part of Object.values(node)) if (Array.isArray(part)) visit(part);
  };
  visit(module.body);
  return places;
}

/**
 * What the function of this name raises if that is all it does, beside saying so in a docstring: Python's way to
 * refuse a downgrade.
 */
export function onlyRaise(
  module: Module,
  name: string,
): { readonly message: string; readonly line: number } | null {
  const found = module.body.findLast((node) => "name" in node && node.name === name);
  if (found?._type !== "FunctionDef") return null;
  const [only, ...more] = found.body.filter((node) =>
    !(node._type === "Expr" && node.value._type === "Constant")
  );
  if (only?._type !== "Raise" || only.exc === null || more.length > 0) return null;
  const { exc } = only;
  const [raised, argument] = exc._type === "Call" ? [exc.func, exc.args[0]] : [exc, undefined];
  const className = raised._type === "Name"
    ? raised.id
    : raised._type === "Attribute"
    ? raised.attr
    : "Exception";
  const text = argument?._type === "Constant" && argument.type === "str" ? argument.value : "";
  return { message: text === "" ? className : `${className}: ${text}`, line: only.lineno };
}
