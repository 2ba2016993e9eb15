import type { Statement } from "../sql/statement.ts";
import { BatchError, DatabaseError } from "../errors/mod.ts";
import { groupLength } from "./batch_groups.ts";
import type { Connection, Notice, QueryResult, TransactionStatus } from "./connection.ts";
import { ChainReader } from "./chain_reader.ts";
import type { AnswerReader } from "./answer_reader.ts";
import { ReplyReader } from "./reply_reader.ts";

/** What differs between a server and the embedded database: how messages go out and come in. */
export interface Transport {
  /**
   * Sends the statements that `reader` expects answers to and feeds it every message until it is
   * done. Throws a `DatabaseError` if the session ends before.
   */
  exchange(statements: readonly Statement[], reader: AnswerReader): Promise<void>;
  /** As {@link exchange}, for a chain; `null` where it is of no use, and statements may as well go one by one. */
  readonly exchangeChain:
    | ((groups: readonly (readonly Statement[])[], reader: AnswerReader) => Promise<void>)
    | null;
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

  async executeChain(
    groups: readonly (readonly Statement[])[],
    onResult: (index: number, result: QueryResult) => void,
  ): Promise<void> {
    const statements = groups.flat();
    const { exchangeChain } = this.#transport;
    if (exchangeChain === null) {
      for (const [index, statement] of statements.entries()) {
        await this.#exchange([statement], index, onResult);
      }
      return;
    }
    this.#checkOpen(statements);
    const reader = new ChainReader(statements, onResult);
    await this.#waitFor(() => exchangeChain.call(this.#transport, groups, reader), reader, 0);
    if (reader.error !== null) throw new BatchError(reader.index, reader.error);
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
    this.#checkOpen(statements.slice(0, 1), start);
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
    try {
      await this.#waitFor(() => this.#transport.exchange(statements, reader), reader, start);
    } catch (error) {
      throw failure ?? error;
    }
    if (failure !== null) throw failure;
    return results;
  }

  #checkOpen(statements: readonly Statement[], start = 0): void {
    if (this.#closing) throw new DatabaseError("the connection is closed");
    const index = statements.findIndex(({ sql }) => sql.includes("\0"));
    if (index < 0) return;
    // The words of psycopg2; the protocol ends a text with this character.
    const message = "A string literal cannot contain NUL (0x00) characters.";
    throw new BatchError(start + index, new DatabaseError(message, statements[index]));
  }

  async #waitFor(
    exchange: () => Promise<void>,
    reader: AnswerReader,
    start: number,
  ): Promise<void> {
    this.#exchanges++;
    try {
      await exchange();
    } catch (error) {
      // The session is over: what was not committed is gone, and no statement is answered any more.
      this.#status = "failed";
      throw error instanceof DatabaseError ? new BatchError(start + reader.index, error) : error;
    }
    this.#status = reader.status;
  }
}
