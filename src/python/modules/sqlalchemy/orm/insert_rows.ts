/** Inserts objects, and takes what the database has made of them. */
import { nameText } from "../../../../schema/name.ts";
import type { Expression } from "../../../../sql/expression.ts";
import type { Assignment } from "../../../../sql/query.ts";
import { type Evaluation, PyInstance, wait } from "../../../runtime/mod.ts";
import { readStatement } from "../engine/connection.ts";
import type { RowTuple } from "../engine/row.ts";
import { bindOf } from "../expression/infer.ts";
import { callableDefaults, keyOf, type RowValues } from "../schema/callable_defaults.ts";
import { type ColumnState, isCallable } from "../schema/column_state.ts";
import type { TableState } from "../schema/table_state.ts";
import {
  assigned,
  columnOver,
  isComputed,
  keyColumns,
  type MappedColumn,
  mappedColumns,
} from "./columns.ts";
import { columnsAt, type Level, levelsOf, tieLevels } from "./inheritance.ts";
import { entityState } from "./entity_state.ts";
import type { Work } from "./links.ts";
import { discriminatorOf, identityOf, mappingOfObject } from "./mapping_lookup.ts";
import { emit } from "./send.ts";
import type { SessionState } from "./session_state.ts";
import { updateAll } from "./update_rows.ts";
import { versionOf } from "./versions.ts";

/** How many rows one INSERT has at most, as with SQLAlchemy. */
const ROWS_AT_ONCE = 1000;

/** A row to be inserted, and what the database adds to it. */
interface NewRow {
  readonly instance: PyInstance;
  readonly table: TableState;
  readonly assignments: readonly Assignment[];
  readonly returned: readonly MappedColumn[];
  /** Rows of one shape go together. */
  readonly shape: string;
}

/** Inserts objects that do not refer to one another: all rows of a table before those of the next. */
export function* insertGroup(work: Work, group: readonly PyInstance[]): Evaluation<void> {
  const { over = [], rows = [] } = Object.groupBy(
    group,
    (instance) => takesRowOver(work, instance) ? "over" : "rows",
  );
  yield* updateAll(work, over);
  const tables = new Map(
    rows.flatMap((instance) => levelsOf(mappingOfObject(instance)))
      .map((level) => [level.table, level]),
  );
  for (const level of tables.values()) yield* insertAt(work.session, level, rows);
}

/** Whether a new object has the key of one that is deleted in the same flush: its row stays, with the values of the new one. */
function takesRowOver({ session, deleted }: Work, instance: PyInstance): boolean {
  const mapping = mappingOfObject(instance);
  const columns = keyColumns(mapping);
  const key = columns.map(({ attribute }) => instance.attributes?.get(attribute) ?? null);
  const before = key.includes(null) ? undefined : session.find(mapping, key);
  if (before === undefined || !deleted.has(before)) return false;
  deleted.delete(before);
  const version = versionOf(mapping)?.column.attribute;
  if (version !== undefined) {
    instance.attributes!.set(version, before.attributes?.get(version) ?? null);
    entityState(instance).committed.delete(version);
  }
  session.bury(before);
  session.remember(instance, mapping, key);
  for (const { attribute } of columns) entityState(instance).committed.delete(attribute);
  // What the new object says nothing of stays in the row, and is read when it is expired.
  for (const { attribute } of mappedColumns(mapping)) {
    if (!instance.attributes!.has(attribute)) instance.attributes!.set(attribute, null);
  }
  return true;
}

/** Inserts the rows that objects have in one table. */
function* insertAt(
  session: SessionState,
  { table }: Level,
  instances: readonly PyInstance[],
): Evaluation<void> {
  let waiting: NewRow[] = [];
  for (const instance of instances) {
    const own = levelsOf(mappingOfObject(instance)).find((level) => level.table === table);
    if (own === undefined) continue;
    const row = newRow(instance, own);
    if (waiting.length >= ROWS_AT_ONCE || (waiting[0]?.shape ?? row.shape) !== row.shape) {
      yield* insertRows(session, waiting);
      waiting = [];
    }
    waiting.push(row);
  }
  yield* insertRows(session, waiting);
}

/** Objects of one table in the order in which they can be inserted: each group refers to those before it. */
export function insertGroups(
  { links }: Work,
  instances: readonly PyInstance[],
): readonly (readonly PyInstance[])[] {
  const among = new Set(instances);
  const depths = new Map<PyInstance, number>();
  const depthOf = (instance: PyInstance): number => {
    const known = depths.get(instance);
    if (known !== undefined) return known;
    const parents = (links.get(instance) ?? []).flatMap(({ parent, isWithin }) => {
      if (parent === null) return isWithin ? [1] : [];
      return among.has(parent) ? [depthOf(parent) + 1] : [];
    });
    const depth = Math.max(0, ...parents);
    depths.set(instance, depth);
    return depth;
  };
  const byDepth = Map.groupBy(instances, depthOf);
  return [...byDepth.entries()].sort(([a], [b]) => a - b).map(([, level]) => level);
}

function newRow(instance: PyInstance, level: Level, isPlain = false): NewRow {
  const mapping = mappingOfObject(instance);
  const { table } = level;
  const key = new Set(level.key);
  const defaults = new Map(
    callableDefaults(table.toFrom(), "insertDefault").map(({ name, call }) => [name, call]),
  );
  const discriminator = discriminatorOf(mapping);
  const assignments: Assignment[] = [];
  const returned: MappedColumn[] = [];
  const attributes = instance.attributes ??= new Map();
  if (discriminator !== null && (attributes.get(discriminator.attribute) ?? null) === null) {
    const identity = identityOf(mapping);
    if (identity !== null) attributes.set(discriminator.attribute, identity);
  }
  if (level.pairs.length > 0) tieLevels(instance, mapping, level);
  const columns = columnsAt(mapping, level);
  const version = versionOf(mapping);
  if (version?.next && columns.some(({ state }) => state === version.column.state)) {
    attributes.set(version.column.attribute, version.next(null));
  }
  for (const column of columns) {
    const { attribute, state } = column;
    const assign = (value: Expression) => assignments.push({ column: state.name, value });
    const given = attributes.get(attribute);
    const takesNone = state.sqlType.kind === "json";
    if (given !== undefined && (given !== null || takesNone)) {
      assign(assigned(given, state));
      if (isComputed(given)) returned.push(column);
      continue;
    }
    const call = defaults.get(nameText(state.name));
    if (call !== undefined || (state.insertDefault !== null && !isCallable(state.insertDefault))) {
      const value = call === undefined
        ? state.insertDefault
        : call(() => valuesSoFar(instance, columns, key, isPlain));
      assign(assigned(value, state));
      if (isComputed(value)) returned.push(column);
      else attributes.set(attribute, value);
      continue;
    }
    if (key.has(state) || isMadeByServer(state)) {
      returned.push(column);
      continue;
    }
    if (isPlain) continue;
    attributes.set(attribute, null);
    if (!takesNone) assign(bindOf(null, state.sqlType));
  }
  const names = assignments.map(({ column, value }) =>
    `${nameText(column as never)}${value.kind === "bind" ? "" : " computed"}`
  );
  const shape = [
    table.key,
    ...names,
    "returning",
    ...returned.map(({ attribute }) => attribute),
  ].join("\0");
  return { instance, table, assignments, returned, shape };
}

function isMadeByServer(state: ColumnState): boolean {
  return state.serverDefault !== null || state.identity !== null || state.computed !== null ||
    state.sequence !== null;
}

/** The values that a row has while its defaults are called; `isPlain`: what is not given is not written as NULL. */
function* valuesSoFar(
  { attributes }: PyInstance,
  columns: readonly MappedColumn[],
  key: ReadonlySet<ColumnState>,
  isPlain: boolean,
): RowValues {
  for (const { attribute, state } of columns) {
    const value = attributes?.get(attribute) ?? null;
    if (value === null) {
      if (!isPlain && !key.has(state) && !isMadeByServer(state)) yield [keyOf(state), null];
    } else if (!isComputed(value)) yield [keyOf(state), value];
  }
}

/** Inserts objects that nobody keeps; what the database makes of them is asked for where `defaults` says so. */
export function* insertPlainly(
  session: SessionState,
  instances: readonly PyInstance[],
  defaults = false,
): Evaluation<void> {
  for (const ofOneClass of runsOf(instances, mappingOfObject)) {
    const levels = levelsOf(mappingOfObject(ofOneClass[0]!));
    for (const level of levels) {
      // The rows of the tables that follow need the key.
      const isAsked = ({ state }: MappedColumn) =>
        defaults || (level !== levels.at(-1) && level.key.includes(state));
      const rows = ofOneClass.map((instance) => newRow(instance, level, true))
        .map((row) => ({ ...row, returned: row.returned.filter(isAsked) }));
      for (const run of runsOf(rows, ({ shape }) => shape)) {
        for (let from = 0; from < run.length; from += ROWS_AT_ONCE) {
          yield* sendRows(session, run.slice(from, from + ROWS_AT_ONCE));
        }
      }
    }
  }
  yield* wait(session.settle(null));
}

/** Items that follow one another and have the same key. */
export function runsOf<T>(
  items: readonly T[],
  keyOf: (item: T) => unknown,
): readonly (readonly T[])[] {
  const runs: T[][] = [];
  for (const item of items) {
    const last = runs.at(-1);
    if (last !== undefined && keyOf(last[0]!) === keyOf(item)) last.push(item);
    else runs.push([item]);
  }
  return runs;
}

/** Inserts rows of one shape, and keeps the objects. */
function* insertRows(session: SessionState, rows: readonly NewRow[]): Evaluation<void> {
  const [first] = rows;
  if (first === undefined) return;
  const groups = first.assignments.length === 0 ? rows.map((row) => [row]) : [rows];
  for (const group of groups) {
    yield* sendRows(session, group);
    for (const { instance } of group) {
      const own = mappingOfObject(instance);
      const key = keyColumns(own).map(({ attribute }) =>
        instance.attributes!.get(attribute) ?? null
      );
      session.remember(instance, own, key);
    }
  }
}

/** Inserts rows of one shape with one statement, and takes what the database has made of them. */
function* sendRows(session: SessionState, rows: readonly NewRow[]): Evaluation<void> {
  const { table, returned } = rows[0]!;
  const statement = {
    kind: "insert" as const,
    table: table.toFrom(),
    rows: rows.map(({ assignments }) => assignments),
  };
  if (returned.length === 0) {
    emit(session, { ...statement, inline: true });
    return;
  }
  const result = yield* readStatement(session.begin(), {
    ...statement,
    returning: returned.map(({ state }) => columnOver(state, null)),
  });
  const found = result.rest() as RowTuple[];
  rows.forEach(({ instance, returned }, index) => {
    returned.forEach(({ attribute }, at) => {
      instance.attributes!.set(attribute, found[index]!.items[at]!);
    });
  });
}
