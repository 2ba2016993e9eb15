import type { Expr } from "../syntax/ast.ts";
import type { Raised } from "../runtime/exceptions.ts";
import { collect, isIterable } from "../runtime/iteration.ts";
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
  notIterable?: (callee: Value, value: Value) => Raised,
): (frame: Frame, callee?: Value) => Outcome<Value[]> {
  const starred = elements.map((element) => element._type === "Starred");
  const codes = elements.map((element) =>
    compiler.expression(element._type === "Starred" ? element.value : element, scope)
  );
  if (!starred.includes(true)) return (frame) => evaluateAll(codes, frame);
  return (frame, callee = null) =>
    new Pending(
      spread(codes, starred, frame, (value) => {
        if (notIterable !== undefined && !isIterable(value)) throw notIterable(callee, value);
      }),
    );
}

function* spread(
  codes: readonly Code[],
  starred: readonly boolean[],
  frame: Frame,
  check: (value: Value) => void,
): Evaluation<Value[]> {
  const values: Value[] = [];
  for (let index = 0; index < codes.length; index++) {
    const value = yield* wait(codes[index]!(frame));
    if (!starred[index]) values.push(value);
    else {
      check(value);
      for (const item of yield* collect(value)) values.push(item);
    }
  }
  return values;
}
