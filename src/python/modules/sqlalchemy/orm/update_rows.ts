/** Updates the columns of objects that have changed. */
import { nameText } from "../../../../schema/name.ts";
import type { Assignment } from "../../../../sql/query.ts";
import {
  compare,
  type Evaluation,
  PyInstance,
  PyList,
  runNow,
  truth,
  type Value,
} from "../../../runtime/mod.ts";
import { readStatement } from "../engine/connection.ts";
import { callableDefaults } from "../schema/callable_defaults.ts";
import { assigned, isComputed, keyColumns, type MappedColumn, mappedColumns } from "./columns.ts";
import { entityState } from "./entity_state.ts";
import { ormError } from "./exc.ts";
import { tableOf } from "./join_columns.ts";
import { follow, type Work } from "./links.ts";
import type { ClassMapping } from "./mapping.ts";
import { mappingOfObject } from "./mapping_lookup.ts";
import { relationsOf } from "./relation.ts";
import { conditions, emit } from "./send.ts";
import type { SessionState } from "./session_state.ts";

export function* updateAll(work: Work, instances: readonly PyInstance[]): Evaluation<void> {
  const updates: {
    readonly instance: PyInstance;
    readonly values: readonly [MappedColumn, Value][];
  }[] = [];
  for (const instance of instances) {
    follow(work, instance);
    const values = changedValues(instance);
    if (values.length > 0) updates.push({ instance, values });
  }
  for (const { instance, values } of updates) {
    yield* update(work.session, instance, values, updates.length === 1);
  }
}

/** The columns of an object that have another value than in the database. */
function changedValues(instance: PyInstance): readonly [MappedColumn, Value][] {
  const { committed } = entityState(instance);
  return mappedColumns(mappingOfObject(instance)).flatMap((column): [MappedColumn, Value][] => {
    if (!committed.has(column.attribute)) return [];
    const before = committed.get(column.attribute);
    const now = instance.attributes?.get(column.attribute) ?? null;
    return before !== undefined && !isComputed(now) && same(before, now) ? [] : [[column, now]];
  });
}

/** `session.is_modified(instance)`: whether the database has something else than the object. */
export function isModified(instance: PyInstance): boolean {
  if (changedValues(instance).length > 0) return true;
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
  return value instanceof PyList ? value.items : value === undefined ? undefined : [value];
}

function same(a: Value, b: Value): boolean {
  if (a === b) return true;
  if (a === null || b === null) return false;
  return runNow(truth(runNow(compare("Eq", a, b))));
}

function* update(
  session: SessionState,
  instance: PyInstance,
  values: readonly [MappedColumn, Value][],
  alone: boolean,
): Evaluation<void> {
  const mapping = mappingOfObject(instance);
  const table = tableOf(mapping);
  const state = entityState(instance);
  const changed = new Set(values.map(([{ attribute }]) => attribute));
  const assignments: Assignment[] = values.map(([{ state }, value]) => ({
    column: state.name,
    value: assigned(value, state),
  }));
  const computed = values.filter(([, value]) => isComputed(value)).map(([column]) => column);
  const calls = new Map(
    callableDefaults(table.toFrom(), "updateDefault").map(({ name, call }) => [name, call]),
  );
  for (const column of mappedColumns(mapping)) {
    const { updateDefault } = column.state;
    if (changed.has(column.attribute) || updateDefault === null) continue;
    const call = calls.get(nameText(column.state.name));
    const value = call === undefined ? updateDefault : call();
    assignments.push({ column: column.state.name, value: assigned(value, column.state) });
    if (isComputed(value)) computed.push(column);
    else instance.attributes!.set(column.attribute, value);
  }
  const statement = {
    kind: "update" as const,
    table: table.toFrom(),
    values: assignments,
    where: conditions(
      keyColumns(mapping).map(({ state: column }, index) => [column, state.identity![index]!]),
    ),
  };
  if (alone) {
    const { result } = yield* readStatement(session.begin(), statement);
    if (result?.rowCount === 0) throw stale(mapping, "UPDATE");
  } else emit(session, statement);
  const key = keyColumns(mapping).map(({ attribute }, index) =>
    instance.attributes!.get(attribute) ?? state.identity![index]!
  );
  session.remember(instance, mapping, key);
  session.expire(instance, new Set(computed.map(({ attribute }) => attribute)));
}

function stale(mapping: ClassMapping, what: string) {
  return ormError(
    "StaleDataError",
    `${what} statement on table '${
      tableOf(mapping).key
    }' expected to update 1 row(s); 0 were matched.`,
  );
}
