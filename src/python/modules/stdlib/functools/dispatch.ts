import {
  asString,
  call,
  getAttribute,
  nativeClass,
  nativeFunction,
  type Outcome,
  PyClass,
  PyDict,
  PyInstance,
  repr,
  typeError,
  typeOf,
  type Value,
} from "../../../runtime/mod.ts";
import { objectClass } from "../../../runtime/builtin_classes.ts";
import { bindTo } from "../../../runtime/descriptors.ts";
import { runNow } from "../../../runtime/call.ts";
import { isSubclass } from "../../../runtime/isinstance.ts";
import { andThen } from "../../../runtime/value.ts";
import { PyWrapper, updateWrapper } from "./wrapper.ts";

/** The implementations of a generic function, by class. */
class Dispatcher {
  readonly table = new Map<PyClass, Value>();
  /** The same as Python sees it. */
  readonly registry = new PyDict();

  constructor(fallback: Value) {
    this.#add(objectClass, fallback);
  }

  #add(cls: PyClass, value: Value): Value {
    this.table.set(cls, value);
    this.registry.set(cls, value);
    return value;
  }

  /** The implementation for a class: that of its nearest ancestor, abstract ones included. */
  find(cls: PyClass): Value {
    for (const ancestor of cls.mro) {
      if (ancestor === objectClass) break;
      const found = this.table.get(ancestor);
      if (found !== undefined) return found;
    }
    for (const [key, found] of this.table) {
      if (key !== objectClass && runNow(isSubclass(cls, key))) return found;
    }
    return this.table.get(objectClass)!;
  }

  /** `register(cls, func)`, or one of them alone as a decorator. */
  register(cls: Value, implementation: Value | undefined): Value {
    const add = (target: PyClass, value: Value): Value => this.#add(target, value);
    if (cls instanceof PyClass) {
      if (implementation !== undefined) return add(cls, implementation);
      return nativeFunction("register", "func", (value: Value) => add(cls, value));
    }
    const annotations = runNow(getAttribute(cls, "__annotations__"));
    const [entry] = annotations instanceof PyDict ? [...annotations.entries()] : [];
    if (entry === undefined) {
      throw typeError(
        `Invalid first argument to \`register()\`: ${
          repr(cls)
        }. Use either \`@register(some_class)\` or plain \`@register\` on an annotated function.`,
      );
    }
    const [name, annotation] = entry;
    if (annotation === null) return add(typeOf(null), cls);
    if (!(annotation instanceof PyClass)) {
      throw typeError(
        `Invalid annotation for '${asString(name)}'. ${repr(annotation)} is not a class.`,
      );
    }
    return add(annotation, cls);
  }
}

const register = (dispatcher: Dispatcher) =>
  nativeFunction(
    "register",
    "cls, func=...",
    (cls: Value, fn: Value | undefined) => dispatcher.register(cls, fn),
  );

const named = (fn: Value): string => {
  const name = runNow(getAttribute(fn, "__name__"));
  return asString(name) ?? "function";
};

/** `singledispatch`: chooses the implementation by the class of the first argument. */
export function singleDispatch(fn: Value): Value {
  const dispatcher = new Dispatcher(fn);
  const wrapper = new PyWrapper("wrapper", (args, keywords) => {
    if (args.length === 0) {
      throw typeError(`${named(fn)} requires at least 1 positional argument`);
    }
    return call(dispatcher.find(typeOf(args[0]!)), args, keywords);
  });
  updateWrapper(wrapper, fn);
  const attributes = wrapper.attributes!;
  attributes.set("register", register(dispatcher));
  attributes.set(
    "dispatch",
    nativeFunction("dispatch", "cls", (cls: Value) => {
      if (!(cls instanceof PyClass)) throw typeError(`${repr(cls)} is not a class`);
      return dispatcher.find(cls);
    }),
  );
  attributes.set("registry", dispatcher.registry);
  return wrapper;
}

/** `singledispatchmethod`: the same for methods, by the class of the argument after self. */
export const singleDispatchMethodClass: PyClass = nativeClass({
  name: "singledispatchmethod",
  module: "functools",
  init: ["func", (self: PyInstance, fn: Value) => {
    self.native = new Dispatcher(fn);
  }],
  methods: {
    register: [
      "cls, method=...",
      (self: PyInstance, cls: Value, method: Value | undefined) =>
        (self.native as Dispatcher).register(cls, method),
    ],
    __get__: [
      "obj, cls=None",
      (self: PyInstance, instance: Value, owner: Value) => {
        const dispatcher = self.native as Dispatcher;
        return new PyWrapper("_method", (args, keywords): Outcome => {
          if (args.length === 0) {
            throw typeError("singledispatchmethod requires at least 1 positional argument");
          }
          const fn = dispatcher.find(typeOf(args[0]!));
          const cls = owner instanceof PyClass ? owner : typeOf(instance);
          const bound = instance === null ? fn : bindTo(fn, instance, cls);
          return andThen(bound, (method) => call(method, args, keywords));
        });
      },
    ],
  },
});
