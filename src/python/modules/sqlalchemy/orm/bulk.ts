/** `bulk_insert_mappings()`, `bulk_update_mappings()` and `merge()`. */
import { nameText } from "../../../../schema/name.ts";
import type { Assignment } from "../../../../sql/query.ts";
import {
  asString,
  type Evaluation,
  type Outcome,
  PyDict,
  PyInstance,
  PyList,
  setAttribute,
  UnsupportedConstructError,
  type Value,
  wait,
} from "../../../runtime/mod.ts";
import { sqlalchemyError } from "../exc.ts";
import { assigned, keyColumns, mappedColumns } from "./columns.ts";
import { entityState } from "./entity_state.ts";
import { insertPlainly } from "./insert_rows.ts";
import { columnsAt, levelsOf } from "./inheritance.ts";
import type { ClassMapping } from "./mapping.ts";
import { mappingOfObject } from "./mapping_lookup.ts";
import { getByKey } from "./query.ts";
import { relationsOf } from "./relation.ts";
import { conditions, emit } from "./send.ts";
import type { SessionState } from "./session_state.ts";
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
export function updateMappings(
  session: SessionState,
  mapping: ClassMapping,
  rows: readonly PyDict[],
): Outcome {
  if (versionOf(mapping) !== null) {
    throw new UnsupportedConstructError(
      "bulk_update_mappings() with version_id_col",
      `bulk_update_mappings() of ${mapping.cls.name}, whose versions are counted, cannot be evaluated`,
      { hint: "use sa.update()" },
    );
  }
  const key = keyColumns(mapping);
  const isKey = new Set(key.map(({ attribute }) => attribute));
  for (const row of rows) {
    const missing = key.find(({ attribute }) => row.get(attribute) === undefined);
    if (missing === undefined) continue;
    throw sqlalchemyError(
      "InvalidRequestError",
      `bulk_update_mappings() needs the key ${nameText(missing.state.name)} of each row`,
    );
  }
  for (const level of levelsOf(mapping)) {
    for (const row of rows) {
      const values = columnsAt(mapping, level).flatMap(({ attribute, state }): Assignment[] => {
        const value = row.get(attribute);
        return value === undefined || isKey.has(attribute) || level.key.includes(state)
          ? []
          : [{ column: state.name, value: assigned(value, state) }];
      });
      if (values.length === 0) continue;
      emit(session, {
        kind: "update",
        table: level.table.toFrom(),
        values,
        where: conditions(
          level.key.map((state, index) => [state, row.get(key[index]!.attribute)!]),
        ),
      });
    }
  }
  return session.settle(null);
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
  for (const { name, cascade, isList } of relationsOf(mapping)) {
    const value = instance.attributes?.get(name);
    if (value === undefined || !cascade.has("merge")) continue;
    if (isList) {
      const members: Value[] = [];
      for (const member of (value as PyList).items) {
        members.push(yield* merge(session, member, done));
      }
      yield* wait(setAttribute(target, name, new PyList(members)));
    } else {
      const merged = value === null ? null : yield* merge(session, value, done);
      yield* wait(setAttribute(target, name, merged));
    }
  }
  session.cascade(target);
  return target;
}
