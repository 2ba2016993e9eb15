import type {
  BinOp,
  BoolOp,
  CmpOperator,
  Compare,
  Expr,
  Lambda,
  NamedExpr,
  Operator,
  UnaryOp,
} from "./ast.ts";
import { parseLambdaParameters } from "./parameters.ts";
import type { Parser } from "./parser.ts";
import { parsePrimary } from "./primaries.ts";
import { describe, setStoreContext } from "./targets.ts";
import {
  AND,
  AWAIT,
  COLON,
  COMPARISON,
  DOUBLE_STAR,
  ELSE,
  EQUAL,
  IF,
  IN,
  IS,
  LAMBDA,
  MINUS,
  NOT,
  OPERATOR,
  PLUS,
  PRECEDENCE,
  PRECEDENCE_COMPARISON,
  PRECEDENCE_NOT,
  PRECEDENCE_OR,
  PRECEDENCE_UNARY,
  TILDE,
  WALRUS,
} from "./tokens.ts";

/** Parses a conditional expression, a lambda, or what binds tighter (`expression` in the grammar). */
export function parseExpression(parser: Parser): Expr {
  if (parser.kind === LAMBDA) return parseLambda(parser);
  const { line, column } = parser;
  const body = parseOperators(parser, PRECEDENCE_OR);
  if (parser.kind !== IF) return body;
  parser.next();
  const test = parseOperators(parser, PRECEDENCE_OR);
  if (parser.kind !== ELSE) {
    parser.reject("expected 'else' after 'if' expression", line, column);
  }
  parser.next();
  const orelse = parseExpression(parser);
  return {
    _type: "IfExp",
    lineno: line,
    col_offset: column,
    end_lineno: parser.prevEndLine,
    end_col_offset: parser.prevEndColumn,
    test,
    body,
    orelse,
  };
}

/** Parses an expression that may be an assignment expression (`named_expression` in the grammar). */
export function parseNamedExpression(parser: Parser): Expr {
  const { line, column } = parser;
  const target = parseExpression(parser);
  if (parser.kind !== WALRUS) {
    if (parser.kind === EQUAL) rejectAssignment(parser, target);
    return target;
  }
  return parseAssigned(parser, target, line, column);
}

/** Parses the rest of the assignment expression whose target stands before the current token, `:=`. */
export function parseAssigned(
  parser: Parser,
  target: Expr,
  line: number,
  column: number,
): NamedExpr {
  // A name in parentheses begins before its node does.
  if (target._type !== "Name" || target.col_offset !== column || target.lineno !== line) {
    parser.rejectNode(
      `cannot use assignment expressions with ${
        target._type === "Name" ? "name" : describe(target)
      }`,
      target,
    );
  }
  setStoreContext(parser, target);
  parser.next();
  const value = parseExpression(parser);
  return {
    _type: "NamedExpr",
    lineno: line,
    col_offset: column,
    end_lineno: parser.prevEndLine,
    end_col_offset: parser.prevEndColumn,
    target,
    value,
  };
}

/** Reports `=` where an expression ends, as in `if a = 1:`. */
function rejectAssignment(parser: Parser, target: Expr): never {
  const { _type } = target;
  if (_type === "Name") {
    parser.rejectNode("invalid syntax. Maybe you meant '==' or ':=' instead of '='?", target);
  }
  if (
    _type === "List" || _type === "Tuple" || _type === "GeneratorExp" ||
    target._type === "Constant" && target.type === "bool"
  ) {
    parser.unexpected();
  }
  parser.rejectNode(
    `cannot assign to ${describe(target)} here. Maybe you meant '==' instead of '='?`,
    target,
  );
}

/** Parses infix operators that bind at least as tightly as `minimum`, and their operands. */
export function parseOperators(parser: Parser, minimum: number): Expr {
  const { line, column } = parser;
  let left = parseOperand(parser, minimum);
  for (;;) {
    const { kind } = parser;
    const precedence = PRECEDENCE[kind]!;
    // What is no operator has precedence 0, below every minimum.
    if (precedence < minimum) return left;
    if (precedence > PRECEDENCE_COMPARISON) {
      left = parseBinary(parser, left, precedence, line, column);
    } else if (precedence === PRECEDENCE_COMPARISON) {
      left = parseComparison(parser, left, line, column);
    } else {
      left = parseBoolean(parser, left, precedence, line, column);
    }
  }
}

function parseBinary(
  parser: Parser,
  left: Expr,
  precedence: number,
  line: number,
  column: number,
): BinOp {
  const { kind } = parser;
  const op = OPERATOR[kind] as Operator;
  parser.next();
  // "**" binds to the right, and its right side may have a sign of its own.
  const right = parseOperators(parser, kind === DOUBLE_STAR ? PRECEDENCE_UNARY : precedence + 1);
  return {
    _type: "BinOp",
    lineno: line,
    col_offset: column,
    end_lineno: parser.prevEndLine,
    end_col_offset: parser.prevEndColumn,
    left,
    op,
    right,
  };
}

function parseBoolean(
  parser: Parser,
  first: Expr,
  precedence: number,
  line: number,
  column: number,
): BoolOp {
  const { kind } = parser;
  const values = [first];
  while (parser.kind === kind) {
    parser.next();
    values.push(parseOperators(parser, precedence + 1));
  }
  return {
    _type: "BoolOp",
    lineno: line,
    col_offset: column,
    end_lineno: parser.prevEndLine,
    end_col_offset: parser.prevEndColumn,
    op: kind === AND ? "And" : "Or",
    values,
  };
}

function parseComparison(parser: Parser, left: Expr, line: number, column: number): Compare {
  const ops: CmpOperator[] = [];
  const comparators: Expr[] = [];
  while (PRECEDENCE[parser.kind] === PRECEDENCE_COMPARISON) {
    const { kind } = parser;
    let op = COMPARISON[kind] as CmpOperator;
    parser.next();
    if (kind === NOT) parser.expect(IN);
    else if (kind === IS && parser.accept(NOT)) op = "IsNot";
    ops.push(op);
    comparators.push(parseOperators(parser, PRECEDENCE_COMPARISON + 1));
  }
  return {
    _type: "Compare",
    lineno: line,
    col_offset: column,
    end_lineno: parser.prevEndLine,
    end_col_offset: parser.prevEndColumn,
    left,
    ops,
    comparators,
  };
}

/** Parses a prefix operator with its operand, `await`, or a primary. */
function parseOperand(parser: Parser, minimum: number): Expr {
  const { kind } = parser;
  if (kind === NOT) {
    // "a == not b" is not in the grammar.
    if (minimum > PRECEDENCE_NOT) parser.unexpected();
    return parseUnary(parser, "Not", PRECEDENCE_NOT);
  }
  if (kind === MINUS) return parseUnary(parser, "USub", PRECEDENCE_UNARY);
  if (kind === PLUS) return parseUnary(parser, "UAdd", PRECEDENCE_UNARY);
  if (kind === TILDE) return parseUnary(parser, "Invert", PRECEDENCE_UNARY);
  if (kind === AWAIT) return parseAwait(parser);
  return parsePrimary(parser);
}

function parseUnary(parser: Parser, op: UnaryOp["op"], precedence: number): UnaryOp {
  const { line, column } = parser;
  parser.next();
  const operand = parseOperators(parser, precedence);
  return {
    _type: "UnaryOp",
    lineno: line,
    col_offset: column,
    end_lineno: parser.prevEndLine,
    end_col_offset: parser.prevEndColumn,
    op,
    operand,
  };
}

function parseAwait(parser: Parser): Expr {
  const { line, column, scope } = parser;
  if (scope !== "async function") {
    const reason = scope === "function"
      ? "'await' outside async function"
      : "'await' outside function";
    parser.stray ??= { reason, line, column };
  }
  parser.next();
  const value = parsePrimary(parser);
  return {
    _type: "Await",
    lineno: line,
    col_offset: column,
    end_lineno: parser.prevEndLine,
    end_col_offset: parser.prevEndColumn,
    value,
  };
}

function parseLambda(parser: Parser): Lambda {
  const { line, column, scope } = parser;
  parser.next();
  const args = parseLambdaParameters(parser);
  if (parser.kind === COLON && parser.depth === parser.fieldDepth) {
    parser.reject(
      "f-string: lambda expressions are not allowed without parentheses",
      line,
      column,
    );
  }
  parser.expect(COLON);
  parser.scope = "function";
  const body = parseExpression(parser);
  parser.scope = scope;
  return {
    _type: "Lambda",
    lineno: line,
    col_offset: column,
    end_lineno: parser.prevEndLine,
    end_col_offset: parser.prevEndColumn,
    args,
    body,
  };
}
