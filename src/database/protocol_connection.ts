import type { Statement } from "../sql/statement.ts";
import { BatchError, DatabaseError } from "../errors/mod.ts";
import { groupLength } from "./batch_groups.ts";
import type { Connection, Notice, QueryResult, TransactionStatus } from "./connection.ts";
import { ReplyReader } from "./reply_reader.ts";

/** What differs between a server and the embedded database: how messages go out and come in. */
export interface Transport {
  /**
   * Sends the statements that `reader` expects answers to and feeds it every message until it is
   * done. Throws a `DatabaseError` if the session ends before.
   */
  exchange(statements: readonly Statement[], reader: ReplyReader): Promise<void>;
  cancel(): Promise<void>;
  onNotice(listener: (notice: Notice) => void): void;
  close(): Promise<void>;
}

/** A {@link Connection} over PostgreSQL's message protocol. */
export class ProtocolConnection implements Connection {
  readonly serverVersion: number;
  readonly backendPid: number | null;
  readonly #transport: Transport;
  #status: TransactionStatus = "idle";
  #exchanges = 0;
  #closing: Promise<void> | undefined;

  constructor(transport: Transport, serverVersion: number, backendPid: number | null) {
    this.#transport = transport;
    this.serverVersion = serverVersion;
    this.backendPid = backendPid;
  }

  get transactionStatus(): TransactionStatus {
    return this.#status;
  }

  get exchanges(): number {
    return this.#exchanges;
  }

  async execute(statement: Statement): Promise<QueryResult> {
    try {
      const [result] = await this.#exchange([statement], 0, () => {});
      return result!;
    } catch (error) {
      throw error instanceof BatchError ? error.cause : error;
    }
  }

  async executeBatch(
    statements: readonly Statement[],
    onResult: (index: number, result: QueryResult) => void = () => {},
  ): Promise<readonly QueryResult[]> {
    const results: QueryResult[] = [];
    while (results.length < statements.length) {
      const start = results.length;
      const length = groupLength(statements, start, this.#status);
      const group = statements.slice(start, start + length);
      results.push(...await this.#exchange(group, start, onResult));
    }
    return results;
  }

  cancel(): Promise<void> {
    return this.#transport.cancel();
  }

  onNotice(listener: (notice: Notice) => void): void {
    this.#transport.onNotice(listener);
  }

  close(): Promise<void> {
    return this.#closing ??= this.#transport.close();
  }

  async #exchange(
    statements: readonly Statement[],
    start: number,
    onResult: (index: number, result: QueryResult) => void,
  ): Promise<QueryResult[]> {
    if (this.#closing) throw new DatabaseError("the connection is closed");
    const [{ sql }] = statements as [Statement];
    if (sql.includes("\0")) {
      // The words of psycopg2; the protocol ends a text with this character.
      const message = "A string literal cannot contain NUL (0x00) characters.";
      throw new BatchError(start, new DatabaseError(message, { sql }));
    }
    const results: QueryResult[] = [];
    let failure: BatchError | null = null;
    const reader = new ReplyReader(statements, (index, reply) => {
      // After the first failure the server refuses the rest of the group; that is no news.
      if (failure !== null) return;
      if (reply.ok) {
        results.push(reply.result);
        onResult(start + index, reply.result);
      } else failure = new BatchError(start + index, reply.error);
    });
    this.#exchanges++;
    try {
      await this.#transport.exchange(statements, reader);
    } catch (error) {
      // The session is over: what was not committed is gone, and no statement is answered any more.
      this.#status = "failed";
      if (failure !== null || !(error instanceof DatabaseError)) throw failure ?? error;
      throw new BatchError(start + reader.index, error);
    }
    this.#status = reader.status;
    if (failure !== null) throw failure;
    return results;
  }
}
