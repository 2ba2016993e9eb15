/** The collections of objects that relationships have: lists and sets that tell of every change. */
import {
  callNow,
  collectNow,
  listClass,
  nativeClass,
  type NativeEntry,
  notImplemented,
  type PyClass,
  PyDict,
  PyInstance,
  PyList,
  PySet,
  raise,
  setClass,
  typeError,
  typeName,
  type Value,
} from "../../../runtime/mod.ts";
import { sqlalchemyError } from "../exc.ts";

/** A collection of objects. */
export type Collection = PyList | PySet;

/** What collections are made of. */
export type CollectionKind = "list" | "set";

/** Hears of the members that a collection has got and lost; those of `twice` it still has once more. */
export type CollectionObserver = (
  came: readonly PyInstance[],
  went: readonly PyInstance[],
  twice: ReadonlySet<PyInstance>,
) => void;

const observers = new WeakMap<Collection, CollectionObserver>();

/** A collection that tells of its changes. */
export function observedCollection(
  kind: CollectionKind,
  members: Iterable<PyInstance>,
  observer: CollectionObserver,
): Collection {
  const made = kind === "set"
    ? new PySet(members, instrumentedSetClass)
    : new PyList([...members], instrumentedListClass);
  observers.set(made, observer);
  return made;
}

export function isCollection(value: Value | undefined): value is Collection {
  return value instanceof PyList || value instanceof PySet;
}

/** The members of a collection; undefined for any other value. */
export function membersOf(value: Value | undefined): readonly PyInstance[] | undefined {
  if (value instanceof PyList) return value.items as PyInstance[];
  return value instanceof PySet ? [...value.values()] as PyInstance[] : undefined;
}

/** Puts a member into a collection that tells of nothing. */
export function putQuietly(collection: Collection, member: PyInstance): void {
  if (collection instanceof PySet) collection.add(member);
  else collection.items.push(member);
}

/** Takes a member out of a collection that tells of nothing. */
export function takeQuietly(collection: Collection, member: PyInstance): void {
  if (collection instanceof PySet) {
    collection.delete(member);
    return;
  }
  const index = collection.items.indexOf(member);
  if (index >= 0) collection.items.splice(index, 1);
}

/** The members of a value that an attribute is set to; refuses what is not like its collections. */
export function membersGiven(kind: CollectionKind, value: Value): readonly PyInstance[] {
  if (likeness(value) === kind) return collectNow(value) as PyInstance[];
  const given = value === null ? "None" : typeName(value);
  throw typeError(`Incompatible collection type: ${given} is not ${kind}-like`);
}

/** What kind of collection a value is like, as Python's duck typing has it. */
function likeness(value: Value): CollectionKind | "dict" | null {
  if (value instanceof PyList) return "list";
  if (value instanceof PySet) return value.frozen ? null : "set";
  if (value instanceof PyDict) return "dict";
  if (!(value instanceof PyInstance)) return null;
  if (value.cls.lookup("append") !== undefined) return "list";
  return value.cls.lookup("add") === undefined ? null : "set";
}

/** Changes a collection; where `isSeenAfter`, what is taken from it counts as there twice by what it has then. */
function changed(list: Collection, change: () => Value | void, isSeenAfter = false): Value {
  const before = [...membersOf(list)!];
  const given = change() ?? null;
  const after = [...membersOf(list)!];
  const seen = isSeenAfter ? after : before;
  const went = beyond(before, after);
  const twice = went.filter((member) => seen.filter((each) => each === member).length > 1);
  observers.get(list)?.(beyond(after, before), went, new Set(twice));
  return given;
}

/** What a list has beyond another; what it has twice and the other once is one of it. */
function beyond(list: readonly PyInstance[], other: readonly PyInstance[]): readonly PyInstance[] {
  const rest = [...other];
  return list.filter((member) => {
    const at = rest.indexOf(member);
    if (at >= 0) rest.splice(at, 1);
    return at < 0;
  });
}

const instrumentedListClass: PyClass = nativeClass({
  name: "InstrumentedList",
  module: "sqlalchemy.orm.collections",
  bases: [listClass],
  layout: "list",
  methods: {
    append: [
      "item",
      (self: PyList, item: Value) => changed(self, () => void self.items.push(item)),
    ],
    extend: [
      "items",
      (self: PyList, items: Value) =>
        changed(self, () => void self.items.push(...collectNow(items))),
    ],
    insert: [
      "index, item",
      (self: PyList, index: Value, item: Value) =>
        changed(self, () => void self.items.splice(Number(index), 0, item)),
    ],
    remove: ["item", (self: PyList, item: Value) =>
      changed(self, () => {
        const index = self.items.indexOf(item);
        if (index < 0) {
          throw sqlalchemyError("InvalidRequestError", "the object is not in the list");
        }
        self.items.splice(index, 1);
      })],
    clear: ["", (self: PyList) => changed(self, () => void self.items.splice(0))],
    pop: [
      "index=-1",
      (self: PyList, index: Value) =>
        changed(self, () => callNow(listClass.lookup("pop")!, [self, index]), true),
    ],
    __setitem__: [
      "index, value",
      (self: PyList, index: Value, value: Value) =>
        changed(self, () => callNow(listClass.lookup("__setitem__")!, [self, index, value])),
    ],
    __delitem__: [
      "index",
      (self: PyList, index: Value) =>
        changed(self, () => callNow(listClass.lookup("__delitem__")!, [self, index])),
    ],
    __iadd__: ["items", (self: PyList, items: Value) => {
      changed(self, () => void self.items.push(...collectNow(items)));
      return self;
    }],
  },
});

/** A member of a set is an object, or may not be one. */
function addTo(self: PySet, members: readonly Value[]): void {
  for (const member of members) changed(self, () => self.add(member));
}

function takeFrom(self: PySet, members: readonly Value[]): void {
  for (const member of members) changed(self, () => void self.delete(member));
}

/** Makes a set what the result of an operator with another value is. */
function become(self: PySet, operator: string, other: Value): void {
  const wanted = callNow(setClass.lookup(operator)!, [self, other]) as PySet;
  const have = [...self.values()];
  takeFrom(self, have.filter((member) => !wanted.has(member)));
  addTo(self, [...wanted.values()].filter((member) => !have.includes(member)));
}

/** `update(values)` and `|=`, and their relatives: the operator takes sets alone. */
function both(
  names: readonly [method: string, operator: string],
  change: (self: PySet, other: Value) => void,
): Record<string, NativeEntry> {
  const [method, operator] = names;
  return {
    [method]: ["value", (self: PySet, value: Value) => change(self, value)],
    [operator]: ["value", (self: PySet, value: Value) => {
      if (!(value instanceof PySet)) return notImplemented;
      change(self, value);
      return self;
    }],
  };
}

const instrumentedSetClass: PyClass = nativeClass({
  name: "InstrumentedSet",
  module: "sqlalchemy.orm.collections",
  bases: [setClass],
  layout: "set",
  methods: {
    add: ["value", (self: PySet, value: Value) => addTo(self, [value])],
    discard: ["value", (self: PySet, value: Value) => takeFrom(self, [value])],
    remove: [
      "value",
      (self: PySet, value: Value) =>
        changed(self, () => callNow(setClass.lookup("remove")!, [self, value])),
    ],
    pop: ["", (self: PySet) => {
      if (self.size === 0) throw raise("KeyError", "pop from an empty set");
      return changed(self, () => callNow(setClass.lookup("pop")!, [self]));
    }],
    clear: ["", (self: PySet) => takeFrom(self, [...self.values()])],
    ...both(["update", "__ior__"], (self, other) => addTo(self, collectNow(other))),
    ...both(["difference_update", "__isub__"], (self, other) => takeFrom(self, collectNow(other))),
    ...both(
      ["intersection_update", "__iand__"],
      (self, other) => become(self, "intersection", other),
    ),
    ...both(
      ["symmetric_difference_update", "__ixor__"],
      (self, other) => become(self, "symmetric_difference", other),
    ),
  },
});
