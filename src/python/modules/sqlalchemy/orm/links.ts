/** What relationships say of the columns of objects. */
import { type Evaluation, getAttribute, PyInstance, wait } from "../../../runtime/mod.ts";
import { sqlalchemyError } from "../exc.ts";
import { relationKey, writeValue } from "./collection.ts";
import { entityState } from "./entity_state.ts";
import { knownValue, mappingOfObject } from "./mapping_lookup.ts";
import { type Relation, relationsOf } from "./relation.ts";
import { SecondaryRows } from "./secondary_rows.ts";
import { relatedObjects, type SessionState } from "./session_state.ts";

/** What a flush has found to do. */
export interface Work {
  readonly session: SessionState;
  /** The objects whose keys a relationship gives to others: by the object that gets them. */
  readonly links: Map<PyInstance, Link[]>;
  readonly rows: SecondaryRows;
}

/** An object that refers to another through its columns, or no longer does. */
interface Link {
  readonly parent: PyInstance | null;
  /** Whether the object itself says so, of another in its own table. */
  readonly isWithin?: boolean;
  readonly pairs: readonly { readonly from: string; readonly to: string }[];
}

/** What an object's relationships say of columns, its own or those of the objects it has. */
export function* findLinks(work: Work, instance: PyInstance): Evaluation<void> {
  const { session, links, rows } = work;
  const state = entityState(instance);
  const link = (child: PyInstance, made: Link) => {
    const known = links.get(child);
    if (known === undefined) links.set(child, [made]);
    else known.push(made);
  };
  for (const relation of relationsOf(mappingOfObject(instance))) {
    if (relation.viewOnly || !instance.attributes?.has(relation.name)) continue;
    const now = relatedObjects(instance, relation);
    if (relation.direction === "manyToOne") {
      if (!state.committed.has(relation.name)) continue;
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
        link(instance, { parent, pairs, isWithin });
      }
      continue;
    }
    const before = state.members.get(relation.name) ??
      (state.identity !== null && state.committed.has(relation.name) &&
          state.committed.get(relation.name) === undefined
        ? yield* stored(session, instance, relation)
        : []);
    const pairs = relation.pairs.map(({ local, remote }) => ({ from: local, to: remote }));
    const key = relationKey(relation);
    for (const member of now) {
      if (before.includes(member) || entityState(member).owner !== session) continue;
      if (relation.secondary === null) link(member, { parent: instance, pairs });
      else rows.add(relation, instance, member);
    }
    for (const member of before) {
      if (now.includes(member)) continue;
      if (relation.secondary !== null) rows.remove(relation, instance, member);
      else if (entityState(member).isOfAnother(key, instance)) continue;
      else if (relation.cascade.has("delete-orphan")) session.deleted.add(member);
      else if (!session.deleted.has(member)) link(member, { parent: null, pairs });
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

/** The members that a collection has in the database, though the object has others now. */
function* stored(
  session: SessionState,
  instance: PyInstance,
  relation: Relation,
): Evaluation<readonly PyInstance[]> {
  const value = instance.attributes!.get(relation.name)!;
  instance.attributes!.delete(relation.name);
  session.suspendAutoflush(1);
  try {
    yield* session.related(instance, relation);
    return relatedObjects(instance, relation);
  } finally {
    session.suspendAutoflush(-1);
    instance.attributes!.set(relation.name, value);
  }
}

/** Gives an object the keys of what it refers to, which are known by now. */
export function follow({ links }: Work, instance: PyInstance): void {
  for (const { parent, pairs } of links.get(instance) ?? []) {
    for (const { from, to } of pairs) {
      const value = parent === null ? null : knownValue(parent, from);
      if (instance.attributes?.get(to) !== value) writeValue(instance, to, value);
    }
  }
}
