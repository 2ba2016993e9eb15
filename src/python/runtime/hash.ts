import { typeName, typeOf } from "./builtin_classes.ts";
import { callSpecial, runNow } from "./call.ts";
import { PyClass } from "./class.ts";
import { raise, typeError } from "./exceptions.ts";
import { intFromNumber } from "./int.ts";
import { checkText, readText } from "./limits.ts";
import { plain, PyBytes, PyFloat, PyInstance, PyList, PyTuple } from "./objects.ts";
import { PyOpaque } from "./opaque.ts";
import { PyDict } from "./dict.ts";
import { PySet } from "./set.ts";
import { equal } from "./compare.ts";
import { PyObject, type Value } from "./value.ts";

/**
 * A native class whose instances are equal by content gives them a key: a primitive that is the same
 * for equal instances (`hashKey` on the class's `native` slot would not be inherited, so it is kept
 * here by class and found along the MRO).
 */
export type HashKey = (self: never) => unknown;

const hashKeys = new WeakMap<PyClass, HashKey>();

/** Registers how instances of a native class are told apart as dictionary keys. */
export function setHashKey(cls: PyClass, key: HashKey): void {
  hashKeys.set(cls, key);
}

let identities = 0;
const identityOf = new WeakMap<object, number>();

/** `id(value)`: a number that stays with the object. */
export function identity(value: object): number {
  let id = identityOf.get(value);
  if (id === undefined) {
    id = 140000000000000 + 16 * ++identities;
    identityOf.set(value, id);
  }
  return id;
}

/**
 * The key under which a value is kept in a JavaScript Map so that values equal in Python (1, 1.0 and
 * True) meet and others do not. Strings stand for themselves; other composed keys start with NUL,
 * and strings that start with NUL are escaped.
 */
export function keyOf(value: Value): unknown {
  switch (typeof value) {
    case "string":
      return value.charCodeAt(0) === 0 ? `\0s${value}` : value;
    case "number":
    case "bigint":
      return value;
    case "boolean":
      return value ? 1 : 0;
  }
  if (value === null) return null;
  if (value instanceof PyFloat) return floatKey(value);
  if (value instanceof PyTuple) {
    if (value.cls.lookup("__hash__") !== undefined || value.cls.lookup("__eq__") !== undefined) {
      const custom = customKey(value);
      if (custom !== undefined) return custom;
    }
    return tupleKey(value);
  }
  if (value instanceof PyBytes) {
    checkText(value.data.length);
    return `\0b${value.data.join(",")}`;
  }
  if (value instanceof PySet && value.frozen) {
    return `\0f${[...value.values()].map(embeddedKey).sort().join(",")}`;
  }
  if (value instanceof PyList || value instanceof PyDict || value instanceof PySet) {
    const custom = customKey(value);
    if (custom !== undefined) return custom;
    throw unhashable(value);
  }
  if (value instanceof PyOpaque) value.refuse("use as a key");
  if (value instanceof PyClass) return value;
  return customKey(value) ?? (plain(value) !== value ? keyOf(plain(value)) : value);
}

function floatKey(value: PyFloat): unknown {
  const number = value.value;
  if (Number.isNaN(number)) return value;
  return Number.isInteger(number) ? intFromNumber(number) : number;
}

function tupleKey(value: PyTuple): string {
  const keys = value.items.map(embeddedKey);
  checkText(keys.reduce((sum, key) => sum + key.length + 1, 0));
  return `\0t(${keys.join(",")})`;
}

/** A key as text inside another key; the type tag and the length keep different keys apart. */
function embeddedKey(value: Value): string {
  const key = keyOf(value);
  switch (typeof key) {
    case "string":
      return `s${key.length}:${key}`;
    case "number":
      return `n${key}`;
    case "bigint":
      return `i${key}`;
    case "object":
      return key === null ? "N" : `o${identity(key)}`;
    default:
      return String(key);
  }
}

/** The key of an instance whose class defines equality; undefined where identity decides. */
function customKey(value: PyObject): unknown {
  for (const cls of value.cls.mro) {
    const key = hashKeys.get(cls);
    if (key !== undefined) return key(value as never);
    const hash = cls.namespace.get("__hash__");
    if (hash === null) throw unhashable(value);
    if (hash !== undefined && cls.module !== "builtins") {
      const number = runNow(callSpecial(hash, value, []));
      return bucketKey(value, number);
    }
    // A class that defines __eq__ alone makes its instances unhashable.
    if (cls.namespace.has("__eq__") && cls.module !== "builtins") {
      if (value instanceof PyInstance || hash === undefined) throw unhashable(value);
    }
  }
  return undefined;
}

/** Instances with `__hash__`: those met before with the same hash and `__eq__` share their key. */
const buckets = new Map<unknown, WeakRef<PyObject>[]>();

function bucketKey(value: PyObject, hash: Value): unknown {
  const plainHash = plain(hash);
  if (typeof plainHash !== "number" && typeof plainHash !== "bigint") {
    throw typeError("__hash__ method should return an integer");
  }
  const known = buckets.get(plainHash) ?? [];
  for (const reference of known) {
    const other = reference.deref();
    if (other !== undefined && (other === value || equal(other, value))) return other;
  }
  known.push(new WeakRef(value));
  buckets.set(plainHash, known.filter((reference) => reference.deref() !== undefined));
  return value;
}

function unhashable(value: Value) {
  return typeError(`unhashable type: '${typeName(value)}'`);
}

/** `hash(value)`; equal values give equal numbers, though not those that CPython gives. */
export function hash(value: Value): Value {
  const own = typeOf(value).lookup("__hash__");
  if (value instanceof PyObject && own !== undefined && own !== null) {
    return runNow(callSpecial(own, value, []));
  }
  const key = keyOf(value);
  if (typeof key === "number" && Number.isInteger(key)) return key === -1 ? -2 : key;
  if (typeof key === "bigint") return Number(key % 2305843009213693951n);
  if (typeof key === "object" && key !== null) return identity(key);
  return textHash(typeof key === "string" ? key : String(key));
}

/** FNV-1a over the code units, widened to 53 bits. */
function textHash(text: string): number {
  readText(16 * text.length);
  let low = 0x811c9dc5;
  let high = 0x1b873593;
  for (let index = 0; index < text.length; index++) {
    low = Math.imul(low ^ text.charCodeAt(index), 0x01000193);
    high = Math.imul(high ^ low, 0x85ebca6b);
  }
  return (high >>> 11) * 0x100000000 + (low >>> 0);
}

/** KeyError with the key itself as its argument, as dict and set raise it. */
export function keyError(key: Value) {
  return raise("KeyError", key);
}
