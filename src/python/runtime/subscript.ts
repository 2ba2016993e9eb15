import { typeName, typeOf } from "./builtin_classes.ts";
import { callSpecial } from "./call.ts";
import { PyClass } from "./class.ts";
import { PyDict } from "./dict.ts";
import { raise, typeError, valueError } from "./exceptions.ts";
import { lookupAttribute } from "./attributes.ts";
import { call } from "./call.ts";
import { keyError } from "./hash.ts";
import { asInt } from "./arithmetic.ts";
import { checkItems, checkText, readItems, readText } from "./limits.ts";
import { plain, PyBytes, PyInstance, PyList, PyRange, PySlice, PyTuple } from "./objects.ts";
import { PyOpaque } from "./opaque.ts";
import { toIndex } from "./operators.ts";
import { isWide } from "./text.ts";
import { andThen, type Outcome, type Value } from "./value.ts";

/** `value[key]`. */
export function getItem(value: Value, key: Value): Outcome {
  if (typeof value === "string") return textItem(value, key);
  if (value instanceof PyOpaque) return value.derive("subscript", `${value.path}[…]`);
  if (value !== null && typeof value === "object") {
    if (value.cls.module !== "builtins") {
      const custom = value.cls.lookup("__getitem__");
      if (custom !== undefined && custom !== null) return callSpecial(custom, value, [key]);
    }
    if (value instanceof PyList) {
      return key instanceof PySlice
        ? new PyList(sliceItems(value.items, key))
        : itemAt(value.items, key, "list");
    }
    if (value instanceof PyTuple) {
      return key instanceof PySlice
        ? new PyTuple(sliceItems(value.items, key))
        : itemAt(value.items, key, "tuple");
    }
    if (value instanceof PyDict) return dictItem(value, key);
    if (value instanceof PyRange) return rangeItem(value, key);
    if (value instanceof PyBytes) {
      return key instanceof PySlice
        ? new PyBytes(Uint8Array.from(sliceItems([...value.data], key)))
        : itemAt([...value.data], key, "index");
    }
    if (value instanceof PyClass) return classItem(value, key);
    if (value instanceof PyInstance && plain(value) !== value) return getItem(plain(value), key);
  }
  const special = typeOf(value).lookup("__getitem__");
  if (special === undefined || special === null) {
    throw typeError(`'${typeName(value)}' object is not subscriptable`);
  }
  return callSpecial(special, value, [key]);
}

function dictItem(dict: PyDict, key: Value): Outcome {
  const found = dict.get(key);
  if (found !== undefined) return found;
  if (dict.cls.module !== "builtins") {
    const missing = dict.cls.lookup("__missing__");
    if (missing !== undefined) return callSpecial(missing, dict, [key]);
  }
  throw keyError(key);
}

/** `dict.__getitem__`, with `__missing__` of subclasses. */
export function getDictItem(dict: PyDict, key: Value): Outcome {
  return dictItem(dict, key);
}

let makeAlias: (origin: Value, parameters: Value) => Value = (origin) => origin;

/** Says how `list[int]` makes a generic alias (module types). */
export function setAliasMaker(maker: (origin: Value, parameters: Value) => Value): void {
  makeAlias = maker;
}

/** The classes of the library that are subscripted with types. */
const GENERIC: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  Object.entries({
    builtins: "list tuple dict set frozenset type",
    collections: "ChainMap Counter OrderedDict defaultdict deque",
    contextlib: "AbstractAsyncContextManager AbstractContextManager AsyncExitStack ExitStack",
    dataclasses: "Field",
    functools: "cached_property partial partialmethod",
    itertools: "chain",
    logging: "StreamHandler",
  }).map(([module, names]) => [module, new Set(names.split(" "))]),
);

function classItem(cls: PyClass, key: Value): Outcome {
  const special = cls.cls.lookup("__getitem__");
  if (special !== undefined) return callSpecial(special, cls, [key]);
  const item = lookupAttribute(cls, "__class_getitem__");
  if (item !== undefined) return andThen(item, (method) => call(method, [key]));
  if (GENERIC.get(cls.module)?.has(cls.name)) return makeAlias(cls, key);
  throw typeError(`type '${cls.name}' is not subscriptable`);
}

/** Position in a sequence of a length; -1 when it is out of range. */
function position(key: Value, length: number, kind: string): number {
  const int = asInt(plain(key));
  if (int === null && !hasIndex(key)) {
    throw typeError(
      kind === "string"
        ? `string indices must be integers, not '${typeName(key)}'`
        : `${kind} indices must be integers or slices, not ${typeName(key)}`,
    );
  }
  const index = Number(int ?? toIndex(key));
  const at = index < 0 ? index + length : index;
  return at >= 0 && at < length ? at : -1;
}

function hasIndex(key: Value): boolean {
  return typeOf(key).lookup("__index__") !== undefined;
}

function itemAt(items: readonly Value[], key: Value, kind: string): Value {
  const at = typeof key === "number" && key >= 0 && key < items.length
    ? key
    : position(key, items.length, kind === "index" ? "byte" : kind);
  if (at < 0) throw raise("IndexError", `${kind} ${kind === "index" ? "" : "index "}out of range`);
  return items[at]!;
}

/** Characters of a text that is not read one by one. */
const FAR_TOO_LONG = 1 << 24;

function textItem(text: string, key: Value): Value {
  const wide = isWide(text);
  // A text that was put together of parts is copied into one.
  if (text.length > FAR_TOO_LONG) checkText(text.length);
  if (wide) readText(16 * text.length);
  const characters: string | string[] = wide ? [...text] : text;
  if (key instanceof PySlice) {
    const { start, stop, step } = sliceBounds(key, characters.length);
    if (step === 1) {
      return wide
        ? (characters as string[]).slice(start, Math.max(start, stop)).join("")
        : text.slice(start, Math.max(start, stop));
    }
    checkItems(text.length);
    return sliceItems(wide ? characters as string[] : text.split(""), key).join("");
  }
  const at = position(key, characters.length, "string");
  if (at < 0) throw raise("IndexError", "string index out of range");
  return characters[at]!;
}

function rangeItem(range: PyRange, key: Value): Value {
  if (key instanceof PySlice) {
    const { start, stop, step } = sliceBounds(key, range.length);
    return new PyRange(
      range.start + start * range.step,
      range.start + stop * range.step,
      range.step * step,
    );
  }
  const at = position(key, range.length, "range");
  if (at < 0) throw raise("IndexError", "range object index out of range");
  return range.start + at * range.step;
}

/** The bounds of a slice on a sequence, as `slice.indices(length)`. */
export function sliceBounds(
  slice: PySlice,
  length: number,
): { readonly start: number; readonly stop: number; readonly step: number } {
  const read = (value: Value): number | null => {
    if (value === null) return null;
    if (asInt(plain(value)) === null && !hasIndex(value)) {
      throw typeError("slice indices must be integers or None or have an __index__ method");
    }
    return Number(toIndex(value));
  };
  const step = read(slice.step) ?? 1;
  if (step === 0) throw valueError("slice step cannot be zero");
  const lowest = step < 0 ? -1 : 0;
  const highest = step < 0 ? length - 1 : length;
  const clamp = (value: number | null, fallback: number): number =>
    value === null
      ? fallback
      : value < 0
      ? Math.max(value + length, lowest)
      : Math.min(value, highest);
  return {
    start: clamp(read(slice.start), step < 0 ? highest : lowest),
    stop: clamp(read(slice.stop), step < 0 ? lowest : highest),
    step,
  };
}

/** The items that a slice selects. */
export function sliceItems<T>(items: readonly T[], slice: PySlice): T[] {
  const { start, stop, step } = sliceBounds(slice, items.length);
  checkItems(Math.max(0, Math.ceil((stop - start) / step)));
  if (step === 1) return items.slice(start, Math.max(start, stop));
  const selected: T[] = [];
  for (let index = start; step > 0 ? index < stop : index > stop; index += step) {
    selected.push(items[index]!);
  }
  return selected;
}

/** `target[key] = value`; for slices `values` is the collected right side. */
export function setItem(target: Value, key: Value, value: Value): Outcome {
  if (target instanceof PyOpaque) {
    // What is not known stays so; where it may propagate, nothing depends on this.
    return target.origin.propagates() ? null : target.refuse("assignment to an item");
  }
  const special = typeOf(target).lookup("__setitem__");
  if (special === undefined || special === null) {
    throw typeError(`'${typeName(target)}' object does not support item assignment`);
  }
  return andThen(callSpecial(special, target, [key, value]), () => null);
}

/** `list.__setitem__` with the right side of a slice already collected. */
export function setListItem(list: PyList, key: Value, value: Value | readonly Value[]): void {
  const { items } = list;
  if (!(key instanceof PySlice)) {
    const at = position(key, items.length, "list");
    if (at < 0) throw raise("IndexError", "list assignment index out of range");
    items[at] = value as Value;
    return;
  }
  const values = value as readonly Value[];
  const { start, stop, step } = sliceBounds(key, items.length);
  checkItems(items.length - Math.max(0, stop - start) + values.length, values.length);
  readItems(items.length);
  if (step === 1) {
    // As arguments of splice, many values would take more of the stack than there is.
    const behind = items.slice(Math.max(start, stop));
    items.length = start;
    for (const part of [values, behind]) for (const item of part) items.push(item);
    return;
  }
  const places = sliceItems(items.map((_, index) => index), key);
  if (places.length !== values.length) {
    throw valueError(
      `attempt to assign sequence of size ${values.length} to extended slice of size ${places.length}`,
    );
  }
  places.forEach((place, index) => items[place] = values[index]!);
}

/** `del target[key]`. */
export function deleteItem(target: Value, key: Value): Outcome {
  if (target instanceof PyOpaque) return target.refuse("deletion of an item");
  const special = typeOf(target).lookup("__delitem__");
  if (special === undefined || special === null) {
    throw typeError(`'${typeName(target)}' object doesn't support item deletion`);
  }
  return andThen(callSpecial(special, target, [key]), () => null);
}

/** `list.__delitem__`. */
export function deleteListItem(list: PyList, key: Value): void {
  if (key instanceof PySlice) {
    const places = new Set(sliceItems(list.items.map((_, index) => index), key));
    list.items = list.items.filter((_, index) => !places.has(index));
    return;
  }
  const at = position(key, list.items.length, "list");
  if (at < 0) throw raise("IndexError", "list assignment index out of range");
  readItems(list.items.length - at);
  list.items.splice(at, 1);
}
