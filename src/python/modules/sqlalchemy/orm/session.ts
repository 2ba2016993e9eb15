import {
  asString,
  callMethod,
  collectNow,
  type Evaluation,
  getAttribute,
  nativeClass,
  type NativeEntry,
  NativeIterator,
  PyClass,
  PyDict,
  PyInstance,
  PySet,
  type Value,
  wait,
} from "../../../runtime/mod.ts";
import type { Select } from "../../../../sql/query.ts";
import { type Binding, bindingOf, bindObject, settle } from "../engine/binding.ts";
import { connectionOf, execute } from "../engine/connection.ts";
import { resultObject } from "../engine/result.ts";
import { makeTransaction } from "../engine/transaction.ts";
import { sqlalchemyError } from "../exc.ts";
import { entitiesOf } from "../expression/entities.ts";
import { asSelect } from "../expression/payload.ts";
import { insertMappings, merge, saveObjects, updateMappings } from "./bulk.ts";
import { entityState } from "./entity_state.ts";
import { selectObjects } from "./load.ts";
import type { ClassMapping } from "./mapping.ts";
import { mappingFor, mappingOfObject } from "./mapping_lookup.ts";
import { getByKey, makeQuery } from "./query.ts";
import { SessionState } from "./session_state.ts";

/** The state of a Session, made when objects come into play. */
function stateOf(self: PyInstance): SessionState {
  self.native ??= new SessionState(bound(self), self, {
    autoflush: self.attributes?.get("autoflush") !== false,
    expireOnCommit: self.attributes?.get("expire_on_commit") !== false,
  });
  return self.native as SessionState;
}

function bound(self: PyInstance): Binding {
  const binding = bindingOf(self);
  if (binding === null) {
    throw sqlalchemyError(
      "UnboundExecutionError",
      "the Session has no bind: make it with Session(bind=op.get_bind())",
    );
  }
  return binding;
}

/** Writes the changes of objects; all that waits is sent, so that an error comes up here. */
function* flush(self: PyInstance): Evaluation {
  const { host, context } = bound(self);
  if (self.native !== undefined) yield* stateOf(self).flush();
  return yield* wait(settle(host, context, null));
}

// The connection's transaction is not the Session's, so its commit leaves it open.
function* commit(self: PyInstance): Evaluation {
  yield* flush(self);
  if (self.native !== undefined && stateOf(self).options.expireOnCommit) stateOf(self).expireAll();
  return null;
}

function mappingOfClass(cls: Value): ClassMapping {
  const mapping = cls instanceof PyClass ? mappingFor(cls) : undefined;
  if (mapping !== undefined) return mapping;
  throw sqlalchemyError("ArgumentError", "a mapped class is expected");
}

/** Executes a statement; one that asks for mapped classes gives their objects. */
function* executeStatement(self: PyInstance, statement: Value, parameters: Value): Evaluation {
  const binding = bound(self);
  const select = asSelect(statement);
  if (select !== undefined && entitiesOf(select).length > 0) {
    return resultObject(yield* selectObjects(stateOf(self), select as Select));
  }
  const native = statement instanceof PyInstance ? statement.native as { kind?: string } : null;
  const changesRows = ["insert", "update", "delete"].includes(native?.kind ?? "");
  if (self.native !== undefined && (select !== undefined || changesRows)) {
    yield* stateOf(self).autoflush();
  }
  const result = yield* wait(execute(binding, statement, parameters));
  if (self.native !== undefined && changesRows) stateOf(self).expireAll();
  return result;
}

/** What `with session.begin():` stands around: at its end changes are written. */
const sessionTransactionClass: PyClass = nativeClass({
  name: "SessionTransaction",
  module: "sqlalchemy.orm.session",
  methods: {
    commit: ["", (self: PyInstance) => commit(self.native as PyInstance)],
    rollback: ["", (self: PyInstance) => rollback(self.native as PyInstance)],
    close: ["", () => {}],
    __enter__: ["", (self: PyInstance) => self],
    __exit__: ["type, error, traceback", function* (self: PyInstance, type: Value): Evaluation {
      if (type === null) yield* commit(self.native as PyInstance);
      return false;
    }],
  },
});

function rollback(self: PyInstance): null {
  if (self.native !== undefined) stateOf(self).close();
  throw sqlalchemyError(
    "InvalidRequestError",
    "Session.rollback() would undo the whole migration; use session.begin_nested()",
  );
}

/** A savepoint: what is waiting is written before it and at its end; an error makes objects read again. */
const nestedClass: PyClass = nativeClass({
  name: "SessionTransaction",
  module: "sqlalchemy.orm.session",
  methods: {
    commit: ["", function* (self: PyInstance): Evaluation {
      const { session, transaction } = self.native as Nested;
      try {
        yield* flush(session);
        return yield* wait(callMethod(transaction, "commit"));
      } catch (error) {
        yield* wait(callMethod(self, "rollback"));
        throw error;
      }
    }],
    rollback: ["", function* (self: PyInstance): Evaluation {
      const { session, transaction } = self.native as Nested;
      yield* wait(callMethod(transaction, "rollback"));
      stateOf(session).undo();
      return null;
    }],
    __enter__: ["", (self: PyInstance) => self],
    __exit__: ["type, error, traceback", function* (self: PyInstance, type: Value): Evaluation {
      yield* wait(callMethod(self, type === null ? "commit" : "rollback"));
      return false;
    }],
  },
});

interface Nested {
  readonly session: PyInstance;
  readonly transaction: Value;
}

function* beginNested(self: PyInstance): Evaluation {
  yield* flush(self);
  const nested = new PyInstance(nestedClass);
  const transaction = yield* makeTransaction(bound(self), connectionOf(bound(self)), true);
  nested.native = { session: self, transaction } satisfies Nested;
  return nested;
}

/** `with session.no_autoflush:`. */
const noAutoflushClass: PyClass = nativeClass({
  name: "no_autoflush",
  module: "sqlalchemy.orm.session",
  methods: {
    __enter__: ["", (self: PyInstance) => {
      stateOf(self.native as PyInstance).suspendAutoflush(1);
      return self.native as PyInstance;
    }],
    __exit__: ["*args", (self: PyInstance) => {
      stateOf(self.native as PyInstance).suspendAutoflush(-1);
    }],
  },
});

function objectFor(cls: PyClass, session: PyInstance): PyInstance {
  const object = new PyInstance(cls);
  object.native = session;
  return object;
}

function addAll(self: PyInstance, objects: Value): null {
  for (const object of collectNow(objects)) {
    mappingOfObject(object);
    stateOf(self).cascade(object as PyInstance);
  }
  return null;
}

function remove(self: PyInstance, object: Value): null {
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
  session.deleted.add(object as PyInstance);
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
    if (self.native !== undefined) stateOf(self).close();
  }],
  close: ["", (self: PyInstance) => {
    if (self.native !== undefined) stateOf(self).close();
  }],
  bulk_save_objects: [
    "objects, **kw",
    (self: PyInstance, objects: Value) => saveObjects(stateOf(self), collectNow(objects)),
  ],
  bulk_insert_mappings: [
    "mapper, mappings, **kw",
    (self: PyInstance, cls: Value, rows: Value) =>
      insertMappings(stateOf(self), mappingOfClass(cls), collectNow(rows) as PyDict[]),
  ],
  bulk_update_mappings: [
    "mapper, mappings",
    (self: PyInstance, cls: Value, rows: Value) =>
      updateMappings(stateOf(self), mappingOfClass(cls), collectNow(rows) as PyDict[]),
  ],
  is_modified: [
    "instance, include_collections=True",
    (_self: PyInstance, instance: Value) => entityState(instance as PyInstance).committed.size > 0,
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

/** The Session of a migration: it executes on the migration's connection and ends nothing of it. */
export const sessionClass: PyClass = nativeClass({
  name: "Session",
  module: "sqlalchemy.orm.session",
  init: [
    "bind=None, autoflush=True, future=True, expire_on_commit=True, autocommit=False, **kw",
    (self: PyInstance, bind: Value, autoflush: Value, _future: Value, expire: Value) => {
      initialise(
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
      const isOne = select?.kind === "select" && select.columns.length === 1;
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
    connection: ["**kw", (self: PyInstance) => connectionOf(bound(self))],
    get_bind: ["*args, **kw", (self: PyInstance) => connectionOf(bound(self))],
    commit: ["", commit],
    flush: ["objects=None", flush],
    rollback: ["", rollback],
    begin: [
      "nested=False",
      (self: PyInstance, nested: Value) =>
        nested === true ? beginNested(self) : objectFor(sessionTransactionClass, self),
    ],
    begin_nested: ["", beginNested],
    in_transaction: ["", () => true],
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
    new: (self: PyInstance) => new PySet([...stateOf(self).added]),
    deleted: (self: PyInstance) => new PySet([...stateOf(self).deleted]),
    dirty: (self: PyInstance) =>
      new PySet(
        stateOf(self).persistent().filter((instance) => entityState(instance).committed.size > 0),
      ),
    is_active: () => true,
  },
});

function initialise(self: PyInstance, keywords: ReadonlyMap<string, Value>): void {
  const bind = keywords.get("bind") ?? null;
  self.attributes = new Map([...keywords, ["bind", bind]]);
  const binding = bindingOf(bind);
  if (binding !== null) bindObject(self, binding);
}

/** `sessionmaker(bind=…)`: calling it makes Sessions. */
export const sessionMakerClass: PyClass = nativeClass({
  name: "sessionmaker",
  module: "sqlalchemy.orm.session",
  init: ["bind=None, class_=None, **kw", (
    self: PyInstance,
    bind: Value,
    _class: Value,
    kw: Map<string, Value>,
  ) => {
    self.attributes = new Map([...kw, ["bind", bind]]);
  }],
  methods: {
    __call__: ["**kw", (self: PyInstance, kw: Map<string, Value>) => newSession(self, kw)],
    configure: ["**kw", (self: PyInstance, kw: Map<string, Value>) => {
      for (const [name, value] of kw) self.attributes!.set(name, value);
    }],
    // The Session itself is what `with` gives.
    begin: ["", (self: PyInstance) => objectFor(sessionBlockClass, newSession(self, new Map()))],
  },
});

/** `with Session.begin() as session:`: a Session whose changes are written at the end. */
const sessionBlockClass: PyClass = nativeClass({
  name: "_SessionBlock",
  module: "sqlalchemy.orm.session",
  methods: {
    __enter__: ["", (self: PyInstance) => self.native as PyInstance],
    __exit__: ["type, error, traceback", function* (self: PyInstance, type: Value): Evaluation {
      if (type === null) yield* commit(self.native as PyInstance);
      return false;
    }],
  },
});

function newSession(factory: PyInstance, kw: ReadonlyMap<string, Value>): PyInstance {
  const session = new PyInstance(sessionClass);
  initialise(session, new Map([...factory.attributes ?? [], ...kw]));
  return session;
}

/** `scoped_session(factory)`: one Session behind all calls. */
export const scopedSessionClass: PyClass = nativeClass({
  name: "scoped_session",
  module: "sqlalchemy.orm.scoping",
  init: ["session_factory, scopefunc=None", (self: PyInstance, factory: Value) => {
    self.native = { factory, session: null } satisfies Scoped;
  }],
  methods: {
    __call__: ["**kw", (self: PyInstance, kw: Map<string, Value>) => sessionBehind(self, kw)],
    configure: [
      "**kw",
      (self: PyInstance, kw: Map<string, Value>) =>
        callMethod((self.native as Scoped).factory, "configure", [], kw),
    ],
    remove: ["", (self: PyInstance) => {
      const scoped = self.native as Scoped;
      if (scoped.session?.native !== undefined) stateOf(scoped.session).close();
      scoped.session = null;
    }],
    __getattr__: [
      "name",
      (self: PyInstance, name: string) =>
        getAttribute(sessionBehind(self, new Map()), asString(name) ?? ""),
    ],
  },
});

interface Scoped {
  readonly factory: Value;
  session: PyInstance | null;
}

function sessionBehind(self: PyInstance, kw: ReadonlyMap<string, Value>): PyInstance {
  const scoped = self.native as Scoped;
  if (scoped.session === null) {
    if (!(scoped.factory instanceof PyInstance)) {
      throw sqlalchemyError("ArgumentError", "scoped_session() expects a sessionmaker");
    }
    scoped.session = newSession(scoped.factory, kw);
  }
  return scoped.session;
}
