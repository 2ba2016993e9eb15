import type { Statement } from "../sql/statement.ts";
import { AnswerReader } from "./answer_reader.ts";
import type { QueryResult } from "./connection.ts";

/** Reads the answers to a chain of statements, of which those behind a failure are not answered; then one ReadyForQuery. */
export class ChainReader extends AnswerReader {
  readonly #onResult: (index: number, result: QueryResult) => void;
  #done = false;

  constructor(
    statements: readonly Statement[],
    onResult: (index: number, result: QueryResult) => void,
  ) {
    super(statements);
    this.#onResult = onResult;
  }

  get done(): boolean {
    return this.#done;
  }

  protected completed(): void {
    this.#onResult(this.next(), this.builder.take());
  }

  protected ready(): void {
    this.#done = true;
  }
}
