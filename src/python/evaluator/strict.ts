import {
  andThen,
  type Evaluation,
  type Outcome,
  Pending,
  type Value,
  wait,
} from "../runtime/value.ts";
import type { Code, Frame } from "./frame.ts";

/**
 * Combinators for expressions whose operands are all evaluated first, left to right. Each tries the
 * plain way and turns into a generator only from the operand on that has to wait.
 */
export function strict1(operand: Code, apply: (value: Value, frame: Frame) => Outcome): Code {
  return (frame) => {
    const value = operand(frame);
    return value instanceof Pending
      ? andThen(value, (ready) => apply(ready, frame))
      : apply(value, frame);
  };
}

/** Two operands. */
export function strict2(
  first: Code,
  second: Code,
  apply: (a: Value, b: Value, frame: Frame) => Outcome,
): Code {
  return (frame) => {
    const a = first(frame);
    if (a instanceof Pending) {
      return andThen(a, (left) => andThen(second(frame), (right) => apply(left, right, frame)));
    }
    const b = second(frame);
    return b instanceof Pending
      ? andThen(b, (right) => apply(a, right, frame))
      : apply(a, b, frame);
  };
}

/** The values of several operands. */
export function evaluateAll(codes: readonly Code[], frame: Frame): Outcome<Value[]> {
  const values: Value[] = new Array(codes.length);
  for (let index = 0; index < codes.length; index++) {
    const value = codes[index]!(frame);
    if (value instanceof Pending) {
      return new Pending(evaluateRest(codes, frame, values, index, value));
    }
    values[index] = value;
  }
  return values;
}

function* evaluateRest(
  codes: readonly Code[],
  frame: Frame,
  values: Value[],
  from: number,
  first: Pending,
): Evaluation<Value[]> {
  values[from] = yield* first.generator;
  for (let index = from + 1; index < codes.length; index++) {
    values[index] = yield* wait(codes[index]!(frame));
  }
  return values;
}
