import { isStackExhausted } from "../../errors/mod.ts";
import type { Expr, Try } from "../syntax/ast.ts";
import { PyClass } from "../runtime/class.ts";
import {
  baseExceptionClass,
  exceptionClasses,
  raise,
  Raised,
  typeError,
} from "../runtime/exceptions.ts";
import { PyTuple } from "../runtime/objects.ts";
import { PyOpaque } from "../runtime/opaque.ts";
import { type Evaluation, type Outcome, Pending, type Value, wait } from "../runtime/value.ts";
import type { Compiler } from "./compiler.ts";
import type { Code, Completion, Frame } from "./frame.ts";
import type { Machine } from "./machine.ts";
import { deleteName } from "./names.ts";
import type { Scope } from "./scope.ts";

type Run = (frame: Frame) => Outcome<Completion>;

interface Handler {
  readonly type: Code | null;
  readonly store: ((frame: Frame, value: Value) => void) | null;
  readonly forget: ((frame: Frame) => void) | null;
  readonly body: Run;
}

/**
 * Whether an `except` might catch an error of the database: all but those that name only built-in
 * exceptions other than Exception and BaseException.
 */
function mayCatchDatabaseError(type: Expr | null): boolean {
  if (type === null) return true;
  if (type._type === "Tuple") return type.elts.some(mayCatchDatabaseError);
  if (type._type !== "Name") return true;
  return type.id === "Exception" || type.id === "BaseException" || !exceptionClasses.has(type.id);
}

/** `try: … except …: … else: … finally: …` */
export function compileTry(compiler: Compiler, node: Try, scope: Scope): Run {
  const body = compiler.block(node.body, scope);
  const orelse: Run | null = node.orelse.length === 0 ? null : compiler.block(node.orelse, scope);
  const final: Run | null = node.finalbody.length === 0
    ? null
    : compiler.block(node.finalbody, scope);
  const handlers = node.handlers.map((handler): Handler => {
    const name = handler.name === null ? null : scope.mangle(handler.name);
    return {
      type: handler.type === null ? null : compiler.expression(handler.type, scope),
      store: name === null ? null : compiler.store(name, scope),
      forget: name === null ? null : deleteName(name, scope),
      body: compiler.block(handler.body, scope),
    };
  });
  const guards = node.handlers.some((handler) => mayCatchDatabaseError(handler.type));
  const statement = new TryStatement(compiler.machine, { body, handlers, guards, orelse });
  return final === null
    ? (frame) => new Pending(statement.run(frame))
    : (frame) => new Pending(statement.runWithFinal(frame, final));
}

/** The parts of a `try`, but for its `finally`. */
interface Parts {
  readonly body: Run;
  readonly handlers: readonly Handler[];
  /** Whether a handler might catch an error of the database. */
  readonly guards: boolean;
  readonly orelse: Run | null;
}

class TryStatement {
  readonly #machine: Machine;
  readonly #parts: Parts;

  constructor(machine: Machine, parts: Parts) {
    this.#machine = machine;
    this.#parts = parts;
  }

  *run(frame: Frame): Evaluation<Completion> {
    const { body, handlers, orelse } = this.#parts;
    if (handlers.length === 0) return yield* wait(body(frame));
    const { activation } = frame;
    let completion: Completion;
    try {
      completion = yield* this.#guarded(frame);
    } catch (error) {
      const raised = asRaised(error);
      this.#machine.activation = activation;
      if (raised === null) throw error;
      const handler = yield* this.#findHandler(raised, frame);
      if (handler === null) throw raised;
      return yield* this.#handle(handler, raised, frame);
    }
    if (completion !== undefined || orelse === null) return completion;
    return yield* wait(orelse(frame));
  }

  *#guarded(frame: Frame): Evaluation<Completion> {
    const machine = this.#machine;
    const { body, guards } = this.#parts;
    if (!guards) return yield* wait(body(frame));
    const before = machine.enterGuard?.();
    if (before !== undefined) yield* wait(before);
    machine.guards++;
    try {
      return yield* wait(body(frame));
    } finally {
      machine.guards--;
    }
  }

  *#findHandler(raised: Raised, frame: Frame): Evaluation<Handler | null> {
    const machine = this.#machine;
    const outer = machine.handled;
    for (const handler of this.#parts.handlers) {
      if (handler.type === null) return handler;
      machine.handled = raised.exception;
      const type = yield* wait(handler.type(frame));
      machine.handled = outer;
      if (matches(raised, type)) return handler;
    }
    return null;
  }

  *#handle(handler: Handler, raised: Raised, frame: Frame): Evaluation<Completion> {
    const machine = this.#machine;
    const outer = machine.handled;
    machine.handled = raised.exception;
    handler.store?.(frame, raised.exception);
    try {
      return yield* wait(handler.body(frame));
    } catch (error) {
      if (error instanceof Raised && error.exception !== raised.exception) {
        error.exception.context ??= raised.exception;
      }
      throw error;
    } finally {
      machine.handled = outer;
      if (handler.forget !== null) {
        // Python unbinds the name at the end, whether or not the handler did so itself.
        handler.store!(frame, null);
        handler.forget(frame);
      }
    }
  }

  *runWithFinal(frame: Frame, final: Run): Evaluation<Completion> {
    const machine = this.#machine;
    let completion: Completion;
    try {
      completion = yield* this.run(frame);
    } catch (error) {
      machine.activation = frame.activation;
      const raised = asRaised(error);
      if (raised === null) throw error;
      const outer = machine.handled;
      machine.handled = raised.exception;
      try {
        const last = yield* wait(final(frame));
        if (last !== undefined) return last;
      } finally {
        machine.handled = outer;
      }
      throw raised;
    }
    const last = yield* wait(final(frame));
    return last ?? completion;
  }
}

/** The Python exception of a thrown thing; null for errors that Python code must not catch. */
export function asRaised(error: unknown): Raised | null {
  if (error instanceof Raised) return error;
  if (isStackExhausted(error)) {
    return raise("RecursionError", "maximum recursion depth exceeded");
  }
  return null;
}

function matches(raised: Raised, type: Value): boolean {
  if (type instanceof PyTuple) return type.items.some((item) => matches(raised, item));
  if (type instanceof PyOpaque) return type.refuse("except");
  if (type instanceof PyClass && type.isSubclassOf(baseExceptionClass)) {
    return raised.exception.cls.isSubclassOf(type);
  }
  throw typeError("catching classes that do not inherit from BaseException is not allowed");
}
