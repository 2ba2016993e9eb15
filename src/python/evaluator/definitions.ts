import type { AsyncFunctionDef, ClassDef, Expr, FunctionDef } from "../syntax/ast.ts";
import { call } from "../runtime/call.ts";
import { PyOpaque } from "../runtime/opaque.ts";
import {
  andThen,
  type Evaluation,
  type Outcome,
  Pending,
  type Value,
  wait,
} from "../runtime/value.ts";
import type { Compiler } from "./compiler.ts";
import type { Code, Completion, Frame } from "./frame.ts";
import type { Scope } from "./scope.ts";

/** A `def` or `class` with its decorators; `define` makes the bare function or class. */
export function compileDefinition(
  compiler: Compiler,
  node: FunctionDef | AsyncFunctionDef | ClassDef,
  define: Code,
  scope: Scope,
): (frame: Frame) => Outcome<Completion> {
  const store = compiler.store(scope.mangle(node.name), scope);
  if (node.decorator_list.length === 0) {
    return (frame) => {
      const made = define(frame);
      if (made instanceof Pending) {
        return andThen(made, (value): undefined => store(frame, value) as undefined);
      }
      store(frame, made);
      return undefined;
    };
  }
  const definition: Decorated = {
    name: scope.mangle(node.name),
    nodes: node.decorator_list,
    decorators: compiler.expressions(node.decorator_list, scope),
    define,
    store,
  };
  return (frame) => new Pending(decorate(definition, frame));
}

interface Decorated {
  readonly name: string;
  readonly nodes: readonly Expr[];
  readonly decorators: readonly Code[];
  readonly define: Code;
  readonly store: (frame: Frame, value: Value) => void;
}

function* decorate(
  { name, nodes, decorators, define, store }: Decorated,
  frame: Frame,
): Evaluation<Completion> {
  const functions: Value[] = [];
  for (const decorator of decorators) functions.push(yield* wait(decorator(frame)));
  let value = yield* wait(define(frame));
  for (let index = functions.length - 1; index >= 0; index--) {
    frame.activation.node = nodes[index]!;
    const decorator = functions[index]!;
    value = decorator instanceof PyOpaque
      // What an unresolved decorator makes is unknown; only its use is an error.
      ? new PyOpaque(decorator.origin, `@${decorator.path} ${name}`, true)
      : yield* wait(call(decorator, [value]));
  }
  store(frame, value);
  return undefined;
}
