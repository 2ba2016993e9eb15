import type { Timeouts } from "../revision/body.ts";

export type { Timeouts };

/** Nothing is set. */
export const noTimeouts: Timeouts = Object.freeze({ lock: null, statement: null });

/**
 * The statements that set limits for the transaction that is open and for no longer. They are no
 * queries: a revision may still begin with SET TRANSACTION.
 */
export function timeoutStatements({ lock, statement }: Timeouts): readonly string[] {
  return [
    ...(lock === null ? [] : [`SET LOCAL lock_timeout = ${lock}`]),
    ...(statement === null ? [] : [`SET LOCAL statement_timeout = ${statement}`]),
  ];
}

/** The limits to go back to, within a transaction, after a step that had its own. */
export function usualAfter(own: Timeouts, usual: Timeouts): Timeouts {
  return {
    lock: own.lock === null ? null : usual.lock,
    statement: own.statement === null ? null : usual.statement,
  };
}
