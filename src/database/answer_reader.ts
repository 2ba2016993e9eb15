import type { Statement } from "../sql/statement.ts";
import type { DatabaseError } from "../errors/mod.ts";
import { type BackendMessage, databaseError } from "./backend_message.ts";
import type { TransactionStatus } from "./connection.ts";
import { ResultBuilder } from "./result_builder.ts";

/** Reads the answers to statements that were sent together. Pure: it is fed messages and says when it has them all. */
export abstract class AnswerReader {
  readonly #statements: readonly Statement[];
  protected readonly builder = new ResultBuilder();
  #index = 0;
  #error: DatabaseError | null = null;
  #status: TransactionStatus = "idle";
  /** True when the server waits for the data of a COPY, which it will not get. */
  wantsCopyData = false;

  constructor(statements: readonly Statement[]) {
    this.#statements = statements;
  }

  /** Whether all is answered that will be. */
  abstract readonly done: boolean;

  /** The number of the statement that is being answered. */
  get index(): number {
    return this.#index;
  }

  /** The statement that is being answered; none behind the last one. */
  get current(): Statement | undefined {
    return this.#statements[this.#index];
  }

  /** The error that the server reported for the current statement, if it did. */
  get error(): DatabaseError | null {
    return this.#error;
  }

  /** Where the session stands after the last answer. */
  get status(): TransactionStatus {
    return this.#status;
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
        this.#status = transactionStatus(message.status);
        return this.ready();
      default:
        if (this.builder.feed(message)) this.completed();
    }
  }

  /** A result is complete. */
  protected abstract completed(): void;

  /** The server waits for more. */
  protected abstract ready(): void;

  /** Goes on to the next statement; gives the number of the one before. */
  protected next(): number {
    this.#error = null;
    return this.#index++;
  }
}

/** The status byte of ReadyForQuery. */
function transactionStatus(byte: string): TransactionStatus {
  if (byte === "T") return "in-transaction";
  return byte === "E" ? "failed" : "idle";
}
