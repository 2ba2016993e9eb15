/** What relationships say of the columns of objects. */
import { type Evaluation, getAttribute, PyInstance, wait } from "../../../runtime/mod.ts";
import { sqlalchemyError } from "../exc.ts";
import { keepParent, relationKey, writeValue } from "./collection.ts";
import { deleteWithOthers } from "./delete_rows.ts";
import { entityState } from "./entity_state.ts";
import { historyOf, readMembers } from "./history.ts";
import { knownValue, mappingOfObject } from "./mapping_lookup.ts";
import { relationsOf } from "./relation.ts";
import { SecondaryRows } from "./secondary_rows.ts";
import { relatedObjects, type SessionState } from "./session_state.ts";

/** What a flush has found to do. */
export interface Work {
  readonly session: SessionState;
  /** The objects whose keys a relationship gives to others: by the object that gets them. */
  readonly links: Map<PyInstance, Link[]>;
  readonly rows: SecondaryRows;
  /** The objects whose rows are deleted. */
  readonly deleted: Set<PyInstance>;
  /** What is said of columns once all rows are there (`post_update`). */
  readonly late: LateLink[];
  /** The objects that others have come to have. */
  readonly given: Set<PyInstance>;
}

/** An object that refers to another through its columns, or no longer does. */
interface Link {
  /** The relationship that says so ({@link relationKey}). */
  readonly by: string;
  readonly parent: PyInstance | null;
  /** Whether the object itself says so, of another in its own table. */
  readonly isWithin?: boolean;
  readonly pairs: readonly { readonly from: string; readonly to: string }[];
}

/** What is said of the columns of an object once all rows are there. */
export interface LateLink extends Pick<Link, "parent" | "pairs"> {
  readonly child: PyInstance;
}

/** What an object's relationships say of columns, its own or those of the objects it has. */
export function* findLinks(work: Work, instance: PyInstance): Evaluation<void> {
  const { session, links, rows, deleted } = work;
  const state = entityState(instance);
  const link = (child: PyInstance, made: Link, isLate: boolean) => {
    if (isLate) {
      work.late.push({ child, parent: made.parent, pairs: made.pairs });
      return;
    }
    const known = links.get(child);
    if (known === undefined) links.set(child, [made]);
    else known.push(made);
  };
  for (const relation of relationsOf(mappingOfObject(instance))) {
    if (relation.viewOnly) continue;
    const key = relationKey(relation);
    if (relation.direction === "manyToOne") {
      if (!instance.attributes?.has(relation.name) || !state.committed.has(relation.name)) continue;
      const now = relatedObjects(instance, relation);
      const left = state.committed.get(relation.name);
      if (
        relation.cascade.has("delete-orphan") && left instanceof PyInstance &&
        !now.includes(left) &&
        !entityState(left).hasParent(key)
      ) yield* deleteWithOthers(session, left, deleted);
      const pairs = relation.pairs.map(({ local, remote }) => ({ from: remote, to: local }));
      const [parent = null] = now;
      if (parent !== null && entityState(parent).owner !== session) continue;
      // Columns that are no key may have to be read.
      for (const { from } of parent === null ? [] : pairs) {
        if (knownValue(parent!, from) === null) yield* wait(getAttribute(parent!, from));
      }
      // In a table that refers to itself, who has no parent by name waits for who says nothing of one.
      const isWithin = relation.mapping.root === relation.target.root;
      if (parent !== null || state.identity !== null || isWithin) {
        link(instance, { by: key, parent, pairs, isWithin }, relation.postUpdate);
      }
      continue;
    }
    const isReplaced = state.committed.has(relation.name) && !state.members.has(relation.name);
    if (isReplaced) yield* readMembers(session, instance, relation);
    const { added, deleted: removed } = historyOf(instance, relation);
    if (isReplaced) { for (const member of removed) keepParent(relation, instance, member, false); }
    const pairs = relation.pairs.map(({ local, remote }) => ({ from: local, to: remote }));
    for (const member of added) {
      if (entityState(member).owner !== session) continue;
      if (relation.secondary !== null) {
        rows.add(relation, instance, member);
        continue;
      }
      link(member, { by: key, parent: instance, pairs }, relation.postUpdate);
      // Who is given to another is kept, this once.
      deleted.delete(member);
      work.given.add(member);
    }
    for (const member of removed) {
      if (relation.secondary !== null && entityState(member).owner === session) {
        rows.remove(relation, instance, member);
      }
      if (entityState(member).hasParent(key)) continue;
      if (relation.cascade.has("delete-orphan")) yield* deleteWithOthers(session, member, deleted);
      else if (relation.secondary === null) {
        link(member, { by: key, parent: null, pairs }, relation.postUpdate);
      }
    }
  }
}

/** What the end of an object says of the columns of those that it had, and of rows between them. */
export function* unlink(work: Work, instance: PyInstance): Evaluation<void> {
  const { session, links, rows, given } = work;
  for (const relation of relationsOf(mappingOfObject(instance))) {
    const { direction, cascade, passiveDeletes } = relation;
    if (relation.viewOnly || direction === "manyToOne") continue;
    if (passiveDeletes === false) yield* readMembers(session, instance, relation);
    const { unchanged, deleted } = historyOf(instance, relation);
    if (direction === "manyToMany") {
      for (const member of [...deleted, ...unchanged]) {
        if (entityState(member).owner === session) rows.end(relation, instance, member);
      }
      continue;
    }
    if (passiveDeletes === "all") continue;
    const key = relationKey(relation);
    const left = [
      ...deleted.filter((member) => !entityState(member).hasParent(key)),
      ...cascade.has("delete") ? [] : unchanged.filter((member) => !given.has(member)),
    ];
    const pairs = relation.pairs.map(({ local, remote }) => ({ from: local, to: remote }));
    for (const member of left) {
      if (entityState(member).owner !== session) continue;
      links.set(member, [{ by: key, parent: null, pairs }, ...links.get(member) ?? []]);
    }
  }
}

/** Refuses objects that refer to one another in a circle: none of them can be written first. */
export function refuseCircles({ links }: Work): void {
  const done = new Set<PyInstance>();
  const open = new Set<PyInstance>();
  const visit = (instance: PyInstance) => {
    if (done.has(instance)) return;
    if (open.has(instance)) {
      throw sqlalchemyError("CircularDependencyError", "Circular dependency detected.");
    }
    open.add(instance);
    for (const { parent } of links.get(instance) ?? []) if (parent !== null) visit(parent);
    open.delete(instance);
    done.add(instance);
  };
  for (const instance of links.keys()) visit(instance);
}

/** Gives an object the keys of what it refers to, which are known by now. As in SQLAlchemy the last relationship in the alphabet counts. */
export function follow({ links }: Work, instance: PyInstance): void {
  const own = links.get(instance) ?? [];
  for (const { parent, pairs } of own.toSorted((a, b) => a.by < b.by ? -1 : a.by > b.by ? 1 : 0)) {
    for (const { from, to } of pairs) {
      const value = parent === null ? null : knownValue(parent, from);
      if (instance.attributes?.get(to) !== value) writeValue(instance, to, value);
    }
  }
}
