import type { Constant, StrConstant } from "./ast_constants.ts";
import type { Span } from "./ast_span.ts";

export type ExprContext = "Load" | "Store" | "Del";
export type BoolOperator = "And" | "Or";
export type Operator =
  | "Add"
  | "Sub"
  | "Mult"
  | "MatMult"
  | "Div"
  | "Mod"
  | "Pow"
  | "LShift"
  | "RShift"
  | "BitOr"
  | "BitXor"
  | "BitAnd"
  | "FloorDiv";
export type UnaryOperator = "Invert" | "Not" | "UAdd" | "USub";
export type CmpOperator =
  | "Eq"
  | "NotEq"
  | "Lt"
  | "LtE"
  | "Gt"
  | "GtE"
  | "Is"
  | "IsNot"
  | "In"
  | "NotIn";

export interface BoolOp extends Span {
  readonly _type: "BoolOp";
  readonly op: BoolOperator;
  /** Two or more: `a or b or c` is one node. */
  readonly values: readonly Expr[];
}

/** `target := value`. */
export interface NamedExpr extends Span {
  readonly _type: "NamedExpr";
  readonly target: Name;
  readonly value: Expr;
}

export interface BinOp extends Span {
  readonly _type: "BinOp";
  readonly left: Expr;
  readonly op: Operator;
  readonly right: Expr;
}

export interface UnaryOp extends Span {
  readonly _type: "UnaryOp";
  readonly op: UnaryOperator;
  readonly operand: Expr;
}

export interface Lambda extends Span {
  readonly _type: "Lambda";
  readonly args: Arguments;
  readonly body: Expr;
}

export interface IfExp extends Span {
  readonly _type: "IfExp";
  readonly test: Expr;
  readonly body: Expr;
  readonly orelse: Expr;
}

export interface Dict extends Span {
  readonly _type: "Dict";
  /** A null key stands for `**value`. */
  readonly keys: readonly (Expr | null)[];
  readonly values: readonly Expr[];
}

export interface SetExpr extends Span {
  readonly _type: "Set";
  readonly elts: readonly Expr[];
}

export interface ListComp extends Span {
  readonly _type: "ListComp";
  readonly elt: Expr;
  readonly generators: readonly Comprehension[];
}

export interface SetComp extends Span {
  readonly _type: "SetComp";
  readonly elt: Expr;
  readonly generators: readonly Comprehension[];
}

export interface DictComp extends Span {
  readonly _type: "DictComp";
  readonly key: Expr;
  readonly value: Expr;
  readonly generators: readonly Comprehension[];
}

export interface GeneratorExp extends Span {
  readonly _type: "GeneratorExp";
  readonly elt: Expr;
  readonly generators: readonly Comprehension[];
}

export interface Await extends Span {
  readonly _type: "Await";
  readonly value: Expr;
}

export interface Yield extends Span {
  readonly _type: "Yield";
  readonly value: Expr | null;
}

export interface YieldFrom extends Span {
  readonly _type: "YieldFrom";
  readonly value: Expr;
}

export interface Compare extends Span {
  readonly _type: "Compare";
  readonly left: Expr;
  readonly ops: readonly CmpOperator[];
  readonly comparators: readonly Expr[];
}

export interface Call extends Span {
  readonly _type: "Call";
  readonly func: Expr;
  /** `*args` is a `Starred` in here. */
  readonly args: readonly Expr[];
  readonly keywords: readonly Keyword[];
}

/** A replacement field of an f-string. */
export interface FormattedValue extends Span {
  readonly _type: "FormattedValue";
  readonly value: Expr;
  /** -1 for none, else the character code of `s`, `r` or `a`. */
  readonly conversion: -1 | 115 | 114 | 97;
  readonly format_spec: JoinedStr | null;
}

/** An f-string, with the strings that it is implicitly concatenated with. */
export interface JoinedStr extends Span {
  readonly _type: "JoinedStr";
  readonly values: readonly (StrConstant | FormattedValue)[];
}

export interface Attribute extends Span {
  readonly _type: "Attribute";
  readonly value: Expr;
  readonly attr: string;
  readonly ctx: ExprContext;
}

export interface Subscript extends Span {
  readonly _type: "Subscript";
  readonly value: Expr;
  /** `a[b, c]` has a `Tuple`, `a[b:c]` a `Slice`. */
  readonly slice: Expr;
  readonly ctx: ExprContext;
}

export interface Starred extends Span {
  readonly _type: "Starred";
  readonly value: Expr;
  readonly ctx: ExprContext;
}

export interface Name extends Span {
  readonly _type: "Name";
  /** In Unicode normalization form NFKC. */
  readonly id: string;
  readonly ctx: ExprContext;
}

export interface List extends Span {
  readonly _type: "List";
  readonly elts: readonly Expr[];
  readonly ctx: ExprContext;
}

export interface Tuple extends Span {
  readonly _type: "Tuple";
  readonly elts: readonly Expr[];
  readonly ctx: ExprContext;
}

/** Only inside a `Subscript`, directly or as an element of its `Tuple`. */
export interface Slice extends Span {
  readonly _type: "Slice";
  readonly lower: Expr | null;
  readonly upper: Expr | null;
  readonly step: Expr | null;
}

export type Expr =
  | BoolOp
  | NamedExpr
  | BinOp
  | UnaryOp
  | Lambda
  | IfExp
  | Dict
  | SetExpr
  | ListComp
  | SetComp
  | DictComp
  | GeneratorExp
  | Await
  | Yield
  | YieldFrom
  | Compare
  | Call
  | FormattedValue
  | JoinedStr
  | Constant
  | Attribute
  | Subscript
  | Starred
  | Name
  | List
  | Tuple
  | Slice;

export interface Comprehension {
  readonly _type: "comprehension";
  readonly target: Expr;
  readonly iter: Expr;
  readonly ifs: readonly Expr[];
  /** 1 for `async for`. */
  readonly is_async: 0 | 1;
}

export interface Arguments {
  readonly _type: "arguments";
  readonly posonlyargs: readonly Arg[];
  readonly args: readonly Arg[];
  readonly vararg: Arg | null;
  readonly kwonlyargs: readonly Arg[];
  /** One for every keyword-only argument; null where it is required. */
  readonly kw_defaults: readonly (Expr | null)[];
  readonly kwarg: Arg | null;
  /** Those of the last positional arguments. */
  readonly defaults: readonly Expr[];
}

export interface Arg extends Span {
  readonly _type: "arg";
  readonly arg: string;
  readonly annotation: Expr | null;
}

export interface Keyword extends Span {
  readonly _type: "keyword";
  /** Null for `**value`. */
  readonly arg: string | null;
  readonly value: Expr;
}
