import type { ConnectionParameters } from "../config/connection/mod.ts";
import type { Connection, QueryResult } from "../database/connection.ts";
import type { Statement } from "../sql/statement.ts";
import type { ChosenUrl } from "./url_choice.ts";

/** What a {@link SessionConnection} is made of. */
export interface ConnectionSource {
  readonly url: ChosenUrl;
  readonly parameters: ConnectionParameters;
  readonly connect: (parameters: ConnectionParameters) => Promise<Connection>;
  /** Waited for before a statement is sent, which it is not if that fails. */
  readonly beforeStatements?: () => Promise<unknown>;
  /** Whether each statement stands alone (`isolation_level="AUTOCOMMIT"`). */
  readonly autocommit: boolean;
}

/**
 * A connection as env.py sees it, with SQLAlchemy's rules: the first statement begins a transaction,
 * `commit()` and `rollback()` end it, and closing rolls back what is open. Statements whose results
 * nobody reads wait and go out together.
 */
export class SessionConnection {
  readonly source: ConnectionSource;
  autocommit: boolean;
  #connection: Connection | null = null;
  #waiting: Statement[] = [];
  /** Whether a transaction is open as SQLAlchemy sees it; the server may not have heard of it yet. */
  #begun = false;
  #closed = false;

  constructor(source: ConnectionSource) {
    this.source = source;
    this.autocommit = source.autocommit;
  }

  /** `connection.in_transaction()`. */
  get inTransaction(): boolean {
    return this.#begun;
  }

  get closed(): boolean {
    return this.#closed;
  }

  /** The open connection; `null` before {@link open}. */
  get connection(): Connection | null {
    return this.#connection;
  }

  /** Connects, once. */
  async open(): Promise<Connection> {
    const { connect, parameters } = this.source;
    this.#connection ??= await connect(parameters);
    return this.#connection;
  }

  /** Adds a statement to those that wait. */
  enqueue(statement: Statement): void {
    this.#begun ||= !this.autocommit;
    this.#waiting.push(statement);
  }

  /** How many statements wait. */
  get waiting(): number {
    return this.#waiting.length;
  }

  /** Sends what waits. */
  async flush(): Promise<void> {
    const statements = this.#waiting;
    this.#waiting = [];
    for (const statement of statements) await this.#send(statement);
  }

  /** Sends what waits and then this, and gives its result. */
  async execute(statement: Statement): Promise<QueryResult> {
    await this.flush();
    this.#begun ||= !this.autocommit;
    return await this.#send(statement);
  }

  /** Begins a transaction; in one already, nothing happens. */
  begin(): void {
    this.#begun = true;
  }

  async commit(): Promise<void> {
    await this.#end("COMMIT");
  }

  async rollback(): Promise<void> {
    this.#waiting = [];
    await this.#end("ROLLBACK");
  }

  /** Rolls back what is open and disconnects. Says whether something was lost that way. */
  async close(): Promise<boolean> {
    if (this.#closed) return false;
    this.#closed = true;
    const connection = this.#connection;
    if (connection === null) return false;
    const lost = connection.transactionStatus !== "idle" || this.#waiting.length > 0;
    // The end of the session rolls back as well, and a lost one must not hide what went wrong before.
    await this.rollback().catch(() => {});
    await connection.close();
    return lost;
  }

  /** Makes the server begin the transaction that is open here, for others to go on in it. */
  async materialise(): Promise<void> {
    await this.flush();
    if (this.#begun) await this.#beginOnServer();
  }

  async #send(statement: Statement): Promise<QueryResult> {
    const connection = await this.open();
    await this.source.beforeStatements?.();
    if (this.#begun) await this.#beginOnServer();
    return await connection.execute(statement);
  }

  async #beginOnServer(): Promise<void> {
    const connection = await this.open();
    await this.source.beforeStatements?.();
    if (!this.autocommit && connection.transactionStatus === "idle") {
      await connection.execute({ sql: "BEGIN" });
    }
  }

  async #end(command: "COMMIT" | "ROLLBACK"): Promise<void> {
    if (command === "COMMIT") await this.flush();
    this.#begun = false;
    const connection = this.#connection;
    if (connection !== null && connection.transactionStatus !== "idle") {
      await connection.execute({ sql: command });
    }
  }
}
