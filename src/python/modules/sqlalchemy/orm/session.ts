import type { Delete, Insert, Select, Update } from "../../../../sql/query.ts";
import {
  asString,
  callMethod,
  collectNow,
  type Evaluation,
  isTrue,
  nativeClass,
  type NativeEntry,
  NativeIterator,
  PyClass,
  PyDict,
  PyInstance,
  PyList,
  UnsupportedConstructError,
  type Value,
  wait,
} from "../../../runtime/mod.ts";
import { bindingOf, bindObject } from "../engine/binding.ts";
import { connectionOf, execute } from "../engine/connection.ts";
import { insertsReturning, together } from "../engine/insert_many.ts";
import { resultObject, ResultState } from "../engine/result.ts";
import { RowKeys } from "../engine/row.ts";
import { sqlalchemyError } from "../exc.ts";
import { givesMore, outputParts, targetOf } from "../expression/entities.ts";
import { asSelect } from "../expression/payload.ts";
import { makeText } from "../expression/text.ts";
import { identityMap, identitySet } from "./identity_map.ts";
import { changeInBulk } from "./bulk_changes.ts";
import { insertMappings, merge, saveObjects, updateMappings } from "./bulk.ts";
import { refuseUnheardStatements } from "./events.ts";
import { deleteWithOthers } from "./delete_rows.ts";
import { entityState } from "./entity_state.ts";
import { composed, selectObjects } from "./load.ts";
import { isJoined } from "./inheritance.ts";
import type { ClassMapping } from "./mapping.ts";
import { mappingFor, mappingOfObject } from "./mapping_lookup.ts";
import { isModified } from "./update_rows.ts";
import { getByKey, makeQuery } from "./query.ts";
import {
  beginNested,
  bound,
  commit,
  flush,
  noAutoflushClass,
  objectFor,
  rollback,
  sessionTransactionClass,
  stateOf,
} from "./session_blocks.ts";

function mappingOfClass(cls: Value): ClassMapping {
  const mapping = cls instanceof PyClass ? mappingFor(cls) : undefined;
  if (mapping !== undefined) return mapping;
  throw sqlalchemyError("ArgumentError", "a mapped class is expected");
}

/** Executes a statement; one that asks for mapped classes gives their objects. */
function* executeStatement(self: PyInstance, given: Value, parameters: Value): Evaluation {
  // A plain string was a text() with its places for a Session of SQLAlchemy 1, and one of the driver's for a Connection.
  const text = asString(given);
  const statement = text === null ? given : makeText(text);
  const binding = stateOf(self).begin();
  refuseUnheardStatements(self);
  const select = asSelect(statement);
  if (select !== undefined && givesMore(select)) {
    return resultObject(yield* selectObjects(stateOf(self), select as Select, parameters));
  }
  const native = statement instanceof PyInstance ? statement.native as { kind?: string } : null;
  if (native?.kind === "update" && parameters instanceof PyList) {
    const target = targetOf(native);
    if (target !== null) return yield* updateByKey(self, native as Update, target, parameters);
  }
  if (native?.kind === "insert" && parameters instanceof PyList) {
    const mapping = mappingFor(targetOf(native) ?? self.cls);
    if (mapping !== undefined && isJoined(mapping)) {
      return yield* insertOfClass(self, native as Insert, mapping, parameters);
    }
  }
  if (native?.kind === "insert" && parameters instanceof PyList) {
    const inserts = insertsReturning(native as Insert, parameters.items as PyDict[]);
    if (inserts !== null) return yield* insertReturning(self, inserts);
  }
  const changesRows = ["insert", "update", "delete"].includes(native?.kind ?? "");
  if (select !== undefined || changesRows) yield* stateOf(self).autoflush();
  if (changesRows && parameters === null && givesMore(native!)) {
    const found = yield* selectObjects(stateOf(self), native as Update);
    if (native!.kind !== "insert") stateOf(self).expireAll();
    return resultObject(found);
  }
  if (native?.kind === "delete" && parameters === null && !(native as Delete).returning) {
    const mapping = mappingFor(targetOf(native) ?? self.cls);
    if (mapping !== undefined) {
      const { result } = yield* changeInBulk(stateOf(self), mapping, native as Delete);
      return rowsWritten(result?.rowCount ?? 0);
    }
  }
  const result = yield* wait(execute(binding, statement, parameters));
  if (changesRows && native!.kind !== "insert") stateOf(self).expireAll();
  if (select?.kind === "compound") return result;
  return select !== undefined || changesRows
    ? namedAsAsked(self, native as Select | Update, result)
    : result;
}

/** The rows of a SELECT or of RETURNING under the names that attributes have, where there are rows. */
function namedAsAsked(self: PyInstance, statement: Select | Update, result: Value): Value {
  const state = (result as PyInstance).native as ResultState;
  return state.result === null || state.result.fields.length === 0
    ? result
    : resultObject(composed(stateOf(self), outputParts(statement), state));
}

/** `execute(insert(Class).returning(…), [{…}, …])`. */
function* insertReturning(self: PyInstance, inserts: readonly Insert[]): Evaluation {
  const session = stateOf(self);
  const results: ResultState[] = [];
  for (const insert of inserts) results.push(yield* selectObjects(session, insert));
  return resultObject(together(results));
}

/** `execute(insert(Class), [{…}, …])` of a class whose rows are in several tables. */
function* insertOfClass(
  self: PyInstance,
  { rows, returning, onConflict, fromSelect }: Insert,
  mapping: ClassMapping,
  values: PyList,
): Evaluation {
  if (rows ?? returning ?? onConflict ?? fromSelect) {
    throw new UnsupportedConstructError(
      "insert() with joined table inheritance",
      `insert() of ${mapping.cls.name}, whose rows are in several tables, cannot be evaluated with values(), returning() or on_conflict_do_…()`,
      { hint: `use the tables themselves: ${mapping.cls.name}.__table__` },
    );
  }
  const session = stateOf(self);
  yield* session.autoflush();
  yield* insertMappings(session, mapping, values.items as PyDict[]);
  session.expireAll();
  return rowsWritten(values.items.length);
}

function rowsWritten(rowCount: number): PyInstance {
  const result = { command: "", rowCount, fields: [], rows: [] };
  return resultObject(new ResultState(result, [], new RowKeys([])));
}

/** `execute(update(Class), [{…}, …])`: each dict has the key of the row that it changes. */
function* updateByKey(
  self: PyInstance,
  { where = [], values }: Update,
  target: PyClass,
  rows: PyList,
): Evaluation {
  if (where.length + values.length > 0) {
    throw sqlalchemyError(
      "InvalidRequestError",
      "bulk synchronize of persistent objects not supported when using bulk update with additional WHERE criteria",
    );
  }
  const session = stateOf(self);
  yield* session.autoflush();
  yield* updateMappings(session, mappingOfClass(target), rows.items as PyDict[]);
  session.expireAll();
  return rowsWritten(rows.items.length);
}

function addAll(self: PyInstance, objects: Value): null {
  for (const object of collectNow(objects)) {
    mappingOfObject(object);
    stateOf(self).cascade(object as PyInstance);
  }
  return null;
}

export function* remove(self: PyInstance, object: Value): Evaluation<null> {
  const mapping = mappingOfObject(object);
  const state = entityState(object as PyInstance);
  if (state.identity === null) {
    throw sqlalchemyError(
      "InvalidRequestError",
      `Instance '<${mapping.cls.name}>' is not persisted`,
    );
  }
  const session = stateOf(self);
  session.remember(object as PyInstance, mapping, state.identity);
  const deleted = new Set<PyInstance>();
  yield* deleteWithOthers(session, object as PyInstance, deleted);
  for (const each of deleted) session.deleted.add(each);
  return null;
}

const objects: Readonly<Record<string, NativeEntry>> = {
  query: [
    "*entities, **kwargs",
    (self: PyInstance, entities: Value[]) => makeQuery(stateOf(self), entities),
  ],
  add: ["instance", (self: PyInstance, instance: Value) => {
    mappingOfObject(instance);
    stateOf(self).cascade(instance as PyInstance);
  }],
  add_all: ["instances", addAll],
  delete: ["instance", remove],
  get: ["entity, ident, *, options=None, populate_existing=False, **kw", (
    self: PyInstance,
    entity: Value,
    key: Value,
  ) => getByKey(stateOf(self), mappingOfClass(entity), key)],
  get_one: ["entity, ident, **kw", function* (
    self: PyInstance,
    entity: Value,
    key: Value,
  ): Evaluation {
    const found = yield* getByKey(stateOf(self), mappingOfClass(entity), key);
    if (found !== null) return found;
    throw sqlalchemyError("NoResultFound", "No row was found when one was required");
  }],
  merge: [
    "instance, *, load=True, options=None",
    (self: PyInstance, instance: Value) => merge(stateOf(self), instance),
  ],
  refresh: ["instance, attribute_names=None, **kw", function* (
    self: PyInstance,
    instance: Value,
    names: Value,
  ): Evaluation {
    mappingOfObject(instance);
    yield* stateOf(self).autoflush();
    stateOf(self).expire(instance as PyInstance, namesOf(names));
    yield* stateOf(self).refresh(instance as PyInstance);
    return null;
  }],
  expire: ["instance, attribute_names=None", (self: PyInstance, instance: Value, names: Value) => {
    mappingOfObject(instance);
    stateOf(self).expire(instance as PyInstance, namesOf(names));
  }],
  expire_all: ["", (self: PyInstance) => {
    if (self.native !== undefined) stateOf(self).expireAll();
  }],
  expunge: ["instance", (self: PyInstance, instance: Value) => {
    mappingOfObject(instance);
    stateOf(self).forget(instance as PyInstance);
  }],
  expunge_all: ["", (self: PyInstance) => {
    if (self.native !== undefined) stateOf(self).expunge();
  }],
  close: ["", (self: PyInstance) => {
    if (self.native !== undefined) stateOf(self).close();
  }],
  bulk_save_objects: [
    "objects, return_defaults=False, **kw",
    (self: PyInstance, objects: Value, defaults: Value) =>
      saveObjects(stateOf(self), collectNow(objects), isTrue(defaults)),
  ],
  bulk_insert_mappings: [
    "mapper, mappings, return_defaults=False, **kw",
    (self: PyInstance, cls: Value, rows: Value, defaults: Value) =>
      isTrue(defaults)
        ? refuseDefaults()
        : insertMappings(stateOf(self), mappingOfClass(cls), collectNow(rows) as PyDict[]),
  ],
  bulk_update_mappings: [
    "mapper, mappings",
    (self: PyInstance, cls: Value, rows: Value) =>
      updateMappings(stateOf(self), mappingOfClass(cls), collectNow(rows) as PyDict[]),
  ],
  is_modified: [
    "instance, include_collections=True",
    (_self: PyInstance, instance: Value) => isModified(instance as PyInstance),
  ],
  __contains__: [
    "instance",
    (self: PyInstance, instance: Value) =>
      instance instanceof PyInstance && entityState(instance).owner === self.native,
  ],
  __iter__: [
    "",
    (self: PyInstance) =>
      new NativeIterator(
        [...stateOf(self).persistent(), ...stateOf(self).added][Symbol.iterator](),
      ),
  ],
};

function namesOf(names: Value): ReadonlySet<string> | null {
  return names === null ? null : new Set(collectNow(names).map((name) => asString(name) ?? ""));
}

function refuseDefaults(): never {
  throw new UnsupportedConstructError(
    "bulk_insert_mappings(return_defaults=True)",
    "bulk_insert_mappings() cannot give what the database makes of rows",
    { hint: "use session.execute(sa.insert(…).returning(…))" },
  );
}

const infos = new WeakMap<PyInstance, PyDict>();

/** `object_session(instance)`. */
export function objectSession(instance: Value): Value {
  mappingOfObject(instance);
  return entityState(instance as PyInstance).owner?.object ?? null;
}

/** The Session of a migration: it executes on the migration's connection and ends nothing of it. */
export const sessionClass: PyClass = nativeClass({
  name: "Session",
  module: "sqlalchemy.orm.session",
  init: [
    "bind=None, autoflush=True, future=True, expire_on_commit=True, autocommit=False, **kw",
    (self: PyInstance, bind: Value, autoflush: Value, _future: Value, expire: Value) => {
      setBind(
        self,
        new Map([["bind", bind], ["autoflush", autoflush], ["expire_on_commit", expire]]),
      );
    },
  ],
  methods: {
    execute: [
      "statement, params=None, **kw",
      (self: PyInstance, statement: Value, parameters: Value) =>
        executeStatement(self, statement, parameters),
    ],
    exec: ["statement, params=None, **kw", function* (
      self: PyInstance,
      statement: Value,
      parameters: Value,
    ): Evaluation {
      const result = yield* executeStatement(self, statement, parameters);
      const select = asSelect(statement);
      const isOne = select?.kind === "select" && outputParts(select).length === 1;
      return isOne ? yield* wait(callMethod(result, "scalars")) : result;
    }],
    scalar: ["statement, params=None, **kw", function* (
      self: PyInstance,
      statement: Value,
      parameters: Value,
    ): Evaluation {
      const result = yield* executeStatement(self, statement, parameters);
      return yield* wait(callMethod(result, "scalar"));
    }],
    scalars: ["statement, params=None, **kw", function* (
      self: PyInstance,
      statement: Value,
      parameters: Value,
    ): Evaluation {
      const result = yield* executeStatement(self, statement, parameters);
      return yield* wait(callMethod(result, "scalars"));
    }],
    connection: ["**kw", (self: PyInstance) => connectionOf(stateOf(self).begin())],
    get_bind: ["*args, **kw", (self: PyInstance) => connectionOf(bound(self))],
    commit: ["", commit],
    flush: ["objects=None", flush],
    rollback: ["", rollback],
    begin: [
      "nested=False",
      (self: PyInstance, nested: Value) =>
        isTrue(nested) ? beginNested(self) : objectFor(sessionTransactionClass, self),
    ],
    begin_nested: ["", beginNested],
    in_transaction: ["", (self: PyInstance) => {
      const state = self.native === undefined ? null : stateOf(self);
      return state !== null && (state.hasBegun || state.added.size > 0);
    }],
    in_nested_transaction: ["", () => false],
    __enter__: ["", (self: PyInstance) => self],
    // What has not been written by now is given up.
    __exit__: ["*args", (self: PyInstance) => {
      if (self.native !== undefined) stateOf(self).close();
    }],
    ...objects,
  },
  properties: {
    no_autoflush: (self: PyInstance) => objectFor(noAutoflushClass, self),
    new: (self: PyInstance) => identitySet(stateOf(self).view.added),
    deleted: (self: PyInstance) => identitySet(stateOf(self).view.deleted),
    dirty: (self: PyInstance) => identitySet(stateOf(self).view.dirty),
    identity_map: (self: PyInstance) => identityMap(stateOf(self).persistent()),
    is_active: () => true,
    info: (self: PyInstance) => {
      let info = infos.get(self);
      if (info === undefined) infos.set(self, info = new PyDict());
      return info;
    },
  },
});

export function setBind(self: PyInstance, keywords: ReadonlyMap<string, Value>): void {
  const bind = keywords.get("bind") ?? null;
  self.attributes = new Map([...keywords, ["bind", bind]]);
  const binding = bindingOf(bind);
  if (binding !== null) bindObject(self, binding);
}
