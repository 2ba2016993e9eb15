import type { Expr, ExprContext } from "./ast.ts";
import type { Parser } from "./parser.ts";

/** What CPython calls an expression in its messages about targets. */
export function describe(node: Expr): string {
  switch (node._type) {
    case "Constant":
      if (node.type === "NoneType") return "None";
      if (node.type === "bool") return node.value ? "True" : "False";
      return node.type === "ellipsis" ? "ellipsis" : "literal";
    case "Name":
      return "name";
    case "Call":
      return "function call";
    case "GeneratorExp":
      return "generator expression";
    case "Yield":
    case "YieldFrom":
      return "yield expression";
    case "Await":
      return "await expression";
    case "ListComp":
      return "list comprehension";
    case "SetComp":
      return "set comprehension";
    case "DictComp":
      return "dict comprehension";
    case "Dict":
      return "dict literal";
    case "Set":
      return "set display";
    case "JoinedStr":
    case "FormattedValue":
      return "f-string expression";
    case "Compare":
      return "comparison";
    case "IfExp":
      return "conditional expression";
    case "NamedExpr":
      return "named expression";
    case "BinOp":
    case "UnaryOp":
    case "BoolOp":
      return "expression";
    default:
      return node._type.toLowerCase();
  }
}

/** Makes a parsed expression a target of assignment; what cannot be one is an error. */
export function setStoreContext(parser: Parser, node: Expr): void {
  if (node._type === "Starred") {
    objectTo(parser, "starred assignment target must be in a list or tuple", node);
  }
  setContext(parser, node, "Store", "cannot assign to");
}

/** Makes a parsed expression a target of `del`. */
export function setDeleteContext(parser: Parser, node: Expr): void {
  setContext(parser, node, "Del", "cannot delete");
}

/** Makes a parsed expression the target of a statement's first `=`, which might be meant as `==`. */
export function setAssignmentContext(parser: Parser, node: Expr): void {
  const wrong = findInvalid(node, "Store");
  // Right before the "=": the target itself, or the last element of a tuple without parentheses.
  if (wrong !== null && endsTogether(wrong, node) && isComparable(wrong)) {
    parser.rejectNode(
      `cannot assign to ${describe(wrong)} here. Maybe you meant '==' instead of '='?`,
      wrong,
    );
  }
  setStoreContext(parser, node);
}

function endsTogether(first: Expr, second: Expr): boolean {
  return first.end_lineno === second.end_lineno && first.end_col_offset === second.end_col_offset;
}

/** Whether CPython takes an expression for one side of a comparison. */
function isComparable(node: Expr): boolean {
  switch (node._type) {
    case "Constant":
      return node.type !== "bool" && node.type !== "NoneType";
    case "UnaryOp":
      return node.op !== "Not";
    case "BoolOp":
    case "Compare":
    case "GeneratorExp":
    case "IfExp":
    case "Lambda":
    case "Yield":
    case "YieldFrom":
      return false;
    default:
      return true;
  }
}

function setContext(parser: Parser, node: Expr, context: ExprContext, wording: string): void {
  switch (node._type) {
    case "Name":
      if (node.id === "__debug__") objectTo(parser, `${wording} __debug__`, node);
      assign(node, context);
      return;
    case "Attribute":
      if (node.attr === "__debug__") objectTo(parser, `${wording} __debug__`, node);
      assign(node, context);
      return;
    case "Subscript":
      assign(node, context);
      return;
    case "Starred":
      if (context === "Del") break;
      setContext(parser, node.value, context, wording);
      assign(node, context);
      return;
    case "Tuple":
    case "List":
      for (const element of node.elts) setContext(parser, element, context, wording);
      if (context === "Store") checkStars(parser, node.elts);
      assign(node, context);
      return;
    default:
  }
  parser.rejectNode(`${wording} ${describe(node)}`, node);
}

function objectTo(parser: Parser, reason: string, node: Expr): void {
  parser.object(reason, node.lineno, node.col_offset);
}

/** Only the parser, which made the nodes, may do this. */
function assign(node: { readonly ctx: ExprContext }, context: ExprContext): void {
  (node as { ctx: ExprContext }).ctx = context;
}

function checkStars(parser: Parser, elements: readonly Expr[]): void {
  let stars = 0;
  for (const element of elements) {
    if (element._type !== "Starred") continue;
    if (++stars > 1) objectTo(parser, "multiple starred expressions in assignment", element);
  }
}

/** The innermost part of a target that cannot be one, or null. */
function findInvalid(node: Expr, context: ExprContext): Expr | null {
  switch (node._type) {
    case "Name":
    case "Attribute":
    case "Subscript":
      return null;
    case "Starred":
      return context === "Del" ? node : findInvalid(node.value, context);
    case "Tuple":
    case "List":
      for (const element of node.elts) {
        const wrong = findInvalid(element, context);
        if (wrong !== null) return wrong;
      }
      return null;
    default:
      return node;
  }
}
