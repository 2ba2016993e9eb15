/** Updates the columns of objects that have changed. */
import { nameText } from "../../../../schema/name.ts";
import type { Assignment, Update } from "../../../../sql/query.ts";
import {
  compare,
  type Evaluation,
  PyInstance,
  runNow,
  truth,
  type Value,
} from "../../../runtime/mod.ts";
import { callableDefaults, keyOf } from "../schema/callable_defaults.ts";
import type { ColumnState } from "../schema/column_state.ts";
import type { TableState } from "../schema/table_state.ts";
import { assigned, isComputed, keyColumns, type MappedColumn, mappedColumns } from "./columns.ts";
import { entityState } from "./entity_state.ts";
import { ormError } from "./exc.ts";
import { membersOf } from "./instrumented_collections.ts";
import { columnsAt, type Level, levelsOf, refuseJoined } from "./inheritance.ts";
import { follow, type Work } from "./links.ts";
import { mappingOfObject } from "./mapping_lookup.ts";
import type { ClassMapping } from "./mapping.ts";
import { relationsOf } from "./relation.ts";
import { conditions, sendCounted } from "./send.ts";
import type { SessionState } from "./session_state.ts";
import { versionInDatabase, versionOf } from "./versions.ts";

export function* updateAll(work: Work, instances: readonly PyInstance[]): Evaluation<void> {
  for (const instance of instances) follow(work, instance);
  const levels = new Map(
    instances.flatMap((instance) => levelsOf(mappingOfObject(instance)))
      .map((level) => [level.table, level]),
  );
  for (const { table } of levels.values()) yield* updateAt(work.session, table, instances);
}

/** Updates the rows that objects have in one table. */
function* updateAt(
  session: SessionState,
  table: TableState,
  instances: readonly PyInstance[],
): Evaluation<void> {
  const updates: Changes[] = [];
  for (const instance of instances) {
    const level = levelsOf(mappingOfObject(instance)).find((each) => each.table === table);
    if (level === undefined) continue;
    const columns = columnsAt(mappingOfObject(instance), level);
    const values = changedValues(instance, columns);
    const counts = isVersioned(mappingOfObject(instance), level) &&
      changedValues(instance, mappedColumns(mappingOfObject(instance))).length > 0;
    if (values.length > 0 || counts) updates.push({ instance, level, columns, values });
  }
  for (const alike of groupsAlike(updates)) {
    const statements: Update[] = [];
    for (const changes of alike) statements.push(yield* update(session, changes));
    yield* sendUpdates(session, table, statements);
  }
}

/** Sends updates of rows of one table, each of which there must be. */
export function* sendUpdates(
  session: SessionState,
  table: TableState,
  statements: readonly Update[],
): Evaluation<void> {
  const matched = yield* sendCounted(session, statements);
  if (matched === statements.length) return;
  throw ormError(
    "StaleDataError",
    `UPDATE statement on table '${table.key}' expected to update ${statements.length} row(s); ${matched} were matched.`,
  );
}

/** Whether a table has the column that counts the versions of a class. */
function isVersioned(mapping: ClassMapping, level: Level): boolean {
  const version = versionOf(mapping);
  return version !== null &&
    columnsAt(mapping, level).some(({ state }) => state === version.column.state);
}

/** Updates of the same columns that follow one another, which SQLAlchemy sends together. */
function groupsAlike(updates: readonly Changes[]): readonly (readonly Changes[])[] {
  const groups: Changes[][] = [];
  const shapeOf = ({ values }: Changes) => {
    const plain = values.filter(([, value]) => !isComputed(value));
    return [plain.length < values.length, ...plain.map(([{ attribute }]) => attribute)].join("\0");
  };
  for (const changes of updates) {
    const last = groups.at(-1);
    if (last !== undefined && shapeOf(last[0]!) === shapeOf(changes)) last.push(changes);
    else groups.push([changes]);
  }
  return groups;
}

/** What there is to update in a row of an object. */
interface Changes {
  readonly instance: PyInstance;
  readonly level: Level;
  /** The columns of the table. */
  readonly columns: readonly MappedColumn[];
  readonly values: readonly (readonly [MappedColumn, Value])[];
}

/** The columns of an object that have another value than in the database. */
function changedValues(
  instance: PyInstance,
  columns: readonly MappedColumn[],
): readonly [MappedColumn, Value][] {
  const { committed } = entityState(instance);
  return columns.flatMap((column): [MappedColumn, Value][] => {
    if (!committed.has(column.attribute)) return [];
    const before = committed.get(column.attribute);
    const now = instance.attributes?.get(column.attribute) ?? null;
    return before !== undefined && !isComputed(now) && same(before, now) ? [] : [[column, now]];
  });
}

/** `session.is_modified(instance)`: whether the database has something else than the object. */
export function isModified(instance: PyInstance): boolean {
  if (changedValues(instance, mappedColumns(mappingOfObject(instance))).length > 0) return true;
  const { committed, members } = entityState(instance);
  return relationsOf(mappingOfObject(instance)).some(({ name }) => {
    const before = members.get(name);
    const now = relatedNow(instance, name);
    if (committed.has(name)) return true;
    return before !== undefined && now !== undefined &&
      (before.length !== now.length || before.some((member) => !now.includes(member)));
  });
}

function relatedNow(instance: PyInstance, name: string): readonly Value[] | undefined {
  const value = instance.attributes?.get(name);
  return membersOf(value) ?? (value === undefined ? undefined : [value]);
}

/** Whether Python finds two values equal. */
export function same(a: Value, b: Value): boolean {
  if (a === b) return true;
  if (a === null || b === null) return false;
  return runNow(truth(runNow(compare("Eq", a, b))));
}

/** The statement that updates a row; the object has what the row will have. */
function* update(
  session: SessionState,
  { instance, level, columns, values }: Changes,
): Evaluation<Update> {
  const mapping = mappingOfObject(instance);
  const { table } = level;
  const state = entityState(instance);
  if (values.some(([{ state }]) => level.key.includes(state))) refuseJoined(mapping, "a new key");
  const changed = new Set(values.map(([{ attribute }]) => attribute));
  const assignments: Assignment[] = values.map(([{ state }, value]) => ({
    column: state.name,
    value: assigned(value, state),
  }));
  const computed = values.filter(([, value]) => isComputed(value)).map(([column]) => column);
  const parameters = new Map(
    values.filter(([, value]) => !isComputed(value))
      .map(([{ state }, value]) => [keyOf(state), value]),
  );
  const calls = new Map(
    callableDefaults(table.toFrom(), "updateDefault").map(({ name, call }) => [name, call]),
  );
  for (const column of columns) {
    const { updateDefault } = column.state;
    if (changed.has(column.attribute) || updateDefault === null) continue;
    const call = calls.get(nameText(column.state.name));
    const value = call === undefined ? updateDefault : call(() => [
      ...parameters,
      ...level.key.map((column, index) =>
        [`${table.key}_${keyOf(column)}`, state.identity![index]!] as const
      ),
    ]);
    assignments.push({ column: column.state.name, value: assigned(value, column.state) });
    if (isComputed(value)) computed.push(column);
    else {
      parameters.set(keyOf(column.state), value);
      instance.attributes!.set(column.attribute, value);
    }
  }
  const row: [ColumnState, Value][] = level.key.map((
    column,
    index,
  ) => [column, state.identity![index]!]);
  const version = isVersioned(mapping, level) ? versionOf(mapping) : null;
  if (version !== null) {
    const { column, next } = version;
    const before = yield* versionInDatabase(instance, version);
    row.push([column.state, before]);
    if (!changed.has(column.attribute) && (next !== null || assignments.length === 0)) {
      const value = next === null ? before : next(before);
      assignments.push({ column: column.state.name, value: assigned(value, column.state) });
      instance.attributes!.set(column.attribute, value);
    }
  }
  const key = keyColumns(mapping).map(({ attribute }, index) =>
    instance.attributes!.get(attribute) ?? state.identity![index]!
  );
  session.remember(instance, mapping, key);
  session.expire(instance, new Set(computed.map(({ attribute }) => attribute)));
  return {
    kind: "update",
    table: table.toFrom(),
    values: assignments,
    where: conditions(row),
  };
}
