import {
  asyncGeneratorClass,
  generatorClass,
  iteratorClass,
  typeName,
} from "../runtime/builtin_classes.ts";
import type { PyClass } from "../runtime/class.ts";
import {
  generatorExitClass,
  isRaised,
  PyException,
  raise,
  Raised,
  stopIterationClass,
  typeError,
} from "../runtime/exceptions.ts";
import { getIterator } from "../runtime/iteration.ts";
import { PyIterator } from "../runtime/iterator.ts";
import { call } from "../runtime/call.ts";
import { type Evaluation, type Outcome, Pending, type Value, wait } from "../runtime/value.ts";
import { PyCoroutine } from "./coroutine.ts";
import type { Span } from "../syntax/ast.ts";
import { type Completion, type Frame, type Handled, Returned, Yielded } from "./frame.ts";
import type { FunctionCode } from "./functions.ts";

type Resume = { readonly kind: "send"; readonly value: Value } | {
  readonly kind: "throw";
  readonly error: unknown;
};

/** A generator of Python: the body of a function, run from `yield` to `yield`. */
export class PyGenerator extends PyIterator {
  readonly code: FunctionCode;
  readonly #frame: Frame;
  readonly #body: (frame: Frame) => Outcome<Completion>;
  #evaluation: Evaluation<Completion> | null = null;
  #handled: Handled = null;
  #guards = 0;
  #state: "new" | "running" | "suspended" | "done" = "new";
  /** What the body returned: the value of StopIteration and of `yield from`. */
  returned: Value = null;

  constructor(
    code: FunctionCode,
    frame: Frame,
    body: (frame: Frame) => Outcome<Completion>,
    cls: PyClass = generatorClass,
  ) {
    super(cls);
    this.code = code;
    this.#frame = frame;
    this.#body = body;
  }

  override step(): Outcome<Value | undefined> {
    return this.resume({ kind: "send", value: null });
  }

  /** Runs to the next `yield`; undefined when the body has ended. */
  resume(how: Resume): Outcome<Value | undefined> {
    if (this.#state === "running") throw raise("ValueError", "generator already executing");
    if (this.#state === "done") {
      if (how.kind === "throw") throw how.error;
      return undefined;
    }
    if (this.#state === "new") {
      if (how.kind === "throw") {
        this.#state = "done";
        throw how.error;
      }
      if (how.value !== null) {
        throw typeError("can't send non-None value to a just-started generator");
      }
    }
    return this.#advance(how);
  }

  #advance(how: Resume): Outcome<Value | undefined> {
    const { code } = this;
    const { machine } = code;
    const frame = this.#frame;
    const first = this.#state === "new";
    this.#state = "running";
    const leave = this.#enter(first ? code.node : frame.activation.node);
    const { activation } = frame;
    try {
      if (first) {
        const completion = this.#body(frame);
        if (!(completion instanceof Pending)) return this.#end(completion);
        this.#evaluation = completion.generator;
        return this.#settle(this.#evaluation.next());
      }
      const evaluation = this.#evaluation!;
      return this.#settle(
        how.kind === "send" ? evaluation.next(how.value) : evaluation.throw(how.error),
      );
    } catch (error) {
      this.#state = "done";
      throw machine.leaving(asRuntimeError(error), activation);
    } finally {
      leave();
    }
  }

  /**
   * Puts the body's own state in place: an activation whose caller is whoever resumes it, the
   * exception it was handling, the `try` bodies it stands in. Gives what puts the caller's back.
   */
  #enter(node: Span): () => void {
    const { code } = this;
    const { machine } = code;
    const { handled, guards } = machine;
    machine.enter(this.#frame, code.path, code.qualname, code.traced, node);
    if (this.#handled !== null) machine.handled = this.#handled;
    machine.guards += this.#guards;
    const { activation } = this.#frame;
    return () => {
      machine.activation = activation.back;
      this.#handled = machine.handled === handled ? null : machine.handled;
      this.#guards = machine.guards - guards;
      machine.handled = handled;
      machine.guards = guards;
    };
  }

  /** What one run of the body came to: a value, the end, or a request that must go outside. */
  #settle(result: IteratorResult<unknown, Completion>): Outcome<Value | undefined> {
    if (result.done) return this.#end(result.value);
    if (result.value instanceof Yielded) {
      this.#state = "suspended";
      return result.value.value;
    }
    return new Pending(this.#forward(result.value));
  }

  #end(completion: Completion): undefined {
    this.#state = "done";
    this.#evaluation = null;
    if (completion instanceof Returned) this.returned = completion.value;
    return undefined;
  }

  *#forward(first: unknown): Evaluation<Value | undefined> {
    const { machine } = this.code;
    let request = first;
    for (;;) {
      let how: { value: unknown } | { error: unknown };
      try {
        how = { value: yield request };
      } catch (error) {
        how = { error };
      }
      const frame = this.#frame;
      const leave = this.#enter(frame.activation.node);
      const { activation } = frame;
      try {
        const evaluation = this.#evaluation!;
        const result = "error" in how ? evaluation.throw(how.error) : evaluation.next(how.value);
        if (result.done) return this.#end(result.value);
        if (result.value instanceof Yielded) {
          this.#state = "suspended";
          return result.value.value;
        }
        request = result.value;
      } catch (error) {
        this.#state = "done";
        throw machine.leaving(asRuntimeError(error), activation);
      } finally {
        leave();
      }
    }
  }

  /** `close()`: raises GeneratorExit inside. */
  *close(): Evaluation {
    if (this.#state === "new") this.#state = "done";
    if (this.#state === "done") return null;
    try {
      const value = yield* wait(this.resume({ kind: "throw", error: raise("GeneratorExit") }));
      if (value !== undefined) throw raise("RuntimeError", "generator ignored GeneratorExit");
    } catch (error) {
      if (!isRaised(error, generatorExitClass) && !isRaised(error, stopIterationClass)) throw error;
    }
    return null;
  }
}

/** A StopIteration that leaves a generator's body is a bug in it (PEP 479). */
function asRuntimeError(error: unknown): unknown {
  if (!isRaised(error, stopIterationClass)) return error;
  const raised = raise("RuntimeError", "generator raised StopIteration");
  raised.exception.cause = error.exception;
  return raised;
}

/** The StopIteration that carries what a generator returned. */
export function stopIteration(value: Value): Raised {
  return value === null ? raise("StopIteration") : raise("StopIteration", value);
}

/** `yield from value`: passes on values, sent values, thrown exceptions; gives the result. */
export function* yieldFrom(value: Value): Evaluation {
  if (value instanceof PyCoroutine) return yield* wait(value.start());
  const iterator = yield* wait(getIterator(value));
  let next: Value | undefined;
  let sent: Value = null;
  for (;;) {
    if (iterator instanceof PyGenerator) {
      next = yield* wait(iterator.resume({ kind: "send", value: sent }));
    } else {
      if (sent !== null) throw typeError(`'${typeName(value)}' object has no attribute 'send'`);
      next = yield* wait(iterator.step());
    }
    if (next === undefined) break;
    for (;;) {
      try {
        sent = (yield new Yielded(next)) as Value;
        break;
      } catch (error) {
        const thrown: Value | undefined = yield* throwInto(iterator, error);
        if (thrown === undefined) {
          return iterator instanceof PyGenerator ? iterator.returned : null;
        }
        next = thrown;
      }
    }
  }
  return iterator instanceof PyGenerator ? iterator.returned : null;
}

function* throwInto(iterator: PyIterator, error: unknown): Evaluation<Value | undefined> {
  if (!(iterator instanceof PyGenerator)) throw error;
  if (isRaised(error, generatorExitClass)) {
    yield* iterator.close();
    throw error;
  }
  return yield* wait(iterator.resume({ kind: "throw", error }));
}

/** What `generator.throw(…)` raises, from an exception or a class of one. */
export function* thrownException(type: Value, value: Value | undefined): Evaluation<Raised> {
  if (type instanceof PyException) return new Raised(type);
  const args = value === undefined || value === null ? [] : [value];
  const made = value instanceof PyException ? value : yield* wait(call(type, args));
  if (made instanceof PyException) return new Raised(made);
  throw typeError(
    `exceptions must be classes or instances deriving from BaseException, not ${typeName(type)}`,
  );
}

/** An `async def` with `yield`: `async for` steps through it. */
export class PyAsyncGenerator extends PyGenerator {
  constructor(code: FunctionCode, frame: Frame, body: (frame: Frame) => Outcome<Completion>) {
    super(code, frame, body, asyncGeneratorClass);
  }
}

/** A generator whose body is native code, for generator expressions and the like. */
export class LoopIterator extends PyIterator {
  readonly #evaluation: Evaluation<undefined>;
  #done = false;

  constructor(evaluation: Evaluation<undefined>, cls: PyClass = iteratorClass) {
    super(cls);
    this.#evaluation = evaluation;
  }

  override step(): Outcome<Value | undefined> {
    if (this.#done) return undefined;
    return this.#settle(() => this.#evaluation.next());
  }

  #settle(advance: () => IteratorResult<unknown, undefined>): Outcome<Value | undefined> {
    const result = this.#run(advance);
    if (result.done) return undefined;
    if (result.value instanceof Yielded) return result.value.value;
    return new Pending(this.#forward(result.value));
  }

  #run(advance: () => IteratorResult<unknown, undefined>): IteratorResult<unknown, undefined> {
    try {
      const result = advance();
      if (result.done) this.#done = true;
      return result;
    } catch (error) {
      this.#done = true;
      throw error;
    }
  }

  *#forward(first: unknown): Evaluation<Value | undefined> {
    let request = first;
    for (;;) {
      let result: IteratorResult<unknown, undefined>;
      try {
        const answer = yield request;
        result = this.#run(() => this.#evaluation.next(answer));
      } catch (error) {
        result = this.#run(() => this.#evaluation.throw(error));
      }
      if (result.done) return undefined;
      if (result.value instanceof Yielded) return result.value.value;
      request = result.value;
    }
  }
}
