import { travelsAlone } from "../database/batch_groups.ts";
import type { Session } from "../database/session.ts";
import type { QueryResult } from "../database/connection.ts";
import { BatchError, CommandError, DatabaseError, StatementError } from "../errors/mod.ts";
import type { AutocommitItem, RunItem, Runner, StatementItem } from "./run_item.ts";
import { batchCharacters, batches } from "./statement_batches.ts";

/** What the runner tells the engine. */
export interface RunnerEvents {
  /** A statement has completed. */
  onResult(item: StatementItem): void;
  /** All that ran so far is permanent. */
  onCommit(): void;
  /** Whether the open transaction is one that may be ended for an autocommit block. */
  mayCommit(): boolean;
  /** Whether there are no transactions at all. */
  alwaysAutocommit(): boolean;
}

/**
 * Runs items on a session. Items wait until {@link flush}, and then travel together: what one
 * revision queued as well as what the next ones did, with the writes to the version table between.
 */
export class OnlineRunner implements Runner {
  readonly offline = false;
  readonly #session: Session;
  readonly #events: RunnerEvents;
  #items: RunItem[] = [];
  #size = 0;
  /** Whether a transaction is to be begun again behind the autocommit block that is open. */
  #resume = false;

  constructor(session: Session, events: RunnerEvents) {
    this.#session = session;
    this.#events = events;
  }

  get full(): boolean {
    return this.#size >= batchCharacters;
  }

  add(item: RunItem): void {
    this.#items.push(item);
    if (item.kind === "statement") this.#size += item.statement.sql.length;
  }

  async flush(): Promise<void> {
    const items = this.#items;
    this.#items = [];
    this.#size = 0;
    for (let start = 0; start < items.length;) {
      const item = items[start]!;
      if (item.kind === "autocommit") {
        await this.#switchAutocommit(item);
        start++;
        continue;
      }
      const next = items.findIndex((other, index) => index > start && other.kind === "autocommit");
      const end = next < 0 ? items.length : next;
      await this.#run(items.slice(start, end));
      start = end;
    }
  }

  /** Runs one statement after all that waits, and gives its result. */
  async execute(item: StatementItem): Promise<QueryResult> {
    await this.flush();
    let result: QueryResult | undefined;
    const keep = { ...item, check: (found: QueryResult) => void (result = found) };
    await this.#run([keep]);
    return result!;
  }

  /** Runs statements in as few messages as their size allows, and makes the notes between them. */
  async #run(items: readonly RunItem[]): Promise<void> {
    const queue = [...items];
    const makeNotes = () => {
      while (queue[0]?.kind === "note") {
        const item = queue.shift();
        if (item?.kind === "note") item.note();
      }
    };
    const statements = items.filter((item) => item.kind === "statement");
    makeNotes();
    for (const batch of batches(statements)) {
      // What is found wrong in a result counts before what goes wrong later in the same message.
      let wrong: { readonly error: unknown } | null = null;
      try {
        await this.#session.executeBatch(
          batch.map(({ statement }) => statement),
          (index, result) => {
            if (wrong !== null) return;
            const item = batch[index]!;
            queue.shift();
            try {
              item.check?.(result);
            } catch (error) {
              wrong = { error };
              return;
            }
            this.#events.onResult(item);
            makeNotes();
          },
        );
      } catch (error) {
        if (wrong === null) {
          const failed = error instanceof BatchError ? batch[error.index]! : batch[0]!;
          // A plain statement that leaves the session idle stood alone, and so did those before it.
          const stoodAlone = this.#session.nothingPending && !travelsAlone(failed.statement.sql);
          if (stoodAlone) this.#events.onCommit();
          throw statementError(error, failed);
        }
      }
      if (wrong !== null) throw (wrong as { readonly error: unknown }).error;
    }
    if (statements.length > 0 && this.#session.nothingPending) this.#events.onCommit();
  }

  async #switchAutocommit({ active, step, place }: AutocommitItem): Promise<void> {
    if (this.#events.alwaysAutocommit()) return;
    if (active === this.#session.autocommit) {
      if (!active) return;
      throw new CommandError("autocommit_block", "An autocommit block cannot be inside another", {
        place,
      });
    }
    if (!active) {
      this.#session.setAutocommit(false);
      if (this.#resume) this.#session.begin();
      return;
    }
    if (this.#session.inTransaction && !this.#events.mayCommit()) {
      throw new CommandError(
        "autocommit_block",
        "An autocommit block must end the transaction that is open, and that was not begun by context.begin_transaction()",
        { place, hint: "In env.py, commit before context.configure() and use begin_transaction()" },
      );
    }
    this.#resume = this.#session.inTransaction;
    try {
      await this.#session.commit();
    } catch (error) {
      const { revision, direction } = step;
      throw error instanceof DatabaseError
        ? new StatementError(error, { revision: revision?.id ?? null, direction, place })
        : error;
    }
    this.#events.onCommit();
    this.#session.setAutocommit(true);
  }
}

/** Adds to a server's error whose statement it was. */
function statementError(error: unknown, item: StatementItem): unknown {
  if (!(error instanceof DatabaseError)) return error;
  const cause = error instanceof BatchError ? error.cause as DatabaseError : error;
  const { step, place } = item;
  return new StepStatementError(cause, item, {
    revision: step?.revision?.id ?? null,
    direction: step?.direction ?? null,
    place,
  });
}

/** A {@link StatementError} that knows the item, so that the engine can tell whose failure it is. */
export class StepStatementError extends StatementError {
  readonly item: StatementItem;

  constructor(
    error: DatabaseError,
    item: StatementItem,
    at: ConstructorParameters<typeof StatementError>[1],
  ) {
    super(error, at);
    // Set below the enumerable properties: the item holds the whole step and is of no use to readers.
    this.item = item;
    Object.defineProperty(this, "item", { enumerable: false });
    this.name = "StatementError";
  }
}
