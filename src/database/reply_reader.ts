import type { Statement } from "../sql/statement.ts";
import { DatabaseError } from "../errors/mod.ts";
import { type BackendMessage, databaseError } from "./backend_message.ts";
import type { QueryResult, TransactionStatus } from "./connection.ts";
import { ResultBuilder } from "./result_builder.ts";

/** What the server answered to one of the statements of an exchange. */
export type Reply =
  | { readonly ok: true; readonly result: QueryResult }
  | { readonly ok: false; readonly error: DatabaseError };

/** Reads the answers to what was sent together. Pure: it is fed messages and says when it has them all. */
export interface AnswerReader {
  readonly done: boolean;
  /** The number of the statement that is being answered. */
  readonly index: number;
  /** The statement that is being answered. */
  readonly current: Statement | undefined;
  /** The error that the server reported for the current statement, if it did. */
  readonly error: DatabaseError | null;
  /** True when the server waits for the data of a COPY, which it will not get. */
  wantsCopyData: boolean;
  /** Where the session stands after the last answer. */
  readonly status: TransactionStatus;
  feed(message: BackendMessage): void;
}

/** Reads the answers to statements that are each answered in full: everything up to one ReadyForQuery for each. */
export class ReplyReader implements AnswerReader {
  readonly #statements: readonly Statement[];
  readonly #onReply: (index: number, reply: Reply) => void;
  readonly #builder = new ResultBuilder();
  #index = 0;
  #error: DatabaseError | null = null;
  wantsCopyData = false;
  status: TransactionStatus = "idle";

  constructor(statements: readonly Statement[], onReply: (index: number, reply: Reply) => void) {
    this.#statements = statements;
    this.#onReply = onReply;
  }

  get done(): boolean {
    return this.#index === this.#statements.length;
  }

  get index(): number {
    return this.#index;
  }

  get current(): Statement | undefined {
    return this.#statements[this.#index];
  }

  get error(): DatabaseError | null {
    return this.#error;
  }

  feed(message: BackendMessage): void {
    switch (message.name) {
      case "copyInResponse":
        this.wantsCopyData = true;
        return;
      case "error":
        this.#error ??= databaseError(message, this.current?.sql);
        return;
      case "readyForQuery":
        this.#ready(message.status);
        return;
      default:
        this.#builder.feed(message);
    }
  }

  #ready(status: string): void {
    this.status = transactionStatus(status);
    const result = this.#builder.take();
    const reply: Reply = this.#error === null
      ? { ok: true, result }
      : { ok: false, error: this.#error };
    const index = this.#index++;
    this.#error = null;
    this.#onReply(index, reply);
  }
}

/** The status byte of ReadyForQuery. */
export function transactionStatus(byte: string): TransactionStatus {
  if (byte === "T") return "in-transaction";
  return byte === "E" ? "failed" : "idle";
}
