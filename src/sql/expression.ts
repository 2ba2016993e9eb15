import type { Name } from "../schema/name.ts";
import type { Sequence } from "../schema/sequence.ts";
import type { SqlType } from "../schema/types.ts";
import type { FromClause } from "./from_clause.ts";
import type { BinaryOperator, PostfixOperator, PrefixOperator } from "./operator.ts";
import type { CompoundSelect, Select, Statement as SqlStatement } from "./query.ts";
import type { SqlValue } from "./value.ts";

/** Anything that stands for a value, or for a piece of text in the place of one. */
export type Expression =
  | TextClause
  | ColumnReference
  | LiteralColumn
  | BindParameter
  | InlineLiteral
  | Constant
  | FunctionCall
  | Binary
  | Unary
  | BooleanList
  | Between
  | In
  | Grouping
  | Tuple
  | Case
  | Cast
  | TypeCoerce
  | Extract
  | Collate
  | Label
  | Exists
  | ScalarSubquery
  | AnyAll
  | ArrayLiteral
  | Subscript
  | Slice
  | Over
  | Filter
  | WithinGroup
  | AggregateOrderBy
  | NextValue;

/** Raw SQL with `:name` places, as `sa.text()` takes it; `\:` is a colon. Also a statement of its own. */
export interface TextClause {
  readonly kind: "text";
  readonly sql: string;
  /** `bindparams(…)`: values by name. A place without one is NULL offline and an error online. */
  readonly binds?: Readonly<Record<string, BindParameter>>;
}

/** A column, of a table or without one. */
export interface ColumnReference {
  readonly kind: "column";
  readonly name: Name;
  readonly type: SqlType;
  /** The table or subquery that it belongs to; compared by identity. `null`: `column("x")` alone. */
  readonly from: FromClause | null;
  /** By which name programs know it, where that is another: the attribute of a mapped class. */
  readonly key?: string;
  /** The nameless result of the subquery that it stands for: it is referred to by the name that is made for that. */
  readonly part?: Expression;
  /** Which of several results of a subquery it stands for that are the same column. */
  readonly repetition?: number;
  /** It was given as a text where ORDER BY takes a label; outside of a SELECT it is that text. */
  readonly isText?: true;
}

/** `literal_column()`: SQL text in the place of a column. */
export interface LiteralColumn {
  readonly kind: "literalColumn";
  readonly sql: string;
  readonly type: SqlType;
}

/** A value: `literal(5)`, the right side of `column == 5`, or a named `bindparam`. */
export interface BindParameter {
  readonly kind: "bind";
  /** The name of a `bindparam("x")`; anonymous ones have none. */
  readonly name?: string;
  /** Absent: `bindparam("x")` that waits for a value. */
  readonly value?: SqlValue;
  readonly type: SqlType;
  /** `expanding=True`: the value is a list and becomes `(a, b, c)`. */
  readonly expanding?: boolean;
}

/** `op.inline_literal()`: a value that is always written into the text. */
export interface InlineLiteral {
  readonly kind: "inlineLiteral";
  readonly value: SqlValue;
  readonly type: SqlType;
}

/** TRUE, FALSE, NULL, DEFAULT. */
export interface Constant {
  readonly kind: "constant";
  readonly value: "true" | "false" | "null" | "default";
}

/** `func.name(args)`. `func.a.b(…)` has the path `["a", "b"]`. */
export interface FunctionCall {
  readonly kind: "function";
  readonly path: readonly Name[];
  readonly arguments: readonly Expression[];
  readonly type: SqlType;
}

/** Two operands and an operator between them. */
export interface Binary {
  readonly kind: "binary";
  readonly operator: BinaryOperator;
  readonly left: Expression;
  readonly right: Expression;
  readonly type: SqlType;
  /** The operator's text where it is `custom` (`column.op("&&")`). */
  readonly custom?: CustomOperator;
  /** `LIKE … ESCAPE`, and the flags of the regular-expression operators. */
  readonly escape?: string;
}

/** `column.op(text, precedence=…, is_comparison=…)`. */
export interface CustomOperator {
  readonly text: string;
  /** Default 0: always in parentheses inside another operator. */
  readonly precedence?: number;
  readonly isComparison?: boolean;
}

/** One operand with a word before or after it. */
export type Unary =
  | {
    readonly kind: "unary";
    readonly position: "prefix";
    readonly operator: PrefixOperator;
    readonly operand: Expression;
    readonly type: SqlType;
  }
  | {
    readonly kind: "unary";
    readonly position: "postfix";
    readonly operator: PostfixOperator;
    readonly operand: Expression;
    readonly type: SqlType;
  };

/** Clauses joined by AND or OR. */
export interface BooleanList {
  readonly kind: "booleanList";
  readonly operator: "and" | "or";
  readonly clauses: readonly Expression[];
}

/** BETWEEN. */
export interface Between {
  readonly kind: "between";
  readonly operand: Expression;
  readonly low: Expression;
  readonly high: Expression;
  readonly negated?: boolean;
  readonly symmetric?: boolean;
}

/** IN: a list of expressions, a subquery, or an expanding parameter. */
export interface In {
  readonly kind: "in";
  readonly operand: Expression;
  readonly members: readonly Expression[] | Select | CompoundSelect | TextClause | BindParameter;
  readonly negated?: boolean;
}

/** Parentheses that the author asked for (`self_group()`). */
export interface Grouping {
  readonly kind: "grouping";
  readonly operand: Expression;
}

/** `tuple_(a, b)`. */
export interface Tuple {
  readonly kind: "tuple";
  readonly elements: readonly Expression[];
}

/** CASE. */
export interface Case {
  readonly kind: "case";
  readonly value?: Expression;
  readonly whens: readonly { readonly when: Expression; readonly then: Expression }[];
  readonly otherwise?: Expression;
  readonly type: SqlType;
}

/** CAST(… AS type). */
export interface Cast {
  readonly kind: "cast";
  readonly operand: Expression;
  readonly type: SqlType;
}

/** `type_coerce()`: another type for the program, nothing in SQL. */
export interface TypeCoerce {
  readonly kind: "typeCoerce";
  readonly operand: Expression;
  readonly type: SqlType;
}

/** EXTRACT(field FROM …). */
export interface Extract {
  readonly kind: "extract";
  readonly field: string;
  readonly operand: Expression;
}

/** … COLLATE "name". */
export interface Collate {
  readonly kind: "collate";
  readonly operand: Expression;
  readonly collation: Name;
}

/** … AS name, where a name can be said. */
export interface Label {
  readonly kind: "label";
  readonly name: Name;
  readonly operand: Expression;
}

/** EXISTS (…). */
export interface Exists {
  readonly kind: "exists";
  readonly select: Select | CompoundSelect;
  readonly negated?: boolean;
}

/** A SELECT of one value in parentheses. */
export interface ScalarSubquery {
  readonly kind: "scalarSubquery";
  readonly select: Select | CompoundSelect;
  readonly type: SqlType;
}

/** `any_()` and `all_()`. */
export interface AnyAll {
  readonly kind: "anyAll";
  readonly quantifier: "any" | "all";
  readonly operand: Expression;
}

/** `postgresql.array([…])`. */
export interface ArrayLiteral {
  readonly kind: "arrayLiteral";
  readonly elements: readonly Expression[];
  readonly type: SqlType;
}

/** `column[1]` of an array or a document. */
export interface Subscript {
  readonly kind: "subscript";
  readonly operand: Expression;
  readonly index: Expression;
  readonly type: SqlType;
}

/** `column[1:2]` of an array. */
export interface Slice {
  readonly kind: "slice";
  readonly operand: Expression;
  readonly start: Expression | null;
  readonly stop: Expression | null;
  readonly type: SqlType;
}

/** … OVER (…). */
export interface Over {
  readonly kind: "over";
  readonly operand: Expression;
  readonly partitionBy?: readonly Expression[];
  readonly orderBy?: readonly Expression[];
  readonly frame?: {
    readonly unit: "RANGE" | "ROWS" | "GROUPS";
    /** `null`: unbounded; 0: current row; negative: preceding. */
    readonly from: number | null;
    readonly to: number | null;
  };
}

/** … FILTER (WHERE …). */
export interface Filter {
  readonly kind: "filter";
  readonly operand: Expression;
  readonly where: Expression;
}

/** … WITHIN GROUP (ORDER BY …). */
export interface WithinGroup {
  readonly kind: "withinGroup";
  readonly operand: Expression;
  readonly orderBy: readonly Expression[];
}

/** `aggregate_order_by(expression, order…)` inside a function's parentheses. */
export interface AggregateOrderBy {
  readonly kind: "aggregateOrderBy";
  readonly operand: Expression;
  readonly orderBy: readonly Expression[];
}

/** `nextval('sequence')`. */
export interface NextValue {
  readonly kind: "nextValue";
  readonly sequence: Sequence;
}

/** Anything that can be sent: a query, or a piece of text. */
export type Executable = SqlStatement | TextClause;
