import type { Statement } from "../sql/statement.ts";

/** A column of a result: its name and the OID of its type (`pg_type.oid`). */
export interface Field {
  readonly name: string;
  readonly typeOid: number;
}

/** What one statement gave. Values are the server's text output, undecoded, or null. */
export interface QueryResult {
  /** The command tag, such as `INSERT 0 1` or `CREATE TABLE`. */
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
  readonly transactionStatus: TransactionStatus;
  /**
   * Runs one statement (or a text of several without parameters; then the last result is given).
   * Throws a `DatabaseError` when the server refuses it.
   */
  execute(statement: Statement): Promise<QueryResult>;
  /**
   * Runs statements without parameters in one message and gives a result each. When one fails, the
   * `BatchError` says which; those after it did not run.
   */
  executeBatch(statements: readonly string[]): Promise<readonly QueryResult[]>;
  /** Asks the server to stop what it is running now. */
  cancel(): Promise<void>;
  onNotice(listener: (notice: Notice) => void): void;
  close(): Promise<void>;
}
