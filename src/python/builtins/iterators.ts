import {
  asyncGeneratorClass,
  coroutineClass,
  generatorClass,
  iteratorClass,
} from "../runtime/builtin_classes.ts";
import { raise } from "../runtime/exceptions.ts";
import type { PyIterator } from "../runtime/iterator.ts";
import { extendClass, type NativeEntry } from "../runtime/native.ts";
import { type Evaluation, Pending, type Value, wait } from "../runtime/value.ts";
import { PyCoroutine } from "../evaluator/coroutine.ts";
import {
  LoopIterator,
  PyGenerator,
  stopIteration,
  thrownException,
} from "../evaluator/generator.ts";

/** The iterator protocol as methods. */
export const iteratorMethods: Readonly<Record<string, NativeEntry>> = {
  __iter__: ["", (self: PyIterator) => self],
  __next__: ["", function* (self: PyIterator): Evaluation {
    const value = yield* wait(self.step());
    if (value !== undefined) return value;
    throw self instanceof PyGenerator ? stopIteration(self.returned) : raise("StopIteration");
  }],
};

extendClass(iteratorClass, { methods: iteratorMethods });

function* sendTo(self: PyGenerator | LoopIterator, value: Value): Evaluation {
  const next = self instanceof PyGenerator
    ? yield* wait(self.resume({ kind: "send", value }))
    : yield* wait(self.step());
  if (next !== undefined) return next;
  throw stopIteration(self instanceof PyGenerator ? self.returned : null);
}

extendClass(generatorClass, {
  methods: {
    ...iteratorMethods,
    send: ["value, /", sendTo],
    throw: ["type, value=..., traceback=..., /", function* (
      self: PyGenerator,
      type: Value,
      value: Value | undefined,
    ): Evaluation {
      const error = yield* thrownException(type, value);
      const next = yield* wait(self.resume({ kind: "throw", error }));
      if (next !== undefined) return next;
      throw stopIteration(self.returned);
    }],
    close: [
      "",
      (self: PyGenerator | LoopIterator): Evaluation | null =>
        self instanceof PyGenerator ? self.close() : null,
    ],
  },
});

extendClass(asyncGeneratorClass, {
  methods: {
    __aiter__: ["", (self: PyGenerator) => self],
    __anext__: [
      "",
      (self: PyGenerator) => new PyCoroutine("__anext__", () => new Pending(nextAwaited(self))),
    ],
    aclose: ["", () => new PyCoroutine("aclose", () => null)],
  },
});

function* nextAwaited(self: PyGenerator): Evaluation {
  const value = yield* wait(self.step());
  if (value === undefined) throw raise("StopAsyncIteration");
  return value;
}

extendClass(coroutineClass, {
  methods: {
    __await__: ["", (self: PyCoroutine) => self],
    close: ["", (self: PyCoroutine) => self.close()],
    send: ["value, /", function* (self: PyCoroutine): Evaluation {
      throw stopIteration(yield* wait(self.start()));
    }],
  },
});
