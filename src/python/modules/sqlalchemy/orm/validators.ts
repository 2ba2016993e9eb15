/** `@validates("name", …)`: functions that values pass through on their way to an attribute. */
import {
  asString,
  call,
  nativeFunction,
  type Outcome,
  type PyClass,
  type PyInstance,
  type Value,
} from "../../../runtime/mod.ts";

/** The attributes that a function is for. */
const validated = new WeakMap<object, readonly string[]>();

/** `validates(*names)`: a decorator that leaves the function as it is. */
export const validatesFunction: Value = nativeFunction(
  "validates",
  "*names, **kw",
  (names: Value[]) =>
    nativeFunction("validates", "fn", (fn: Value) => {
      validated.set(fn as object, names.map((name) => asString(name) ?? ""));
      return fn;
    }),
);

/** The functions of a class and those above it, by the attributes that they are for. */
export function validatorsOf(cls: PyClass): ReadonlyMap<string, Value> {
  const found = new Map<string, Value>();
  for (const base of cls.mro.toReversed()) {
    for (const value of base.namespace.values()) {
      const names = typeof value === "object" && value !== null ? validated.get(value) : undefined;
      for (const name of names ?? []) found.set(name, value);
    }
  }
  return found;
}

/** What a value becomes that an attribute is given. */
export function validate(
  validator: Value | undefined,
  instance: PyInstance,
  name: string,
  value: Value,
): Outcome {
  return validator === undefined ? value : call(validator, [instance, name, value]);
}
