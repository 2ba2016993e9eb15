import type { Expr, Module, Stmt } from "../python/syntax/mod.ts";

/**
 * The names that a module binds at its top level, also inside `if` and `try` there; null where a star
 * import makes them unknown.
 */
export function definedNames(module: Module): ReadonlySet<string> | null {
  const names = new Set<string>();
  let known = true;
  const visit = (body: readonly Stmt[]): void => {
    for (const node of body) {
      switch (node._type) {
        case "FunctionDef":
        case "AsyncFunctionDef":
        case "ClassDef":
          names.add(node.name);
          break;
        case "Import":
          for (const alias of node.names) names.add(alias.asname ?? alias.name);
          break;
        case "ImportFrom":
          for (const alias of node.names) {
            if (alias.name === "*") known = false;
            names.add(alias.asname ?? alias.name);
          }
          break;
        case "Assign":
          for (const target of node.targets) if (target._type === "Name") names.add(target.id);
          break;
        case "AnnAssign":
          if (node.target._type === "Name") names.add(node.target.id);
          break;
        case "If":
          visit(node.body);
          visit(node.orelse);
          break;
        case "Try":
          visit(node.body);
          for (const handler of node.handlers) visit(handler.body);
          visit(node.orelse);
          visit(node.finalbody);
          break;
        case "With":
          visit(node.body);
          break;
      }
    }
  };
  visit(module.body);
  return known ? names : null;
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
