import { typeName, typeOf } from "./builtin_classes.ts";
import { PyBoundMethod, PyCallable } from "./callable.ts";
import { PyClass } from "./class.ts";
import { UnsupportedConstructError } from "./errors.ts";
import { typeError } from "./exceptions.ts";
import { construct } from "./instantiate.ts";
import { bindTo } from "./descriptors.ts";
import { lookupAttribute, missingAttribute } from "./attributes.ts";
import type { Keywords } from "./signature.ts";
import { andThen, DeepCall, type Outcome, Pending, type Value } from "./value.ts";

/** Calls a Python callable: `fn(*args, **keywords)`. */
export function call(fn: Value, args: readonly Value[] = [], keywords: Keywords = null): Outcome {
  if (fn instanceof PyCallable) return fn.invoke(args, keywords);
  if (fn instanceof PyClass) return construct(fn, args, keywords);
  const special = typeOf(fn).lookup("__call__");
  if (special === undefined) throw typeError(`'${typeName(fn)}' object is not callable`);
  return callSpecial(special, fn, args, keywords);
}

/** Calls what a class lookup of a special method gave, for one instance. */
export function callSpecial(
  special: Value,
  self: Value,
  args: readonly Value[],
  keywords: Keywords = null,
): Outcome {
  // A plain function is called with self directly; that saves making a bound method.
  if (special instanceof PyCallable && !(special instanceof PyBoundMethod)) {
    return special.invoke([self, ...args], keywords);
  }
  return andThen(bindTo(special, self, typeOf(self)), (bound) => call(bound, args, keywords));
}

/** Calls a method by name, as `self.name(*args)` would. */
export function callMethod(
  self: Value,
  name: string,
  args: readonly Value[] = [],
  keywords: Keywords = null,
): Outcome {
  const found = lookupAttribute(self, name);
  if (found === undefined) throw missingAttribute(self, name);
  return andThen(found, (method) => call(method, args, keywords));
}

/**
 * The value of an outcome where the surrounding code cannot pause: inside operators, dictionary
 * keys, sorting, formatting. Python code called from there runs, but may not wait for the database.
 */
export function runNow<T>(outcome: Outcome<T>): T {
  if (!(outcome instanceof Pending)) return outcome;
  let step = outcome.generator.next();
  while (!step.done && step.value instanceof DeepCall) {
    let value: Value;
    try {
      value = runNow(step.value.begin());
    } catch (error) {
      step = outcome.generator.throw(error);
      continue;
    }
    step = outcome.generator.next(value);
  }
  if (step.done) return step.value;
  throw new UnsupportedConstructError(
    "database access inside a special method",
    "reading from the database is not possible inside a special method, property, key function or iterator that native code runs",
    { hint: "read the value first and pass it in" },
  );
}

/** Calls a Python callable where no pause is possible; see {@link runNow}. */
export function callNow(fn: Value, args: readonly Value[] = [], keywords: Keywords = null): Value {
  return runNow(call(fn, args, keywords));
}
