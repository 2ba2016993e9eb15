import {
  asString,
  collectNow,
  type Evaluation,
  isRaised,
  lookupAttribute,
  nativeClass,
  type Outcome,
  Pending,
  PyCallable,
  type PyClass,
  PyDict,
  PyObject,
  setAttribute,
  type Value,
} from "../../../runtime/mod.ts";
import { attributeErrorClass } from "../../../runtime/exceptions.ts";
import { getAttribute } from "../../../runtime/attributes.ts";
import { runNow } from "../../../runtime/call.ts";
import type { Keywords } from "../../../runtime/signature.ts";
import { PyFunction } from "../../../evaluator/functions.ts";

const wrapperClass: PyClass = nativeClass({
  name: "function",
  layout: "fixed",
  subclassable: false,
});

/**
 * A function that native code puts around another one, as a decorator written in Python would: it has
 * its own name and attributes and becomes a method in a class.
 */
export class PyWrapper extends PyCallable {
  readonly #call: (args: readonly Value[], keywords: Keywords) => Outcome | Evaluation;

  constructor(
    name: string,
    call: (args: readonly Value[], keywords: Keywords) => Outcome | Evaluation,
  ) {
    super(wrapperClass);
    this.#call = call;
    this.attributes = new Map<string, Value>([["__name__", name], ["__qualname__", name]]);
  }

  /** How repr() names it. */
  get qualname(): string {
    return asString(this.attributes!.get("__qualname__") ?? "") ?? "";
  }

  override invoke(args: readonly Value[], keywords: Keywords): Outcome {
    const result = this.#call(args, keywords);
    return isGenerator(result) ? new Pending(result) : result;
  }
}

function isGenerator(result: Outcome | Evaluation): result is Evaluation {
  return typeof result === "object" && result !== null && !(result instanceof PyObject) &&
    !(result instanceof Pending);
}

export const ASSIGNED = ["__module__", "__name__", "__qualname__", "__doc__", "__annotations__"];
export const UPDATED = ["__dict__"];

/** `update_wrapper`: what a wrapper takes over from what it wraps. */
export function updateWrapper(
  wrapper: Value,
  wrapped: Value,
  assigned: readonly string[] = ASSIGNED,
  updated: readonly string[] = UPDATED,
): Value {
  for (const name of assigned) {
    const found = lookupOrNothing(wrapped, name);
    if (found !== undefined) runNow(setAttribute(wrapper, name, found));
  }
  for (const name of updated) {
    const target = runNow(getAttribute(wrapper, name));
    const source = lookupOrNothing(wrapped, name);
    if (!(target instanceof PyDict) || !(source instanceof PyDict)) continue;
    // What belongs to the function itself is no part of its __dict__ in CPython.
    const own = wrapped instanceof PyWrapper || wrapped instanceof PyFunction ? ASSIGNED : [];
    for (const [key, value] of source.entries()) {
      if (!own.includes(asString(key) ?? "")) {
        runNow(setAttribute(wrapper, asString(key) ?? "", value));
      }
    }
  }
  runNow(setAttribute(wrapper, "__wrapped__", wrapped));
  return wrapper;
}

function lookupOrNothing(value: Value, name: string): Value | undefined {
  try {
    const found = lookupAttribute(value, name);
    return found === undefined ? undefined : runNow(found);
  } catch (error) {
    if (isRaised(error, attributeErrorClass)) return undefined;
    throw error;
  }
}

/** Names given as an iterable of strings. */
export function namesArgument(value: Value | undefined, fallback: readonly string[]): string[] {
  return value === undefined
    ? [...fallback]
    : collectNow(value).map((name) => asString(name) ?? "");
}
