/** Deletes objects, with what goes with them. */
import {
  type Evaluation,
  getAttribute,
  PyInstance,
  type Value,
  wait,
} from "../../../runtime/mod.ts";
import type { ColumnState } from "../schema/column_state.ts";
import { writeValue } from "./collection.ts";
import { entityState } from "./entity_state.ts";
import { levelsOf } from "./inheritance.ts";
import type { ClassMapping } from "./mapping.ts";
import { mappingOfObject } from "./mapping_lookup.ts";
import { relationsOf } from "./relation.ts";
import { conditions, emit } from "./send.ts";
import { relatedObjects, type SessionState } from "./session_state.ts";

/** What goes with the objects that are deleted, and what no longer refers to them. */
export function* cascadeDeletes(session: SessionState): Evaluation<void> {
  const seen = new Set<PyInstance>();
  for (const instance of session.deleted) {
    if (seen.has(instance)) continue;
    seen.add(instance);
    for (const relation of relationsOf(mappingOfObject(instance))) {
      if (relation.viewOnly) continue;
      const isLoaded = instance.attributes?.has(relation.name) ?? false;
      const deletes = relation.cascade.has("delete");
      if (relation.direction === "manyToOne" && !deletes) continue;
      if (!isLoaded && relation.passiveDeletes) continue;
      session.suspendAutoflush(1);
      try {
        if (!isLoaded) yield* session.related(instance, relation);
      } finally {
        session.suspendAutoflush(-1);
      }
      for (const related of relatedObjects(instance, relation)) {
        if (relation.direction === "manyToMany") continue;
        if (deletes && entityState(related).identity !== null) session.deleted.add(related);
        else if (!session.deleted.has(related)) {
          for (const { remote } of relation.pairs) writeValue(related, remote, null);
        }
      }
    }
  }
}

export function* deleteAll(session: SessionState, mapping: ClassMapping): Evaluation<void> {
  const own = [...session.deleted].filter((instance) => mappingOfObject(instance).root === mapping);
  for (const instance of childrenFirst(own)) {
    const state = entityState(instance);
    for (const relation of relationsOf(mappingOfObject(instance))) {
      const { secondary } = relation;
      if (secondary === null || relation.viewOnly || relation.passiveDeletes) continue;
      const links: [ColumnState, Value][] = [];
      for (const { attribute, column } of secondary.local) {
        links.push([column, yield* wait(getAttribute(instance, attribute))]);
      }
      emit(session, {
        kind: "delete",
        table: secondary.table.toFrom(),
        where: conditions(links),
      });
    }
    for (const { table, key } of levelsOf(mappingOfObject(instance)).toReversed()) {
      const row = key.map((
        column,
        index,
      ): [ColumnState, Value] => [column, state.identity![index]!]);
      emit(session, { kind: "delete", table: table.toFrom(), where: conditions(row) });
    }
    session.forget(instance);
    state.status = "deleted";
  }
}

/** Objects of one table: those that refer to others among them first. */
function childrenFirst(instances: readonly PyInstance[]): readonly PyInstance[] {
  const all = new Set(instances);
  const parents = (instance: PyInstance) =>
    relationsOf(mappingOfObject(instance)).filter(({ direction }) => direction === "manyToOne")
      .flatMap((relation) => relatedObjects(instance, relation))
      .filter((parent) => all.has(parent));
  const ordered: PyInstance[] = [];
  const visited = new Set<PyInstance>();
  const visit = (instance: PyInstance) => {
    if (visited.has(instance)) return;
    visited.add(instance);
    parents(instance).forEach(visit);
    ordered.push(instance);
  };
  instances.forEach(visit);
  return ordered.toReversed();
}
