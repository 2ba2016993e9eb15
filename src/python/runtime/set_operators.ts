import type { Operator } from "../syntax/ast.ts";
import { frozensetClass, setClass } from "./builtin_classes.ts";
import { checkItems } from "./limits.ts";
import { notImplemented } from "./objects.ts";
import { PySet } from "./set.ts";
import type { Value } from "./value.ts";

let viewAsSet: (value: Value) => PySet | null = () => null;

/** Says how dict views take part in set operators (builtins/dict_views.ts). */
export function setViewConversion(convert: (value: Value) => PySet | null): void {
  viewAsSet = convert;
}

/** A set, or the set behind `dict.keys()` and `dict.items()`; null for anything else. */
export function asSet(value: Value): PySet | null {
  return value instanceof PySet ? value : viewAsSet(value);
}

/** `|`, `&`, `^` and `-` of sets and of what takes part as one; NotImplemented for anything else. */
export function setOperation(op: Operator, left: Value, right: Value): Value {
  const a = asSet(left);
  const b = asSet(right);
  if (a === null || b === null) return notImplemented;
  return combineSets(op as "BitOr" | "BitAnd" | "BitXor" | "Sub", a, b);
}

/** Union, intersection, symmetric difference and difference: a set, or a frozenset where the left one is frozen. */
export function combineSets(
  op: "BitOr" | "BitAnd" | "BitXor" | "Sub",
  a: PySet,
  b: PySet,
): PySet {
  checkItems(a.size + b.size);
  const left = [...a.values()];
  const cls = a.frozen ? frozensetClass : setClass;
  switch (op) {
    case "BitOr":
      return new PySet([...left, ...b.values()], cls);
    case "BitAnd":
      return new PySet(left.filter((item) => b.has(item)), cls);
    case "Sub":
      return new PySet(left.filter((item) => !b.has(item)), cls);
    case "BitXor":
      return new PySet(
        [...left.filter((item) => !b.has(item)), ...[...b.values()].filter((item) => !a.has(item))],
        cls,
      );
  }
}

/** `|=`, `&=`, `-=` and `^=`: changes the set; false where the operator or the other side has no part in it. */
export function setInPlace(op: Operator, target: PySet, value: Value): boolean {
  if (op !== "BitOr" && op !== "BitAnd" && op !== "Sub" && op !== "BitXor") return false;
  const other = asSet(value);
  if (other === null) return false;
  const result = [...combineSets(op, target, other).values()];
  target.clear();
  for (const item of result) target.add(item);
  return true;
}
