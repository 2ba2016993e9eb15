import type { AsyncWith, With } from "../syntax/ast.ts";
import { typeName, typeOf } from "../runtime/builtin_classes.ts";
import { callSpecial } from "../runtime/call.ts";
import type { Raised } from "../runtime/exceptions.ts";
import { typeError } from "../runtime/exceptions.ts";
import { PyOpaque } from "../runtime/opaque.ts";
import { truth } from "../runtime/truth.ts";
import { PyInstance } from "../runtime/objects.ts";
import { type Evaluation, type Outcome, Pending, type Value, wait } from "../runtime/value.ts";
import type { Compiler } from "./compiler.ts";
import { awaitValue } from "./coroutine.ts";
import type { Code, Completion, Frame } from "./frame.ts";
import { PyFunction } from "./functions.ts";
import type { Machine } from "./machine.ts";
import type { Scope } from "./scope.ts";
import { compileTarget, type Store } from "./targets.ts";
import { asRaised } from "./try.ts";

interface Item {
  readonly manager: Code;
  readonly store: Store | null;
}

/** `with a as x, b: …` */
export function compileWith(
  compiler: Compiler,
  node: With | AsyncWith,
  scope: Scope,
): (frame: Frame) => Outcome<Completion> {
  const items = node.items.map((item): Item => ({
    manager: compiler.expression(item.context_expr, scope),
    store: item.optional_vars === null ? null : compileTarget(compiler, item.optional_vars, scope),
  }));
  const statement = new WithStatement(
    compiler.machine,
    items,
    compiler.block(node.body, scope),
    node._type === "AsyncWith",
  );
  return (frame) => new Pending(statement.run(frame, 0));
}

class WithStatement {
  readonly #machine: Machine;
  readonly #items: readonly Item[];
  readonly #body: (frame: Frame) => Outcome<Completion>;
  readonly #isAsync: boolean;

  constructor(
    machine: Machine,
    items: readonly Item[],
    body: (frame: Frame) => Outcome<Completion>,
    isAsync: boolean,
  ) {
    this.#machine = machine;
    this.#items = items;
    this.#body = body;
    this.#isAsync = isAsync;
  }

  /** Enters the managers from `index` on and runs the body in them. */
  *run(frame: Frame, index: number): Evaluation<Completion> {
    if (index === this.#items.length) return yield* wait(this.#body(frame));
    const machine = this.#machine;
    const isAsync = this.#isAsync;
    const item = this.#items[index]!;
    const manager = yield* wait(item.manager(frame));
    const enterName = isAsync ? "__aenter__" : "__enter__";
    const exitName = isAsync ? "__aexit__" : "__exit__";
    if (manager instanceof PyOpaque) {
      const entered = manager.derive("with", `${manager.path}.${enterName}()`);
      if (item.store !== null) yield* store(item.store, frame, entered);
      return yield* this.run(frame, index + 1);
    }
    const cls = typeOf(manager);
    const enter = cls.lookup(enterName);
    const exit = cls.lookup(exitName);
    if (enter === undefined || exit === undefined) {
      const protocol = isAsync ? "asynchronous context manager" : "context manager";
      const missing = enter === undefined ? "" : ` (missed ${exitName} method)`;
      throw typeError(
        `'${typeName(manager)}' object does not support the ${protocol} protocol${missing}`,
      );
    }
    const entered = yield* this.#settled(callSpecial(enter, manager, []));
    const guards = mayCatch(manager, exit);
    let completion: Completion;
    let raised: Raised | null = null;
    if (guards) {
      const before = machine.enterGuard?.();
      if (before !== undefined) yield* wait(before);
      machine.guards++;
    }
    try {
      try {
        if (item.store !== null) yield* store(item.store, frame, entered);
        completion = yield* this.run(frame, index + 1);
      } finally {
        if (guards) machine.guards--;
      }
    } catch (error) {
      machine.activation = frame.activation;
      raised = asRaised(error);
      if (raised === null) throw error;
    }
    if (raised === null) {
      yield* this.#settled(callSpecial(exit, manager, [null, null, null]));
      return completion;
    }
    const outer = machine.handled;
    machine.handled = raised.exception;
    try {
      const { exception } = raised;
      const swallowed = yield* this.#settled(
        callSpecial(exit, manager, [exception.cls, exception, null]),
      );
      if (!(yield* wait(truth(swallowed)))) throw raised;
    } finally {
      machine.handled = outer;
    }
    return undefined;
  }

  *#settled(outcome: Outcome): Evaluation {
    const value = yield* wait(outcome);
    return this.#isAsync ? yield* wait(awaitValue(value)) : value;
  }
}

function* store(target: Store, frame: Frame, value: Value): Evaluation<unknown> {
  const stored = target(frame, value);
  if (stored instanceof Pending) yield* stored.generator;
  return null;
}

/** Managers that may swallow an exception: those of Python code, and contextlib's. */
function mayCatch(manager: Value, exit: Value): boolean {
  return exit instanceof PyFunction ||
    (manager instanceof PyInstance && manager.cls.module === "contextlib");
}
