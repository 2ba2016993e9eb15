import { DatabaseError } from "../errors/mod.ts";
import type { Statement } from "../sql/statement.ts";
import { type BackendMessage, makeNotice } from "./backend_message.ts";
import type { Notice } from "./connection.ts";
import type { MessageStream } from "./message_stream.ts";
import type { Transport } from "./protocol_connection.ts";
import type { ReplyReader } from "./reply_reader.ts";
import { concatenate, encodeCopyFail, encodeStatement, encodeTerminate } from "./wire.ts";

/** From how many statements on that are not answered yet answers are let gather. */
const manyAnswers = 64;

/** The messages of a session with a server. */
export class PostgresqlTransport implements Transport {
  readonly #stream: MessageStream;
  readonly #sendCancel: () => Promise<void>;
  readonly #listeners: ((notice: Notice) => void)[] = [];
  /** Why the session has ended, if it has. */
  #ended: DatabaseError | null = null;

  constructor(stream: MessageStream, sendCancel: () => Promise<void>) {
    this.#stream = stream;
    this.#sendCancel = sendCancel;
  }

  async exchange(statements: readonly Statement[], reader: ReplyReader): Promise<void> {
    if (this.#ended) throw this.#ended;
    // Not waited for: a server that cannot get rid of its answers reads no further statements. Should
    // it fail, there will be no answer, and what the server said last tells why.
    this.#stream.write(concatenate(statements.map(encodeStatement))).catch(() => {});
    while (!reader.done) {
      const message = await this.#next(reader);
      if (message.name === "notice") {
        for (const listener of this.#listeners) listener(makeNotice(message));
        continue;
      }
      reader.feed(message);
      if (!reader.wantsCopyData) continue;
      reader.wantsCopyData = false;
      await this.#stream.write(encodeCopyFail("COPY FROM STDIN has no data here"));
    }
  }

  cancel(): Promise<void> {
    return this.#sendCancel();
  }

  onNotice(listener: (notice: Notice) => void): void {
    this.#listeners.push(listener);
  }

  async close(): Promise<void> {
    if (this.#ended === null) await this.#stream.write(encodeTerminate()).catch(() => {});
    this.#stream.close();
  }

  async #next(reader: ReplyReader): Promise<BackendMessage> {
    let cause: unknown;
    try {
      const message = await this.#stream.next(reader.missing > manyAnswers ? "many" : "few");
      if (message !== null) return message;
    } catch (error) {
      cause = error;
    }
    const reason = cause instanceof Error ? `: ${cause.message}` : "";
    this.#ended = reader.error ??
      new DatabaseError(`the connection to the server was lost${reason}`, {
        cause,
        sql: reader.current?.sql,
      });
    throw this.#ended;
  }
}
