/** `bulk_insert_mappings()`, `bulk_update_mappings()` and `merge()`. */
import { type Name, nameText } from "../../../../schema/name.ts";
import type { Assignment } from "../../../../sql/query.ts";
import {
  asString,
  type Evaluation,
  PyDict,
  PyInstance,
  PyList,
  PySet,
  raise,
  setAttribute,
  type Value,
  wait,
} from "../../../runtime/mod.ts";
import { sqlalchemyError } from "../exc.ts";
import type { ColumnState } from "../schema/column_state.ts";
import { assigned, keyColumns, mappedColumns } from "./columns.ts";
import { entityState } from "./entity_state.ts";
import { insertPlainly, runsOf } from "./insert_rows.ts";
import { membersOf } from "./instrumented_collections.ts";
import { columnsAt, levelsOf } from "./inheritance.ts";
import type { ClassMapping } from "./mapping.ts";
import { mappingOfObject } from "./mapping_lookup.ts";
import { getByKey } from "./query.ts";
import { relationsOf } from "./relation.ts";
import { conditions } from "./send.ts";
import type { SessionState } from "./session_state.ts";
import { tableOf } from "./table_of.ts";
import { sendUpdates } from "./update_rows.ts";
import { versionOf } from "./versions.ts";

/** Inserts rows given as dicts of attributes. */
export function* insertMappings(
  session: SessionState,
  mapping: ClassMapping,
  rows: readonly PyDict[],
): Evaluation {
  const names = new Set(mappedColumns(mapping).map(({ attribute }) => attribute));
  const instances = rows.map((row) => {
    const instance = new PyInstance(mapping.cls);
    instance.attributes = new Map();
    for (const [key, value] of row.entries()) {
      const name = asString(key) ?? "";
      if (names.has(name)) instance.attributes.set(name, value);
    }
    return instance;
  });
  yield* insertPlainly(session, instances);
  return null;
}

/** Writes objects without what they refer to; new ones stay strangers to the session. */
export function* saveObjects(
  session: SessionState,
  objects: readonly Value[],
  defaults: boolean,
): Evaluation {
  const instances = objects as readonly PyInstance[];
  const isNew = (instance: PyInstance) => entityState(instance).identity === null;
  yield* insertPlainly(session, instances.filter(isNew), defaults);
  for (const instance of instances) if (!isNew(instance)) session.cascade(instance);
  yield* session.flush();
  return null;
}

/** Updates rows given as dicts of attributes, which hold the keys. */
export function* updateMappings(
  session: SessionState,
  mapping: ClassMapping,
  rows: readonly PyDict[],
): Evaluation {
  const version = versionOf(mapping);
  const key = keyColumns(mapping);
  const isKey = new Set(key.map(({ attribute }) => attribute));
  for (const row of rows) {
    const missing = key.find(({ attribute }) => (row.get(attribute) ?? null) === null);
    if (missing === undefined) continue;
    const table = nameText(tableOf(mapping.root).name);
    throw sqlalchemyError(
      "InvalidRequestError",
      `No primary key value supplied for column(s) ${table}.${nameText(missing.state.name)}; ` +
        "per-row ORM Bulk UPDATE by Primary Key requires that records contain primary key values",
    );
  }
  const counted = version?.column.attribute;
  for (const row of counted === undefined ? [] : rows) {
    if (row.get(counted!) === undefined) throw raise("KeyError", counted!);
  }
  for (const level of levelsOf(mapping)) {
    const columns = columnsAt(mapping, level);
    const hasVersion = columns.some(({ attribute }) => attribute === counted);
    const updates = rows.flatMap((row) => {
      const values = columns.flatMap(({ attribute, state }): Assignment[] => {
        let value = row.get(attribute);
        // Who counts versions himself gives the one that is there.
        if (attribute === counted && version!.next !== null) value = version!.next(value ?? null);
        return value === undefined || isKey.has(attribute) || level.key.includes(state)
          ? []
          : [{ column: state.name, value: assigned(value, state) }];
      });
      if (values.length === 0) return [];
      const where = level.key.map((state, index): [ColumnState, Value] => [
        state,
        row.get(key[index]!.attribute)!,
      ]);
      if (hasVersion) where.push([version!.column.state, row.get(counted!)!]);
      return [{
        kind: "update" as const,
        table: level.table.toFrom(),
        values,
        where: conditions(where),
      }];
    });
    for (const alike of runsOf(updates, shapeOf)) {
      yield* sendUpdates(session, level.table, alike);
    }
  }
  return null;
}

function shapeOf({ values }: { readonly values: readonly Assignment[] }): string {
  const names = values.map(({ column }) => nameText(column as Name));
  return names.sort().join("\0");
}

/** `session.merge(instance)`: the object of the session with that key, with the values of this one. */
export function* merge(
  session: SessionState,
  given: Value,
  done: Map<PyInstance, PyInstance> = new Map(),
): Evaluation<PyInstance> {
  const mapping = mappingOfObject(given);
  const instance = given as PyInstance;
  const already = done.get(instance);
  if (already !== undefined) return already;
  if (entityState(instance).owner === session) return instance;
  yield* session.autoflush();
  const key = keyColumns(mapping).map(({ attribute }) =>
    instance.attributes?.get(attribute) ?? null
  );
  const found = key.every((value) => value !== null)
    ? yield* getByKey(session, mapping, new PyList(key))
    : null;
  const target = found instanceof PyInstance ? found : new PyInstance(instance.cls);
  done.set(instance, target);
  for (const { attribute } of mappedColumns(mapping)) {
    const value = instance.attributes?.get(attribute);
    if (value !== undefined && target.attributes?.get(attribute) !== value) {
      yield* wait(setAttribute(target, attribute, value));
    }
  }
  for (const { name, cascade, isList, collects } of relationsOf(mapping)) {
    const value = instance.attributes?.get(name);
    if (value === undefined || !cascade.has("merge")) continue;
    if (isList) {
      const members: Value[] = [];
      for (const member of membersOf(value) ?? []) {
        members.push(yield* merge(session, member, done));
      }
      const made = collects === "set" ? new PySet(members) : new PyList(members);
      yield* wait(setAttribute(target, name, made));
    } else {
      const merged = value === null ? null : yield* merge(session, value, done);
      yield* wait(setAttribute(target, name, merged));
    }
  }
  session.cascade(target);
  return target;
}
