import type { Expression } from "../../../../sql/expression.ts";
import { type PyClass, PyInstance } from "../../../runtime/mod.ts";

const classByKind = new Map<Expression["kind"], PyClass>();

/** Says which Python class the objects of a kind of expression have. */
export function setElementClass(kind: Expression["kind"], cls: PyClass): void {
  classByKind.set(kind, cls);
}

/** The Python object of an expression. */
export function element(expression: Expression, cls?: PyClass): PyInstance {
  const instance = new PyInstance(cls ?? classByKind.get(expression.kind)!);
  instance.native = expression;
  return instance;
}
