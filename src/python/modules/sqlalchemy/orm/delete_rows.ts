/** Deletes objects, with what goes with them. */
import type { Delete } from "../../../../sql/query.ts";
import { type Evaluation, PyInstance, type Value } from "../../../runtime/mod.ts";
import type { ColumnState } from "../schema/column_state.ts";
import type { TableState } from "../schema/table_state.ts";
import { entityState } from "./entity_state.ts";
import { ormError } from "./exc.ts";
import { columnsAt, levelsOf } from "./inheritance.ts";
import { mappingOfObject } from "./mapping_lookup.ts";
import { relationsOf } from "./relation.ts";
import { conditions, emit, sendCounted } from "./send.ts";
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

/** Deletes the rows of objects whose classes derive from one: those of the tables that refer to others first. */
export function* deleteAll(
  session: SessionState,
  instances: readonly PyInstance[],
): Evaluation<void> {
  const ordered = childrenFirst(instances);
  // What has to be read of a row is in several tables yet.
  const versions = new Map<PyInstance, Value>();
  for (const instance of ordered) {
    const version = versionOf(mappingOfObject(instance));
    if (version !== null) versions.set(instance, yield* versionInDatabase(instance, version));
  }
  const levels = ordered.flatMap((instance) => levelsOf(mappingOfObject(instance)));
  const tables = new Set(levels.map(({ table }) => table));
  for (const table of [...tables].toReversed()) {
    yield* deleteAt(session, table, ordered, versions);
  }
  for (const instance of ordered) session.bury(instance);
}

/** Deletes the rows that objects have in one table. */
function* deleteAt(
  session: SessionState,
  table: TableState,
  instances: readonly PyInstance[],
  versions: ReadonlyMap<PyInstance, Value>,
): Evaluation<void> {
  const versioned: Delete[] = [];
  for (const instance of instances) {
    const mapping = mappingOfObject(instance);
    const level = levelsOf(mapping).find((each) => each.table === table);
    if (level === undefined) continue;
    const row = level.key.map((column, index): [ColumnState, Value] => [
      column,
      entityState(instance).identity![index]!,
    ]);
    const version = versionOf(mapping);
    const isCounted = version !== null &&
      columnsAt(mapping, level).some(({ state }) => state === version.column.state);
    if (isCounted) row.push([version.column.state, versions.get(instance)!]);
    const statement = { kind: "delete" as const, table: table.toFrom(), where: conditions(row) };
    if (isCounted) versioned.push(statement);
    else emit(session, statement);
  }
  if (versioned.length === 0) return;
  const matched = yield* sendCounted(session, versioned);
  if (matched === versioned.length) return;
  throw ormError(
    "StaleDataError",
    `DELETE statement on table '${table.key}' expected to delete ${versioned.length} row(s); ${matched} were matched.  ` +
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
