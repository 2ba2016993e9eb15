/** What makes Sessions. */
import {
  asString,
  callMethod,
  type Evaluation,
  getAttribute,
  nativeClass,
  PyClass,
  PyInstance,
  type Value,
} from "../../../runtime/mod.ts";
import { sqlalchemyError } from "../exc.ts";
import { rememberMaker } from "./events.ts";
import { sessionClass, setBind } from "./session.ts";
import { commit, objectFor, rollback, stateOf } from "./session_blocks.ts";

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
      else yield* rollback(self.native as PyInstance);
      return false;
    }],
  },
});

function newSession(factory: PyInstance, kw: ReadonlyMap<string, Value>): PyInstance {
  const session = new PyInstance(sessionClass);
  rememberMaker(session, factory);
  setBind(session, new Map([...factory.attributes ?? [], ...kw]));
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
    query_property: ["query_cls=None", (self: PyInstance) => {
      const property = new PyInstance(queryPropertyClass);
      property.native = self;
      return property;
    }],
    __getattr__: [
      "name",
      (self: PyInstance, name: string) =>
        getAttribute(sessionBehind(self, new Map()), asString(name) ?? ""),
    ],
  },
});

/** `Base.query = scoped.query_property()`: the class asks for its own objects. */
const queryPropertyClass: PyClass = nativeClass({
  name: "query",
  module: "sqlalchemy.orm.scoping",
  methods: {
    __get__: ["instance, owner=None", (self: PyInstance, _instance: Value, owner: Value) => {
      const session = sessionBehind(self.native as PyInstance, new Map());
      return callMethod(session, "query", [owner]);
    }],
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
