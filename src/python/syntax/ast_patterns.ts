import type { Expr } from "./ast_expressions.ts";
import type { Span } from "./ast_span.ts";

export interface MatchValue extends Span {
  readonly _type: "MatchValue";
  readonly value: Expr;
}

export interface MatchSingleton extends Span {
  readonly _type: "MatchSingleton";
  readonly value: boolean | null;
}

export interface MatchSequence extends Span {
  readonly _type: "MatchSequence";
  readonly patterns: readonly Pattern[];
}

export interface MatchMapping extends Span {
  readonly _type: "MatchMapping";
  readonly keys: readonly Expr[];
  readonly patterns: readonly Pattern[];
  readonly rest: string | null;
}

export interface MatchClass extends Span {
  readonly _type: "MatchClass";
  readonly cls: Expr;
  readonly patterns: readonly Pattern[];
  readonly kwd_attrs: readonly string[];
  readonly kwd_patterns: readonly Pattern[];
}

/** `*name`, or `*_` with a null name; only inside a `MatchSequence`. */
export interface MatchStar extends Span {
  readonly _type: "MatchStar";
  readonly name: string | null;
}

/** `pattern as name`; a capture has a null pattern; `_` has neither. */
export interface MatchAs extends Span {
  readonly _type: "MatchAs";
  readonly pattern: Pattern | null;
  readonly name: string | null;
}

export interface MatchOr extends Span {
  readonly _type: "MatchOr";
  readonly patterns: readonly Pattern[];
}

export type Pattern =
  | MatchValue
  | MatchSingleton
  | MatchSequence
  | MatchMapping
  | MatchClass
  | MatchStar
  | MatchAs
  | MatchOr;
