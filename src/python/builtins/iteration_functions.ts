import { typeName, typeOf } from "../runtime/builtin_classes.ts";
import { call, callSpecial } from "../runtime/call.ts";
import { compare } from "../runtime/compare.ts";
import { typeError, valueError } from "../runtime/exceptions.ts";
import { normaliseInt } from "../runtime/int.ts";
import { collect, getIterator, nextValue } from "../runtime/iteration.ts";
import { NativeIterator, type PyIterator, StepIterator } from "../runtime/iterator.ts";
import { spend } from "../runtime/running.ts";
import { asString, PyTuple, tuple } from "../runtime/objects.ts";
import { binary, length, toIndex } from "../runtime/operators.ts";
import { getItem } from "../runtime/subscript.ts";
import { isTrue, truth } from "../runtime/truth.ts";
import {
  andThen,
  type Evaluation,
  type Outcome,
  Pending,
  type Value,
  wait,
} from "../runtime/value.ts";

/** Goes through an iterable without collecting it; `visit` gives a value to stop with. */
export function* each(
  iterable: Value,
  visit: (value: Value) => Evaluation<Value | undefined>,
): Evaluation<Value | undefined> {
  const iterator = yield* wait(getIterator(iterable));
  for (let count = 0;; count++) {
    if ((count & 1023) === 1023) spend(1024);
    const value = yield* wait(iterator.step());
    if (value === undefined) return undefined;
    const result = yield* visit(value);
    if (result !== undefined) return result;
  }
}

export function extremum(name: "min" | "max"): (
  args: Value[],
  key: Value,
  fallback: Value | undefined,
) => Evaluation {
  return function* (args, key, fallback): Evaluation {
    if (args.length === 0) throw typeError(`${name} expected at least 1 argument, got 0`);
    const values = args.length === 1 ? yield* collect(args[0]!) : args;
    if (values.length === 0) {
      if (fallback !== undefined) return fallback;
      throw valueError(`${name}() arg is an empty sequence`);
    }
    let best = values[0]!;
    let bestKey = key === null ? best : yield* wait(call(key, [best]));
    for (let index = 1; index < values.length; index++) {
      const value = values[index]!;
      const valueKey = key === null ? value : yield* wait(call(key, [value]));
      const better = yield* wait(compare(name === "min" ? "Lt" : "Gt", valueKey, bestKey));
      if (yield* wait(truth(better))) [best, bestKey] = [value, valueKey];
    }
    return best;
  };
}

export function* sum(iterable: Value, start: Value): Evaluation {
  if (asString(start) !== null) {
    throw typeError("sum() can't sum strings [use ''.join(seq) instead]");
  }
  let total = start;
  yield* each(iterable, function* (value): Evaluation<undefined> {
    total = yield* wait(binary("Add", total, value));
    return undefined;
  });
  return total;
}

export function* next(iterator: Value, fallback: Value | undefined): Evaluation {
  if (fallback !== undefined) {
    const value = yield* wait(nextValue(iterator));
    return value === undefined ? fallback : value;
  }
  // The iterator's own __next__ raises the StopIteration, with a generator's return value.
  const special = typeOf(iterator).lookup("__next__");
  if (special === undefined) {
    throw typeError(`'${typeName(iterator)}' object is not an iterator`);
  }
  return yield* wait(callSpecial(special, iterator, []));
}

export function iterate(value: Value, sentinel: Value | undefined): Outcome {
  if (sentinel === undefined) {
    const special = typeOf(value).lookup("__iter__");
    // Python gives back what __iter__ returned, not a wrapper.
    if (special !== undefined && special !== null && typeOf(value).module !== "builtins") {
      return callSpecial(special, value, []);
    }
    return getIterator(value);
  }
  return new StepIterator(() =>
    andThen(
      call(value),
      (item) =>
        andThen(compare("Eq", item, sentinel), (same) =>
          andThen(truth(same), (yes) => yes ? undefined : item)),
    )
  );
}

export function* zipValues(iterables: Value[], strict: Value): Evaluation {
  const iterators: PyIterator[] = [];
  for (const iterable of iterables) iterators.push(yield* wait(getIterator(iterable)));
  const mustMatch = isTrue(strict);
  function* step(): Evaluation<Value | undefined> {
    const items: Value[] = [];
    for (const [index, iterator] of iterators.entries()) {
      const item = yield* wait(iterator.step());
      if (item === undefined) {
        if (mustMatch) yield* checkEnds(index);
        return undefined;
      }
      items.push(item);
    }
    return new PyTuple(items);
  }
  function* checkEnds(ended: number): Evaluation<void> {
    const range = ended === 1 ? "argument 1" : `arguments 1-${ended}`;
    if (ended > 0) throw valueError(`zip() argument ${ended + 1} is shorter than ${range}`);
    for (let index = 1; index < iterators.length; index++) {
      if ((yield* wait(iterators[index]!.step())) === undefined) continue;
      const others = index === 1 ? "argument 1" : `arguments 1-${index}`;
      throw valueError(`zip() argument ${index + 1} is longer than ${others}`);
    }
  }
  if (iterators.length === 0) return new NativeIterator([]);
  return new StepIterator(() => new Pending(step()));
}

export function* mapValues(fn: Value, iterables: Value[]): Evaluation {
  if (iterables.length === 0) throw typeError("map() must have at least two arguments.");
  const iterators: PyIterator[] = [];
  for (const iterable of iterables) iterators.push(yield* wait(getIterator(iterable)));
  function* step(): Evaluation<Value | undefined> {
    const items: Value[] = [];
    for (const iterator of iterators) {
      const item = yield* wait(iterator.step());
      if (item === undefined) return undefined;
      items.push(item);
    }
    return yield* wait(call(fn, items));
  }
  return new StepIterator(() => new Pending(step()));
}

export function* filterValues(fn: Value, iterable: Value): Evaluation {
  const iterator = yield* wait(getIterator(iterable));
  function* step(): Evaluation<Value | undefined> {
    for (;;) {
      const item = yield* wait(iterator.step());
      if (item === undefined) return undefined;
      const verdict = fn === null ? item : yield* wait(call(fn, [item]));
      if (yield* wait(truth(verdict))) return item;
    }
  }
  return new StepIterator(() => new Pending(step()));
}

export function* enumerateValues(iterable: Value, start: Value): Evaluation {
  const iterator = yield* wait(getIterator(iterable));
  let index = BigInt(toIndex(start));
  return new StepIterator(() =>
    andThen(
      iterator.step(),
      (item) => item === undefined ? undefined : tuple([normaliseInt(index++), item]),
    )
  );
}

export function reversedValues(value: Value): Outcome {
  const special = typeOf(value).lookup("__reversed__");
  if (special !== undefined && special !== null) return callSpecial(special, value, []);
  const text = asString(value);
  if (text !== null) return new NativeIterator([...text].reverse());
  if (value instanceof PyTuple) return new NativeIterator([...value.items].reverse());
  if (
    typeOf(value).lookup("__getitem__") === undefined ||
    typeOf(value).lookup("__len__") === undefined
  ) {
    throw typeError(`'${typeName(value)}' object is not reversible`);
  }
  return andThen(length(value), (size) => {
    let index = size;
    return new StepIterator(() => index <= 0 ? undefined : getItem(value, --index));
  });
}
