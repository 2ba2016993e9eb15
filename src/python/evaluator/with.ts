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
  const { machine } = compiler;
  const isAsync = node._type === "AsyncWith";
  const items = node.items.map((item): Item => ({
    manager: compiler.expression(item.context_expr, scope),
    store: item.optional_vars === null ? null : compileTarget(compiler, item.optional_vars, scope),
  }));
  const body = compiler.block(node.body, scope);
  const enterName = isAsync ? "__aenter__" : "__enter__";
  const exitName = isAsync ? "__aexit__" : "__exit__";
  const settle = function* (outcome: Outcome): Evaluation {
    const value = yield* wait(outcome);
    return isAsync ? yield* wait(awaitValue(value)) : value;
  };

  function* run(frame: Frame, index: number): Evaluation<Completion> {
    if (index === items.length) return yield* wait(body(frame));
    const item = items[index]!;
    const manager = yield* wait(item.manager(frame));
    if (manager instanceof PyOpaque) {
      const entered = manager.derive("with", `${manager.path}.${enterName}()`);
      if (item.store !== null) yield* store(item.store, frame, entered);
      return yield* run(frame, index + 1);
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
    const entered = yield* settle(callSpecial(enter, manager, []));
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
        completion = yield* run(frame, index + 1);
      } finally {
        if (guards) machine.guards--;
      }
    } catch (error) {
      machine.activation = frame.activation;
      raised = asRaised(error);
      if (raised === null) throw error;
    }
    if (raised === null) {
      yield* settle(callSpecial(exit, manager, [null, null, null]));
      return completion;
    }
    const outer = machine.handled;
    machine.handled = raised.exception;
    try {
      const { exception } = raised;
      const swallowed = yield* settle(
        callSpecial(exit, manager, [exception.cls, exception, null]),
      );
      if (!(yield* wait(truth(swallowed)))) throw raised;
    } finally {
      machine.handled = outer;
    }
    return undefined;
  }

  return (frame) => new Pending(run(frame, 0));
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
