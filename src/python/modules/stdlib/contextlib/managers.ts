import {
  callMethod,
  type Evaluation,
  nativeClass,
  nativeFunction,
  Pending,
  type PyClass,
  PyInstance,
  type PyObject,
  PyTuple,
  type Value,
  wait,
} from "../../../runtime/mod.ts";
import { isSubclass } from "../../../runtime/isinstance.ts";
import { awaitable, awaitValue } from "../../../evaluator/coroutine.ts";

/** `closing(thing)`: calls `thing.close()` at the end. */
export const closingClass: PyClass = nativeClass({
  name: "closing",
  module: "contextlib",
  init: ["thing", (self: PyInstance, thing: Value) => void (self.native = thing)],
  methods: {
    __enter__: ["", (self: PyInstance) => self.native as Value],
    __exit__: ["*exc_info", function* (self: PyInstance): Evaluation {
      yield* wait(callMethod(self.native as Value, "close"));
      return null;
    }],
  },
});

/** `aclosing(thing)`: awaits `thing.aclose()` at the end. */
export const aclosingClass: PyClass = nativeClass({
  name: "aclosing",
  module: "contextlib",
  init: ["thing", (self: PyInstance, thing: Value) => void (self.native = thing)],
  methods: {
    __aenter__: ["", (self: PyInstance) => awaitable("__aenter__", () => self.native as Value)],
    __aexit__: [
      "*exc_info",
      (self: PyInstance) =>
        awaitable("__aexit__", () =>
          new Pending((function* (): Evaluation {
            yield* wait(awaitValue(yield* wait(callMethod(self.native as Value, "aclose"))));
            return null;
          })())),
    ],
  },
});

/** `suppress(*exceptions)` */
export const suppressClass: PyClass = nativeClass({
  name: "suppress",
  module: "contextlib",
  init: ["*exceptions", (self: PyInstance, types: Value[]) => void (self.native = types)],
  methods: {
    __enter__: ["", () => null],
    __exit__: [
      "exctype, excinst, exctb",
      function* (self: PyInstance, type: Value): Evaluation {
        if (type === null) return false;
        return yield* wait(isSubclass(type, new PyTuple(self.native as Value[])));
      },
    ],
  },
});

/** `nullcontext(enter_result)` */
export const nullContextClass: PyClass = nativeClass({
  name: "nullcontext",
  module: "contextlib",
  init: ["enter_result=None", (self: PyInstance, result: Value) => {
    (self.attributes ??= new Map()).set("enter_result", result);
  }],
  methods: {
    __enter__: ["", (self: PyInstance) => self.attributes?.get("enter_result") ?? null],
    __exit__: ["*excinfo", () => null],
    __aenter__: [
      "",
      (self: PyInstance) =>
        awaitable("__aenter__", () => self.attributes?.get("enter_result") ?? null),
    ],
    __aexit__: ["*excinfo", () => awaitable("__aexit__", () => null)],
  },
});

/** A base class that leaves only the exit to be written. */
function abstractManager(name: string, enter: string, exit: string, isAsync: boolean): PyClass {
  const cls = nativeClass({
    name,
    module: "contextlib",
    methods: {
      [enter]: [
        "",
        (self: PyObject) => isAsync ? awaitable(enter, () => self) : self,
      ],
    },
  });
  const missing = nativeFunction(exit, "*exc_info", () => null);
  missing.attributes = new Map([["__isabstractmethod__", true]]);
  cls.namespace.set(exit, missing);
  cls.abstractMethods = [exit];
  return cls;
}

export const abstractManagerClass: PyClass = abstractManager(
  "AbstractContextManager",
  "__enter__",
  "__exit__",
  false,
);
export const abstractAsyncManagerClass: PyClass = abstractManager(
  "AbstractAsyncContextManager",
  "__aenter__",
  "__aexit__",
  true,
);
