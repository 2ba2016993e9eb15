import { travelsAlone } from "../database/batch_groups.ts";
import { rollBack } from "../database/roll_back.ts";
import type { Session } from "../database/session.ts";
import type { QueryResult } from "../database/connection.ts";
import { turn } from "../platform/turn.ts";
import { BatchError, CommandError, DatabaseError, StatementError } from "../errors/mod.ts";
import { Answers } from "./answers.ts";
import type {
  AutocommitItem,
  NoteItem,
  RunItem,
  Runner,
  StatementItem,
  TransactionItem,
} from "./run_item.ts";
import { batchCharacters, batches, batchItems, firstCharacters } from "./statement_batches.ts";

/** What the runner tells the engine. */
export interface RunnerEvents {
  /** A statement has completed. */
  onResult(item: StatementItem): void;
  /** All that ran so far is permanent. */
  onCommit(): void;
  /** What failed was undone here, with all of its transaction. */
  onUndone(): void;
  /** Whether the open transaction is one that may be ended for an autocommit block. */
  mayCommit(): boolean;
  /** Whether there are no transactions at all. */
  alwaysAutocommit(): boolean;
}

/** Milliseconds after which answers are looked for at the latest. */
const REST_EVERY = 10;

/**
 * Runs items on a session. Items wait until {@link send} or {@link flush}, and then travel together: what one
 * revision queued as well as what the next ones did, with the writes to the version table between.
 */
export class OnlineRunner implements Runner {
  readonly offline = false;
  readonly #session: Session;
  readonly #events: RunnerEvents;
  #items: RunItem[] = [];
  #size = 0;
  /** How much is worth a message of its own when the server has nothing to do. */
  #worthwhile = firstCharacters;
  /** What was sent by {@link send} and is not answered yet. */
  #underway: Promise<void> | null = null;
  #restedAt = 0;
  /** Whether a transaction is to be begun again behind the autocommit block that is open. */
  #resume = false;

  constructor(session: Session, events: RunnerEvents) {
    this.#session = session;
    this.#events = events;
  }

  get full(): boolean {
    return this.#size >= (this.#underway === null ? this.#worthwhile : batchCharacters) ||
      this.#items.length >= batchItems;
  }

  add(item: RunItem): void {
    this.#items.push(item);
    this.#size += sizeOf(item);
  }

  async send(): Promise<void> {
    await this.#answers();
    this.#worthwhile = Math.min(2 * this.#worthwhile, batchCharacters);
    const underway = this.#sendAll(this.#take());
    this.#underway = underway;
    // Whoever waits for the answers next is told.
    underway.then(() => this.#underway = null, () => {});
  }

  async flush(): Promise<void> {
    await this.#answers();
    await this.#sendAll(this.#take());
  }

  async rest(): Promise<void> {
    if (this.#underway === null || performance.now() - this.#restedAt < REST_EVERY) return;
    await turn();
    this.#restedAt = performance.now();
  }

  async settle(): Promise<void> {
    await this.#answers().catch(() => {});
  }

  /** Waits for the answers to what is underway. */
  async #answers(): Promise<void> {
    const underway = this.#underway;
    if (underway === null) return;
    try {
      await underway;
    } finally {
      this.#underway = null;
    }
  }

  #take(): readonly RunItem[] {
    const items = this.#items;
    this.#items = [];
    this.#size = 0;
    return items;
  }

  async #sendAll(items: readonly RunItem[]): Promise<void> {
    for (let start = 0; start < items.length;) {
      const item = items[start]!;
      if (item.kind === "autocommit") {
        await this.#switchAutocommit(item);
        start++;
        continue;
      }
      if (item.kind === "together") {
        await this.#runTogether(item.items);
        start++;
        continue;
      }
      const isTransaction = item.kind === "transaction";
      const end = endOf(
        items,
        start,
        ({ kind }) =>
          isTransaction ? kind === "transaction" : kind === "statement" || kind === "note",
      );
      const run = items.slice(start, end);
      if (isTransaction) await this.#runChain(run as TransactionItem[]);
      else await this.#run(run as (StatementItem | NoteItem)[]);
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

  async executeTogether(
    items: readonly StatementItem[],
    last: (result: QueryResult) => StatementItem,
  ): Promise<QueryResult> {
    await this.flush();
    let result: QueryResult | undefined;
    const keep = (item: StatementItem, index: number): StatementItem => ({
      ...item,
      check: (found) => {
        item.check?.(found);
        if (index === items.length - 1) result = found;
      },
    });
    await this.#runTogether(items.map(keep), () => last(result!));
    return result!;
  }

  /** Where no transaction is open, these statements get one of their own. */
  async #runTogether(
    items: readonly StatementItem[],
    last: (() => StatementItem) | null = null,
  ): Promise<void> {
    const session = this.#session;
    const run = async () => {
      await this.#run(items);
      if (last !== null) await this.#run([last()]);
    };
    if (!session.standsAlone) return await run();
    // BEGIN travels with them.
    const [first, ...rest] = items;
    const begin = { ...first!, statement: { sql: "BEGIN" }, ofBody: false, check: undefined };
    try {
      await this.#run([begin, first!, ...rest]);
      if (last !== null) await this.#run([last()]);
      checkCommitted(await session.execute({ sql: "COMMIT" }));
    } catch (error) {
      // What went wrong first is what the user must hear, even if the session is lost by now.
      if (!session.nothingPending) await rollBack(session).catch(() => {});
      throw error instanceof StepStatementError ? error : statementError(error, items.at(-1)!);
    }
    this.#events.onCommit();
  }

  /** Runs statements in as few messages as their size allows, and makes the notes between them. */
  async #run(items: readonly (StatementItem | NoteItem)[]): Promise<void> {
    const answers = new Answers(items, (item) => this.#events.onResult(item));
    const statements = items.filter((item) => item.kind === "statement");
    for (const batch of batches(statements)) {
      try {
        await this.#session.executeBatch(
          batch.map(({ statement }) => statement),
          (_, result) => answers.take(result),
        );
      } catch (error) {
        answers.throwWrong();
        const failed = error instanceof BatchError ? batch[error.index]! : batch[0]!;
        // A plain statement that leaves the session idle stood alone, and so did those before it.
        const stoodAlone = this.#session.nothingPending && !travelsAlone(failed.statement.sql);
        if (stoodAlone) this.#events.onCommit();
        throw statementError(error, failed);
      }
      answers.throwWrong();
    }
    if (statements.length > 0 && this.#session.nothingPending) this.#events.onCommit();
  }

  /** Runs transactions of which none begins once one before it has failed, in one message. */
  async #runChain(transactions: readonly TransactionItem[]): Promise<void> {
    const session = this.#session;
    const groups = transactions.map((item) => this.#wholeTransaction(item));
    const answers = new Answers(groups.flat(), (item) => this.#events.onResult(item));
    const statements = groups.map((group) => group.filter((item) => item.kind === "statement"));
    try {
      await session.executeChain(
        statements.map((group) => group.map(({ statement }) => statement)),
        (_, result) => answers.take(result),
      );
      answers.throwWrong();
    } catch (error) {
      // What went wrong first is what the user must hear, even if the session is lost by now.
      if (!session.nothingPending) await rollBack(session.connection).catch(() => {});
      this.#events.onUndone();
      answers.throwWrong();
      const failed = error instanceof BatchError ? statements.flat()[error.index] : undefined;
      throw failed === undefined ? error : statementError(error, failed);
    }
  }

  /** All of a transaction, from BEGIN to COMMIT. */
  #wholeTransaction(
    { step, items, onStart, onCommitted }: TransactionItem,
  ): readonly (StatementItem | NoteItem)[] {
    const own = (sql: string, check?: StatementItem["check"]): StatementItem => ({
      kind: "statement",
      statement: { sql },
      step,
      ofBody: false,
      check,
    });
    return [
      // What BEGIN is answered comes with all else of the transaction.
      { kind: "note", note: onStart },
      ...["BEGIN", ...this.#session.prologue].map((sql) => own(sql)),
      ...items,
      own("COMMIT", (result) => {
        checkCommitted(result);
        onCommitted();
        this.#events.onCommit();
      }),
    ];
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

/** How much text is sent for an item. */
function sizeOf(item: RunItem): number {
  if (item.kind === "statement") return item.statement.sql.length;
  if (item.kind !== "together" && item.kind !== "transaction") return 0;
  return item.items.reduce((size: number, each) => size + sizeOf(each), 0);
}

/** Where the run of items that are alike ends which begins at `start`. */
function endOf(
  items: readonly RunItem[],
  start: number,
  isAlike: (item: RunItem) => boolean,
): number {
  const next = items.findIndex((item, index) => index > start && !isAlike(item));
  return next < 0 ? items.length : next;
}

/** A server answers so when a statement had failed: what was to be kept is gone. */
function checkCommitted({ command }: QueryResult): void {
  if (command === "ROLLBACK") throw new DatabaseError("the transaction was rolled back");
}

/** Adds to a server's error whose statement it was. */
function statementError(error: unknown, item: StatementItem): unknown {
  if (!(error instanceof DatabaseError)) return error;
  const cause = error instanceof BatchError ? error.cause as DatabaseError : error;
  const explained = item.explain?.(cause) ?? null;
  if (explained !== null) return explained;
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
