import type { Call } from "../syntax/ast.ts";
import { superClass, typeName } from "../runtime/builtin_classes.ts";
import { call } from "../runtime/call.ts";
import { PyBoundMethod, PyCallable } from "../runtime/callable.ts";
import { PyClass } from "../runtime/class.ts";
import { typeError } from "../runtime/exceptions.ts";
import { qualifiedName } from "../runtime/repr.ts";
import { asString } from "../runtime/objects.ts";
import { PyOpaque } from "../runtime/opaque.ts";
import type { Keywords } from "../runtime/signature.ts";
import {
  andThen,
  type Evaluation,
  type Outcome,
  Pending,
  type Value,
  wait,
} from "../runtime/value.ts";
import { collectElements } from "./elements.ts";
import type { Compiler } from "./compiler.ts";
import type { Code, Frame } from "./frame.ts";
import { PyFunction } from "./functions.ts";
import type { Machine } from "./machine.ts";
import { mappingEntries } from "./mapping.ts";
import type { Scope } from "./scope.ts";
import { evaluateAll } from "./strict.ts";
import { superOf } from "./super.ts";

/** A call. Its place is noted right before, so that native functions know where they were called. */
export function compileCall(compiler: Compiler, node: Call, scope: Scope): Code {
  const { machine } = compiler;
  const callee = compiler.expression(node.func, scope);
  const names = plainNames(node);
  if (names === null) {
    const spread = new SpreadCall(compiler, node, callee, scope);
    return (frame) => new Pending(spread.run(frame));
  }
  const codes = compiler.expressions(node.args, scope);
  for (const { value } of node.keywords) codes.push(compiler.expression(value, scope));
  return (frame) => {
    const fn = callee(frame);
    if (fn instanceof Pending) {
      return andThen(
        fn,
        (ready) =>
          andThen(
            evaluateAll(codes, frame),
            (values) => invokePlain(machine, node, ready, values, names, frame),
          ),
      );
    }
    const values = evaluateAll(codes, frame);
    return values instanceof Pending
      ? andThen(values, (ready) => invokePlain(machine, node, fn, ready, names, frame))
      : invokePlain(machine, node, fn, values, names, frame);
  };
}

/** The names of the keyword arguments; `null` where there are `*arguments` or `**keywords`. */
function plainNames({ args, keywords }: Call): readonly string[] | null {
  const names: string[] = [];
  for (const { arg } of keywords) {
    if (arg === null) return null;
    names.push(arg);
  }
  for (const argument of args) if (argument._type === "Starred") return null;
  return names;
}

/** Calls with values of which the last ones belong to the names. */
function invokePlain(
  machine: Machine,
  node: Call,
  fn: Value,
  values: Value[],
  names: readonly string[],
  frame: Frame,
): Outcome {
  if (names.length === 0) return invoke(machine, node, fn, values, null, frame);
  const keywords = new Map<string, Value>();
  const count = values.length - names.length;
  for (let index = 0; index < names.length; index++) {
    keywords.set(names[index]!, values[count + index]!);
  }
  values.length = count;
  return invoke(machine, node, fn, values, keywords, frame);
}

function invoke(
  machine: Machine,
  node: Call,
  fn: Value,
  args: readonly Value[],
  keywords: Keywords,
  frame: Frame,
): Outcome {
  frame.activation.node = node;
  machine.tick();
  if (fn instanceof PyCallable) return fn.invoke(args, keywords);
  if (fn === superClass && args.length === 0) return superOf(frame);
  if (fn instanceof PyOpaque) return fn.derive("a call", `${fn.path}(…)`);
  return call(fn, args, keywords);
}

/** A call with `*arguments` or `**keywords`. */
class SpreadCall {
  readonly #machine: Machine;
  readonly #node: Call;
  readonly #callee: Code;
  readonly #collect: (frame: Frame, callee: Value) => Outcome<Value[]>;
  /** The values of the keyword arguments, and of `**mapping`s. */
  readonly #values: readonly Code[];

  constructor(compiler: Compiler, node: Call, callee: Code, scope: Scope) {
    this.#machine = compiler.machine;
    this.#node = node;
    this.#callee = callee;
    this.#collect = collectElements(compiler, node.args, scope, (fn, value) =>
      typeError(
        `${describeCallee(fn)} argument after * must be an iterable, not ${typeName(value)}`,
      ));
    this.#values = node.keywords.map((keyword) => compiler.expression(keyword.value, scope));
  }

  *run(frame: Frame): Evaluation {
    const fn = yield* wait(this.#callee(frame));
    const args = yield* wait(this.#collect(frame, fn));
    const keywords = new Map<string, Value>();
    const add = (name: string, value: Value) => {
      if (keywords.has(name)) {
        throw typeError(
          `${describeCallee(fn)} got multiple values for keyword argument '${name}'`,
        );
      }
      keywords.set(name, value);
    };
    for (let index = 0; index < this.#values.length; index++) {
      const value = yield* wait(this.#values[index]!(frame));
      const name = this.#node.keywords[index]!.arg;
      if (name !== null) {
        add(name, value);
        continue;
      }
      const entries = yield* mappingEntries(value);
      if (entries === null) {
        if (value instanceof PyOpaque) value.refuse("** in a call");
        throw typeError(
          `${describeCallee(fn)} argument after ** must be a mapping, not ${typeName(value)}`,
        );
      }
      for (const [key, item] of entries) {
        const text = asString(key);
        if (text === null) throw typeError("keywords must be strings");
        add(text, item);
      }
    }
    const given = keywords.size === 0 ? null : keywords;
    return yield* wait(invoke(this.#machine, this.#node, fn, args, given, frame));
  }
}

function describeCallee(fn: Value): string {
  if (fn instanceof PyClass) return `${qualifiedName(fn)}()`;
  if (fn instanceof PyBoundMethod) return describeCallee(fn.fn);
  if (fn instanceof PyFunction) {
    const module = asString(fn.globals.get("__name__") ?? null);
    return `${module === null ? "" : `${module}.`}${fn.qualname}()`;
  }
  if (fn instanceof PyCallable && "name" in fn) return `${fn.name}()`;
  return `${typeName(fn)} object`;
}
