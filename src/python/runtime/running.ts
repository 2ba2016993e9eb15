import type { Place } from "../../errors/mod.ts";
import type { InterpreterContext } from "./context.ts";
import type { Shared } from "./shared_changes.ts";
import type { Value } from "./value.ts";

// Evaluation is synchronous between two requests, so there is always one interpreter running;
// Execution sets it on the way in and puts the outer one back on the way out.
let current: InterpreterContext | null = null;

/** Makes a context the running one and gives the one that was. */
export function setRunning(context: InterpreterContext | null): InterpreterContext | null {
  const outer = current;
  if (outer?.sharedChanges !== context?.sharedChanges) {
    outer?.sharedChanges.leave();
    context?.sharedChanges.enter();
  }
  current = context;
  return outer;
}

/** Sets an attribute of what all interpreters share, for the running one alone; undefined removes it. */
export function setShared(target: Shared, name: string, value: Value | undefined): void {
  running().sharedChanges.set(target, name, value);
}

/** Counts steps of native loops that may be endless against the budget of the running code. */
export function spend(steps: number): void {
  current?.spend(steps);
}

/**
 * The interpreter whose code is running: for members of classes that all interpreters share, such
 * as `datetime.now`. Module-level functions get their context when the module is made.
 */
export function running(): InterpreterContext {
  if (current === null) throw new Error("no Python code is running");
  return current;
}

/** Where the code that is running stands, of whatever module; undefined where none runs. */
export function runningPlace(): Place | undefined {
  return current?.innermostPlace();
}

/** Whether the running code must make all tables known; see `InterpreterContext.completeTables`. */
export function completeTables(): boolean {
  return current?.completeTables ?? false;
}
