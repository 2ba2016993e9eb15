/** Writes what has become of the objects of a Session: rows that others refer to first. */
import { type Evaluation, PyInstance, wait } from "../../../runtime/mod.ts";
import type { TableState } from "../schema/table_state.ts";
import { deleteAll, deleteWithOthers } from "./delete_rows.ts";
import { forgetComputed } from "./entity_columns.ts";
import { entityState } from "./entity_state.ts";
import { insertAll } from "./insert_rows.ts";
import { levelsOf } from "./inheritance.ts";
import { tableOf } from "./table_of.ts";
import { findLinks, refuseCircles, unlink, type Work } from "./links.ts";
import type { ClassMapping } from "./mapping.ts";
import { mappingOfObject } from "./mapping_lookup.ts";
import { relationsOf } from "./relation.ts";
import { SecondaryRows } from "./secondary_rows.ts";
import { relatedObjects, type SessionState } from "./session_state.ts";
import { updateAll } from "./update_rows.ts";

/** Flushes a session: see the module. */
export function* flushObjects(session: SessionState): Evaluation<void> {
  const work: Work = {
    session,
    links: new Map(),
    rows: new SecondaryRows(),
    deleted: new Set(session.deleted),
    given: new Set(),
  };
  const { deleted } = work;
  for (const instance of session.persistent()) {
    if (entityState(instance).isOrphan) yield* deleteWithOthers(session, instance, deleted);
  }
  const instances = [...session.persistent(), ...session.added];
  for (const instance of instances) {
    if (!deleted.has(instance)) yield* findLinks(work, instance);
  }
  for (const instance of deleted) yield* unlink(work, instance);
  refuseCircles(work);
  const changed = instances.filter((instance) =>
    !deleted.has(instance) && isChanged(work, instance)
  );
  yield* work.rows.writeEnds(session);
  const mappings = inOrder([...changed, ...deleted].map(mappingOfObject));
  for (const mapping of mappings) {
    const own = changed.filter((instance) => mappingOfObject(instance).root === mapping);
    const { added = [], known = [], after = [] } = Object.groupBy(own, (instance) => {
      if (session.added.has(instance)) return "added";
      const parents = work.links.get(instance) ?? [];
      return parents.some(({ parent }) => parent !== null && session.added.has(parent))
        ? "after"
        : "known";
    });
    // What a row gives up, another may take.
    yield* updateAll(work, known);
    yield* insertAll(work, added);
    yield* updateAll(work, after);
  }
  yield* work.rows.write(session);
  for (const mapping of mappings.toReversed()) deleteAll(session, mapping, deleted);
  for (const instance of instances) {
    const state = entityState(instance);
    if (state.isTouched || changed.includes(instance)) forgetComputed(instance);
    state.accept();
    if (state.status === "deleted") continue;
    for (const relation of relationsOf(mappingOfObject(instance))) {
      if (instance.attributes?.has(relation.name)) {
        state.members.set(relation.name, [...relatedObjects(instance, relation)]);
      }
    }
  }
  yield* wait(session.settle(null));
}

function isChanged({ session, links }: Work, instance: PyInstance): boolean {
  return session.added.has(instance) || links.has(instance) ||
    entityState(instance).committed.size > 0;
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
    for (const key of tables.get(mapping)!.flatMap((table) => [...table.references()])) {
      const referred = byTable.get(key);
      if (referred !== undefined) visit(referred);
    }
    for (const { direction, target } of relationsOf(mapping)) {
      const referred = byTable.get(tableOf(target.root).key);
      if (direction === "manyToOne" && referred !== undefined) visit(referred);
    }
    ordered.push(mapping);
  };
  roots.forEach(visit);
  return ordered;
}
