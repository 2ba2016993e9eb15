/** Deletes objects, with what goes with them. */
import { type Evaluation, PyInstance, type Value } from "../../../runtime/mod.ts";
import { readStatement } from "../engine/connection.ts";
import type { ColumnState } from "../schema/column_state.ts";
import type { TableState } from "../schema/table_state.ts";
import { entityState } from "./entity_state.ts";
import { ormError } from "./exc.ts";
import { columnsAt, levelsOf } from "./inheritance.ts";
import { mappingOfObject } from "./mapping_lookup.ts";
import { relationsOf } from "./relation.ts";
import { conditions, emit } from "./send.ts";
import { relatedObjects, type SessionState } from "./session_state.ts";
import { versionInDatabase, versionOf } from "./versions.ts";

/** Takes an object among those that are deleted, with all that go with it (`cascade="delete"`). */
export function* deleteWithOthers(
  session: SessionState,
  instance: PyInstance,
  deleted: Set<PyInstance>,
): Evaluation<void> {
  if (entityState(instance).owner !== session || deleted.has(instance)) return;
  const { identity } = entityState(instance);
  if (identity !== null) deleted.add(instance);
  for (const relation of relationsOf(mappingOfObject(instance))) {
    if (relation.viewOnly || !relation.cascade.has("delete")) continue;
    if (!instance.attributes?.has(relation.name) && identity !== null) {
      if (relation.passiveDeletes !== false) continue;
      yield* session.related(instance, relation);
    }
    for (const related of relatedObjects(instance, relation)) {
      yield* deleteWithOthers(session, related, deleted);
    }
  }
}

/** Deletes the rows of objects of one table. */
export function* deleteAll(
  session: SessionState,
  instances: readonly PyInstance[],
): Evaluation<void> {
  for (const instance of childrenFirst(instances)) {
    const mapping = mappingOfObject(instance);
    const version = versionOf(mapping);
    const count = version === null ? null : yield* versionInDatabase(instance, version);
    for (const level of levelsOf(mapping).toReversed()) {
      const { table, key } = level;
      const row = key.map((column, index): [ColumnState, Value] => [
        column,
        entityState(instance).identity![index]!,
      ]);
      const counts = version !== null &&
        columnsAt(mapping, level).some(({ state }) => state === version.column.state);
      if (!counts) {
        emit(session, { kind: "delete", table: table.toFrom(), where: conditions(row) });
        continue;
      }
      row.push([version.column.state, count]);
      const { result } = yield* readStatement(session.begin(), {
        kind: "delete",
        table: table.toFrom(),
        where: conditions(row),
      });
      if (result?.rowCount === 0) throw stale(table);
    }
    session.bury(instance);
  }
}

function stale(table: TableState) {
  return ormError(
    "StaleDataError",
    `DELETE statement on table '${table.key}' expected to delete 1 row(s); 0 were matched.  ` +
      "Please set confirm_deleted_rows=False within the mapper configuration to prevent this warning.",
  );
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
