import type { AsyncFor, For, While } from "../syntax/ast.ts";
import { getIterator } from "../runtime/iteration.ts";
import type { PyIterator } from "../runtime/iterator.ts";
import { truth } from "../runtime/truth.ts";
import { andThen, type Evaluation, type Outcome, Pending, type Value } from "../runtime/value.ts";
import { asyncIterator } from "./async_iteration.ts";
import type { Compiler } from "./compiler.ts";
import { BREAK, type Completion, CONTINUE, type Frame } from "./frame.ts";
import type { Scope } from "./scope.ts";
import { compileTarget } from "./targets.ts";

type Run = (frame: Frame) => Outcome<Completion>;

/** `for … in …: … else: …` */
export function compileFor(compiler: Compiler, node: For | AsyncFor, scope: Scope): Run {
  const { machine } = compiler;
  const iterable = compiler.expression(node.iter, scope);
  const store = compileTarget(compiler, node.target, scope);
  const body = compiler.block(node.body, scope);
  const otherwise: Run = node.orelse.length === 0
    ? () => undefined
    : compiler.block(node.orelse, scope);
  const open: (value: Value) => Outcome<PyIterator> = node._type === "AsyncFor"
    ? asyncIterator
    : getIterator;

  const loop = (frame: Frame, iterator: PyIterator): Outcome<Completion> => {
    for (;;) {
      const item = iterator.step();
      if (item instanceof Pending) return new Pending(resume(frame, iterator, item));
      if (item === undefined) return otherwise(frame);
      machine.tick();
      const stored = store(frame, item);
      if (stored instanceof Pending) {
        const round = andThen(stored, () => body(frame)) as Pending<Completion>;
        return new Pending(resume(frame, iterator, round, true));
      }
      const completion = body(frame);
      if (completion instanceof Pending) {
        return new Pending(resume(frame, iterator, completion, true));
      }
      if (completion === undefined || completion === CONTINUE) continue;
      if (completion === BREAK) return undefined;
      return completion;
    }
  };

  /** Goes on from a step (of the iterator, or with `inBody` of the body) that has to wait. */
  function* resume(
    frame: Frame,
    iterator: PyIterator,
    first: Pending<Value | undefined> | Pending<Completion>,
    inBody = false,
  ): Evaluation<Completion> {
    let completion: Completion;
    if (inBody) completion = yield* (first as Pending<Completion>).generator;
    else {
      const item = yield* (first as Pending<Value | undefined>).generator;
      if (item === undefined) return yield* run(otherwise, frame);
      completion = yield* round(frame, item);
    }
    for (;;) {
      if (completion !== undefined && completion !== CONTINUE) {
        return completion === BREAK ? undefined : completion;
      }
      const stepped = iterator.step();
      const item = stepped instanceof Pending ? yield* stepped.generator : stepped;
      if (item === undefined) return yield* run(otherwise, frame);
      completion = yield* round(frame, item);
    }
  }

  function* round(frame: Frame, item: Value): Evaluation<Completion> {
    machine.tick();
    const stored = store(frame, item);
    if (stored instanceof Pending) yield* stored.generator;
    return yield* run(body, frame);
  }

  return (frame) =>
    andThen(iterable(frame), (value) => {
      frame.activation.node = node.iter;
      return andThen(open(value), (iterator) => loop(frame, iterator));
    });
}

function* run(code: Run, frame: Frame): Evaluation<Completion> {
  const completion = code(frame);
  return completion instanceof Pending ? yield* completion.generator : completion;
}

/** `while …: … else: …` */
export function compileWhile(compiler: Compiler, node: While, scope: Scope): Run {
  const { machine } = compiler;
  const test = compiler.expression(node.test, scope);
  const body = compiler.block(node.body, scope);
  const otherwise: Run = node.orelse.length === 0
    ? () => undefined
    : compiler.block(node.orelse, scope);

  const decide = (frame: Frame): Outcome<boolean> => {
    frame.activation.node = node.test;
    const value = test(frame);
    return value instanceof Pending ? andThen(value, truth) : truth(value);
  };

  const loop = (frame: Frame): Outcome<Completion> => {
    for (;;) {
      machine.tick();
      const yes = decide(frame);
      if (yes instanceof Pending) return new Pending(resume(frame, yes, null));
      if (!yes) return otherwise(frame);
      const completion = body(frame);
      if (completion instanceof Pending) return new Pending(resume(frame, true, completion));
      if (completion === undefined || completion === CONTINUE) continue;
      return completion === BREAK ? undefined : completion;
    }
  };

  function* resume(
    frame: Frame,
    first: Outcome<boolean>,
    started: Pending<Completion> | null,
  ): Evaluation<Completion> {
    let decision = first;
    let running = started;
    for (;;) {
      if (!(decision instanceof Pending ? yield* decision.generator : decision)) {
        return yield* run(otherwise, frame);
      }
      const completion = running === null ? yield* run(body, frame) : yield* running.generator;
      running = null;
      if (completion !== undefined && completion !== CONTINUE) {
        return completion === BREAK ? undefined : completion;
      }
      machine.tick();
      decision = decide(frame);
    }
  }

  return loop;
}
