import { typeName, typeOf } from "./builtin_classes.ts";
import { callSpecial, runNow } from "./call.ts";
import { PyDict } from "./dict.ts";
import { isRaised, raise, stopIterationClass, typeError } from "./exceptions.ts";
import { NativeIterator, PyIterator, StepIterator } from "./iterator.ts";
import { plain, PyBytes, PyList, PyRange, PyTuple } from "./objects.ts";
import { PyOpaque } from "./opaque.ts";
import { checkItems } from "./limits.ts";
import { spend } from "./running.ts";
import { PySet } from "./set.ts";
import { andThen, type Evaluation, type Outcome, Pending, type Value, wait } from "./value.ts";

/** `iter(value)`. */
export function getIterator(value: Value): Outcome<PyIterator> {
  if (value instanceof PyIterator && value.cls.module === "builtins") return value;
  const direct = directValues(value);
  if (direct !== null) return new NativeIterator(direct);
  if (value instanceof PyOpaque) return value.refuse("iteration");
  const special = typeOf(value).lookup("__iter__");
  if (special !== undefined && special !== null) {
    return andThen(callSpecial(special, value, []), (iterator) => asIterator(iterator));
  }
  const getItem = typeOf(value).lookup("__getitem__");
  if (getItem === undefined || special === null) {
    throw typeError(`'${typeName(value)}' object is not iterable`);
  }
  let index = 0;
  return new StepIterator(() => sequenceStep(getItem, value, index++));
}

/** The old sequence protocol: `__getitem__` from 0 until IndexError. */
function sequenceStep(getItem: Value, value: Value, index: number): Outcome<Value | undefined> {
  return new Pending<Value | undefined>((function* (): Evaluation<Value | undefined> {
    try {
      return yield* wait(callSpecial(getItem, value, [index]));
    } catch (error) {
      if (isRaised(error, raise("IndexError").exception.cls)) return undefined;
      throw error;
    }
  })());
}

/** Whether `iter(value)` is possible. */
export function isIterable(value: Value): boolean {
  const cls = typeOf(value);
  return value instanceof PyOpaque || directValues(value) !== null ||
    (cls.lookup("__iter__") ?? cls.lookup("__getitem__") ?? null) !== null;
}

/** What `__iter__` gave, as an iterator of ours. */
function asIterator(value: Value): PyIterator {
  if (value instanceof PyIterator) return value;
  const next = typeOf(value).lookup("__next__");
  if (next === undefined) {
    throw typeError(`iter() returned non-iterator of type '${typeName(value)}'`);
  }
  return new StepIterator(() => new Pending<Value | undefined>(nextOf(next, value)));
}

function* nextOf(next: Value, value: Value): Evaluation<Value | undefined> {
  try {
    return yield* wait(callSpecial(next, value, []));
  } catch (error) {
    if (isRaised(error, stopIterationClass)) return undefined;
    throw error;
  }
}

/** `next(iterator)`: undefined at the end. */
export function nextValue(iterator: Value): Outcome<Value | undefined> {
  if (iterator instanceof PyIterator) return iterator.step();
  const next = typeOf(iterator).lookup("__next__");
  if (next === undefined) throw typeError(`'${typeName(iterator)}' object is not an iterator`);
  return new Pending<Value | undefined>(nextOf(next, iterator));
}

/**
 * The values of a built-in container, for JavaScript's `for … of`; null for everything else and for
 * subclasses that may have their own `__iter__`.
 */
export function directValues(value: Value): Iterable<Value> | null {
  if (typeof value === "string") return value;
  if (value === null || typeof value !== "object") return null;
  if (value.cls.module !== "builtins") {
    const iter = value.cls.lookup("__iter__");
    for (const cls of value.cls.mro) {
      if (cls.namespace.get("__iter__") !== iter || iter === undefined) continue;
      if (cls.module !== "builtins") return null;
      break;
    }
  }
  if (value instanceof PyList) return liveList(value);
  if (value instanceof PyTuple) return value.items;
  if (value instanceof PyDict) return guardedKeys(value);
  if (value instanceof PySet) return guardedItems(value);
  if (value instanceof PyRange) return rangeValues(value);
  if (value instanceof PyBytes) return value.data;
  const inner = plain(value);
  return inner === value ? null : directValues(inner);
}

/** A list may grow or shrink while it is iterated over. */
function* liveList(value: PyList): Iterable<Value> & Iterator<Value> {
  for (let index = 0; index < value.items.length; index++) yield value.items[index]!;
}

function* guardedKeys(value: PyDict): Iterable<Value> & Iterator<Value> {
  const size = value.size;
  for (const key of value.keys()) {
    yield key;
    if (value.size !== size) {
      throw raise("RuntimeError", "dictionary changed size during iteration");
    }
  }
}

function* guardedItems(value: PySet): Iterable<Value> & Iterator<Value> {
  const size = value.size;
  for (const item of value.values()) {
    yield item;
    if (value.size !== size) throw raise("RuntimeError", "Set changed size during iteration");
  }
}

function* rangeValues(range: PyRange): Iterable<Value> & Iterator<Value> {
  for (let index = 0; index < range.length; index++) yield range.start + index * range.step;
}

/** All values of an iterable, in a generator that may pause. */
export function* collect(value: Value): Evaluation<Value[]> {
  const direct = directValues(value);
  if (direct !== null) {
    if (value instanceof PyRange) checkItems(value.length);
    const values = [...direct];
    if (!(value instanceof PyRange)) checkItems(values.length);
    return values;
  }
  const iterator = yield* wait(getIterator(value));
  const values: Value[] = [];
  for (;;) {
    const item = yield* wait(iterator.step());
    if (item === undefined) return values;
    values.push(item);
    if ((values.length & 1023) === 0) {
      spend(1024);
      checkItems(values.length);
    }
  }
}

/** All values of an iterable where no pause is possible; see `runNow`. */
export function collectNow(value: Value): Value[] {
  return runNow(new Pending(collect(value)));
}
