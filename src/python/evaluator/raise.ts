import type { Assert, Raise } from "../syntax/ast.ts";
import { typeName } from "../runtime/builtin_classes.ts";
import { call } from "../runtime/call.ts";
import { PyClass } from "../runtime/class.ts";
import {
  baseExceptionClass,
  PyException,
  raise,
  Raised,
  typeError,
} from "../runtime/exceptions.ts";
import { PyOpaque } from "../runtime/opaque.ts";
import { truth } from "../runtime/truth.ts";
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
import type { Machine } from "./machine.ts";
import type { Scope } from "./scope.ts";

type Run = (frame: Frame) => Outcome<Completion>;

/** `raise`, `raise x` and `raise x from y`. */
export function compileRaise(compiler: Compiler, node: Raise, scope: Scope): Run {
  const { machine } = compiler;
  if (node.exc === null) {
    return () => {
      if (machine.handled === null) {
        throw raise("RuntimeError", "No active exception to reraise");
      }
      throw new Raised(machine.handled);
    };
  }
  const exception = compiler.expression(node.exc, scope);
  const cause = node.cause === null ? null : compiler.expression(node.cause, scope);
  return (frame) => new Pending(raiseIt(machine, node, exception, cause, frame));
}

function* raiseIt(
  machine: Machine,
  node: Raise,
  exception: Code,
  cause: Code | null,
  frame: Frame,
): Evaluation<Completion> {
  const made = yield* exceptionOf(yield* wait(exception(frame)));
  if (cause !== null) {
    const from = yield* wait(cause(frame));
    made.cause = from === null ? null : yield* exceptionOf(from);
    made.suppressContext = true;
  }
  frame.activation.node = node;
  if (machine.handled !== null && machine.handled !== made) made.context = machine.handled;
  throw new Raised(made);
}

function* exceptionOf(value: Value): Evaluation<PyException> {
  if (value instanceof PyException) return value;
  if (value instanceof PyOpaque) return value.refuse("raise");
  if (value instanceof PyClass && value.isSubclassOf(baseExceptionClass)) {
    const made = yield* wait(call(value));
    if (made instanceof PyException) return made;
    throw typeError(
      `calling ${value.name} should have returned an instance of BaseException, not ${
        typeName(made)
      }`,
    );
  }
  throw typeError("exceptions must derive from BaseException");
}

/** `assert test, message`. */
export function compileAssert(compiler: Compiler, node: Assert, scope: Scope): Run {
  const test = compiler.expression(node.test, scope);
  const message = node.msg === null ? null : compiler.expression(node.msg, scope);
  return (frame) =>
    andThen(test(frame), (value) =>
      andThen(truth(value), (yes) => {
        if (yes) return undefined;
        if (message === null) throw raise("AssertionError");
        return andThen(message(frame), (text): undefined => {
          throw raise("AssertionError", text);
        });
      }));
}
