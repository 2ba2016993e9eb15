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
import { mappingEntries } from "./mapping.ts";
import type { Scope } from "./scope.ts";
import { evaluateAll } from "./strict.ts";
import { superOf } from "./super.ts";

type Invoke = (fn: Value, args: readonly Value[], keywords: Keywords, frame: Frame) => Outcome;

/** A call. Its place is noted right before, so that native functions know where they were called. */
export function compileCall(compiler: Compiler, node: Call, scope: Scope): Code {
  const { machine } = compiler;
  const callee = compiler.expression(node.func, scope);
  const invoke: Invoke = (fn, args, keywords, frame) => {
    frame.activation.node = node;
    machine.tick();
    if (fn instanceof PyCallable) return fn.invoke(args, keywords);
    if (fn === superClass && args.length === 0) return superOf(frame);
    if (fn instanceof PyOpaque) return fn.derive("a call", `${fn.path}(…)`);
    return call(fn, args, keywords);
  };
  const plainArguments = node.args.every((argument) => argument._type !== "Starred");
  const named = node.keywords.map((keyword) => keyword.arg);

  if (plainArguments && named.length === 0) {
    const args = compiler.expressions(node.args, scope);
    return (frame) => {
      const fn = callee(frame);
      if (fn instanceof Pending) {
        return andThen(
          fn,
          (ready) =>
            andThen(evaluateAll(args, frame), (values) => invoke(ready, values, null, frame)),
        );
      }
      const values = evaluateAll(args, frame);
      return values instanceof Pending
        ? andThen(values, (ready) => invoke(fn, ready, null, frame))
        : invoke(fn, values, null, frame);
    };
  }

  if (plainArguments && named.every((name) => name !== null)) {
    const count = node.args.length;
    const codes = [
      ...compiler.expressions(node.args, scope),
      ...node.keywords.map((keyword) => compiler.expression(keyword.value, scope)),
    ];
    const names = named as string[];
    const finish = (fn: Value, values: Value[], frame: Frame): Outcome => {
      const keywords = new Map<string, Value>();
      for (let index = 0; index < names.length; index++) {
        keywords.set(names[index]!, values[count + index]!);
      }
      values.length = count;
      return invoke(fn, values, keywords, frame);
    };
    return (frame) => {
      const fn = callee(frame);
      if (fn instanceof Pending) {
        return andThen(
          fn,
          (ready) => andThen(evaluateAll(codes, frame), (values) => finish(ready, values, frame)),
        );
      }
      const values = evaluateAll(codes, frame);
      return values instanceof Pending
        ? andThen(values, (ready) => finish(fn, ready, frame))
        : finish(fn, values, frame);
    };
  }

  const spread = new SpreadCall(
    callee,
    collectElements(compiler, node.args, scope, (fn, value) =>
      typeError(
        `${describeCallee(fn)} argument after * must be an iterable, not ${typeName(value)}`,
      )),
    named,
    node.keywords.map((keyword) => compiler.expression(keyword.value, scope)),
    invoke,
  );
  return (frame) => new Pending(spread.run(frame));
}

/** A call with `*arguments` or `**keywords`. */
class SpreadCall {
  readonly #callee: Code;
  readonly #collect: (frame: Frame, callee: Value) => Outcome<Value[]>;
  /** The names of the keyword arguments; `null` for `**mapping`. */
  readonly #names: readonly (string | null)[];
  readonly #values: readonly Code[];
  readonly #invoke: Invoke;

  constructor(
    callee: Code,
    collect: (frame: Frame, callee: Value) => Outcome<Value[]>,
    names: readonly (string | null)[],
    values: readonly Code[],
    invoke: Invoke,
  ) {
    this.#callee = callee;
    this.#collect = collect;
    this.#names = names;
    this.#values = values;
    this.#invoke = invoke;
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
    for (let index = 0; index < this.#names.length; index++) {
      const value = yield* wait(this.#values[index]!(frame));
      const name = this.#names[index]!;
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
    return yield* wait(this.#invoke(fn, args, keywords.size === 0 ? null : keywords, frame));
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
