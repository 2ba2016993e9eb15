/**
 * The syntax tree of Python 3.12 and later.
 *
 * Node names (`_type`) and fields are those of CPython's `ast` module (Python documentation,
 * "ast — Abstract Syntax Trees", Abstract Grammar), with these representations:
 *
 * - an operator or an expression context is a string (`"Add"`, `"Load"`), not a node;
 * - an optional field that is absent is `null`, a list is an array;
 * - type comments are ignored, so there is no `type_comment` field;
 * - `lineno` and `end_lineno` count from 1; `col_offset` and `end_col_offset` count UTF-16 code units
 *   from 0 within the line (CPython counts UTF-8 bytes; on ASCII lines both are the same).
 *
 * All nodes of one `_type` have the same keys in the same order.
 */

import type { Arg, Arguments, Comprehension, Expr, Keyword } from "./ast_expressions.ts";
import type { Pattern } from "./ast_patterns.ts";
import type { Span } from "./ast_span.ts";
import type {
  Alias,
  ExceptHandler,
  MatchCase,
  Module,
  Stmt,
  TypeParam,
  WithItem,
} from "./ast_statements.ts";

export type * from "./ast_span.ts";
export type * from "./ast_constants.ts";
export type * from "./ast_expressions.ts";
export type * from "./ast_patterns.ts";
export type * from "./ast_statements.ts";

/** Any node of the tree. */
export type Node =
  | Module
  | Stmt
  | Expr
  | Comprehension
  | ExceptHandler
  | Arguments
  | Arg
  | Keyword
  | Alias
  | WithItem
  | MatchCase
  | Pattern
  | TypeParam;

/** A node that has a place in the source. */
export type SpannedNode = Extract<Node, Span>;
