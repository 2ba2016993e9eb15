/** Writes what has become of the objects of a Session: rows that others refer to first. */
import { type Evaluation, PyInstance, wait } from "../../../runtime/mod.ts";
import type { TableState } from "../schema/table_state.ts";
import { deleteAll, deleteWithOthers } from "./delete_rows.ts";
import { forgetComputed } from "./entity_columns.ts";
import { entityState } from "./entity_state.ts";
import { tellOfFlush, tellOfObjects } from "./events.ts";
import { isTouched } from "./history.ts";
import { insertGroup, insertGroups } from "./insert_rows.ts";
import { levelsOf } from "./inheritance.ts";
import { tableOf } from "./table_of.ts";
import { findLinks, follow, refuseCircles, unlink, type Work } from "./links.ts";
import type { ClassMapping } from "./mapping.ts";
import { mappingOfObject } from "./mapping_lookup.ts";
import { relationsOf } from "./relation.ts";
import { SecondaryRows } from "./secondary_rows.ts";
import { relatedObjects, type SessionState } from "./session_state.ts";
import { lateColumns, letGoLate, updateLate } from "./post_update.ts";
import { updateAll } from "./update_rows.ts";

/** Whether there is anything to write. */
export function hasWork(session: SessionState): boolean {
  return session.added.size > 0 || session.deleted.size > 0 ||
    session.persistent().some((instance) => isTouched(instance) || entityState(instance).isOrphan);
}

/** Flushes a session: see the module. */
export function* flushObjects(session: SessionState): Evaluation<void> {
  if (!hasWork(session)) {
    yield* wait(session.settle(null));
    return;
  }
  yield* tellOfFlush(session.object, "before_flush");
  const work = yield* findWork(session);
  const { added, deleted } = session.view;
  const instances = [...session.persistent(), ...session.added];
  yield* writeRows(work, instances);
  // Listeners still see what there was to do, and what has been changed on the way.
  const dirty = session.view.dirty.difference(added);
  yield* session.showing({ added, dirty, deleted }, tellOfFlush(session.object, "after_flush"));
  for (const instance of instances) {
    if (added.has(instance) || isTouched(instance)) forgetComputed(instance);
    keepAsWritten(instance);
  }
  yield* tellOfFlush(session.object, "after_flush_postexec");
  yield* wait(session.settle(null));
}

/** What there is to do, before any row is written. */
function* findWork(session: SessionState): Evaluation<Work> {
  const work: Work = {
    session,
    links: new Map(),
    rows: new SecondaryRows(),
    late: [],
    deleted: new Set(session.deleted),
    given: new Set(),
  };
  const { deleted } = work;
  for (const instance of [...session.added]) {
    const { isOrphan, orphanedOutside } = entityState(instance);
    if (isOrphan && orphanedOutside) session.forget(instance);
  }
  for (const instance of session.persistent()) {
    if (entityState(instance).isOrphan) yield* deleteWithOthers(session, instance, deleted);
  }
  for (const instance of [...session.persistent(), ...session.added]) {
    if (!deleted.has(instance)) yield* findLinks(work, instance);
  }
  for (const instance of deleted) yield* unlink(work, instance);
  refuseCircles(work);
  return work;
}

function* writeRows(work: Work, instances: readonly PyInstance[]): Evaluation<void> {
  const { session, deleted } = work;
  const changed = instances.filter((instance) =>
    !deleted.has(instance) && isChanged(work, instance)
  );
  yield* work.rows.writeEnds(session);
  const mappings = inOrder([...changed, ...deleted].map(mappingOfObject));
  for (const mapping of mappings) {
    const own = changed.filter((instance) => mappingOfObject(instance).root === mapping);
    yield* saveObjects(work, own);
  }
  yield* updateLate(work);
  yield* work.rows.write(session);
  yield* letGoLate(session, deleted);
  for (const mapping of mappings.toReversed()) {
    const own = [...deleted].filter((instance) => mappingOfObject(instance).root === mapping);
    yield* tellOfObjects(session, "before_delete", own);
    yield* deleteAll(session, own);
    yield* tellOfObjects(session, "after_delete", own);
  }
}

/** Writes the objects of one table that are new or have changed. */
function* saveObjects(work: Work, instances: readonly PyInstance[]): Evaluation<void> {
  const { session } = work;
  const { added = [], known = [], after = [] } = Object.groupBy(instances, (instance) => {
    if (session.added.has(instance)) return "added";
    const parents = work.links.get(instance) ?? [];
    return parents.some(({ parent }) => parent !== null && session.added.has(parent))
      ? "after"
      : "known";
  });
  const groups = insertGroups(work, added);
  const prepare = function* (group: readonly PyInstance[]): Evaluation<void> {
    for (const instance of group) follow(work, instance);
    yield* tellOfObjects(session, "before_insert", group);
  };
  if (groups.length > 0) yield* prepare(groups[0]!);
  yield* tellOfObjects(session, "before_update", [...known, ...after]);
  // What a row gives up, another may take.
  yield* updateAll(work, known);
  for (const [at, group] of groups.entries()) {
    if (at > 0) {
      yield* tellOfObjects(session, "after_insert", groups[at - 1]!);
      yield* prepare(group);
    }
    yield* insertGroup(work, group);
  }
  yield* updateAll(work, after);
  yield* tellOfObjects(session, "after_insert", groups.at(-1) ?? []);
  yield* tellOfObjects(session, "after_update", [...known, ...after]);
}

/** What an object has now is what the database has. */
function keepAsWritten(instance: PyInstance): void {
  const state = entityState(instance);
  state.accept();
  if (state.status === "deleted") return;
  for (const relation of relationsOf(mappingOfObject(instance))) {
    if (instance.attributes?.has(relation.name)) {
      state.members.set(relation.name, [...relatedObjects(instance, relation)]);
    }
  }
}

function isChanged({ session, links }: Work, instance: PyInstance): boolean {
  return session.added.has(instance) || links.has(instance) ||
    isTouched(instance);
}

/** The tables of a class and of those that derive from it. */
function tablesUnder(root: ClassMapping): readonly TableState[] {
  const under = root.registry.mappings.filter((mapping) => mapping.root === root);
  return [...new Set(under.flatMap((mapping) => levelsOf(mapping).map(({ table }) => table)))];
}

/** The mappings, each behind those whose tables its own refers to. */
function inOrder(mappings: readonly ClassMapping[]): readonly ClassMapping[] {
  const roots = [...new Set(mappings.map(({ root }) => root))];
  const tables = new Map(roots.map((root) => [root, tablesUnder(root)]));
  const byTable = new Map(
    roots.flatMap((root) => tables.get(root)!.map(({ key }) => [key, root] as const)),
  );
  const ordered: ClassMapping[] = [];
  const visited = new Set<ClassMapping>();
  const visit = (mapping: ClassMapping) => {
    if (visited.has(mapping)) return;
    visited.add(mapping);
    const late = lateColumns(mapping);
    for (const key of tables.get(mapping)!.flatMap((table) => [...table.references(late)])) {
      const referred = byTable.get(key);
      if (referred !== undefined) visit(referred);
    }
    for (const { direction, target, postUpdate } of relationsOf(mapping)) {
      const referred = byTable.get(tableOf(target.root).key);
      if (!postUpdate && direction === "manyToOne" && referred !== undefined) visit(referred);
    }
    ordered.push(mapping);
  };
  roots.forEach(visit);
  return ordered;
}
