import type { Dialect } from "../dialect/dialect.ts";
import { CommandError } from "../errors/mod.ts";
import type { QueryResult } from "../database/connection.ts";
import type { RunItem, Runner, StatementItem } from "./run_item.ts";

/** Takes the text of a script, piece by piece. */
export type ScriptSink = (text: string) => void;

/** Writes items as a script instead of running them (`--sql`), in the form that Alembic gives it. */
export class ScriptWriter implements Runner {
  readonly offline = true;
  readonly full = false;
  readonly #dialect: Dialect;
  readonly #sink: ScriptSink;
  readonly #transactionalDdl: boolean;
  readonly #onResult: (item: StatementItem) => void;

  constructor(
    dialect: Dialect,
    sink: ScriptSink,
    transactionalDdl: boolean,
    onResult: (item: StatementItem) => void,
  ) {
    this.#dialect = dialect;
    this.#sink = sink;
    this.#transactionalDdl = transactionalDdl;
    this.#onResult = onResult;
  }

  add(item: RunItem): void {
    if (item.kind === "note") item.note();
    else if (item.kind === "together" || item.kind === "transaction") {
      item.items.forEach((each) => this.add(each));
    } else if (item.kind === "autocommit") {
      const { begin, commit } = this.#dialect.transaction;
      if (this.#transactionalDdl) this.writeStatement(item.active ? commit : begin);
    } else {
      if (item.statement.parameters !== undefined) {
        throw new CommandError(
          "offline_parameters",
          "A statement with separate parameters cannot be written to a script",
          { place: item.place, hint: "Write the values into the statement" },
        );
      }
      this.writeStatement(item.statement.sql);
      this.#onResult(item);
    }
  }

  send(): Promise<void> {
    return Promise.resolve();
  }

  rest(): Promise<void> {
    return Promise.resolve();
  }

  settle(): Promise<void> {
    return Promise.resolve();
  }

  flush(): Promise<void> {
    return Promise.resolve();
  }

  execute({ place }: StatementItem): Promise<QueryResult> {
    const message = "There is no database to read from with --sql";
    return Promise.reject(new CommandError("offline_read", message, { place }));
  }

  executeTogether(items: readonly StatementItem[]): Promise<QueryResult> {
    return this.execute(items.at(-1)!);
  }

  /** One statement, with its semicolon and an empty line. */
  writeStatement(sql: string): void {
    this.#sink(`${this.#dialect.scriptText({ sql })}\n\n`);
  }

  /** A text that stands as it is, such as a comment, with an empty line. */
  writeText(text: string): void {
    this.#sink(`${text}\n\n`);
  }
}
