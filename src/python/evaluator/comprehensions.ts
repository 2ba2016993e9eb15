import type {
  Comprehension,
  DictComp,
  Expr,
  GeneratorExp,
  ListComp,
  SetComp,
} from "../syntax/ast.ts";
import { generatorClass } from "../runtime/builtin_classes.ts";
import { PyDict } from "../runtime/dict.ts";
import { getIterator } from "../runtime/iteration.ts";
import type { PyIterator } from "../runtime/iterator.ts";
import { PyList } from "../runtime/objects.ts";
import { PySet } from "../runtime/set.ts";
import { truth } from "../runtime/truth.ts";
import {
  andThen,
  type Evaluation,
  type Outcome,
  Pending,
  type Value,
  wait,
} from "../runtime/value.ts";
import { compileTarget, type Store } from "./targets.ts";
import { asyncIterator } from "./async_iteration.ts";
import type { Compiler } from "./compiler.ts";
import { type Code, Frame, Yielded } from "./frame.ts";
import { LoopIterator } from "./generator.ts";
import type { Machine } from "./machine.ts";
import { Scope } from "./scope.ts";

interface Clause {
  readonly iterable: Code;
  readonly store: Store;
  readonly tests: readonly Code[];
  readonly isAsync: boolean;
}

interface Loops {
  /** The first iterable, evaluated in the scope around the comprehension. */
  readonly first: Code;
  readonly clauses: readonly Clause[];
  readonly scope: Scope;
}

function declareTargets(node: Expr, scope: Scope): void {
  switch (node._type) {
    case "Name":
      scope.declare(scope.mangle(node.id));
      return;
    case "Tuple":
    case "List":
      for (const element of node.elts) declareTargets(element, scope);
      return;
    case "Starred":
      declareTargets(node.value, scope);
  }
}

function compileLoops(
  compiler: Compiler,
  generators: readonly Comprehension[],
  outer: Scope,
): Loops {
  const scope = new Scope("comprehension", outer);
  for (const generator of generators) declareTargets(generator.target, scope);
  const first = compiler.expression(generators[0]!.iter, outer);
  const clauses = generators.map((generator, index): Clause => ({
    iterable: index === 0 ? () => null : compiler.expression(generator.iter, scope),
    store: compileTarget(compiler, generator.target, scope),
    tests: compiler.expressions(generator.ifs, scope),
    isAsync: generator.is_async === 1,
  }));
  return { first, clauses, scope };
}

function innerFrame(loops: Loops, outer: Frame): Frame {
  const frame = new Frame(loops.scope, [], outer, outer.globals, outer.namespace);
  frame.activation = outer.activation;
  return frame;
}

function iteratorOf(value: Value, clause: Clause): Outcome<PyIterator> {
  return clause.isAsync ? asyncIterator(value) : getIterator(value);
}

/** Runs the loops and calls `emit` for every round that passes the tests. */
function* runLoops(
  machine: Machine,
  clauses: readonly Clause[],
  index: number,
  source: Value,
  frame: Frame,
  emit: (frame: Frame) => Outcome<unknown>,
): Evaluation<undefined> {
  const clause = clauses[index]!;
  const iterator = yield* wait(iteratorOf(source, clause));
  rounds:
  for (;;) {
    const stepped = iterator.step();
    const item = stepped instanceof Pending ? yield* stepped.generator : stepped;
    if (item === undefined) return undefined;
    machine.tick();
    const stored = clause.store(frame, item);
    if (stored instanceof Pending) yield* stored.generator;
    for (const test of clause.tests) {
      const value = test(frame);
      const yes = truth(value instanceof Pending ? yield* value.generator : value);
      if (!(yes instanceof Pending ? yield* yes.generator : yes)) continue rounds;
    }
    if (index + 1 < clauses.length) {
      const next = clauses[index + 1]!.iterable(frame);
      const inner = next instanceof Pending ? yield* next.generator : next;
      yield* runLoops(machine, clauses, index + 1, inner, frame, emit);
    } else {
      const emitted = emit(frame);
      if (emitted instanceof Pending) yield* emitted.generator;
    }
  }
}

/** `[… for …]`, `{… for …}`, `{k: v for …}`. */
export function compileComprehension(
  compiler: Compiler,
  node: ListComp | SetComp | DictComp,
  scope: Scope,
): Code {
  const { machine } = compiler;
  const loops = compileLoops(compiler, node.generators, scope);
  const element = node._type === "DictComp"
    ? {
      key: compiler.expression(node.key, loops.scope),
      value: compiler.expression(node.value, loops.scope),
    }
    : { key: null, value: compiler.expression(node.elt, loops.scope) };

  return (frame) => {
    // The usual comprehension waits for nothing: run it at once, keep the generator if it pauses.
    const evaluation = collectRounds(
      machine,
      loops,
      frame,
      accumulator(node._type, element.key, element.value),
    );
    const step = evaluation.next();
    return step.done ? step.value : new Pending(resume(evaluation, step.value));
  };
}

function* collectRounds(
  machine: Machine,
  loops: Loops,
  frame: Frame,
  { result, emit }: Accumulator,
): Evaluation {
  const source = yield* wait(loops.first(frame));
  yield* runLoops(machine, loops.clauses, 0, source, innerFrame(loops, frame), emit);
  return result;
}

/** Goes on with an evaluation that has already been started and has asked for something. */
function* resume(evaluation: Evaluation, first: unknown): Evaluation {
  let request = first;
  for (;;) {
    let answer: unknown;
    let failure: { readonly error: unknown } | null = null;
    try {
      answer = yield request;
    } catch (error) {
      failure = { error };
    }
    const step = failure === null ? evaluation.next(answer) : evaluation.throw(failure.error);
    if (step.done) return step.value;
    request = step.value;
  }
}

/** The value that a comprehension fills, and what adds the element of a round to it. */
interface Accumulator {
  readonly result: Value;
  readonly emit: (frame: Frame) => Outcome<unknown>;
}

function accumulator(
  kind: "ListComp" | "SetComp" | "DictComp",
  key: Code | null,
  value: Code,
): Accumulator {
  if (kind === "ListComp") {
    const list = new PyList([]);
    return {
      result: list,
      emit: (frame) => andThen(value(frame), (item) => list.items.push(item)),
    };
  }
  if (kind === "SetComp") {
    const set = new PySet();
    return { result: set, emit: (frame) => andThen(value(frame), (item) => set.add(item)) };
  }
  const dict = new PyDict();
  return {
    result: dict,
    emit: (frame) =>
      andThen(key!(frame), (name) => andThen(value(frame), (item) => dict.set(name, item))),
  };
}

/** `(… for …)`. */
export function compileGenerator(compiler: Compiler, node: GeneratorExp, scope: Scope): Code {
  const { machine } = compiler;
  const loops = compileLoops(compiler, node.generators, scope);
  const element = compiler.expression(node.elt, loops.scope);
  return (frame) =>
    andThen(loops.first(frame), (source) => {
      const inner = innerFrame(loops, frame);
      // Python makes the first iterator at once, so that a bad iterable is reported here.
      return andThen(iteratorOf(source, loops.clauses[0]!), (iterator) => {
        const emit = (at: Frame): Outcome<unknown> => new Pending(yieldElement(element, at));
        return new LoopIterator(
          runLoops(machine, loops.clauses, 0, iterator, inner, emit),
          generatorClass,
        );
      });
    });
}

function* yieldElement(element: Code, frame: Frame): Evaluation<unknown> {
  yield new Yielded(yield* wait(element(frame)));
  return null;
}
