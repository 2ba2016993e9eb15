/** Who has whom: what objects are given and lose keeps the other side of a relationship in step. */
import { PyInstance, type Value } from "../../../runtime/mod.ts";
import { entityState } from "./entity_state.ts";
import { refuseUnheardMembers } from "./instance_events.ts";
import {
  type Collection,
  isCollection,
  observedCollection,
  putQuietly,
  takeQuietly,
} from "./instrumented_collections.ts";
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
  if (!state.isOrphan || has) return;
  const session = entityState(owner).owner;
  if (session === null) state.orphanedOutside = true;
  else if (state.status === "pending" && state.owner === session) session.forget(member);
}

/** What tells a relationship from others; its alphabet is the order in which they are written. */
export function relationKey({ mapping, name }: Relation): string {
  return `${mapping.cls.name}_${name}`;
}

/** What it means to a new member that an object has been given it. */
export function welcome(relation: Relation, owner: PyInstance, member: PyInstance): void {
  refuseUnheardMembers(relation);
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
  refuseUnheardMembers(relation);
  keepParent(relation, owner, member, false);
  if (!isTwice || relation.secondary !== null) removeBack(relation, owner, member);
}

/** The collection of a relationship, which keeps the other side in step. */
export function collection(
  owner: PyInstance,
  relation: Relation,
  members: Iterable<PyInstance>,
): Collection {
  const made = observedCollection(relation.collects, members, (came, went, twice) => {
    const { empties } = entityState(owner);
    if (empties.get(relation.name) === made) {
      empties.delete(relation.name);
      (owner.attributes ??= new Map()).set(relation.name, made);
    }
    for (const member of came) welcome(relation, owner, member);
    for (const member of went) dismiss(relation, owner, member, twice.has(member));
  });
  return made;
}

/** Brings the other side of a relationship in step with a new member. */
function addBack(relation: Relation, instance: PyInstance, member: PyInstance): void {
  const other = relation.back === null ? undefined : relationOf(relation.target, relation.back);
  if (other === undefined) return;
  refuseUnheardMembers(other);
  const theirs = member.attributes?.get(other.name);
  keepParent(other, member, instance, true);
  if (!other.isList) {
    if (theirs === instance) return;
    writeValue(member, other.name, instance);
    if (theirs instanceof PyInstance) keepParent(other, member, theirs, false);
    if (relation.isList && theirs instanceof PyInstance) takeFrom(relation, theirs, member);
  } else if (isCollection(theirs)) {
    putQuietly(theirs, instance);
  } else if (entityState(member).identity === null) {
    const { empties } = entityState(member);
    const list = empties.get(other.name) ?? collection(member, other, []);
    empties.delete(other.name);
    putQuietly(list, instance);
    (member.attributes ??= new Map()).set(other.name, list);
  } else entityState(member).await(other.name, instance, true);
}

/** Takes a member, which is another's now, from the object that had it. */
function takeFrom(relation: Relation, owner: PyInstance, member: PyInstance): void {
  const { name } = relation;
  keepParent(relation, owner, member, false);
  const value = owner.attributes?.get(name);
  if (value === member) writeValue(owner, name, null);
  else if (isCollection(value)) takeQuietly(value, member);
  else if (value === undefined) entityState(owner).await(name, member, false);
}

/** What a relationship to one leads to, as far as that is known without reading. */
function knownValueOf(member: PyInstance, relation: Relation): Value | undefined {
  return member.attributes?.get(relation.name) ??
    entityState(member).owner?.knownRelated(member, relation);
}

function removeBack(relation: Relation, instance: PyInstance, member: PyInstance): void {
  const other = relation.back === null ? undefined : relationOf(relation.target, relation.back);
  if (other === undefined) return;
  const theirs = member.attributes?.get(other.name);
  keepParent(other, member, instance, false);
  if (!other.isList) {
    if (knownValueOf(member, other) === instance) writeValue(member, other.name, null);
  } else if (isCollection(theirs)) takeQuietly(theirs, instance);
  else entityState(member).await(other.name, instance, false);
}
