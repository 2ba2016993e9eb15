import type { Expr } from "../syntax/ast.ts";
import { collect } from "../runtime/iteration.ts";
import { type Evaluation, type Outcome, Pending, type Value, wait } from "../runtime/value.ts";
import type { Compiler } from "./compiler.ts";
import type { Code, Frame } from "./frame.ts";
import type { Scope } from "./scope.ts";
import { evaluateAll } from "./strict.ts";

/** The values of a list of expressions in which `*iterable` may stand. */
export function collectElements(
  compiler: Compiler,
  elements: readonly Expr[],
  scope: Scope,
): (frame: Frame) => Outcome<Value[]> {
  const starred = elements.map((element) => element._type === "Starred");
  const codes = elements.map((element) =>
    compiler.expression(element._type === "Starred" ? element.value : element, scope)
  );
  if (!starred.includes(true)) return (frame) => evaluateAll(codes, frame);
  return (frame) => new Pending(spread(codes, starred, frame));
}

function* spread(
  codes: readonly Code[],
  starred: readonly boolean[],
  frame: Frame,
): Evaluation<Value[]> {
  const values: Value[] = [];
  for (let index = 0; index < codes.length; index++) {
    const value = yield* wait(codes[index]!(frame));
    if (!starred[index]) values.push(value);
    else for (const item of yield* collect(value)) values.push(item);
  }
  return values;
}
