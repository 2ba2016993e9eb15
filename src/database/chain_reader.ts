import type { Statement } from "../sql/statement.ts";
import type { DatabaseError } from "../errors/mod.ts";
import { type BackendMessage, databaseError } from "./backend_message.ts";
import type { QueryResult, TransactionStatus } from "./connection.ts";
import { type AnswerReader, transactionStatus } from "./reply_reader.ts";
import { ResultBuilder } from "./result_builder.ts";

/** Reads the answers to a chain of statements, of which those behind a failure are not answered; then one ReadyForQuery. */
export class ChainReader implements AnswerReader {
  readonly #statements: readonly Statement[];
  readonly #onResult: (index: number, result: QueryResult) => void;
  readonly #builder = new ResultBuilder();
  #index = 0;
  #error: DatabaseError | null = null;
  #done = false;
  wantsCopyData = false;
  status: TransactionStatus = "idle";

  constructor(
    statements: readonly Statement[],
    onResult: (index: number, result: QueryResult) => void,
  ) {
    this.#statements = statements;
    this.#onResult = onResult;
  }

  get done(): boolean {
    return this.#done;
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
    if (message.name === "copyInResponse") this.wantsCopyData = true;
    else if (message.name === "error") this.#error ??= databaseError(message, this.current?.sql);
    else if (message.name === "readyForQuery") {
      this.status = transactionStatus(message.status);
      this.#done = true;
    } else if (this.#builder.feed(message)) this.#onResult(this.#index++, this.#builder.take());
  }
}
