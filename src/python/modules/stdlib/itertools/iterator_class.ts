import { iteratorMethods } from "../../../builtins/iterators.ts";
import {
  type Evaluation,
  nativeClass,
  type NativeEntry,
  Pending,
  type PyClass,
  StepIterator,
  type Value,
} from "../../../runtime/mod.ts";

/** The next value of an iterator, undefined at the end. */
export type Step = () => Evaluation<Value | undefined>;

/** An iterator of a class whose steps are a generator function each. */
export function stepping(cls: PyClass, step: Step): StepIterator {
  return new StepIterator(() => new Pending(step()), cls);
}

/** A class of iterators: `make` gets the arguments and gives the steps. */
export function iteratorClass(
  name: string,
  signature: string,
  make: (...args: never[]) => Evaluation<Step>,
  methods: Readonly<Record<string, NativeEntry>> = {},
): PyClass {
  return nativeClass({
    name,
    module: "itertools",
    shownName: `itertools.${name}`,
    layout: "fixed",
    new: [signature, function* (cls: PyClass, ...args: never[]): Evaluation {
      return stepping(cls, yield* make(...args));
    }],
    methods: { ...iteratorMethods, ...methods },
  });
}

/** The steps of a JavaScript generator that never has to wait. */
export function stepsOf(values: Iterator<Value>): Step {
  return function* () {
    yield* [];
    const { done, value } = values.next();
    return done ? undefined : value;
  };
}
