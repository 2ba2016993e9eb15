import type { Statement } from "../sql/statement.ts";
import { DatabaseError } from "../errors/mod.ts";
import { type BackendMessage, databaseError } from "./backend_message.ts";
import type { Field, QueryResult, TransactionStatus } from "./connection.ts";

const nothing: QueryResult = { command: "", rowCount: null, fields: [], rows: [] };

/** What the server answered to one of the statements of an exchange. */
export type Reply =
  | { readonly ok: true; readonly result: QueryResult }
  | { readonly ok: false; readonly error: DatabaseError };

/**
 * Reads the answers to statements that were sent together: everything up to one ReadyForQuery for
 * each. Pure: it is fed messages and says when it has them all.
 */
export class ReplyReader {
  readonly #statements: readonly Statement[];
  readonly #onReply: (index: number, reply: Reply) => void;
  #index = 0;
  #fields: Field[] = [];
  #rows: (readonly (string | null)[])[] = [];
  #result: QueryResult = nothing;
  #error: DatabaseError | null = null;
  /** True when the server waits for the data of a COPY, which it will not get. */
  wantsCopyData = false;
  status: TransactionStatus = "idle";

  constructor(statements: readonly Statement[], onReply: (index: number, reply: Reply) => void) {
    this.#statements = statements;
    this.#onReply = onReply;
  }

  get done(): boolean {
    return this.#index === this.#statements.length;
  }

  /** The number of the statement that is being answered. */
  get index(): number {
    return this.#index;
  }

  /** The statement that is being answered. */
  get current(): Statement | undefined {
    return this.#statements[this.#index];
  }

  /** The error that the server reported for the current statement, if it did. */
  get error(): DatabaseError | null {
    return this.#error;
  }

  feed(message: BackendMessage): void {
    switch (message.name) {
      case "rowDescription":
        this.#fields = message.fields.map(({ name, dataTypeID }) => ({
          name,
          typeOid: dataTypeID,
        }));
        this.#rows = [];
        return;
      case "dataRow":
        this.#rows.push(message.fields);
        return;
      case "commandComplete":
        this.#complete(message.text);
        return;
      case "copyInResponse":
        this.wantsCopyData = true;
        return;
      case "error":
        this.#error ??= databaseError(message, this.current?.sql);
        return;
      case "readyForQuery":
        this.#ready(message.status);
        return;
    }
  }

  #complete(command: string): void {
    const count = /(\d+)$/.exec(command);
    this.#result = {
      command,
      rowCount: count === null ? null : Number(count[1]),
      fields: this.#fields,
      rows: this.#rows,
    };
    this.#fields = [];
    this.#rows = [];
  }

  #ready(status: string): void {
    this.status = transactionStatus(status);
    const reply: Reply = this.#error === null
      ? { ok: true, result: this.#result }
      : { ok: false, error: this.#error };
    const index = this.#index++;
    this.#result = nothing;
    this.#fields = [];
    this.#rows = [];
    this.#error = null;
    this.#onReply(index, reply);
  }
}

/** The status byte of ReadyForQuery. */
export function transactionStatus(byte: string): TransactionStatus {
  if (byte === "T") return "in-transaction";
  return byte === "E" ? "failed" : "idle";
}
