import { DatabaseError } from "../errors/mod.ts";
import type { Statement } from "../sql/statement.ts";
import { type BackendMessage, databaseError, makeNotice } from "./backend_message.ts";
import type { Notice } from "./connection.ts";
import type { PgClient } from "./pg_driver.ts";
import type { Transport } from "./protocol_connection.ts";
import type { ReplyReader } from "./reply_reader.ts";
import { concatenate, encodeCopyFail, encodeStatement } from "./wire.ts";

/** Events that the client would take for answers to queries of its own. */
const taken = [
  "readyForQuery",
  "errorMessage",
  "notice",
  "rowDescription",
  "dataRow",
  "portalSuspended",
  "emptyQuery",
  "commandComplete",
  "parseComplete",
  "copyInResponse",
  "copyData",
  "notification",
];

interface Pending {
  readonly reader: ReplyReader;
  resolve(): void;
  reject(error: DatabaseError): void;
}

/** The messages of a session that the npm package `pg` has opened. */
export class PostgresqlTransport implements Transport {
  readonly #client: PgClient;
  readonly #sendCancel: () => Promise<void>;
  readonly #listeners: ((notice: Notice) => void)[] = [];
  #pending: Pending | null = null;
  #ended: DatabaseError | null = null;

  constructor(client: PgClient, sendCancel: () => Promise<void>) {
    this.#client = client;
    this.#sendCancel = sendCancel;
    const { connection } = client;
    for (const event of taken) connection.removeAllListeners(event);
    connection.on("message", (message: BackendMessage) => this.#receive(message));
    connection.on("error", (error: Error) => this.#end(error));
    connection.on("end", () => this.#end());
  }

  exchange(statements: readonly Statement[], reader: ReplyReader): Promise<void> {
    return new Promise((resolve, reject) => {
      if (this.#ended) return reject(this.#ended);
      this.#pending = { reader, resolve, reject };
      this.#client.connection.stream.write(concatenate(statements.map(encodeStatement)));
    });
  }

  cancel(): Promise<void> {
    return this.#sendCancel();
  }

  onNotice(listener: (notice: Notice) => void): void {
    this.#listeners.push(listener);
  }

  async close(): Promise<void> {
    if (this.#ended === null) await this.#client.end();
  }

  #receive(message: BackendMessage): void {
    if (message.name === "notice") {
      for (const listener of this.#listeners) listener(makeNotice(message));
      return;
    }
    const pending = this.#pending;
    if (pending === null) {
      // Between two exchanges a server only speaks to say that it ends the session.
      if (message.name === "error") this.#ended = databaseError(message, undefined);
      return;
    }
    const { reader } = pending;
    reader.feed(message);
    if (reader.wantsCopyData) {
      reader.wantsCopyData = false;
      const reason = "COPY FROM STDIN has no data here";
      this.#client.connection.stream.write(encodeCopyFail(reason));
    }
    if (!reader.done) return;
    this.#pending = null;
    pending.resolve();
  }

  #end(cause?: Error): void {
    const reader = this.#pending?.reader;
    this.#ended ??= reader?.error ?? new DatabaseError(
      `the connection to the server was lost${cause ? `: ${cause.message}` : ""}`,
      { cause, sql: reader?.current?.sql },
    );
    this.#pending?.reject(this.#ended);
    this.#pending = null;
  }
}
