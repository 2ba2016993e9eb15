import {
  call,
  compare,
  type Evaluation,
  getIterator,
  nativeFunction,
  type PyClass,
  PyTuple,
  truth,
  tuple,
  type Value,
  valueError,
  wait,
} from "../../../runtime/mod.ts";
import { intArgument } from "../../../builtins/arguments.ts";
import { iteratorClass, type Step, stepping } from "./iterator_class.ts";

type Next = Evaluation<Value | undefined>;

function* empty(): Evaluation<Step> {
  yield* [];
  return function* () {
    yield* [];
    return undefined;
  };
}

const grouperClass: PyClass = iteratorClass("_grouper", "*args", empty);

function* same(a: Value, b: Value): Evaluation<boolean> {
  return a === b || (yield* wait(truth(yield* wait(compare("Eq", a, b)))));
}

export const groupbyClass: PyClass = iteratorClass(
  "groupby",
  "iterable, key=None",
  function* (iterable: Value, keyFunction: Value): Evaluation<Step> {
    const iterator = yield* wait(getIterator(iterable));
    // The item that waits to be given out, with its key.
    let waiting: { readonly key: Value; readonly item: Value } | null = null;
    let started = false;
    let current: { readonly key: Value } | null = null;
    function* advance(): Evaluation<void> {
      const item = yield* wait(iterator.step());
      waiting = item === undefined
        ? null
        : { item, key: keyFunction === null ? item : yield* wait(call(keyFunction, [item])) };
    }
    const peek = () => waiting;
    return function* (): Next {
      if (!started) {
        started = true;
        yield* advance();
      } else {
        // What is left of the group before is skipped.
        for (let next = peek(); next !== null && current !== null; next = peek()) {
          if (!(yield* same(current.key, next.key))) break;
          yield* advance();
        }
      }
      const first = peek();
      if (first === null) return undefined;
      const own = { key: first.key };
      current = own;
      const group = stepping(grouperClass, function* (): Next {
        const next = peek();
        if (next === null || current !== own || !(yield* same(own.key, next.key))) {
          return undefined;
        }
        yield* advance();
        return next.item;
      });
      return tuple([own.key, group]);
    };
  },
);

const teeClass: PyClass = iteratorClass("_tee", "iterable, /", empty);

/** `tee`: several iterators over what one gives. */
export const tee = nativeFunction(
  "tee",
  "iterable, n=2, /",
  function* (iterable: Value, count: Value): Evaluation {
    const copies = intArgument(count);
    if (copies < 0) throw valueError("n must be >= 0");
    const iterator = yield* wait(getIterator(iterable));
    const seen: Value[] = [];
    const copy = () => {
      let at = 0;
      return stepping(teeClass, function* (): Next {
        if (at === seen.length) {
          const item = yield* wait(iterator.step());
          if (item === undefined) return undefined;
          seen.push(item);
        }
        return seen[at++];
      });
    };
    return new PyTuple(Array.from({ length: copies }, copy));
  },
);
