/** What has become of the objects that a relationship leads to since they were read or written. */
import type { Evaluation, PyInstance } from "../../../runtime/mod.ts";
import { entityState } from "./entity_state.ts";
import { isCollection } from "./instrumented_collections.ts";
import { mappingOfObject } from "./mapping_lookup.ts";
import { type Relation, relationsOf } from "./relation.ts";
import { relatedObjects, type SessionState } from "./session_state.ts";

/** SQLAlchemy's History; an object that a list has twice is added twice. */
export interface History {
  readonly added: readonly PyInstance[];
  readonly unchanged: readonly PyInstance[];
  readonly deleted: readonly PyInstance[];
}

/** The history of what is known of a relationship to many, or of one that the other side has the key of. */
export function historyOf(instance: PyInstance, relation: Relation): History {
  const state = entityState(instance);
  if (!instance.attributes?.has(relation.name)) {
    const awaited = state.awaited(relation.name);
    return {
      added: awaited.filter(([, comes]) => comes).map(([member]) => member),
      unchanged: [],
      deleted: awaited.filter(([, comes]) => !comes).map(([member]) => member),
    };
  }
  const now = relatedObjects(instance, relation);
  const before = state.members.get(relation.name) ?? [];
  return {
    added: now.filter((member) => !before.includes(member)),
    unchanged: [...new Set(now.filter((member) => before.includes(member)))],
    deleted: before.filter((member) => !now.includes(member)),
  };
}

/** Whether an object has been given anything since it was read or written. */
export function isTouched(instance: PyInstance): boolean {
  if (entityState(instance).committed.size > 0) return true;
  return relationsOf(mappingOfObject(instance)).some((relation) => {
    if (relation.direction === "manyToOne" || relation.viewOnly) return false;
    const { added, deleted } = historyOf(instance, relation);
    return added.length > 0 || deleted.length > 0;
  });
}

/** Reads what a relationship leads to in the database, where that is not known. */
export function* readMembers(
  session: SessionState,
  instance: PyInstance,
  relation: Relation,
): Evaluation<void> {
  const { identity, members, committed } = entityState(instance);
  if (identity === null || members.has(relation.name)) return;
  const own = instance.attributes;
  const isSet = own?.has(relation.name) ?? false;
  if (isSet && isCollection(committed.get(relation.name))) return;
  session.suspendAutoflush(1);
  const value = own?.get(relation.name);
  try {
    if (isSet) own!.delete(relation.name);
    yield* session.related(instance, relation);
  } finally {
    session.suspendAutoflush(-1);
    if (isSet) own!.set(relation.name, value!);
  }
}
