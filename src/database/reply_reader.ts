import type { Statement } from "../sql/statement.ts";
import type { DatabaseError } from "../errors/mod.ts";
import { AnswerReader } from "./answer_reader.ts";
import type { QueryResult } from "./connection.ts";

/** What the server answered to one of the statements of an exchange. */
export type Reply =
  | { readonly ok: true; readonly result: QueryResult }
  | { readonly ok: false; readonly error: DatabaseError };

/** Reads the answers to statements that are each answered in full: everything up to one ReadyForQuery for each. */
export class ReplyReader extends AnswerReader {
  readonly #count: number;
  readonly #onReply: (index: number, reply: Reply) => void;

  constructor(statements: readonly Statement[], onReply: (index: number, reply: Reply) => void) {
    super(statements);
    this.#count = statements.length;
    this.#onReply = onReply;
  }

  get done(): boolean {
    return this.index === this.#count;
  }

  /** Of a text of several statements the last result counts. */
  protected completed(): void {}

  protected ready(): void {
    const { error } = this;
    const result = this.builder.take();
    this.#onReply(this.next(), error === null ? { ok: true, result } : { ok: false, error });
  }
}
