import type { Statement } from "../sql/statement.ts";

/** A column of a result: its name and the OID of its type (`pg_type.oid`). */
export interface Field {
  readonly name: string;
  readonly typeOid: number;
}

/** What one statement gave. Values are the server's text output, undecoded, or null. */
export interface QueryResult {
  /** The command tag, such as `INSERT 0 1` or `CREATE TABLE`; empty for an empty statement. */
  readonly command: string;
  /** Rows affected or returned, where the tag has a number. */
  readonly rowCount: number | null;
  readonly fields: readonly Field[];
  readonly rows: readonly (readonly (string | null)[])[];
}

/** Where the session stands, as the last ReadyForQuery message said (PostgreSQL manual, 55.7). */
export type TransactionStatus = "idle" | "in-transaction" | "failed";

/** A message that the server sent beside a result (RAISE NOTICE, warnings). */
export interface Notice {
  readonly severity: string;
  readonly message: string;
  readonly sqlstate?: string;
}

/**
 * One open session with a PostgreSQL server, embedded or not. It starts no transaction of its own:
 * what is sent is what the server gets. Calls do not overlap; the caller awaits each.
 */
export interface Connection {
  /** Version as `server_version_num` gives it, such as 150018. */
  readonly serverVersion: number;
  /**
   * The server process as it was named when the session began; a pooler names one that does not
   * exist. `null` for the embedded database.
   */
  readonly backendPid: number | null;
  readonly transactionStatus: TransactionStatus;
  /** How often the program has waited for the server since the session began. */
  readonly exchanges: number;
  /**
   * Runs one statement (or a text of several without parameters; then the last result is given).
   * Throws a `DatabaseError` when the server refuses it.
   */
  execute(statement: Statement): Promise<QueryResult>;
  /**
   * Runs statements in order and gives a result each (of a text of several, the last). Inside a
   * transaction, also one that the first of them begins, they travel together without waiting for
   * answers in between; outside each is waited for, so that what comes after a failure never runs.
   * Throws a `BatchError` that says which one failed. `onResult` hears of each as it completes.
   */
  executeBatch(
    statements: readonly Statement[],
    onResult?: (index: number, result: QueryResult) => void,
  ): Promise<readonly QueryResult[]>;
  /**
   * Runs statements in order, those of all groups at once, without waiting for answers in between; none runs once
   * one before it has failed, also where a COMMIT lies between them. Each text is one statement, and the groups
   * begin and end their own transactions. `onResult` hears of each, counted through all groups, at the latest
   * when its group is done. Throws a `BatchError` that says which one failed; its transaction is left open.
   */
  executeChain(
    groups: readonly (readonly Statement[])[],
    onResult: (index: number, result: QueryResult) => void,
  ): Promise<void>;
  /** Asks the server to stop what it is running now. The embedded database cannot be asked. */
  cancel(): Promise<void>;
  onNotice(listener: (notice: Notice) => void): void;
  /** Ends the session; an open transaction is rolled back by the server. May be called twice. */
  close(): Promise<void>;
}
