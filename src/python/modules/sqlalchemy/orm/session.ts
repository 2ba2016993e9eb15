import {
  asString,
  callMethod,
  type Evaluation,
  getAttribute,
  nativeClass,
  type NativeEntry,
  type PyClass,
  PyInstance,
  UnsupportedConstructError,
  type Value,
  wait,
} from "../../../runtime/mod.ts";
import type { HostRequest } from "../../host.ts";
import { type Binding, bindingOf, bindObject } from "../engine/binding.ts";
import { connectionOf, execute } from "../engine/connection.ts";
import { makeTransaction } from "../engine/transaction.ts";
import { sqlalchemyError } from "../exc.ts";

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

/** Work with mapped objects needs the mapper, which is not there. */
function refused(name: string): NativeEntry {
  return ["*args, **kw", (self: PyInstance) => {
    throw new UnsupportedConstructError(
      `Session.${name}`,
      `Session.${name}() works on mapped objects, which cannot be evaluated`,
      {
        place: bindingOf(self)?.context.currentPlace(),
        hint: "use session.execute() with sa.select(), sa.insert(), sa.update() or text()",
      },
    );
  }];
}

function* flush(self: PyInstance): Evaluation {
  const { host } = bound(self);
  if (!host.offline && host.queued > 0) yield { kind: "flush" } satisfies HostRequest;
  return null;
}

/** The Session of a migration: it executes on the migration's connection and ends nothing of it. */
export const sessionClass: PyClass = nativeClass({
  name: "Session",
  module: "sqlalchemy.orm.session",
  init: [
    "bind=None, autoflush=True, future=True, expire_on_commit=True, autocommit=False, **kw",
    (self: PyInstance, bind: Value) => {
      self.attributes = new Map([["bind", bind]]);
      const binding = bindingOf(bind);
      if (binding !== null) bindObject(self, binding);
    },
  ],
  methods: {
    execute: [
      "statement, params=None, **kw",
      (self: PyInstance, statement: Value, parameters: Value) =>
        execute(bound(self), statement, parameters),
    ],
    scalar: ["statement, params=None, **kw", function* (
      self: PyInstance,
      statement: Value,
      parameters: Value,
    ): Evaluation {
      const result = yield* wait(execute(bound(self), statement, parameters));
      return yield* wait(callMethod(result, "scalar"));
    }],
    scalars: ["statement, params=None, **kw", function* (
      self: PyInstance,
      statement: Value,
      parameters: Value,
    ): Evaluation {
      const result = yield* wait(execute(bound(self), statement, parameters));
      return yield* wait(callMethod(result, "scalars"));
    }],
    connection: ["**kw", (self: PyInstance) => connectionOf(bound(self))],
    get_bind: ["*args, **kw", (self: PyInstance) => connectionOf(bound(self))],
    // The connection's transaction is not the Session's, so its commit leaves it open.
    commit: ["", flush],
    flush: ["objects=None", flush],
    rollback: ["", () => {
      throw sqlalchemyError(
        "InvalidRequestError",
        "Session.rollback() would undo the whole migration; use session.begin_nested()",
      );
    }],
    close: ["", () => {}],
    expire_all: ["", () => {}],
    expunge_all: ["", () => {}],
    begin: [
      "nested=False",
      (self: PyInstance, nested: Value) =>
        makeTransaction(bound(self), connectionOf(bound(self)), nested === true),
    ],
    begin_nested: [
      "",
      (self: PyInstance) => makeTransaction(bound(self), connectionOf(bound(self)), true),
    ],
    in_transaction: ["", () => true],
    __enter__: ["", (self: PyInstance) => self],
    __exit__: ["*args", () => {}],
    ...Object.fromEntries(
      [
        "query",
        "add",
        "add_all",
        "get",
        "get_one",
        "merge",
        "delete",
        "refresh",
        "expire",
        "bulk_save_objects",
        "bulk_insert_mappings",
        "bulk_update_mappings",
      ].map((name) => [name, refused(name)] as const),
    ),
  },
});

/** `sessionmaker(bind=…)`: calling it makes Sessions. */
export const sessionMakerClass: PyClass = nativeClass({
  name: "sessionmaker",
  module: "sqlalchemy.orm.session",
  init: ["bind=None, **kw", (self: PyInstance, bind: Value) => {
    self.attributes = new Map([["bind", bind]]);
  }],
  methods: {
    __call__: [
      "**kw",
      (self: PyInstance, kw: Map<string, Value>) =>
        newSession(kw.get("bind") ?? self.attributes?.get("bind") ?? null),
    ],
    configure: ["bind=None, **kw", (self: PyInstance, bind: Value) => {
      self.attributes?.set("bind", bind);
    }],
    begin: ["", (self: PyInstance) => newSession(self.attributes?.get("bind") ?? null)],
  },
});

function newSession(bind: Value): PyInstance {
  const session = new PyInstance(sessionClass);
  session.attributes = new Map([["bind", bind]]);
  const binding = bindingOf(bind);
  if (binding !== null) bindObject(session, binding);
  return session;
}

/** `scoped_session(factory)`: one Session behind all calls. */
export const scopedSessionClass: PyClass = nativeClass({
  name: "scoped_session",
  module: "sqlalchemy.orm.scoping",
  init: ["session_factory, scopefunc=None", (self: PyInstance, factory: Value) => {
    const bind = factory instanceof PyInstance ? factory.attributes?.get("bind") ?? null : null;
    self.native = newSession(bind);
  }],
  methods: {
    __call__: ["**kw", (self: PyInstance) => self.native as PyInstance],
    remove: ["", () => {}],
    __getattr__: [
      "name",
      (self: PyInstance, name: string) =>
        getAttribute(self.native as PyInstance, asString(name) ?? ""),
    ],
  },
});
