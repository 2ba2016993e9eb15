import type { Expression } from "../../../../sql/expression.ts";
import type { BinaryOperator } from "../../../../sql/operator.ts";
import {
  asString,
  isTrue,
  type NativeEntry,
  type PyInstance,
  typeError,
  type Value,
} from "../../../runtime/mod.ts";
import { textFrom } from "../names.ts";
import { operandOf } from "./coercion.ts";
import { element } from "./element.ts";
import { booleanType, stringType } from "./infer.ts";
import { expressionOf } from "./payload.ts";

function comparison(operator: BinaryOperator, extra: { readonly escape?: string } = {}) {
  return (self: PyInstance, other: Value): PyInstance => {
    const left = expressionOf(self);
    const right = operandOf(other, left);
    return element({ kind: "binary", operator, left, right, type: booleanType, ...extra });
  };
}

function escapeOf(value: Value): { readonly escape?: string } {
  const escape = textFrom(value);
  return escape === null ? {} : { escape };
}

function likeOperator(operator: BinaryOperator) {
  return (self: PyInstance, other: Value, escape: Value): PyInstance =>
    comparison(operator, escapeOf(escape))(self, other);
}

/** `startswith`, `endswith`, `contains` of strings: LIKE with percent signs joined on. */
export function affix(operator: "like" | "ilike", before: boolean, after: boolean) {
  return (self: PyInstance, other: Value, autoescape: Value, escape: Value): PyInstance => {
    const left = expressionOf(self);
    let value = other;
    let escapeWith = escapeOf(escape).escape;
    if (isTrue(autoescape)) {
      const text = asString(other);
      if (text === null) throw typeError("String value expected when autoescape=True");
      escapeWith ??= "/";
      const mark = escapeWith;
      value = text.replaceAll(mark, mark + mark).replaceAll("%", `${mark}%`)
        .replaceAll("_", `${mark}_`);
    }
    let right = operandOf(value, left);
    const percent: Expression = { kind: "inlineLiteral", value: "%", type: stringType };
    const join = (a: Expression, b: Expression): Expression => ({
      kind: "binary",
      operator: "concat",
      left: a,
      right: b,
      type: stringType,
    });
    if (before) right = join(percent, right);
    if (after) right = join(right, percent);
    return element({
      kind: "binary",
      operator,
      left,
      right,
      type: booleanType,
      ...(escapeWith === undefined ? {} : { escape: escapeWith }),
    });
  };
}

function regexp(operator: "regexp_match" | "not_regexp_match") {
  return (self: PyInstance, pattern: Value, flags: Value): PyInstance =>
    comparison(operator, typeof flags === "string" ? { escape: flags } : {})(self, pattern);
}

const affixSignature = "other, autoescape=False, escape=None";

/** Methods of what stands for a string. */
export const stringMethods: Readonly<Record<string, NativeEntry>> = {
  like: ["other, escape=None", likeOperator("like")],
  ilike: ["other, escape=None", likeOperator("ilike")],
  notlike: ["other, escape=None", likeOperator("not_like")],
  not_like: ["other, escape=None", likeOperator("not_like")],
  notilike: ["other, escape=None", likeOperator("not_ilike")],
  not_ilike: ["other, escape=None", likeOperator("not_ilike")],
  startswith: ["other, autoescape=False, escape=None", affix("like", false, true)],
  endswith: ["other, autoescape=False, escape=None", affix("like", true, false)],
  match: ["other, **kw", comparison("match")],
  regexp_match: ["pattern, flags=None", regexp("regexp_match")],
  istartswith: [affixSignature, affix("ilike", false, true)],
  iendswith: [affixSignature, affix("ilike", true, false)],
  icontains: [affixSignature, affix("ilike", true, true)],
  regexp_replace: ["pattern, replacement, flags=None", (
    self: PyInstance,
    pattern: Value,
    replacement: Value,
    flags: Value,
  ) => {
    const operand = expressionOf(self);
    const args = [pattern, replacement, ...(flags === null ? [] : [flags])];
    return element({
      kind: "function",
      path: ["REGEXP_REPLACE"],
      arguments: [operand, ...args.map((value) => operandOf(value, operand))],
      type: stringType,
    });
  }],
};
