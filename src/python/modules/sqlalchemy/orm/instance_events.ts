/** Events of objects that are no rows yet, or have just been read: `set`, `init` and `load`, and `@reconstructor`. */
import {
  asString,
  callNow,
  nativeClass,
  nativeFunction,
  type Outcome,
  Pending,
  PyClass,
  PyDict,
  PyInstance,
  PyTuple,
  runNow,
  type Value,
} from "../../../runtime/mod.ts";
import { type Listener, listenersFor, refuseUnheard, tell, valueOf } from "../event.ts";
import { NO_VALUE } from "./no_value.ts";
import type { Relation } from "./relation.ts";

const tokenClass: PyClass = nativeClass({
  name: "AttributeEventToken",
  module: "sqlalchemy.orm.attributes",
});

/** The value that an attribute is set to, once its listeners have had it. */
export function heardValue(
  instance: PyInstance,
  name: string,
  value: Value,
  isMeant: (listener: Listener) => boolean,
): Outcome {
  const listeners = listenersFor("set", isMeant);
  if (listeners.length === 0) return value;
  const initiator = new PyInstance(tokenClass);
  initiator.attributes = new Map([["key", name]]);
  const oldvalue = instance.attributes?.get(name) ?? NO_VALUE;
  return new Pending(valueOf(listeners, { target: instance, value, oldvalue, initiator }));
}

/** Refuses to change what a relationship leads to where its listeners would have to be told. */
export function refuseUnheardMembers({ mapping, name }: Relation): void {
  const attribute = mapping.cls.namespace.get(name);
  refuseUnheard(["set", "append", "remove", "bulk_replace"], (target) => target === attribute);
}

function ofClass(cls: PyClass): (listener: Listener) => boolean {
  return ({ target, propagate }) =>
    target === cls || (propagate && target instanceof PyClass && cls.isSubclassOf(target));
}

/** The keywords that an object is made with, once listeners have had them. */
export function heardKeywords(
  instance: PyInstance,
  kw: ReadonlyMap<string, Value>,
): ReadonlyMap<string, Value> {
  const listeners = listenersFor("init", ofClass(instance.cls));
  if (listeners.length === 0) return kw;
  const kwargs = new PyDict([...kw]);
  runNow(
    new Pending((function* () {
      yield* tell(listeners, { target: instance, args: new PyTuple([]), kwargs });
      return null;
    })()),
  );
  return new Map([...kwargs.entries()].map(([name, value]) => [asString(name) ?? "", value]));
}

const marked = new WeakSet<object>();

/** `@reconstructor`: called when an object has been read. */
export const reconstructorFunction: Value = nativeFunction("reconstructor", "fn", (fn: Value) => {
  marked.add(fn as object);
  return fn;
});

const reconstructors = new WeakMap<PyClass, readonly Value[]>();

function reconstructorsOf(cls: PyClass): readonly Value[] {
  let own = reconstructors.get(cls);
  if (own === undefined) {
    const names = new Set(cls.mro.flatMap(({ namespace }) => [...namespace.keys()]));
    own = [...names].map((name) => cls.lookup(name) ?? null)
      .filter((value) => typeof value === "object" && value !== null && marked.has(value));
    reconstructors.set(cls, own);
  }
  return own;
}

const contextClass: PyClass = nativeClass({
  name: "QueryContext",
  module: "sqlalchemy.orm.context",
});

/** Tells of an object that has been read for the first time. */
export function tellOfLoad(instance: PyInstance): void {
  for (const fn of reconstructorsOf(instance.cls)) callNow(fn, [instance]);
  const listeners = listenersFor("load", ofClass(instance.cls));
  if (listeners.length === 0) return;
  const context = new PyInstance(contextClass);
  runNow(
    new Pending((function* () {
      yield* tell(listeners, { target: instance, context });
      return null;
    })()),
  );
}
