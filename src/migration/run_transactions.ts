import type { Session } from "../database/session.ts";
import type { TransactionSql } from "../dialect/dialect.ts";
import type { ContextOwner } from "./context_settings.ts";
import { type ContextTransaction, noTransaction } from "./context_transaction.ts";
import type { MigrationOptions } from "./options.ts";

/** What the transactions of a run are made with. */
export interface RunTransactionsSettings {
  /** `null` offline. */
  readonly session: Session | null;
  readonly owner: ContextOwner;
  readonly options: Pick<MigrationOptions, "transactionalDdl" | "transactionPerMigration">;
  /** Offline: writes what begins and ends one. */
  readonly write: (sql: string) => void;
  readonly words: TransactionSql;
  readonly onCommitted: () => void;
  /** The server would not commit. */
  readonly onRefused: (error: unknown) => void;
}

/** The transactions that the engine puts around migrations, by Alembic's rules. */
export class RunTransactions {
  readonly #with: RunTransactionsSettings;
  #open = false;
  /** Whether what is open was so before, so that more would be undone than what the engine did. */
  #continued: boolean;
  /** Whether the last one was rolled back, and with it all that failed. */
  #undone = false;

  constructor(settings: RunTransactionsSettings) {
    this.#with = settings;
    this.#continued = settings.session?.inTransaction ?? false;
  }

  /** Whether one that was begun here is open. */
  get isOpen(): boolean {
    return this.#open;
  }

  /** Whether a failure now leaves nothing of what the engine did, and takes nothing else with it. */
  get isUndone(): boolean {
    return this.#undone || this.#isUndoable();
  }

  /** Whether each migration has a transaction of its own, and none is open now. */
  get areSeparate(): boolean {
    const { session, owner, options: { transactionalDdl, transactionPerMigration } } = this.#with;
    return owner === "engine" && transactionalDdl && transactionPerMigration &&
      session !== null && !session.inTransaction && !session.autocommit;
  }

  /** Notes that one which was not begun here was rolled back, and with it all that failed. */
  noteUndone(): void {
    this.#undone = true;
  }

  /**
   * Begins the transaction around one migration, or around all: whichever of the two levels has it. On the other
   * one nothing is begun.
   */
  begin(perMigration: boolean): ContextTransaction {
    const { session, owner, options: { transactionalDdl, transactionPerMigration } } = this.#with;
    if (owner !== "engine") return noTransaction;
    const here = transactionalDdl ? perMigration === transactionPerMigration : perMigration;
    if (!here) return noTransaction;
    if (session !== null) return this.#beginOnline(session);
    return transactionalDdl ? this.#beginOffline() : noTransaction;
  }

  #beginOffline(): ContextTransaction {
    const { words, write } = this.#with;
    write(words.begin);
    let open = true;
    const ending = (end: () => void) => () => {
      if (open) end();
      open = false;
      return Promise.resolve();
    };
    return { isReal: true, commit: ending(() => write(words.commit)), rollback: ending(() => {}) };
  }

  #beginOnline(session: Session): ContextTransaction {
    if (this.#open) return noTransaction;
    this.#open = true;
    session.begin();
    const ending = (end: () => Promise<void>) => async () => {
      if (!this.#open) return;
      this.#undone = this.#isUndoable();
      this.#continued = false;
      this.#open = false;
      if (session.autocommit) session.setAutocommit(false);
      await end();
    };
    return {
      isReal: true,
      commit: ending(async () => {
        try {
          await session.commit();
        } catch (error) {
          this.#with.onRefused(error);
          throw error;
        }
        this.#undone = false;
        this.#with.onCommitted();
      }),
      rollback: ending(() => session.rollback()),
    };
  }

  #isUndoable(): boolean {
    return this.#open && !this.#continued && this.#with.session?.autocommit === false;
  }
}
