import type { Expr } from "../syntax/ast.ts";
import { deleteAttribute, setAttribute } from "../runtime/attributes.ts";
import { typeName, typeOf } from "../runtime/builtin_classes.ts";
import { typeError, valueError } from "../runtime/exceptions.ts";
import { collect, directValues, getIterator } from "../runtime/iteration.ts";
import { PyList, PyTuple } from "../runtime/objects.ts";
import { deleteItem, setItem } from "../runtime/subscript.ts";
import {
  andThen,
  type Evaluation,
  type Outcome,
  Pending,
  type Value,
  wait,
} from "../runtime/value.ts";
import type { Compiler } from "./compiler.ts";
import type { Frame } from "./frame.ts";
import { deleteName } from "./names.ts";
import type { Scope } from "./scope.ts";

/** Puts a value into a target; what it gives is only to be waited for. */
export type Store = (frame: Frame, value: Value) => unknown;

/** The left side of an assignment, a loop or a `with`. */
export function compileTarget(compiler: Compiler, node: Expr, scope: Scope): Store {
  switch (node._type) {
    case "Name":
      return compiler.store(scope.mangle(node.id), scope);
    case "Attribute": {
      const object = compiler.expression(node.value, scope);
      const name = scope.mangle(node.attr);
      return (frame, value) =>
        andThen(object(frame), (target) => {
          frame.activation.node = node;
          return setAttribute(target, name, value);
        });
    }
    case "Subscript": {
      const object = compiler.expression(node.value, scope);
      const key = compiler.expression(node.slice, scope);
      return (frame, value) =>
        andThen(object(frame), (target) =>
          andThen(key(frame), (index) => {
            frame.activation.node = node;
            return setItem(target, index, value);
          }));
    }
    case "Tuple":
    case "List":
      return compileUnpacking(compiler, node.elts, scope);
    case "Starred":
      return compileTarget(compiler, node.value, scope);
    default:
      throw compiler.unsupported(node, `assignment to ${node._type}`);
  }
}

function compileUnpacking(compiler: Compiler, elements: readonly Expr[], scope: Scope): Store {
  const stores = elements.map((element) => compileTarget(compiler, element, scope));
  const star = elements.findIndex((element) => element._type === "Starred");
  const count = elements.length;
  const spreadOut = (frame: Frame, items: readonly Value[]): unknown => {
    if (star < 0) {
      if (items.length !== count) throw wrongCount(items.length, count);
      return storeAll(stores, items, frame);
    }
    const after = count - star - 1;
    if (items.length < count - 1) {
      throw valueError(
        `not enough values to unpack (expected at least ${count - 1}, got ${items.length})`,
      );
    }
    const middle = items.slice(star, items.length - after);
    return storeAll(
      stores,
      [...items.slice(0, star), new PyList(middle), ...items.slice(items.length - after)],
      frame,
    );
  };
  return (frame, value) => {
    if (value instanceof PyTuple || value instanceof PyList) {
      if (directValues(value) !== null) return spreadOut(frame, value.items);
    }
    return new Pending(unpack(value, star < 0 ? count : null, (items) => spreadOut(frame, items)));
  };
}

function wrongCount(given: number, count: number) {
  if (given < count) {
    return valueError(`not enough values to unpack (expected ${count}, got ${given})`);
  }
  return valueError(`too many values to unpack (expected ${count})`);
}

function* unpack(
  value: Value,
  count: number | null,
  store: (items: readonly Value[]) => unknown,
): Evaluation<unknown> {
  const cls = typeOf(value);
  if (
    directValues(value) === null && cls.lookup("__iter__") === undefined &&
    cls.lookup("__getitem__") === undefined && cls.lookup("__next__") === undefined
  ) throw typeError(`cannot unpack non-iterable ${typeName(value)} object`);
  let items: Value[];
  if (count === null) items = yield* collect(value);
  else {
    // One more than needed is enough to know that there are too many; the rest may be endless.
    items = [];
    const iterator = yield* wait(getIterator(value));
    while (items.length <= count) {
      const item: Value | undefined = yield* wait(iterator.step());
      if (item === undefined) break;
      items.push(item);
    }
  }
  const stored = store(items);
  if (stored instanceof Pending) yield* stored.generator;
  return null;
}

function storeAll(stores: readonly Store[], items: readonly Value[], frame: Frame): unknown {
  for (let index = 0; index < stores.length; index++) {
    const stored = stores[index]!(frame, items[index]!);
    if (stored instanceof Pending) {
      return new Pending(storeRest(stores, items, frame, index + 1, stored));
    }
  }
  return null;
}

function* storeRest(
  stores: readonly Store[],
  items: readonly Value[],
  frame: Frame,
  from: number,
  first: Pending<unknown>,
): Evaluation<unknown> {
  yield* first.generator;
  for (let index = from; index < stores.length; index++) {
    const stored = stores[index]!(frame, items[index]!);
    if (stored instanceof Pending) yield* stored.generator;
  }
  return null;
}

/** `del target`. */
export function compileDelete(
  compiler: Compiler,
  node: Expr,
  scope: Scope,
): (frame: Frame) => unknown {
  switch (node._type) {
    case "Name":
      return deleteName(scope.mangle(node.id), scope);
    case "Attribute": {
      const object = compiler.expression(node.value, scope);
      const name = scope.mangle(node.attr);
      return (frame) => andThen(object(frame), (target) => deleteAttribute(target, name));
    }
    case "Subscript": {
      const object = compiler.expression(node.value, scope);
      const key = compiler.expression(node.slice, scope);
      return (frame) =>
        andThen(
          object(frame),
          (target) => andThen(key(frame), (index): Outcome => deleteItem(target, index)),
        );
    }
    case "Tuple":
    case "List": {
      const parts = node.elts.map((element) => compileDelete(compiler, element, scope));
      return (frame) => new Pending(deleteAll(parts, frame));
    }
    default:
      throw compiler.unsupported(node, `deletion of ${node._type}`);
  }
}

function* deleteAll(
  parts: readonly ((frame: Frame) => unknown)[],
  frame: Frame,
): Evaluation<unknown> {
  for (const part of parts) {
    const deleted = part(frame);
    if (deleted instanceof Pending) yield* deleted.generator;
  }
  return null;
}
