/** Collections of objects, which keep the other side of their relationship in step. */
import {
  callNow,
  collectNow,
  listClass,
  nativeClass,
  type PyClass,
  PyInstance,
  PyList,
  type Value,
} from "../../../runtime/mod.ts";
import { sqlalchemyError } from "../exc.ts";
import { entityState } from "./entity_state.ts";
import { type Relation, relationOf } from "./relation.ts";

/** Sets a value and keeps what was there before. */
export function writeValue(instance: PyInstance, name: string, value: Value): void {
  const { committed } = entityState(instance);
  const own = instance.attributes ??= new Map();
  if (!committed.has(name)) committed.set(name, own.get(name));
  own.set(name, value);
}

/** What an object in a Session is given comes into it too; what the other side of a relationship gives it does not. */
export function takeIn({ cascade }: Relation, owner: PyInstance, member: PyInstance): void {
  const { owner: own, deletedBy } = entityState(owner);
  const session = own ?? deletedBy;
  if (!cascade.has("save-update") || session === null) return;
  if (entityState(member).owner !== session) session.cascade(member);
}

/** Keeps in mind who has an object; a new one that loses the parent that it cannot be without is let go. */
export function keepParent(
  relation: Relation,
  owner: PyInstance,
  member: PyInstance,
  has: boolean,
): void {
  if (relation.direction !== "oneToMany" && !relation.cascade.has("delete-orphan")) return;
  const state = entityState(member);
  state.setParent(relationKey(relation), owner, has, relation.cascade.has("delete-orphan"));
  if (state.isOrphan && state.status === "pending") state.owner?.forget(member);
}

/** What tells a relationship from others; its alphabet is the order in which they are written. */
export function relationKey({ mapping, name }: Relation): string {
  return `${mapping.cls.name}_${name}`;
}

/** What it means to a new member that an object has been given it. */
export function welcome(relation: Relation, owner: PyInstance, member: PyInstance): void {
  takeIn(relation, owner, member);
  // Who had it loses it first: a new object that is an orphan then is let go.
  addBack(relation, owner, member);
  keepParent(relation, owner, member, true);
}

/** What it means to a member that an object no longer has it, or still has it once more. */
export function dismiss(
  relation: Relation,
  owner: PyInstance,
  member: PyInstance,
  isTwice = false,
): void {
  keepParent(relation, owner, member, false);
  if (!isTwice || relation.secondary !== null) removeBack(relation, owner, member);
}

interface Membership {
  readonly owner: PyInstance;
  readonly relation: Relation;
}

const memberships = new WeakMap<PyList, Membership>();

/** The list of a relationship, which keeps the other side in step. */
export function collection(
  owner: PyInstance,
  relation: Relation,
  members: readonly PyInstance[],
): PyList {
  const list = new PyList([...members], instrumentedListClass);
  memberships.set(list, { owner, relation });
  return list;
}

/** Changes a list; where `isSeenAfter`, what is taken from it counts as there twice by what it has then. */
function changed(list: PyList, change: () => Value | void, isSeenAfter = false): Value {
  const before = [...list.items] as PyInstance[];
  const given = change() ?? null;
  const membership = memberships.get(list);
  if (membership === undefined) return given;
  const { owner, relation } = membership;
  const { empties } = entityState(owner);
  if (empties.get(relation.name) === list) {
    empties.delete(relation.name);
    (owner.attributes ??= new Map()).set(relation.name, list);
  }
  const after = list.items as PyInstance[];
  for (const member of beyond(after, before)) welcome(relation, owner, member);
  const seen = isSeenAfter ? after : before;
  for (const member of beyond(before, after)) {
    dismiss(relation, owner, member, seen.filter((each) => each === member).length > 1);
  }
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
    add: ["item", (self: PyList, item: Value) =>
      changed(self, () => {
        if (!self.items.includes(item)) self.items.push(item);
      })],
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

/** Brings the other side of a relationship in step with a new member. */
function addBack(relation: Relation, instance: PyInstance, member: PyInstance): void {
  const other = relation.back === null ? undefined : relationOf(relation.target, relation.back);
  if (other === undefined) return;
  const theirs = member.attributes?.get(other.name);
  keepParent(other, member, instance, true);
  if (!other.isList) {
    if (theirs === instance) return;
    writeValue(member, other.name, instance);
    if (theirs instanceof PyInstance) keepParent(other, member, theirs, false);
    if (relation.isList && theirs instanceof PyInstance) takeFrom(relation, theirs, member);
  } else if (theirs instanceof PyList) {
    theirs.items.push(instance);
  } else if (entityState(member).identity === null) {
    const { empties } = entityState(member);
    const list = empties.get(other.name) ?? collection(member, other, []);
    empties.delete(other.name);
    list.items.push(instance);
    (member.attributes ??= new Map()).set(other.name, list);
  } else entityState(member).await(other.name, instance, true);
}

/** Takes a member, which is another's now, from the object that had it. */
function takeFrom(relation: Relation, owner: PyInstance, member: PyInstance): void {
  const { name } = relation;
  keepParent(relation, owner, member, false);
  const value = owner.attributes?.get(name);
  if (value === member) writeValue(owner, name, null);
  else if (value instanceof PyList) {
    const index = value.items.indexOf(member);
    if (index >= 0) value.items.splice(index, 1);
  } else if (value === undefined) entityState(owner).await(name, member, false);
}

function removeBack(relation: Relation, instance: PyInstance, member: PyInstance): void {
  const other = relation.back === null ? undefined : relationOf(relation.target, relation.back);
  if (other === undefined) return;
  const theirs = member.attributes?.get(other.name);
  keepParent(other, member, instance, false);
  if (!other.isList) {
    if (theirs === instance) writeValue(member, other.name, null);
  } else if (theirs instanceof PyList) {
    const index = theirs.items.indexOf(instance);
    if (index >= 0) theirs.items.splice(index, 1);
  } else entityState(member).await(other.name, instance, false);
}
