import {
  type Evaluation,
  nativeClass,
  type PyClass,
  PyInstance,
  type Value,
} from "../../../runtime/mod.ts";
import type { RevisionHost } from "../../host.ts";
import { type Binding, sendQueued } from "./binding.ts";

/** What stands behind a transaction object: a savepoint, or the transaction that is there anyway. */
interface TransactionState {
  readonly binding: Binding;
  readonly connection: PyInstance;
  readonly savepoint: string | null;
  active: boolean;
}

const savepoints = new WeakMap<RevisionHost, number>();

function send({ binding: { host, context } }: TransactionState, sql: string): void {
  host.emitStatement({ sql }, context.currentPlace());
}

/** `connection.begin()` and `connection.begin_nested()`. */
export function* makeTransaction(
  binding: Binding,
  connection: PyInstance,
  nested: boolean,
): Evaluation {
  const { host } = binding;
  let savepoint: string | null = null;
  if (nested) {
    const number = (savepoints.get(host) ?? 0) + 1;
    savepoints.set(host, number);
    savepoint = `sa_savepoint_${number}`;
  }
  const transaction = new PyInstance(nested ? nestedTransactionClass : transactionClass);
  const state: TransactionState = { binding, connection, savepoint, active: true };
  transaction.native = state;
  if (savepoint !== null) {
    // What is queued before it must not be undone with it.
    yield* sendQueued(binding);
    send(state, `SAVEPOINT ${savepoint}`);
    yield* sendQueued(binding);
  }
  return transaction;
}

function stateOf(self: PyInstance): TransactionState {
  return self.native as TransactionState;
}

function* commit(self: PyInstance): Evaluation {
  const state = stateOf(self);
  if (!state.active) return null;
  if (state.savepoint !== null) {
    try {
      yield* sendQueued(state.binding);
    } catch (error) {
      yield* rollback(self);
      throw error;
    }
    send(state, `RELEASE SAVEPOINT ${state.savepoint}`);
  }
  state.active = false;
  return null;
}

function* rollback(self: PyInstance): Evaluation {
  const state = stateOf(self);
  if (!state.active) return null;
  state.active = false;
  if (state.savepoint !== null) {
    send(state, `ROLLBACK TO SAVEPOINT ${state.savepoint}`);
    yield* sendQueued(state.binding);
  }
  return null;
}

/** `sqlalchemy.engine.Transaction`. The revision's own transaction is ended by who began it. */
export const transactionClass: PyClass = nativeClass({
  name: "Transaction",
  module: "sqlalchemy.engine.base",
  methods: {
    commit: ["", commit],
    rollback: ["", rollback],
    close: ["", rollback],
    __enter__: [
      "",
      (self: PyInstance) => stateOf(self).savepoint === null ? stateOf(self).connection : self,
    ],
    __exit__: ["exc_type, exc_value, traceback", function* (self: PyInstance, error: Value) {
      if (error === null) yield* commit(self);
      else yield* rollback(self);
      return false;
    }],
  },
  properties: {
    is_active: (self: PyInstance) => stateOf(self).active,
    is_valid: (self: PyInstance) => stateOf(self).active,
    connection: (self: PyInstance) => stateOf(self).connection,
  },
});

export const nestedTransactionClass: PyClass = nativeClass({
  name: "NestedTransaction",
  module: "sqlalchemy.engine.base",
  bases: [transactionClass],
});
