import { typeName, typeOf } from "../runtime/builtin_classes.ts";
import { callSpecial } from "../runtime/call.ts";
import { isRaised, stopAsyncIterationClass, typeError } from "../runtime/exceptions.ts";
import { type PyIterator, StepIterator } from "../runtime/iterator.ts";
import {
  andThen,
  type Evaluation,
  type Outcome,
  Pending,
  type Value,
  wait,
} from "../runtime/value.ts";
import { awaitValue } from "./coroutine.ts";
import { PyAsyncGenerator } from "./generator.ts";

/** What `async for` steps through; every step is awaited there and then. */
export function asyncIterator(value: Value): Outcome<PyIterator> {
  if (value instanceof PyAsyncGenerator) return value;
  const special = typeOf(value).lookup("__aiter__");
  if (special === undefined) {
    throw typeError(
      `'async for' requires an object with __aiter__ method, got ${typeName(value)}`,
    );
  }
  return andThen(callSpecial(special, value, []), (iterator) => {
    if (iterator instanceof PyAsyncGenerator) return iterator;
    const next = typeOf(iterator).lookup("__anext__");
    if (next === undefined) {
      throw typeError(
        `'async for' received an object from __aiter__ that does not implement __anext__: ${
          typeName(iterator)
        }`,
      );
    }
    return new StepIterator(() => new Pending<Value | undefined>(stepOf(next, iterator)));
  });
}

function* stepOf(next: Value, iterator: Value): Evaluation<Value | undefined> {
  try {
    const awaited = yield* wait(callSpecial(next, iterator, []));
    return yield* wait(awaitValue(awaited));
  } catch (error) {
    if (isRaised(error, stopAsyncIterationClass)) return undefined;
    throw error;
  }
}
