import type { Expr, Operator, Stmt } from "./ast.ts";
import { parseTypeAlias } from "./definitions.ts";
import {
  parseRestOfTuple,
  parseStarExpressions,
  parseTarget,
  parseYieldOrStarExpressions,
} from "./expression_lists.ts";
import { parseExpression } from "./expressions.ts";
import { parseFromImport, parseImport } from "./imports.ts";
import type { Parser } from "./parser.ts";
import { describe, setAssignmentContext, setDeleteContext, setStoreContext } from "./targets.ts";
import {
  ASSERT,
  AUGMENTED_ASSIGNMENT,
  BREAK,
  COLON,
  COMMA,
  CONTINUE,
  DEL,
  EQUAL,
  FROM,
  GLOBAL,
  IMPORT,
  NAME,
  NEWLINE,
  NONLOCAL,
  PASS,
  RAISE,
  RETURN,
  SEMICOLON,
} from "./tokens.ts";

/** Parses one simple statement, up to the semicolon or line end behind it. */
export function parseSimpleStatement(parser: Parser): Stmt {
  switch (parser.kind) {
    case NAME:
      return (parser.name === "type" ? parseTypeAlias(parser) : null) ??
        parseExpressionStatement(parser);
    case RETURN:
      return parseReturn(parser);
    case IMPORT:
      return parseImport(parser);
    case FROM:
      return parseFromImport(parser);
    case RAISE:
      return parseRaise(parser);
    case PASS:
      return parseKeyword(parser, "Pass");
    case BREAK:
      if (!parser.inLoop) parser.objectHere("'break' outside loop");
      return parseKeyword(parser, "Break");
    case CONTINUE:
      if (!parser.inLoop) parser.objectHere("'continue' not properly in loop");
      return parseKeyword(parser, "Continue");
    case ASSERT:
      return parseAssert(parser);
    case DEL:
      return parseDelete(parser);
    case GLOBAL:
      return parseScopeDeclaration(parser, "Global");
    case NONLOCAL:
      if (parser.scope === "module") {
        parser.objectHere("nonlocal declaration not allowed at module level");
      }
      return parseScopeDeclaration(parser, "Nonlocal");
    default:
      return parseExpressionStatement(parser);
  }
}

/** Parses an expression that stands alone or is assigned to. */
function parseExpressionStatement(parser: Parser): Stmt {
  const { line, column } = parser;
  const first = parseYieldOrStarExpressions(parser);
  switch (parser.kind) {
    case EQUAL:
      return parseAssignment(parser, first, line, column);
    case COLON:
      return parseAnnotated(parser, first, line, column);
    case AUGMENTED_ASSIGNMENT:
      return parseAugmented(parser, first, line, column);
    default:
      return {
        _type: "Expr",
        lineno: line,
        col_offset: column,
        end_lineno: parser.prevEndLine,
        end_col_offset: parser.prevEndColumn,
        value: first,
      };
  }
}

function parseAssignment(parser: Parser, first: Expr, line: number, column: number): Stmt {
  const targets: Expr[] = [];
  let value = first;
  while (parser.kind === EQUAL) {
    if (value._type === "Yield" || value._type === "YieldFrom") {
      parser.rejectNode("assignment to yield expression not possible", value);
    }
    setAssignmentContext(parser, value);
    targets.push(value);
    parser.next();
    value = parseYieldOrStarExpressions(parser);
  }
  return {
    _type: "Assign",
    lineno: line,
    col_offset: column,
    end_lineno: parser.prevEndLine,
    end_col_offset: parser.prevEndColumn,
    targets,
    value,
  };
}

function parseAnnotated(parser: Parser, target: Expr, line: number, column: number): Stmt {
  if (target._type === "Tuple" || target._type === "List") {
    const what = target._type.toLowerCase();
    parser.rejectNode(`only single target (not ${what}) can be annotated`, target);
  }
  if (
    target._type !== "Name" && target._type !== "Attribute" && target._type !== "Subscript"
  ) {
    rejectColon(parser, target);
  }
  setStoreContext(parser, target);
  // A name in parentheses begins before its node does.
  const bare = target._type === "Name" && target.col_offset === column && target.lineno === line;
  parser.next();
  const annotation = parseExpression(parser);
  const value = parser.accept(EQUAL) ? parseYieldOrStarExpressions(parser) : null;
  return {
    _type: "AnnAssign",
    lineno: line,
    col_offset: column,
    end_lineno: parser.prevEndLine,
    end_col_offset: parser.prevEndColumn,
    target,
    annotation,
    value,
    simple: bare ? 1 : 0,
  };
}

/** Reports a colon, the current token, behind what can be neither annotated nor a block's head. */
function rejectColon(parser: Parser, target: Expr): never {
  const colonLine = parser.line;
  const colonColumn = parser.column;
  parser.next();
  if (parser.kind === NEWLINE || target._type === "Yield" || target._type === "YieldFrom") {
    parser.reject("invalid syntax", colonLine, colonColumn);
  }
  parser.rejectNode("illegal target for annotation", target);
}

function parseAugmented(parser: Parser, target: Expr, line: number, column: number): Stmt {
  const op: Operator = parser.operator;
  if (
    target._type !== "Name" && target._type !== "Attribute" && target._type !== "Subscript"
  ) {
    parser.rejectNode(
      `'${describe(target)}' is an illegal expression for augmented assignment`,
      target,
    );
  }
  setStoreContext(parser, target);
  parser.next();
  const value = parseYieldOrStarExpressions(parser);
  return {
    _type: "AugAssign",
    lineno: line,
    col_offset: column,
    end_lineno: parser.prevEndLine,
    end_col_offset: parser.prevEndColumn,
    target,
    op,
    value,
  };
}

/** Parses a statement that is a keyword alone. */
function parseKeyword(parser: Parser, _type: "Pass" | "Break" | "Continue"): Stmt {
  const { line, column } = parser;
  parser.next();
  return {
    _type,
    lineno: line,
    col_offset: column,
    end_lineno: parser.prevEndLine,
    end_col_offset: parser.prevEndColumn,
  };
}

function endsStatement(parser: Parser): boolean {
  return parser.kind === NEWLINE || parser.kind === SEMICOLON;
}

function parseReturn(parser: Parser): Stmt {
  const { line, column, scope } = parser;
  if (scope === "module" || scope === "class") parser.objectHere("'return' outside function");
  parser.next();
  const value = endsStatement(parser) ? null : parseStarExpressions(parser);
  return {
    _type: "Return",
    lineno: line,
    col_offset: column,
    end_lineno: parser.prevEndLine,
    end_col_offset: parser.prevEndColumn,
    value,
  };
}

function parseRaise(parser: Parser): Stmt {
  const { line, column } = parser;
  parser.next();
  const exc = endsStatement(parser) ? null : parseExpression(parser);
  const cause = exc !== null && parser.accept(FROM) ? parseExpression(parser) : null;
  return {
    _type: "Raise",
    lineno: line,
    col_offset: column,
    end_lineno: parser.prevEndLine,
    end_col_offset: parser.prevEndColumn,
    exc,
    cause,
  };
}

function parseAssert(parser: Parser): Stmt {
  const { line, column } = parser;
  parser.next();
  const test = parseExpression(parser);
  const msg = parser.accept(COMMA) ? parseExpression(parser) : null;
  return {
    _type: "Assert",
    lineno: line,
    col_offset: column,
    end_lineno: parser.prevEndLine,
    end_col_offset: parser.prevEndColumn,
    test,
    msg,
  };
}

function parseDelete(parser: Parser): Stmt {
  const { line, column } = parser;
  parser.next();
  const first = parseTarget(parser);
  const targets = parser.kind === COMMA
    ? parseRestOfTuple(parser, first, line, column, parseTarget).elts
    : [first];
  for (const target of targets) setDeleteContext(parser, target);
  return {
    _type: "Delete",
    lineno: line,
    col_offset: column,
    end_lineno: parser.prevEndLine,
    end_col_offset: parser.prevEndColumn,
    targets,
  };
}

function parseScopeDeclaration(parser: Parser, _type: "Global" | "Nonlocal"): Stmt {
  const { line, column } = parser;
  const names: string[] = [];
  do {
    parser.next();
    names.push(parser.expectName());
  } while (parser.kind === COMMA);
  return {
    _type,
    lineno: line,
    col_offset: column,
    end_lineno: parser.prevEndLine,
    end_col_offset: parser.prevEndColumn,
    names,
  };
}
