import type { Connection, QueryResult } from "../database/connection.ts";
import { Session } from "../database/session.ts";
import { type HistorySql, newRunMemory, type VersionTableSql } from "../dialect/dialect.ts";
import { CommandError } from "../errors/mod.ts";
import { lineComment } from "../sql/line_comment.ts";
import type { Statement } from "../sql/statement.ts";
import { type ContextTransaction, within } from "./context_transaction.ts";
import { failureBeforeSteps, type MigrationEvent, type Reporter } from "./events.ts";
import type { ContextOwner, ContextSettings, RunResult } from "./context_settings.ts";
import { OnlineRunner } from "./online_runner.ts";
import { idLimit } from "./id_length.ts";
import { type DatabaseState, readDatabaseState } from "./history/state.ts";
import type { RunHistory } from "./history/run_history.ts";
import type { PlannedStep } from "./plan_step.ts";
import { RunTransactions } from "./run_transactions.ts";
import { ScriptWriter } from "./script_writer.ts";
import type { RunGuard } from "./run_guard.ts";
import type { StepLoop } from "./step_loop.ts";
import { timeoutStatements } from "./timeouts.ts";

/**
 * One run of migrations on one database or into one script: Alembic's `MigrationContext`. env.py
 * makes one with `context.configure`, opens {@link beginTransaction} and calls {@link runMigrations}.
 */
export class MigrationContext {
  readonly settings: ContextSettings;
  readonly offline: boolean;
  /** `null` offline. */
  readonly session: Session | null;
  readonly transactionOwner: ContextOwner;
  readonly #report: Reporter;
  readonly #guard: RunGuard | null;
  readonly #versionSql: VersionTableSql;
  /** `null` where no history is kept. */
  readonly historySql: HistorySql | null;
  readonly #runner: OnlineRunner | ScriptWriter;
  #loop: StepLoop | null = null;
  /** The loop that has run to its end, while its transaction is still open. */
  #endedLoop: StepLoop | null = null;
  readonly #transactions: RunTransactions;

  constructor(settings: ContextSettings) {
    const { target, options, dialect, report } = settings;
    this.settings = settings;
    this.#report = report;
    this.#guard = settings.guard ?? null;
    this.offline = target.kind === "offline";
    this.session = target.kind === "offline"
      ? null
      : target.connection instanceof Session
      ? target.connection
      : new Session(target.connection);
    this.transactionOwner = settings.transactionOwner ??
      (this.session?.inTransaction ? "caller" : "engine");
    if (this.transactionOwner === "none") this.session?.setAutocommit(true);
    this.#versionSql = dialect.versionTable({
      name: options.versionTable,
      schema: options.versionTableSchema,
      primaryKey: options.versionTablePk,
    });
    this.historySql = this.session === null || settings.history === undefined
      ? null
      : dialect.history({
        name: settings.history.table,
        schema: settings.history.schema ?? options.versionTableSchema,
      }, this.#versionSql);
    this.#runner = this.session === null ? this.#makeWriter() : this.#makeRunner(this.session);
    this.#transactions = this.#makeTransactions();
    report({
      kind: "configured",
      offline: this.offline,
      transactionalDdl: options.transactionalDdl,
    });
  }

  /**
   * Begins the transaction around all migrations, where there is to be one (Alembic's
   * `context.begin_transaction()`); offline it writes BEGIN, and COMMIT at its end.
   */
  beginTransaction(): ContextTransaction {
    return this.#transactions.begin(false);
  }

  /** Runs `work` inside {@link beginTransaction}: committed at its end, rolled back if it throws. */
  async inTransaction<T>(work: () => Promise<T>): Promise<T> {
    return await within(this.beginTransaction(), work);
  }

  /** Runs a statement now, or writes it (`context.execute`); offline there is no result. */
  async execute(statement: Statement): Promise<QueryResult | null> {
    await this.#runner.flush();
    if (this.session) return await this.session.execute(statement);
    this.#runner.add({ kind: "statement", statement, step: null, ofBody: false });
    return null;
  }

  /** Offline: writes a text as it is (`context.static_output`). */
  staticOutput(text: string): void {
    if (this.#runner instanceof ScriptWriter) this.#runner.writeText(text);
  }

  /**
   * Reads the version rows, plans, and runs the steps. Throws the first error, reported before.
   *
   * Where there is something to do the guard is entered, which may take long, and what was read is read
   * again. Where there is nothing, nothing is locked and nothing written.
   */
  async runMigrations(): Promise<RunResult> {
    const { session } = this;
    const stopListening = this.#listen();
    try {
      let state = session === null
        ? this.#assumedState()
        : await this.#readState(session.connection);
      let steps = await this.#plan(state);
      if (session !== null && !this.#hasWork(state, steps)) return nothingDone(state);
      // Most runs have nothing to do, and need none of this.
      const parts = await loadStepParts();
      let loop = this.#useLoop(parts);
      const history = this.#runHistory(parts, state);
      let limit = await this.#idLimit(session?.connection ?? null, state, steps);
      const prepared = loop.prepare(state.rows, steps, history);
      if (session !== null && this.#guard !== null) {
        const before = state;
        const wasEntered = this.#guard.entered;
        await Promise.all([prepared, this.#guard.enter(session)]);
        session.prologue = this.#guard.prologue;
        if (!wasEntered) state = await this.#readState(session);
        history?.use(state.history);
        if (!sameState(before, state)) {
          loop = this.#useLoop(parts);
          steps = await this.#plan(state);
          if (!this.#hasWork(state, steps)) return nothingDone(state);
          limit = await this.#idLimit(session, state, steps);
          await loop.prepare(state.rows, steps, history);
        }
      }
      await prepared;
      if (limit !== null) loop.checkIdLengths(limit);
      if (session !== null) this.#queueTableWork(loop, state);
      const result = await loop.run();
      await this.#guard?.checkpoint();
      this.#endedLoop = loop;
      return result;
    } catch (error) {
      const undone = this.#transactions.isUndone;
      if (this.#loop === null) this.#report(failureBeforeSteps(error, undone));
      else this.#loop.reportFailure(error, undone);
      throw error;
    } finally {
      stopListening();
      this.#loop = null;
    }
  }

  async #plan({ rows, history }: DatabaseState): Promise<readonly PlannedStep[]> {
    return await this.settings.command.plan(rows, history);
  }

  #runHistory({ RunHistory }: StepParts, { history: state }: DatabaseState): RunHistory | null {
    const { history, dialect, options } = this.settings;
    if (state === null || history === undefined || this.historySql === null) return null;
    return new RunHistory(state, {
      settings: history,
      sql: this.historySql,
      dialect,
      options,
      report: this.#report,
      connection: this.session!.connection,
      alwaysAlone: this.transactionOwner === "none",
    });
  }

  #useLoop({ StepLoop }: StepParts): StepLoop {
    const { loadBody, onVersionApply = [], options, dialect } = this.settings;
    return this.#loop = new StepLoop({
      runner: this.#runner,
      versionSql: this.#versionSql,
      versionTable: options.versionTable,
      loadBody,
      onVersionApply,
      report: this.#report,
      compiler: {
        dialect,
        memory: newRunMemory(),
        options: {
          offline: this.offline,
          namingConvention: options.namingConvention,
          literalBinds: options.literalBinds,
          paramstyle: options.paramstyle,
        },
      },
      beginStep: () => this.#transactions.begin(true),
      onStepStarted: (step) => {
        const name = step.isStamp ? "stamp_revision" : step.direction;
        this.staticOutput(lineComment(`Running ${name} ${step.fromText} -> ${step.toText}`));
      },
      witness: () => this.#transactions.areSeparate ? this.#guard?.witness ?? null : null,
      checkpoint: () => this.#guard?.checkpoint(),
      usualTimeouts: () =>
        this.transactionOwner === "none" ? null : this.#guard?.usualTimeouts ?? null,
    });
  }

  /** Offline: the version rows that the command line says. */
  #assumedState(): DatabaseState {
    const { purge, ensureTable, startingRows } = this.settings.command;
    if (purge) throw new CommandError("purge_offline", "Can't use --purge with --sql mode");
    if (ensureTable) {
      const statement = { sql: this.#versionSql.create };
      this.#runner.add({ kind: "statement", statement, step: null, ofBody: false });
    }
    return { exists: true, rows: startingRows?.() ?? [], history: null };
  }

  /**
   * The version rows of the database. Read on the bare connection they begin no transaction, which a
   * wait for the lock would keep open.
   */
  async #readState(reading: Connection | Session): Promise<DatabaseState> {
    const { purge, startingRows } = this.settings.command;
    if (startingRows !== undefined) {
      throw new CommandError(
        "starting_revision_online",
        "Can't specify current_rev to context when using a database connection",
      );
    }
    const request = { entries: this.settings.command.readsHistory ?? "none" };
    const state = await readDatabaseState(reading, this.#versionSql, this.historySql, request);
    return purge ? { ...state, rows: [] } : state;
  }

  /** How long an id may be, where that matters; offline only a table that the script makes is known. */
  async #idLimit(
    reading: Connection | Session | null,
    { exists, rows }: DatabaseState,
    steps: readonly PlannedStep[],
  ): Promise<number | null> {
    if (reading === null && rows.length > 0) return null;
    return await idLimit(steps, exists ? reading : null, this.#versionSql);
  }

  /** Whether a run would change anything. */
  #hasWork({ exists }: DatabaseState, steps: readonly PlannedStep[]): boolean {
    const { purge, ensureTable, forget } = this.settings.command;
    return steps.length > 0 || forget !== undefined || (exists ? purge : ensureTable) === true;
  }

  /** Queues what travels with the first migration. */
  #queueTableWork(loop: StepLoop, { exists, history }: DatabaseState): void {
    const { purge, forget } = this.settings.command;
    if (forget !== undefined && history?.progressExists && this.historySql !== null) {
      loop.addEngineStatement(this.historySql.forget(forget.revision, forget.direction));
    }
    if (this.transactionOwner === "caller" && this.#guard !== null) {
      // Its BEGIN was sent before anything was known.
      timeoutStatements(this.#guard.usualTimeouts).forEach((sql) => loop.addEngineStatement(sql));
    }
    if (!exists) loop.addEngineStatement(this.#versionSql.create);
    else if (purge) loop.addEngineStatement(this.#versionSql.deleteAll);
  }

  #makeTransactions(): RunTransactions {
    const { dialect, options } = this.settings;
    const endedLoop = () => {
      const loop = this.#endedLoop;
      this.#endedLoop = null;
      return loop;
    };
    return new RunTransactions({
      session: this.session,
      owner: this.transactionOwner,
      options,
      words: dialect.transaction,
      write: (sql) =>
        this.#runner.add({ kind: "statement", statement: { sql }, step: null, ofBody: false }),
      onCommitted: () => {
        endedLoop();
        this.#loop?.onCommit();
      },
      onRefused: (error) => endedLoop()?.reportFailure(error),
    });
  }

  #makeRunner(session: Session): OnlineRunner {
    return new OnlineRunner(session, {
      onResult: (item) => this.#loop?.onResult(item),
      onCommit: () => this.#loop?.onCommit(),
      onUndone: () => this.#transactions.noteUndone(),
      mayCommit: () => this.#transactions.isOpen,
      alwaysAutocommit: () => this.transactionOwner === "none",
    });
  }

  #makeWriter(): ScriptWriter {
    const { target, dialect, options } = this.settings;
    if (target.kind !== "offline") throw new TypeError("not offline");
    return new ScriptWriter(
      dialect,
      target.write,
      options.transactionalDdl,
      (item) => this.#loop?.onResult(item),
    );
  }

  /** Passes on what the server remarks, with the step that it was about. */
  #listen(): () => void {
    let listening = true;
    this.session?.connection.onNotice((notice) => {
      const step = this.#loop?.currentStep ?? null;
      const event: MigrationEvent = { kind: "notice", notice, step };
      if (listening) this.#report(event);
    });
    return () => void (listening = false);
  }
}

type StepParts = Awaited<ReturnType<typeof loadStepParts>>;

/** What runs steps and remembers them. */
async function loadStepParts() {
  const [{ StepLoop }, { RunHistory }] = await Promise.all([
    import("./step_loop.ts"),
    import("./history/run_history.ts"),
  ]);
  return { StepLoop, RunHistory };
}

function sameState(a: DatabaseState, b: DatabaseState): boolean {
  return a.exists === b.exists && a.rows.length === b.rows.length &&
    a.rows.every((row, index) => row === b.rows[index]);
}

function nothingDone({ rows }: DatabaseState): RunResult {
  return Object.freeze({ applied: [], rowsBefore: rows, rows });
}
