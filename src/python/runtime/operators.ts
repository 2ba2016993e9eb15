import type { Operator } from "../syntax/ast.ts";
import { typeName, typeOf } from "./builtin_classes.ts";
import { arithmetic, asInt, negateNumber } from "./arithmetic.ts";
import { callSpecial, runNow } from "./call.ts";
import { PyClass } from "./class.ts";
import { equal } from "./compare.ts";
import { PyDict } from "./dict.ts";
import { raise, typeError } from "./exceptions.ts";
import { collect } from "./iteration.ts";
import { checkItems, checkText, readItems, readText } from "./limits.ts";
import { notImplemented, plain, PyBytes, PyList, PyTuple } from "./objects.ts";
import { findOpaque, PyOpaque } from "./opaque.ts";
import { formatPercent, formatPercentBytes } from "./percent_format.ts";
import { PySet } from "./set.ts";
import { setInPlace, setOperation } from "./set_operators.ts";
import { andThen, type Outcome, Pending, type Value } from "./value.ts";

const SPECIAL: Readonly<Record<Operator, string>> = {
  Add: "add",
  Sub: "sub",
  Mult: "mul",
  MatMult: "matmul",
  Div: "truediv",
  Mod: "mod",
  Pow: "pow",
  LShift: "lshift",
  RShift: "rshift",
  BitOr: "or",
  BitXor: "xor",
  BitAnd: "and",
  FloorDiv: "floordiv",
};

/** Operators as written, for messages. */
export const OPERATOR_SYMBOL: Readonly<Record<Operator, string>> = {
  Add: "+",
  Sub: "-",
  Mult: "*",
  MatMult: "@",
  Div: "/",
  Mod: "%",
  Pow: "** or pow()",
  LShift: "<<",
  RShift: ">>",
  BitOr: "|",
  BitXor: "^",
  BitAnd: "&",
  FloorDiv: "//",
};

/** `left op right`. */
export function binary(op: Operator, left: Value, right: Value): Outcome {
  if (typeof left === "number" && typeof right === "number") {
    if (op === "Add" || op === "Sub") {
      const result = op === "Add" ? left + right : left - right;
      if (Number.isSafeInteger(result)) return result;
    }
    return arithmetic(op, left, right) ?? unsupported(OPERATOR_SYMBOL[op], left, right);
  }
  if (typeof left === "string") {
    if (op === "Add" && typeof right === "string") {
      // JavaScript joins texts without copying them.
      checkText(left.length + right.length, 0);
      return left + right;
    }
    if (op === "Mod") {
      const opaque = findOpaque([right]);
      if (opaque !== null) return opaque.derive("operator %", `(… % ${opaque.path})`);
      return formatPercent(left, right);
    }
  }
  return arithmetic(op, left, right) ?? binaryObjects(op, left, right, OPERATOR_SYMBOL[op]);
}

function binaryObjects(op: Operator, left: Value, right: Value, symbol: string): Outcome {
  if (left instanceof PyOpaque) {
    const union = op === "BitOr" ? unionWith(left, right) : notImplemented;
    if (union !== notImplemented) return union;
    return left.derive(`operator ${symbol}`, `(${left.path} ${symbol} …)`);
  }
  const name = SPECIAL[op];
  const leftClass = typeOf(left);
  const rightClass = typeOf(right);
  const straight = leftClass.lookup(`__${name}__`);
  const reflected = leftClass === rightClass ? undefined : rightClass.lookup(`__r${name}__`);
  const askLeft = (): Outcome =>
    straight === undefined || straight === null
      ? builtinBinary(op, left, right)
      : callSpecial(straight, left, [right]);
  const askRight = (): Outcome =>
    reflected === undefined || reflected === null
      ? notImplemented
      : callSpecial(reflected, right, [left]);
  const rightFirst = reflected !== undefined && rightClass.isSubclassOf(leftClass) &&
    reflected !== leftClass.lookup(`__r${name}__`);
  return andThen(rightFirst ? askRight() : askLeft(), (result) => {
    if (result !== notImplemented) return result;
    return andThen(
      rightFirst ? askLeft() : askRight(),
      (second) => second === notImplemented ? lastResort(op, left, right, symbol) : second,
    );
  });
}

function lastResort(op: Operator, left: Value, right: Value, symbol: string): Outcome {
  if (right instanceof PyOpaque) {
    const union = op === "BitOr" ? unionWith(right, left) : notImplemented;
    if (union !== notImplemented) return union;
    return right.derive(`operator ${symbol}`, `(… ${symbol} ${right.path})`);
  }
  const plainLeft = plain(left);
  const plainRight = plain(right);
  if (plainLeft !== left || plainRight !== right) return binary(op, plainLeft, plainRight);
  return unsupported(symbol, left, right);
}

function unsupported(symbol: string, left: Value, right: Value): never {
  if (symbol === "+" || symbol === "+=") {
    if (typeof left === "string") {
      throw typeError(`can only concatenate str (not "${typeName(right)}") to str`);
    }
    if (left instanceof PyList || left instanceof PyTuple) {
      const name = typeName(left);
      throw typeError(`can only concatenate ${name} (not "${typeName(right)}") to ${name}`);
    }
  }
  if (symbol === "*" && (isSequence(left) || isSequence(right))) {
    const other = isSequence(left) ? right : left;
    throw typeError(`can't multiply sequence by non-int of type '${typeName(other)}'`);
  }
  throw typeError(
    `unsupported operand type(s) for ${symbol}: '${typeName(left)}' and '${typeName(right)}'`,
  );
}

function isSequence(value: Value): boolean {
  return typeof value === "string" || value instanceof PyList || value instanceof PyTuple ||
    value instanceof PyBytes;
}

/** Operators of built-in containers; NotImplemented where they do not apply. */
function builtinBinary(op: Operator, left: Value, right: Value): Outcome {
  switch (op) {
    case "Add":
      return concatenate(left, right);
    case "Mult": {
      const count = asInt(plain(right));
      if (count !== null) return repeat(left, count);
      const reversed = asInt(plain(left));
      return reversed === null ? notImplemented : repeat(right, reversed);
    }
    case "Mod":
      return left instanceof PyBytes ? formatPercentBytes(left, right) : notImplemented;
    case "BitOr":
      if (left instanceof PyDict && right instanceof PyDict) {
        checkItems(left.size + right.size);
        return new PyDict([...left.entries(), ...right.entries()]);
      }
      if (left instanceof PyClass || right instanceof PyClass) return unionType(left, right);
      return setOperation(op, left, right);
    case "BitAnd":
    case "BitXor":
    case "Sub":
      return setOperation(op, left, right);
    default:
      return notImplemented;
  }
}

let makeUnion: (left: Value, right: Value) => Value = () => notImplemented;

/** Says how `int | None` makes a union type (module types). */
export function setUnionMaker(maker: (left: Value, right: Value) => Value): void {
  makeUnion = maker;
}

/** `EmailStr | None`: what is not evaluated is a type where the other side is one. */
function unionWith(opaque: PyOpaque, other: Value): Value {
  return other instanceof PyOpaque || typeof other === "string"
    ? notImplemented
    : makeUnion(opaque, other);
}

function unionType(left: Value, right: Value): Value {
  return makeUnion(left, right);
}

function concatenate(left: Value, right: Value): Value {
  if (left instanceof PyList && right instanceof PyList) {
    checkItems(left.items.length + right.items.length);
    return new PyList([...left.items, ...right.items]);
  }
  if (left instanceof PyTuple && right instanceof PyTuple) {
    checkItems(left.items.length + right.items.length);
    return new PyTuple([...left.items, ...right.items]);
  }
  if (left instanceof PyBytes && right instanceof PyBytes) {
    checkText(left.data.length + right.data.length);
    const data = new Uint8Array(left.data.length + right.data.length);
    data.set(left.data);
    data.set(right.data, left.data.length);
    return new PyBytes(data);
  }
  return notImplemented;
}

function repeat(value: Value, count: number | bigint): Value {
  const times = count < 0 ? 0 : Number(count);
  if (typeof value === "string") {
    checkText(value.length * times);
    return value.repeat(times);
  }
  if (value instanceof PyBytes) {
    checkText(value.data.length * times);
    const data = new Uint8Array(value.data.length * times);
    for (let index = 0; index < times; index++) data.set(value.data, index * value.data.length);
    return new PyBytes(data);
  }
  if (value instanceof PyList || value instanceof PyTuple) {
    checkItems(value.items.length * times);
    const items: Value[] = [];
    for (let index = 0; index < times; index++) for (const item of value.items) items.push(item);
    return value instanceof PyList ? new PyList(items) : new PyTuple(items);
  }
  return notImplemented;
}

/** `target op= value`: the new value of the target. Lists, sets and dicts change in place. */
export function inPlace(op: Operator, target: Value, value: Value): Outcome {
  if (typeof target === "object" && target !== null) {
    const special = target.cls.lookup(`__i${SPECIAL[op]}__`);
    if (special !== undefined && special !== null) {
      return andThen(
        callSpecial(special, target, [value]),
        (result) => result === notImplemented ? binaryInPlace(op, target, value) : result,
      );
    }
    if (target instanceof PyList) {
      if (op === "Add") {
        return andThen(new Pending(collect(value)), (items) => extend(target, items));
      }
      if (op === "Mult") {
        const count = asInt(plain(value));
        if (count !== null) {
          target.items = (repeat(target, count) as PyList).items;
          return target;
        }
      }
    } else if (target instanceof PyDict && op === "BitOr" && value instanceof PyDict) {
      for (const [key, item] of value.entries()) target.set(key, item);
      return target;
    } else if (target instanceof PySet && !target.frozen) {
      const changed = setInPlace(op, target, value);
      if (changed) return target;
    }
  }
  return binaryInPlace(op, target, value);
}

function extend(target: PyList, items: readonly Value[]): Value {
  checkItems(target.items.length + items.length, 0);
  for (const item of items) target.items.push(item);
  return target;
}

function binaryInPlace(op: Operator, left: Value, right: Value): Outcome {
  if (typeof left === "number" || typeof left === "string") {
    if (typeof right === typeof left || (typeof left === "string" && op === "Mod")) {
      return binary(op, left, right);
    }
  }
  const symbol = op === "Pow" ? "**=" : `${OPERATOR_SYMBOL[op]}=`;
  return arithmetic(op, left, right) ?? binaryObjects(op, left, right, symbol);
}

/** `-x`, `+x`, `~x`. */
export function unary(op: "USub" | "UAdd" | "Invert", value: Value): Outcome {
  const number = negateNumber(op, value);
  if (number !== undefined) return number;
  const symbol = op === "USub" ? "-" : op === "UAdd" ? "+" : "~";
  if (value instanceof PyOpaque) return value.derive(`unary ${symbol}`, `${symbol}${value.path}`);
  const name = op === "USub" ? "__neg__" : op === "UAdd" ? "__pos__" : "__invert__";
  const special = typeOf(value).lookup(name);
  if (special !== undefined && special !== null) return callSpecial(special, value, []);
  const inner = plain(value);
  if (inner !== value) return unary(op, inner);
  throw typeError(`bad operand type for unary ${symbol}: '${typeName(value)}'`);
}

/** `item in container`. */
export function contains(container: Value, item: Value): Outcome<boolean> {
  if (typeof container === "string") {
    const text = plain(item);
    if (typeof text === "string") {
      readText(container.length);
      return container.includes(text);
    }
    throw typeError(
      `'in <string>' requires string as left operand, not ${typeName(item)}`,
    );
  }
  if (container instanceof PyOpaque) return container.refuse("the operator in");
  const special = typeOf(container).lookup("__contains__");
  if (special !== undefined && special !== null) {
    return andThen(callSpecial(special, container, [item]), (result) => Boolean(result));
  }
  const inner = plain(container);
  if (inner !== container) return contains(inner, item);
  if (special === null || typeof container !== "object" || container === null) {
    throw notIterable(container);
  }
  if (container instanceof PyList || container instanceof PyTuple) {
    readItems(container.items.length);
    return container.items.some((other) => equal(other, item));
  }
  if (
    typeOf(container).lookup("__iter__") === undefined &&
    typeOf(container).lookup("__getitem__") === undefined
  ) throw notIterable(container);
  return andThen(
    new Pending(collect(container)),
    (values) => values.some((other) => equal(other, item)),
  );
}

function notIterable(value: Value) {
  return typeError(`argument of type '${typeName(value)}' is not iterable`);
}

/** `len(value)`. */
export function length(value: Value): Outcome<number> {
  if (value instanceof PyOpaque) return value.refuse("len()");
  const special = typeOf(value).lookup("__len__");
  if (special === undefined || special === null) {
    throw typeError(`object of type '${typeName(value)}' has no len()`);
  }
  return andThen(callSpecial(special, value, []), (result) => {
    const count = asInt(plain(result));
    if (count === null) {
      throw typeError(`'${typeName(result)}' object cannot be interpreted as an integer`);
    }
    if (count < 0) throw raise("ValueError", "__len__() should return >= 0");
    return Number(count);
  });
}

/** The integer that a value stands for as an index (`__index__`); TypeError if it is none. */
export function toIndex(value: Value): number | bigint {
  const int = asInt(plain(value));
  if (int !== null) return int;
  const special = typeOf(value).lookup("__index__");
  if (special !== undefined && special !== null) {
    const result = asInt(runNow(callSpecial(special, value, [])));
    if (result !== null) return result;
  }
  throw typeError(`'${typeName(value)}' object cannot be interpreted as an integer`);
}
