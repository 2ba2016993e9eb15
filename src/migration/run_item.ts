import type { DatabaseError, Place } from "../errors/mod.ts";
import type { Statement } from "../sql/statement.ts";
import type { PlannedStep } from "./plan_step.ts";
import type { QueryResult } from "../database/connection.ts";

/** A statement to be run. */
export interface StatementItem {
  readonly kind: "statement";
  readonly statement: Statement;
  /** The step that it belongs to, or `null` where the engine itself is at work. */
  readonly step: PlannedStep | null;
  readonly place?: Place;
  /** Whether it is the step's own, and not one on the version table. */
  readonly ofBody: boolean;
  /** Looks at the result, and throws if it is not what it must be. */
  readonly check?: (result: QueryResult) => void;
  /** The error for a refusal of the server that was asked for; `null` for one that was not. */
  readonly explain?: (refusal: DatabaseError) => Error | null;
}

/** The beginning or the end of an autocommit block. */
export interface AutocommitItem {
  readonly kind: "autocommit";
  readonly active: boolean;
  readonly step: PlannedStep;
  readonly place?: Place;
}

/**
 * Statements that happen together or not at all: in the transaction that is open, or in one of
 * their own where each statement stands alone.
 */
export interface TogetherItem {
  readonly kind: "together";
  readonly items: readonly StatementItem[];
}

/**
 * A transaction of its own whose statements are all known: what comes behind it may be on its way before it has
 * been answered, and does not run if it fails. Nothing of it is to be checked but by the server.
 */
export interface TransactionItem {
  readonly kind: "transaction";
  readonly step: PlannedStep;
  readonly items: readonly (StatementItem | NoteItem)[];
  /** Hears that all before it is done. */
  readonly onStart: () => void;
  /** Hears that it has been committed, before the engine counts what is permanent. */
  readonly onCommitted: () => void;
}

/** Something to be said or noted when all before it is done. */
export interface NoteItem {
  readonly kind: "note";
  readonly note: () => void;
}

/** Something to be done in its order. */
export type RunItem = StatementItem | AutocommitItem | TogetherItem | TransactionItem | NoteItem;

/** How the engine gets things done: on a connection, or as a script. */
export interface Runner {
  readonly offline: boolean;
  /** Puts an item behind those that wait; returns at once. */
  add(item: RunItem): void;
  /**
   * Sends what was added and goes on while it is done, which {@link flush} and the next `send` wait for, and
   * throw the error of.
   */
  send(): Promise<void>;
  /** Lets answers come in, if something is underway and there was no occasion for a while. */
  rest(): Promise<void>;
  /** Waits until nothing that was sent is underway any more, however it ends. */
  settle(): Promise<void>;
  /** Waits until all that was added is done; throws the error of the first that failed. */
  flush(): Promise<void>;
  /** Runs one statement after all that waits, and gives its result. An error offline. */
  execute(item: StatementItem): Promise<QueryResult>;
  /**
   * Runs statements together or not at all after all that waits, the last one made from the result of the one
   * before it, which is given. An error offline.
   */
  executeTogether(
    items: readonly StatementItem[],
    last: (result: QueryResult) => StatementItem,
  ): Promise<QueryResult>;
  /** True when so much waits that it should be sent before more is added: little will do where nothing is underway. */
  readonly full: boolean;
}
