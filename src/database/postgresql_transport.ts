import { DatabaseError } from "../errors/mod.ts";
import type { Statement } from "../sql/statement.ts";
import { type BackendMessage, databaseError, makeNotice } from "./backend_message.ts";
import type { Notice } from "./connection.ts";
import type { MessageStream } from "./message_stream.ts";
import type { Transport } from "./protocol_connection.ts";
import type { AnswerReader } from "./answer_reader.ts";
import { encodeChain, encodeCopyFail, encodeStatements } from "./wire.ts";

interface Pending {
  readonly reader: AnswerReader;
  resolve(): void;
  reject(error: DatabaseError): void;
}

/** What is sent in a session that has been started, and what is answered. */
export class PostgresqlTransport implements Transport {
  readonly #stream: MessageStream;
  readonly #sendCancel: () => Promise<void>;
  readonly #listeners: ((notice: Notice) => void)[] = [];
  #pending: Pending | null = null;
  #ended: DatabaseError | null = null;

  constructor(stream: MessageStream, sendCancel: () => Promise<void>) {
    this.#stream = stream;
    this.#sendCancel = sendCancel;
    stream.listen((message) => this.#receive(message), (error) => this.#end(error));
  }

  exchange(statements: readonly Statement[], reader: AnswerReader): Promise<void> {
    return this.#send(encodeStatements(statements), reader);
  }

  exchangeChain(
    groups: readonly (readonly Statement[])[],
    reader: AnswerReader,
  ): Promise<void> {
    return this.#send(encodeChain(groups), reader);
  }

  cancel(): Promise<void> {
    return this.#sendCancel();
  }

  onNotice(listener: (notice: Notice) => void): void {
    this.#listeners.push(listener);
  }

  async close(): Promise<void> {
    if (this.#ended === null) await this.#stream.close();
  }

  #send(bytes: Uint8Array, reader: AnswerReader): Promise<void> {
    return new Promise((resolve, reject) => {
      if (this.#ended) return reject(this.#ended);
      this.#pending = { reader, resolve, reject };
      this.#stream.write(bytes);
    });
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
      this.#stream.write(encodeCopyFail(reason));
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
