import type { Span } from "./ast_span.ts";

interface ConstantBase extends Span {
  readonly _type: "Constant";
  /** `"u"` when the (first) string literal was written with that prefix. */
  readonly kind: "u" | null;
}

/** The value is a bigint exactly when it is not a safe integer. */
export interface IntConstant extends ConstantBase {
  readonly type: "int";
  readonly value: number | bigint;
}

export interface FloatConstant extends ConstantBase {
  readonly type: "float";
  readonly value: number;
}

/** The value is the imaginary part; the real part of a literal is 0. */
export interface ComplexConstant extends ConstantBase {
  readonly type: "complex";
  readonly value: number;
}

/** An escaped pair of surrogates (`"\\ud83d\\ude00"`) reads as one character, unlike in Python. */
export interface StrConstant extends ConstantBase {
  readonly type: "str";
  readonly value: string;
}

export interface BytesConstant extends ConstantBase {
  readonly type: "bytes";
  readonly value: Uint8Array;
}

export interface BoolConstant extends ConstantBase {
  readonly type: "bool";
  readonly value: boolean;
}

export interface NoneConstant extends ConstantBase {
  readonly type: "NoneType";
  readonly value: null;
}

export interface EllipsisConstant extends ConstantBase {
  readonly type: "ellipsis";
  readonly value: null;
}

/** A literal; `type` is the name of its Python type. */
export type Constant =
  | IntConstant
  | FloatConstant
  | ComplexConstant
  | StrConstant
  | BytesConstant
  | BoolConstant
  | NoneConstant
  | EllipsisConstant;
