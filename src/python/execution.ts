import { isStackExhausted } from "../errors/mod.ts";
import { PythonError } from "./runtime/errors.ts";
import { raise, Raised } from "./runtime/exceptions.ts";
import { exceptionText, qualifiedName } from "./runtime/repr.ts";
import { DeepCall, type Outcome, Pending, type Value } from "./runtime/value.ts";
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
  /**
   * The evaluations under way, the innermost last: one for each stretch of the JavaScript stack; null for one that is
   * being begun.
   */
  readonly #segments: (Generator<unknown, unknown, unknown> | null)[] = [];
  #segmentBase = 0;
  #steps: number;
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
    this.#steps = machine.stepLimit;
    this.#begin = begin;
    this.#options = options;
    this.#enter = enter;
  }

  /** Runs to the first request or to the end. Throws `PythonError` and the evaluator's own errors. */
  start(): Progress<T> {
    return this.#advance(() => this.#open(this.#begin));
  }

  /** Gives the answer to the request and runs on. */
  resume(answer: unknown): Progress<T> {
    return this.#advance(() => this.#segments.at(-1)!.next(answer));
  }

  /** Raises an error where the run waits: a `Raised` that Python code may catch, or any other. */
  throw(error: unknown): Progress<T> {
    return this.#advance(() => this.#segments.at(-1)!.throw(error));
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

  /** Begins a computation; if it may pause, its evaluation becomes the innermost. */
  #open(begin: () => Outcome<unknown>): IteratorResult<unknown, unknown> {
    const segments = this.#segments;
    // A place of its own, so that an error takes away this segment and not the one around it.
    segments.push(null);
    const outcome = begin();
    if (!(outcome instanceof Pending)) return { done: true, value: outcome };
    segments[segments.length - 1] = outcome.generator;
    return outcome.generator.next();
  }

  /** Runs on until the whole run has its value or something must come from outside. */
  #settle(step: () => IteratorResult<unknown, unknown>): IteratorResult<unknown, T> {
    const segments = this.#segments;
    for (let next = step;;) {
      let result: IteratorResult<unknown, unknown>;
      try {
        result = next();
      } catch (error) {
        segments.pop();
        if (segments.length === 0) throw error;
        next = () => segments.at(-1)!.throw(error);
        continue;
      }
      if (!result.done) {
        const { value } = result;
        if (!(value instanceof DeepCall)) return { done: false, value };
        next = () => this.#open(value.begin);
        continue;
      }
      const { value } = result;
      segments.pop();
      if (segments.length === 0) return { done: true, value: value as T };
      next = () => segments.at(-1)!.next(value);
    }
  }

  #advance(step: () => IteratorResult<unknown, unknown>): Progress<T> {
    const machine = this.#machine;
    const { activation, handled, guards, enterGuard, segmentBase, steps } = machine;
    machine.steps = this.#steps;
    machine.segmentBase = this.#segmentBase;
    machine.activation = this.#activation;
    machine.handled = this.#handled;
    machine.guards = this.#guards;
    machine.enterGuard = this.#options.enterGuard ?? null;
    const leave = this.#enter(this.#options.host);
    try {
      const result = this.#settle(step);
      return result.done
        ? { done: true, value: result.value as T }
        : { done: false, request: result.value };
    } catch (error) {
      const raised = isStackExhausted(error)
        ? raise("RecursionError", "maximum recursion depth exceeded")
        : error;
      throw raised instanceof Raised ? escaped(raised) : raised;
    } finally {
      this.#activation = machine.activation;
      this.#handled = machine.handled;
      this.#guards = machine.guards;
      this.#segmentBase = machine.segmentBase;
      this.#steps = machine.steps;
      machine.activation = activation;
      machine.handled = handled;
      machine.guards = guards;
      machine.enterGuard = enterGuard;
      machine.segmentBase = segmentBase;
      machine.steps = steps;
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
