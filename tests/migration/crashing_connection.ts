import type { Connection, QueryResult } from "../../src/database/connection.ts";
import { BatchError, DatabaseError } from "../../src/errors/mod.ts";
import type { Statement } from "../../src/sql/statement.ts";
import { RecordingConnection } from "./history.ts";

/**
 * A connection that is lost at its `last` statement, counted from 1: before the server has it, or after
 * the server has run it and before the answer has come back.
 */
export class CrashingConnection extends RecordingConnection {
  readonly #connection: Connection;
  readonly #last: number;
  readonly #after: boolean;
  #sent = 0;

  constructor(connection: Connection, last: number, after: boolean) {
    super(connection);
    this.#connection = connection;
    this.#last = last;
    this.#after = after;
  }

  /** Whether there was a statement to be lost at. */
  get crashed(): boolean {
    return this.#sent >= this.#last;
  }

  override async execute(statement: Statement): Promise<QueryResult> {
    const lost = () => new DatabaseError("the connection was lost", { sql: statement.sql });
    if (this.#sent >= this.#last) throw lost();
    this.#sent++;
    this.messages.push([statement.sql]);
    const isLast = this.#sent === this.#last;
    if (isLast && !this.#after) throw lost();
    const result = await this.#connection.execute(statement);
    if (isLast) throw lost();
    return result;
  }

  override async executeBatch(
    statements: readonly Statement[],
    onResult: (index: number, result: QueryResult) => void = () => {},
  ): Promise<readonly QueryResult[]> {
    const results: QueryResult[] = [];
    for (const [index, statement] of statements.entries()) {
      try {
        results.push(await this.execute(statement));
      } catch (error) {
        throw error instanceof DatabaseError ? new BatchError(index, error) : error;
      }
      onResult(index, results[index]!);
    }
    return results;
  }
}
