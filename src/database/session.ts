import { BatchError, DatabaseError } from "../errors/mod.ts";
import type { Statement } from "../sql/statement.ts";
import type { Connection, QueryResult } from "./connection.ts";
import { rollBack } from "./roll_back.ts";

/**
 * A connection that begins transactions by itself, as SQLAlchemy does over psycopg2: the first
 * statement after a commit or rollback begins one, and it stays open until it is ended here. Like
 * psycopg2 it does not look into statements: after a body has run `COMMIT` on its own, no new BEGIN is sent,
 * and what follows runs outside a transaction until the next {@link commit}. Tools rely on that for
 * `CREATE INDEX CONCURRENTLY`. BEGIN travels in the same message as the statement that needs it.
 */
export class Session {
  readonly connection: Connection;
  /** What is sent behind each BEGIN, such as limits that last as long as the transaction. */
  prologue: readonly string[] = [];
  #autocommit = false;
  #inTransaction: boolean;
  #begun: boolean;

  /** Takes over a connection, with the transaction that it may be in. */
  constructor(connection: Connection) {
    this.connection = connection;
    this.#begun = connection.transactionStatus !== "idle";
    this.#inTransaction = this.#begun;
  }

  get serverVersion(): number {
    return this.connection.serverVersion;
  }

  /** Whether a transaction was begun here, by {@link begin} or by a statement, and not yet ended. */
  get inTransaction(): boolean {
    return this.#inTransaction;
  }

  /** True while each statement stands alone (SQLAlchemy's isolation level AUTOCOMMIT). */
  get autocommit(): boolean {
    return this.#autocommit;
  }

  /** Whether all that has run so far is permanent. */
  get nothingPending(): boolean {
    return this.connection.transactionStatus === "idle";
  }

  /** Whether the next statement will stand alone, as it does also behind a body's own COMMIT. */
  get standsAlone(): boolean {
    return this.nothingPending && (this.#autocommit || this.#begun);
  }

  /** Begins a transaction; the server hears of it with the first statement. */
  begin(): void {
    this.#inTransaction = true;
  }

  /** Switches to statements that stand alone, or back. Only between transactions. */
  setAutocommit(active: boolean): void {
    if (this.#begun) throw new DatabaseError("autocommit cannot be changed inside a transaction");
    this.#autocommit = active;
  }

  async execute(statement: Statement): Promise<QueryResult> {
    try {
      const [result] = await this.executeBatch([statement]);
      return result!;
    } catch (error) {
      throw error instanceof BatchError ? error.cause : error;
    }
  }

  /** As {@link Connection.executeBatch}, in a transaction that is begun if need be. */
  async executeBatch(
    statements: readonly Statement[],
    onResult: (index: number, result: QueryResult) => void = () => {},
  ): Promise<readonly QueryResult[]> {
    if (statements.length === 0) return [];
    this.#inTransaction = true;
    if (this.#begun || this.#autocommit) {
      return await this.connection.executeBatch(statements, onResult);
    }
    this.#begun = true;
    const opening = ["BEGIN", ...this.prologue].map((sql) => ({ sql }));
    const before = opening.length;
    try {
      const results = await this.connection.executeBatch(
        [...opening, ...statements],
        (index, result) => {
          if (index >= before) onResult(index - before, result);
        },
      );
      return results.slice(before);
    } catch (error) {
      if (!(error instanceof BatchError)) throw error;
      const cause = error.cause as DatabaseError;
      throw error.index < before ? cause : new BatchError(error.index - before, cause);
    }
  }

  /** As {@link Connection.executeChain}, which begins and ends its own transactions: only while none is open. */
  async executeChain(
    groups: readonly (readonly Statement[])[],
    onResult: (index: number, result: QueryResult) => void,
  ): Promise<void> {
    if (this.#begun || this.#autocommit || !this.nothingPending) {
      throw new DatabaseError("a transaction is open");
    }
    await this.connection.executeChain(groups, onResult);
  }

  /** Makes the transaction permanent, if one is open. */
  async commit(): Promise<void> {
    this.#inTransaction = false;
    if (!this.#begun) return;
    this.#begun = false;
    if (this.connection.transactionStatus === "idle") return;
    const { command } = await this.connection.execute({ sql: "COMMIT" });
    // A server answers so when a statement had failed: what was to be kept is gone.
    if (command === "ROLLBACK") {
      throw new DatabaseError(
        "the transaction was rolled back, because a statement in it had failed",
      );
    }
  }

  /** Undoes the transaction, if one is open. */
  async rollback(): Promise<void> {
    this.#inTransaction = false;
    if (!this.#begun) return;
    this.#begun = false;
    if (this.connection.transactionStatus === "idle") return;
    await rollBack(this.connection);
  }

  /** Ends the session; what is not committed is lost. */
  async close(): Promise<void> {
    this.#inTransaction = false;
    this.#begun = false;
    await this.connection.close();
  }
}
