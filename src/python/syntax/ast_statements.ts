import type {
  Arguments,
  Attribute,
  Expr,
  Keyword,
  Name,
  Operator,
  Subscript,
} from "./ast_expressions.ts";
import type { Pattern } from "./ast_patterns.ts";
import type { Span } from "./ast_span.ts";

/** A whole file. */
export interface Module {
  readonly _type: "Module";
  readonly body: readonly Stmt[];
}

export interface FunctionDef extends Span {
  readonly _type: "FunctionDef";
  readonly name: string;
  readonly args: Arguments;
  readonly body: readonly Stmt[];
  readonly decorator_list: readonly Expr[];
  readonly returns: Expr | null;
  readonly type_params: readonly TypeParam[];
}

export interface AsyncFunctionDef extends Span {
  readonly _type: "AsyncFunctionDef";
  readonly name: string;
  readonly args: Arguments;
  readonly body: readonly Stmt[];
  readonly decorator_list: readonly Expr[];
  readonly returns: Expr | null;
  readonly type_params: readonly TypeParam[];
}

export interface ClassDef extends Span {
  readonly _type: "ClassDef";
  readonly name: string;
  readonly bases: readonly Expr[];
  readonly keywords: readonly Keyword[];
  readonly body: readonly Stmt[];
  readonly decorator_list: readonly Expr[];
  readonly type_params: readonly TypeParam[];
}

export interface Return extends Span {
  readonly _type: "Return";
  readonly value: Expr | null;
}

export interface Delete extends Span {
  readonly _type: "Delete";
  readonly targets: readonly Expr[];
}

export interface Assign extends Span {
  readonly _type: "Assign";
  /** One for every `=`: `a = b = 1` has two. */
  readonly targets: readonly Expr[];
  readonly value: Expr;
}

export interface TypeAlias extends Span {
  readonly _type: "TypeAlias";
  readonly name: Name;
  readonly type_params: readonly TypeParam[];
  readonly value: Expr;
}

export interface AugAssign extends Span {
  readonly _type: "AugAssign";
  readonly target: Name | Attribute | Subscript;
  readonly op: Operator;
  readonly value: Expr;
}

export interface AnnAssign extends Span {
  readonly _type: "AnnAssign";
  readonly target: Name | Attribute | Subscript;
  readonly annotation: Expr;
  readonly value: Expr | null;
  /** 1 when the target is a bare name, 0 for `(a): int`, `a.b: int` and `a[b]: int`. */
  readonly simple: 0 | 1;
}

export interface For extends Span {
  readonly _type: "For";
  readonly target: Expr;
  readonly iter: Expr;
  readonly body: readonly Stmt[];
  readonly orelse: readonly Stmt[];
}

export interface AsyncFor extends Span {
  readonly _type: "AsyncFor";
  readonly target: Expr;
  readonly iter: Expr;
  readonly body: readonly Stmt[];
  readonly orelse: readonly Stmt[];
}

export interface While extends Span {
  readonly _type: "While";
  readonly test: Expr;
  readonly body: readonly Stmt[];
  readonly orelse: readonly Stmt[];
}

export interface If extends Span {
  readonly _type: "If";
  readonly test: Expr;
  readonly body: readonly Stmt[];
  /** An `elif` is a single `If` in here. */
  readonly orelse: readonly Stmt[];
}

export interface With extends Span {
  readonly _type: "With";
  readonly items: readonly WithItem[];
  readonly body: readonly Stmt[];
}

export interface AsyncWith extends Span {
  readonly _type: "AsyncWith";
  readonly items: readonly WithItem[];
  readonly body: readonly Stmt[];
}

export interface Match extends Span {
  readonly _type: "Match";
  readonly subject: Expr;
  readonly cases: readonly MatchCase[];
}

export interface Raise extends Span {
  readonly _type: "Raise";
  readonly exc: Expr | null;
  readonly cause: Expr | null;
}

export interface Try extends Span {
  readonly _type: "Try";
  readonly body: readonly Stmt[];
  readonly handlers: readonly ExceptHandler[];
  readonly orelse: readonly Stmt[];
  readonly finalbody: readonly Stmt[];
}

/** `try` with `except*`. */
export interface TryStar extends Span {
  readonly _type: "TryStar";
  readonly body: readonly Stmt[];
  readonly handlers: readonly ExceptHandler[];
  readonly orelse: readonly Stmt[];
  readonly finalbody: readonly Stmt[];
}

export interface Assert extends Span {
  readonly _type: "Assert";
  readonly test: Expr;
  readonly msg: Expr | null;
}

export interface Import extends Span {
  readonly _type: "Import";
  readonly names: readonly Alias[];
}

export interface ImportFrom extends Span {
  readonly _type: "ImportFrom";
  /** Null for `from . import a`. */
  readonly module: string | null;
  readonly names: readonly Alias[];
  /** The number of leading dots. */
  readonly level: number;
}

export interface Global extends Span {
  readonly _type: "Global";
  readonly names: readonly string[];
}

export interface Nonlocal extends Span {
  readonly _type: "Nonlocal";
  readonly names: readonly string[];
}

/** An expression that stands as a statement. */
export interface ExprStmt extends Span {
  readonly _type: "Expr";
  readonly value: Expr;
}

export interface Pass extends Span {
  readonly _type: "Pass";
}

export interface Break extends Span {
  readonly _type: "Break";
}

export interface Continue extends Span {
  readonly _type: "Continue";
}

export type Stmt =
  | FunctionDef
  | AsyncFunctionDef
  | ClassDef
  | Return
  | Delete
  | Assign
  | TypeAlias
  | AugAssign
  | AnnAssign
  | For
  | AsyncFor
  | While
  | If
  | With
  | AsyncWith
  | Match
  | Raise
  | Try
  | TryStar
  | Assert
  | Import
  | ImportFrom
  | Global
  | Nonlocal
  | ExprStmt
  | Pass
  | Break
  | Continue;

export interface ExceptHandler extends Span {
  readonly _type: "ExceptHandler";
  readonly type: Expr | null;
  readonly name: string | null;
  readonly body: readonly Stmt[];
}

export interface Alias extends Span {
  readonly _type: "alias";
  /** With its dots; `"*"` for `from a import *`. */
  readonly name: string;
  readonly asname: string | null;
}

export interface WithItem {
  readonly _type: "withitem";
  readonly context_expr: Expr;
  readonly optional_vars: Expr | null;
}

export interface MatchCase {
  readonly _type: "match_case";
  readonly pattern: Pattern;
  readonly guard: Expr | null;
  readonly body: readonly Stmt[];
}

// Type parameters (PEP 695, defaults PEP 696)

export interface TypeVar extends Span {
  readonly _type: "TypeVar";
  readonly name: string;
  readonly bound: Expr | null;
  readonly default_value: Expr | null;
}

export interface ParamSpec extends Span {
  readonly _type: "ParamSpec";
  readonly name: string;
  readonly default_value: Expr | null;
}

export interface TypeVarTuple extends Span {
  readonly _type: "TypeVarTuple";
  readonly name: string;
  readonly default_value: Expr | null;
}

export type TypeParam = TypeVar | ParamSpec | TypeVarTuple;
