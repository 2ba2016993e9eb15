import type { AnnAssign, Assign, AugAssign, If, Return, Stmt } from "../syntax/ast.ts";
import { getAttribute, setAttribute } from "../runtime/attributes.ts";
import { inPlace } from "../runtime/operators.ts";
import { PyOpaque } from "../runtime/opaque.ts";
import { getItem, setItem } from "../runtime/subscript.ts";
import { truth } from "../runtime/truth.ts";
import { andThen, type Outcome, Pending, type Value } from "../runtime/value.ts";
import { PyDict } from "../runtime/dict.ts";
import { compileClass } from "./classes.ts";
import type { Compiler } from "./compiler.ts";
import { annotationValue } from "./annotation_value.ts";
import { BREAK, type Code, type Completion, CONTINUE, type Frame, Returned } from "./frame.ts";
import { compileDefinition } from "./definitions.ts";
import { compileFunction } from "./functions.ts";
import { compileImport, compileImportFrom } from "./imports.ts";
import { compileFor, compileWhile } from "./loops.ts";
import { compileMatch } from "./match.ts";
import { compileAssert, compileRaise } from "./raise.ts";
import type { Scope } from "./scope.ts";
import { compileDelete, compileTarget, type Store } from "./targets.ts";
import { compileTry } from "./try.ts";
import { compileTypeAlias } from "./type_parameters.ts";
import { compileWith } from "./with.ts";

type Run = (frame: Frame) => Outcome<Completion>;

/** A finished statement, whatever the outcome's value was. */
function finish(outcome: unknown): Outcome<Completion> {
  return outcome instanceof Pending ? andThen(outcome, () => undefined) : undefined;
}

/** Modules of Python's library whose calls change nothing that a revision could see. */
const ASIDE = new Set([
  ...["atexit", "faulthandler", "gc", "gettext", "locale", "mimetypes", "multiprocessing"],
  ...["resource", "signal", "socket", "ssl", "threading", "tracemalloc"],
]);

/** Whether this came of a call of a module that is not provided, and has nothing to do with migrations. */
function isAside({ origin, path }: PyOpaque): boolean {
  const [module = ""] = path.split(".");
  return origin.reason === undefined && ASIDE.has(module);
}

/** Makes a statement ready to run. */
export function compileStatement(compiler: Compiler, node: Stmt, scope: Scope): Run {
  switch (node._type) {
    case "Expr": {
      const value = node.value;
      if (value._type === "Constant") return () => undefined;
      const code = compiler.expression(value, scope);
      if (value._type !== "Call" || scope.kind !== "module") return (frame) => finish(code(frame));
      // At module level an unresolved value may be passed on, but a call for its effect may not be
      // left out silently.
      return (frame) =>
        finish(andThen(code(frame), (result) => {
          if (result instanceof PyOpaque && !compiler.machine.lenient && !isAside(result)) {
            result.refuse("a call");
          }
          return null;
        }));
    }
    case "Assign":
      return compileAssign(compiler, node, scope);
    case "AugAssign":
      return compileAugmented(compiler, node, scope);
    case "AnnAssign":
      return compileAnnotated(compiler, node, scope);
    case "Return":
      return compileReturn(compiler, node, scope);
    case "If":
      return compileIf(compiler, node, scope);
    case "For":
    case "AsyncFor":
      return compileFor(compiler, node, scope);
    case "While":
      return compileWhile(compiler, node, scope);
    case "FunctionDef":
    case "AsyncFunctionDef":
      return compileDefinition(compiler, node, compileFunction(compiler, node, scope), scope);
    case "ClassDef":
      return compileDefinition(compiler, node, compileClass(compiler, node, scope), scope);
    case "Import":
      return compileImport(compiler, node, scope);
    case "ImportFrom":
      return compileImportFrom(compiler, node, scope);
    case "Try":
      return compileTry(compiler, node, scope);
    case "TryStar":
      throw compiler.unsupported(node, "except*");
    case "With":
    case "AsyncWith":
      return compileWith(compiler, node, scope);
    case "Raise":
      return compileRaise(compiler, node, scope);
    case "Assert":
      return compileAssert(compiler, node, scope);
    case "Match":
      return compileMatch(compiler, node, scope);
    case "Delete": {
      const parts = node.targets.map((target) => compileDelete(compiler, target, scope));
      return (frame) => finish(runAll(parts, frame, 0));
    }
    case "Pass":
    case "Global":
    case "Nonlocal":
      return () => undefined;
    case "Break":
      return () => BREAK;
    case "Continue":
      return () => CONTINUE;
    case "TypeAlias":
      return compileTypeAlias(compiler, node, scope);
  }
}

function runAll(
  parts: readonly ((frame: Frame) => unknown)[],
  frame: Frame,
  from: number,
): unknown {
  for (let index = from; index < parts.length; index++) {
    const result = parts[index]!(frame);
    if (result instanceof Pending) {
      return andThen(result, () => runAll(parts, frame, index + 1) as null);
    }
  }
  return null;
}

function compileAssign(compiler: Compiler, node: Assign, scope: Scope): Run {
  const value = compiler.expression(node.value, scope);
  const stores = node.targets.map((target) => compileTarget(compiler, target, scope));
  if (stores.length === 1) {
    const store = stores[0]!;
    return (frame) => {
      const result = value(frame);
      return result instanceof Pending
        ? finish(andThen(result, (ready) => store(frame, ready) as null))
        : finish(store(frame, result));
    };
  }
  return (frame) =>
    finish(
      andThen(value(frame), (ready) =>
        runAll(
          stores.map((store): (at: Frame) => unknown => (at) => store(at, ready)),
          frame,
          0,
        ) as null),
    );
}

function compileAnnotated(compiler: Compiler, node: AnnAssign, scope: Scope): Run {
  const store: Store | null = node.value === null
    ? null
    : compileTarget(compiler, node.target, scope);
  const value: Code | null = node.value === null ? null : compiler.expression(node.value, scope);
  const annotate = node.simple === 1 && scope.kind === "class"
    ? annotation(compiler, node, scope)
    : null;
  const assign = (frame: Frame): Outcome<unknown> => {
    if (value === null || store === null) return null;
    const result = value(frame);
    return result instanceof Pending
      ? andThen(result, (ready) => store(frame, ready))
      : store(frame, result);
  };
  if (annotate === null) return (frame) => finish(assign(frame));
  return (frame) => finish(andThen(assign(frame), () => annotate(frame)));
}

/** Notes a class-level annotation in `__annotations__`; dataclasses and NamedTuple live off these. */
function annotation(compiler: Compiler, node: AnnAssign, scope: Scope): (frame: Frame) => Outcome {
  const name = scope.mangle((node.target as { readonly id: string }).id);
  const code = compiler.expression(node.annotation, scope);
  return (frame) => {
    return andThen(annotationValue(code, node.annotation, frame), (ready) => {
      const namespace = frame.namespace!;
      const existing = namespace.get("__annotations__");
      const annotations = existing instanceof PyDict ? existing : new PyDict();
      annotations.set(name, ready);
      namespace.set("__annotations__", annotations);
      return null;
    });
  };
}

function compileAugmented(compiler: Compiler, node: AugAssign, scope: Scope): Run {
  const { op, target } = node;
  const value = compiler.expression(node.value, scope);
  switch (target._type) {
    case "Name": {
      const load = compiler.expression(target, scope);
      const store = compiler.store(scope.mangle(target.id), scope);
      return (frame) => {
        const current = load(frame) as Value;
        const operand = value(frame);
        const result = operand instanceof Pending
          ? andThen(operand, (ready) => inPlace(op, current, ready))
          : inPlace(op, current, operand);
        if (result instanceof Pending) {
          return andThen(result, (ready) => {
            store(frame, ready);
            return undefined;
          });
        }
        store(frame, result);
        return undefined;
      };
    }
    case "Attribute": {
      const object = compiler.expression(target.value, scope);
      const name = scope.mangle(target.attr);
      return (frame) =>
        finish(
          andThen(object(frame), (owner) =>
            andThen(getAttribute(owner, name), (current) =>
              andThen(value(frame), (operand) =>
                andThen(inPlace(op, current, operand), (result) =>
                  setAttribute(owner, name, result))))),
        );
    }
    case "Subscript": {
      const object = compiler.expression(target.value, scope);
      const key = compiler.expression(target.slice, scope);
      return (frame) =>
        finish(
          andThen(object(frame), (owner) =>
            andThen(key(frame), (index) =>
              andThen(getItem(owner, index), (current) =>
                andThen(value(frame), (operand) =>
                  andThen(inPlace(op, current, operand), (result) =>
                    setItem(owner, index, result)))))),
        );
    }
  }
}

function compileReturn(compiler: Compiler, node: Return, scope: Scope): Run {
  if (node.value === null) {
    const nothing = new Returned(null);
    return () => nothing;
  }
  const value = compiler.expression(node.value, scope);
  return (frame) => {
    const result = value(frame);
    return result instanceof Pending
      ? andThen(result, (ready) => new Returned(ready))
      : new Returned(result);
  };
}

function compileIf(compiler: Compiler, node: If, scope: Scope): Run {
  const test = compiler.expression(node.test, scope);
  const body = compiler.block(node.body, scope);
  const otherwise: Run = node.orelse.length === 0
    ? () => undefined
    : compiler.block(node.orelse, scope);
  const branch = (frame: Frame, value: Value): Outcome<Completion> => {
    const yes = truth(value);
    if (yes instanceof Pending) {
      return andThen(yes, (decided) => decided ? body(frame) : otherwise(frame));
    }
    return yes ? body(frame) : otherwise(frame);
  };
  return (frame) => {
    const value = test(frame);
    return value instanceof Pending
      ? andThen(value, (ready) => branch(frame, ready))
      : branch(frame, value);
  };
}
