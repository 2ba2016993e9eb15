import { type Evaluation, Pending } from "../python/runtime/mod.ts";

/** A request of env.py's modules to whoever drives it: run this and resume with what it gives. */
export class HostCall {
  readonly run: () => Promise<unknown>;

  constructor(run: () => Promise<unknown>) {
    this.run = run;
  }
}

/** Pauses env.py until `run` has done its work; its errors are raised where env.py waits. */
export function pause<T>(run: () => Promise<T>): Pending<T> {
  return new Pending(waitFor(run));
}

function* waitFor<T>(run: () => Promise<T>): Evaluation<T> {
  return (yield new HostCall(run)) as T;
}

/** Loads a file of the program that is seldom needed. */
export function* loadFile<T>(load: () => Promise<T>): Evaluation<T> {
  return (yield new HostCall(load)) as T;
}
