import { PythonError } from "./runtime/errors.ts";
import { Raised } from "./runtime/exceptions.ts";
import { exceptionText, qualifiedName } from "./runtime/repr.ts";
import { type Outcome, Pending, type Value } from "./runtime/value.ts";
import type { Activation, Handled } from "./evaluator/frame.ts";
import type { Machine } from "./evaluator/machine.ts";

/** How far a run has come: it has a value, or waits for the answer to a request. */
export type Progress<T> =
  | { readonly done: true; readonly value: T }
  | { readonly done: false; readonly request: unknown };

/** What belongs to one run and is put aside while it waits. */
export interface ExecutionOptions {
  /** Given to native code as `context.host` while this run is going on. */
  readonly host?: unknown;
  /**
   * Called before the body of a `try` (or `with`) that could swallow a database error: gives a
   * computation that sends what is queued, or undefined when there is nothing to send.
   */
  readonly enterGuard?: () => Outcome<Value> | undefined;
}

/**
 * One run of Python code, which may pause. Several runs of one interpreter can be paused at the same
 * time; each keeps its own call stack.
 *
 * ```ts
 * let progress = execution.start();
 * while (!progress.done) progress = execution.resume(await answer(progress.request));
 * ```
 */
export class Execution<T = Value> {
  readonly #machine: Machine;
  readonly #begin: () => Outcome<T>;
  readonly #options: ExecutionOptions;
  readonly #enter: (host: unknown) => () => void;
  #generator: Generator<unknown, T, unknown> | null = null;
  #activation: Activation | null = null;
  #handled: Handled = null;
  #guards = 0;

  constructor(
    machine: Machine,
    begin: () => Outcome<T>,
    options: ExecutionOptions,
    enter: (host: unknown) => () => void,
  ) {
    this.#machine = machine;
    this.#begin = begin;
    this.#options = options;
    this.#enter = enter;
  }

  /** Runs to the first request or to the end. Throws `PythonError` and the evaluator's own errors. */
  start(): Progress<T> {
    return this.#advance(() => {
      const outcome = this.#begin();
      if (!(outcome instanceof Pending)) return { done: true, value: outcome };
      this.#generator = outcome.generator;
      return this.#generator.next();
    });
  }

  /** Gives the answer to the request and runs on. */
  resume(answer: unknown): Progress<T> {
    return this.#advance(() => this.#generator!.next(answer));
  }

  /** Raises an error where the run waits: a `Raised` that Python code may catch, or any other. */
  throw(error: unknown): Progress<T> {
    return this.#advance(() => this.#generator!.throw(error));
  }

  /** Runs to the end with a function that answers requests. */
  async complete(answer: (request: unknown) => Promise<unknown>): Promise<T> {
    let progress = this.start();
    while (!progress.done) {
      let value: unknown;
      try {
        value = await answer(progress.request);
      } catch (error) {
        progress = this.throw(error);
        continue;
      }
      progress = this.resume(value);
    }
    return progress.value;
  }

  #advance(step: () => IteratorResult<unknown, T>): Progress<T> {
    const machine = this.#machine;
    const outer = {
      activation: machine.activation,
      handled: machine.handled,
      guards: machine.guards,
      enterGuard: machine.enterGuard,
    };
    machine.activation = this.#activation;
    machine.handled = this.#handled;
    machine.guards = this.#guards;
    machine.enterGuard = this.#options.enterGuard ?? null;
    const leave = this.#enter(this.#options.host);
    try {
      const result = step();
      return result.done
        ? { done: true, value: result.value as T }
        : { done: false, request: result.value };
    } catch (error) {
      throw error instanceof Raised ? escaped(error) : error;
    } finally {
      this.#activation = machine.activation;
      this.#handled = machine.handled;
      this.#guards = machine.guards;
      Object.assign(machine, outer);
      leave();
    }
  }
}

/** A Python exception that nothing caught, as the error of the program. */
function escaped({ exception }: Raised): PythonError {
  let detail: string;
  try {
    detail = exceptionText(exception);
  } catch {
    detail = "<exception str() failed>";
  }
  const native = exception.native instanceof Error ? exception.native : undefined;
  return new PythonError(
    qualifiedName(exception.cls),
    detail,
    [...exception.traceback].reverse(),
    exception,
    native,
  );
}
