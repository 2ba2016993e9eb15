import type { Place } from "../errors/mod.ts";
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
}

/** The beginning or the end of an autocommit block. */
export interface AutocommitItem {
  readonly kind: "autocommit";
  readonly active: boolean;
  readonly step: PlannedStep;
  readonly place?: Place;
}

/** Something to be done in its order; a note is made when all before it is done. */
export type RunItem =
  | StatementItem
  | AutocommitItem
  | { readonly kind: "note"; readonly note: () => void };

/** How the engine gets things done: on a connection, or as a script. */
export interface Runner {
  readonly offline: boolean;
  /** Puts an item behind those that wait; returns at once. */
  add(item: RunItem): void;
  /** Waits until all that was added is done; throws the error of the first that failed. */
  flush(): Promise<void>;
  /** Runs one statement after all that waits, and gives its result. An error offline. */
  execute(item: StatementItem): Promise<QueryResult>;
  /** True when so much waits that it should be sent before more is added. */
  readonly full: boolean;
}
