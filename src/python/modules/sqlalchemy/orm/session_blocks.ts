/** What stands behind a Session, and the blocks of `with` that end its work. */
import {
  callMethod,
  type Evaluation,
  nativeClass,
  PyClass,
  PyInstance,
  type Value,
  wait,
} from "../../../runtime/mod.ts";
import { type Binding, bindingOf, sendQueued, settle } from "../engine/binding.ts";
import { connectionOf } from "../engine/connection.ts";
import { makeTransaction } from "../engine/transaction.ts";
import { sqlalchemyError } from "../exc.ts";
import { tellOfSession } from "./events.ts";
import { SessionState } from "./session_state.ts";
import { hasWork } from "./unit_of_work.ts";

/** The state of a Session, made when objects come into play. */
export function stateOf(self: PyInstance): SessionState {
  self.native ??= new SessionState(bound(self), self, {
    autoflush: self.attributes?.get("autoflush") !== false,
    expireOnCommit: self.attributes?.get("expire_on_commit") !== false,
  });
  return self.native as SessionState;
}

export function bound(self: PyInstance): Binding {
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
export function* flush(self: PyInstance): Evaluation {
  const { host, context } = bound(self);
  if (self.native !== undefined) yield* stateOf(self).flush();
  return yield* wait(settle(host, context, null));
}

/** Writes the changes of objects, and those that listeners make meanwhile. */
function* flushAll(self: PyInstance): Evaluation<void> {
  yield* flush(self);
  for (let times = 1; times < 100 && self.native !== undefined; times++) {
    if (!hasWork(stateOf(self))) return;
    yield* flush(self);
  }
}

// The connection's transaction is not the Session's, so its commit leaves it open.
export function* commit(self: PyInstance): Evaluation {
  yield* tellOfSession(self, "before_commit");
  yield* flushAll(self);
  if (self.native === undefined) return null;
  const state = stateOf(self);
  yield* tellOfSession(self, "after_commit");
  state.hasBegun = false;
  state.leaveBuried();
  if (state.options.expireOnCommit) state.expireAll();
  return null;
}

/** What `with session.begin():` stands around: at its end changes are written. */
export const sessionTransactionClass: PyClass = nativeClass({
  name: "SessionTransaction",
  module: "sqlalchemy.orm.session",
  methods: {
    commit: ["", (self: PyInstance) => commit(self.native as PyInstance)],
    rollback: ["", (self: PyInstance) => rollback(self.native as PyInstance)],
    close: ["", () => {}],
    __enter__: ["", (self: PyInstance) => self],
    __exit__: ["type, error, traceback", function* (self: PyInstance, type: Value): Evaluation {
      if (type === null) yield* commit(self.native as PyInstance);
      else yield* rollback(self.native as PyInstance);
      return false;
    }],
  },
});

/**
 * Gives up what the Session has not written, and where it has been at the connection since its last commit, all that the
 * revision has done: so does SQLAlchemy with a transaction that is not the Session's own.
 */
export function* rollback(self: PyInstance): Evaluation<null> {
  if (self.native === undefined) return null;
  const state = stateOf(self);
  state.undo();
  yield* tellOfSession(self, "after_rollback");
  if (!state.hasBegun) return null;
  const { host, context } = bound(self);
  // What has failed is what there is to tell of.
  yield* sendQueued(bound(self));
  if (host.undo === undefined) {
    throw sqlalchemyError(
      "InvalidRequestError",
      "Session.rollback() can only be used in a revision",
    );
  }
  host.undo("Session.rollback()", context.currentPlace());
  return null;
}

/** A savepoint: what is waiting is written before it and at its end; an error makes objects read again. */
const nestedClass: PyClass = nativeClass({
  name: "SessionTransaction",
  module: "sqlalchemy.orm.session",
  methods: {
    commit: ["", function* (self: PyInstance): Evaluation {
      const { session, transaction } = self.native as Nested;
      try {
        yield* tellOfSession(session, "before_commit");
        yield* flushAll(session);
        const result = yield* wait(callMethod(transaction, "commit"));
        yield* tellOfSession(session, "after_commit");
        return result;
      } catch (error) {
        yield* wait(callMethod(self, "rollback"));
        throw error;
      }
    }],
    rollback: ["", function* (self: PyInstance): Evaluation {
      const { session, transaction } = self.native as Nested;
      yield* wait(callMethod(transaction, "rollback"));
      stateOf(session).undo();
      yield* tellOfSession(session, "after_rollback");
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

export function* beginNested(self: PyInstance): Evaluation {
  yield* flush(self);
  stateOf(self).begin();
  const nested = new PyInstance(nestedClass);
  const transaction = yield* makeTransaction(bound(self), connectionOf(bound(self)), true);
  nested.native = { session: self, transaction } satisfies Nested;
  return nested;
}

/** `with session.no_autoflush:`. */
export const noAutoflushClass: PyClass = nativeClass({
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

export function objectFor(cls: PyClass, session: PyInstance): PyInstance {
  const object = new PyInstance(cls);
  object.native = session;
  return object;
}
