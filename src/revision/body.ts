import type { QueryResult } from "../database/connection.ts";
import type { Place } from "../errors/mod.ts";
import type { Operation } from "../operations/operation.ts";
import type { Statement } from "../sql/statement.ts";

/** Which of a revision's two functions is meant. */
export type Direction = "upgrade" | "downgrade";

/**
 * What a running body puts into its queue: an operation, ready SQL text, the ends of an autocommit
 * block (`op.get_context().autocommit_block()`), or a note: something to show once all before it
 * is done, such as a line that the body prints.
 */
export type QueuedItem =
  | { readonly kind: "operation"; readonly operation: Operation; readonly place?: Place }
  | {
    readonly kind: "statement";
    readonly statement: Statement;
    readonly place?: Place;
    /** Hears of the result, unless an earlier run that was cut off has had it. */
    readonly onResult?: (result: QueryResult) => void;
  }
  | { readonly kind: "autocommit"; readonly active: boolean; readonly place?: Place }
  | { readonly kind: "note"; readonly note: () => void; readonly place?: Place };

/**
 * What the engine lends a body while it runs. Queued items are sent together, in order, when the
 * body ends or when it must wait; so straight-line bodies cost one message.
 *
 * Before anything is sent, the engine starts every body of the plan with a host that lets `emit`
 * through and holds `flush` and `execute` until it is that revision's turn: what is wrong in a body
 * that reads nothing is known before the first statement.
 */
export interface BodyHost {
  /** True when SQL is written out instead of run (`--sql`): there is nothing to read from. */
  readonly offline: boolean;
  /** Adds to the queue; returns at once. */
  emit(item: QueuedItem): void;
  /** Waits until all that is queued has run; throws the `DatabaseError` of the item that failed. */
  flush(): Promise<void>;
  /**
   * Offline: hears that the body has asked whether there is a database, or catches what one would raise, so
   * that with a database it may do something else.
   */
  dependsOnDatabase?(what: string, place?: Place): void;
  /** Hears that the body goes by what the program was started with: environment variables, arguments of `-x`. */
  readsEnvironment?(what: string, place?: Place): void;
  /** Flushes, then runs a statement and gives its result. A `CommandError` when offline. */
  execute(statement: Statement, place?: Place): Promise<QueryResult>;
}

/** Limits of a transaction, in milliseconds; 0 is none, `null` says nothing. */
export interface Timeouts {
  /** How long a statement may wait for a lock on a table or a row. */
  readonly lock: number | null;
  /** How long a statement may take in all. */
  readonly statement: number | null;
}

/** The two functions of one revision, read and checked but not yet run. */
export interface RevisionBody {
  /** True where the revision has no such function, as a Python file without `downgrade`. */
  lacks(direction: Direction): boolean;
  /** What the function raises if that is all it does: a way to say that there is no way back. */
  raises?(direction: Direction): { readonly message: string; readonly place: Place } | null;
  /** Whether this direction asks to run outside a transaction as a whole (SQL: `transaction:false`). */
  readonly outsideTransaction: (direction: Direction) => boolean;
  /** The limits that the revision asks for, once it has begun to run. */
  readonly timeouts?: () => Timeouts;
  run(direction: Direction, host: BodyHost): Promise<void>;
  /**
   * The same file for a look at what a function would do, apart from this body's own run; or why that
   * function cannot be run just to look. Absent where running it does nothing but emit.
   */
  readonly preview?: (direction: Direction) => RevisionBody | string;
}
