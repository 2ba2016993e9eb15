import { typeName, typeOf } from "./builtin_classes.ts";
import { callSpecial, runNow } from "./call.ts";
import { PyBoundMethod } from "./callable.ts";
import { PyDict } from "./dict.ts";
import { typeError } from "./exceptions.ts";
import { readItems, readText } from "./limits.ts";
import {
  notImplemented,
  plain,
  PyBytes,
  PyFloat,
  PyList,
  PyRange,
  PySlice,
  PyTuple,
} from "./objects.ts";
import { PyOpaque } from "./opaque.ts";
import { spend } from "./running.ts";
import { PySet } from "./set.ts";
import { compareText } from "./text.ts";
import { truth } from "./truth.ts";
import { andThen, type Outcome, type Value } from "./value.ts";

/** The six comparisons that can be overloaded, as the AST names them. */
export type Comparison = "Eq" | "NotEq" | "Lt" | "LtE" | "Gt" | "GtE";

const SPECIAL: Readonly<Record<Comparison, string>> = {
  Eq: "__eq__",
  NotEq: "__ne__",
  Lt: "__lt__",
  LtE: "__le__",
  Gt: "__gt__",
  GtE: "__ge__",
};
const REFLECTED: Readonly<Record<Comparison, Comparison>> = {
  Eq: "Eq",
  NotEq: "NotEq",
  Lt: "Gt",
  LtE: "GtE",
  Gt: "Lt",
  GtE: "LtE",
};
const SYMBOL: Readonly<Record<Comparison, string>> = {
  Eq: "==",
  NotEq: "!=",
  Lt: "<",
  LtE: "<=",
  Gt: ">",
  GtE: ">=",
};

/** Whether an ordering (negative, 0, positive; NaN for unordered) satisfies a comparison. */
export function holds(op: Comparison, order: number): boolean {
  switch (op) {
    case "Eq":
      return order === 0;
    case "NotEq":
      return order !== 0;
    case "Lt":
      return order < 0;
    case "LtE":
      return order <= 0;
    case "Gt":
      return order > 0;
    case "GtE":
      return order >= 0;
  }
}

/** The JavaScript number or bigint of a number, for comparing; JavaScript compares both exactly. */
function numeric(value: Value): number | bigint | null {
  switch (typeof value) {
    case "number":
    case "bigint":
      return value;
    case "boolean":
      return value ? 1 : 0;
    case "object":
      return value instanceof PyFloat ? value.value : null;
  }
  return null;
}

function orderNumbers(a: number | bigint, b: number | bigint): number {
  return a < b ? -1 : a > b ? 1 : a == b ? 0 : NaN;
}

/** `left op right`; any object may come out where a class overloads the comparison. */
export function compare(op: Comparison, left: Value, right: Value): Outcome {
  if (typeof left === "number" && typeof right === "number") return holds(op, left - right);
  if (typeof left === "string" && typeof right === "string") {
    readText(Math.min(left.length, right.length));
    if (op === "Eq") return left === right;
    if (op === "NotEq") return left !== right;
    return holds(op, compareText(left, right));
  }
  const a = numeric(left);
  const b = numeric(right);
  if (a !== null && b !== null) return holds(op, orderNumbers(a, b));
  return compareObjects(op, left, right);
}

function compareObjects(op: Comparison, left: Value, right: Value): Outcome {
  if (left instanceof PyOpaque) return left.derive("comparison", `(${left.path} ${SYMBOL[op]} …)`);
  if (right instanceof PyOpaque) {
    return right.derive("comparison", `(… ${SYMBOL[op]} ${right.path})`);
  }
  const leftClass = typeOf(left);
  const rightClass = typeOf(right);
  // The right operand is asked first when its class is a proper subclass (Data model 3.3.1);
  // unlike with arithmetic, whether it has a method of its own does not matter.
  const swapped = leftClass !== rightClass && rightClass.isSubclassOf(leftClass);
  const ask = (first: boolean): Outcome =>
    first ? askOne(op, left, right) : askOne(REFLECTED[op], right, left);
  return andThen(ask(!swapped), (result) => {
    if (result !== notImplemented) return result;
    return andThen(ask(swapped), (second) => {
      if (second !== notImplemented) return second;
      if (op === "Eq") return left === right;
      if (op === "NotEq") return left !== right;
      throw typeError(
        `'${SYMBOL[op]}' not supported between instances of '${typeName(left)}' and '${
          typeName(right)
        }'`,
      );
    });
  });
}

function askOne(op: Comparison, left: Value, right: Value): Outcome {
  const cls = typeOf(left);
  const special = cls.lookup(SPECIAL[op]);
  if (special !== undefined && special !== null) return callSpecial(special, left, [right]);
  if (op === "NotEq") {
    // Without __ne__ the inverse of __eq__ counts.
    const equals = cls.lookup("__eq__");
    if (equals !== undefined && equals !== null) {
      return andThen(
        callSpecial(equals, left, [right]),
        (result) => result === notImplemented ? result : andThen(truth(result), (yes) => !yes),
      );
    }
  }
  return compareBuiltins(op, left, right);
}

/** Comparison of two built-in objects of the same kind; NotImplemented for all else. */
function compareBuiltins(op: Comparison, left: Value, right: Value): Value {
  if (left instanceof PyList && right instanceof PyList) {
    return compareSequences(op, left.items, right.items);
  }
  if (left instanceof PyTuple && right instanceof PyTuple) {
    return compareSequences(op, left.items, right.items);
  }
  if (left instanceof PySet && right instanceof PySet) return compareSets(op, left, right);
  if (left instanceof PyBytes && right instanceof PyBytes) return compareBytes(op, left, right);
  if (op === "Eq" || op === "NotEq") {
    let same: boolean | null = null;
    if (left instanceof PyDict && right instanceof PyDict) same = equalDicts(left, right);
    else if (left instanceof PyRange && right instanceof PyRange) same = equalRanges(left, right);
    else if (left instanceof PySlice && right instanceof PySlice) {
      same = equal(left.start, right.start) && equal(left.stop, right.stop) &&
        equal(left.step, right.step);
    } else if (left instanceof PyBoundMethod && right instanceof PyBoundMethod) {
      same = left.fn === right.fn && left.self === right.self;
    }
    if (same !== null) return same === (op === "Eq");
  }
  const plainLeft = plain(left);
  const plainRight = plain(right);
  if (plainLeft !== left || plainRight !== right) return runNow(compare(op, plainLeft, plainRight));
  return notImplemented;
}

/** The comparison as built-in classes define it; NotImplemented where they do not. */
export function compareNatively(op: Comparison, left: Value, right: Value): Outcome {
  const object = typeof left === "object" && left !== null && !(left instanceof PyFloat);
  if (object) return compareBuiltins(op, left, right);
  return typeOf(left) === typeOf(right) || (numeric(left) !== null && numeric(right) !== null)
    ? compare(op, left, right)
    : notImplemented;
}

function compareSequences(
  op: Comparison,
  left: readonly Value[],
  right: readonly Value[],
): Value {
  if (left.length !== right.length && (op === "Eq" || op === "NotEq")) return op === "NotEq";
  const length = Math.min(left.length, right.length);
  spend(1);
  readItems(length);
  for (let index = 0; index < length; index++) {
    const a = left[index]!;
    const b = right[index]!;
    if (equal(a, b)) continue;
    if (op === "Eq" || op === "NotEq") return op === "NotEq";
    return runNow(compare(op, a, b));
  }
  return holds(op, left.length - right.length);
}

function compareSets(op: Comparison, left: PySet, right: PySet): boolean {
  readItems(left.size + right.size);
  const within = (a: PySet, b: PySet) =>
    a.size <= b.size && [...a.values()].every((item) => b.has(item));
  switch (op) {
    case "Eq":
      return left.size === right.size && within(left, right);
    case "NotEq":
      return left.size !== right.size || !within(left, right);
    case "LtE":
      return within(left, right);
    case "Lt":
      return left.size < right.size && within(left, right);
    case "GtE":
      return within(right, left);
    case "Gt":
      return right.size < left.size && within(right, left);
  }
}

function compareBytes(op: Comparison, left: PyBytes, right: PyBytes): boolean {
  const length = Math.min(left.data.length, right.data.length);
  readText(length);
  for (let index = 0; index < length; index++) {
    const difference = left.data[index]! - right.data[index]!;
    if (difference !== 0) return holds(op, difference);
  }
  return holds(op, left.data.length - right.data.length);
}

function equalDicts(left: PyDict, right: PyDict): boolean {
  if (left.size !== right.size) return false;
  readItems(left.size);
  for (const [key, value] of left.entries()) {
    const other = right.get(key);
    if (other === undefined || !equal(value, other)) return false;
  }
  return true;
}

function equalRanges(left: PyRange, right: PyRange): boolean {
  if (left.length !== right.length) return false;
  if (left.length === 0) return true;
  return left.start === right.start && (left.length === 1 || left.step === right.step);
}

/** Identity, or `==`: what `in`, list.index and dictionary lookup mean by equal. */
export function equal(left: Value, right: Value): boolean {
  if (left === right) return true;
  return runNow(andThen(compare("Eq", left, right), (result) => truth(result)));
}

/** `left < right` where no pause is possible, for sorting. */
export function less(left: Value, right: Value): boolean {
  return runNow(andThen(compare("Lt", left, right), (result) => truth(result)));
}
