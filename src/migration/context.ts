import type { Connection, QueryResult } from "../database/connection.ts";
import { Session } from "../database/session.ts";
import {
  type Dialect,
  newRunMemory,
  type RunMemory,
  type VersionTableSql,
} from "../dialect/dialect.ts";
import { CommandError } from "../errors/mod.ts";
import type { Statement } from "../sql/statement.ts";
import type { RevisionBody } from "../revision/body.ts";
import type { Revision } from "../script/revision.ts";
import { type ContextTransaction, noTransaction, within } from "./context_transaction.ts";
import type { AppliedStep, MigrationEvent, Reporter } from "./events.ts";
import { OnlineRunner } from "./online_runner.ts";
import type { MigrationOptions } from "./options.ts";
import type { PlannedStep } from "./plan_step.ts";
import { ScriptWriter } from "./script_writer.ts";
import { StepLoop } from "./step_loop.ts";
import { VersionTableReader } from "./version_table.ts";

/** Reads the two functions of a revision from its file. */
export type BodyLoader = (revision: Revision) => Promise<RevisionBody>;

/** What `on_version_apply` is told after each step, inside its transaction. */
export interface VersionApplied {
  readonly step: PlannedStep;
  readonly heads: ReadonlySet<string>;
}

/** What a command wants of a run: everything but what env.py decides. */
export interface MigrationCommand {
  /** The steps for a database with these version rows. May throw a `CommandError`. */
  readonly plan: (
    rows: readonly string[],
    context: MigrationContext,
  ) => readonly PlannedStep[] | Promise<readonly PlannedStep[]>;
  /** Empty the version table first (`stamp --purge`). */
  readonly purge?: boolean;
  /** Never make the version table (`current`). */
  readonly dontMutate?: boolean;
  /** Offline: gives the version rows to assume; throws a `CommandError` for an unknown revision. */
  readonly startingRows?: () => readonly string[];
}

/** Where the statements go: to a session, or into a script. */
export type MigrationTarget =
  | { readonly kind: "online"; readonly connection: Connection | Session }
  | { readonly kind: "offline"; readonly write: (text: string) => void };

/**
 * Who begins and ends transactions: the engine as the options say (one that is open already is gone on
 * in and committed), the caller (then the engine neither begins nor ends any), or nobody: each
 * statement stands alone.
 */
export type ContextOwner = "engine" | "caller" | "none";

/** All that a {@link MigrationContext} is made from. */
export interface ContextSettings {
  readonly target: MigrationTarget;
  readonly command: MigrationCommand;
  readonly dialect: Dialect;
  readonly options: MigrationOptions;
  readonly loadBody: BodyLoader;
  readonly report: Reporter;
  readonly onVersionApply?: readonly ((info: VersionApplied) => void | Promise<void>)[];
  /** Default: the caller if the connection is in a transaction already, as in Alembic; else the engine. */
  readonly transactionOwner?: ContextOwner;
}

/** What a run has done. */
export interface RunResult {
  readonly applied: readonly AppliedStep[];
  /** Version rows before and after. */
  readonly rowsBefore: readonly string[];
  readonly rows: readonly string[];
}

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
  readonly #memory: RunMemory = newRunMemory();
  readonly #table: VersionTableReader | null;
  readonly #versionSql: VersionTableSql;
  readonly #runner: OnlineRunner | ScriptWriter;
  #loop: StepLoop | null = null;
  /** The loop that has run to its end, while its transaction is still open. */
  #endedLoop: StepLoop | null = null;
  /** Whether a transaction begun by {@link beginTransaction} is open. */
  #transaction = false;

  constructor(settings: ContextSettings) {
    const { target, options, dialect, report } = settings;
    this.settings = settings;
    this.#report = report;
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
    this.#table = this.session && new VersionTableReader(this.session, this.#versionSql);
    this.#runner = this.session === null ? this.#makeWriter() : this.#makeRunner(this.session);
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
    return this.#begin(false);
  }

  /** Runs `work` inside {@link beginTransaction}: committed at its end, rolled back if it throws. */
  async inTransaction<T>(work: () => Promise<T>): Promise<T> {
    return await within(this.beginTransaction(), work);
  }

  /** The version rows: read from the database, none if there is no table; offline those assumed. */
  async currentRows(): Promise<readonly string[]> {
    if (this.#table === null) return this.settings.command.startingRows?.() ?? [];
    return await this.#table.read();
  }

  /** Makes the version table if it is not there. */
  async ensureVersionTable(): Promise<void> {
    await this.#runner.flush();
    if (this.#table) await this.#table.ensure();
    else await this.execute({ sql: this.#versionSql.create });
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

  /** Reads the version rows, plans, and runs the steps. Throws the first error, reported before. */
  async runMigrations(): Promise<RunResult> {
    const { command, loadBody, onVersionApply = [], options, dialect } = this.settings;
    const loop = new StepLoop({
      runner: this.#runner,
      versionSql: this.#versionSql,
      versionTable: options.versionTable,
      loadBody,
      onVersionApply,
      report: this.#report,
      compiler: {
        dialect,
        memory: this.#memory,
        options: {
          offline: this.offline,
          namingConvention: options.namingConvention,
          literalBinds: options.literalBinds,
          paramstyle: options.paramstyle,
        },
      },
      beginStep: () => this.#begin(true),
      onStepStarted: (step) => {
        const name = step.isStamp ? "stamp_revision" : step.direction;
        this.staticOutput(`-- Running ${name} ${step.fromText} -> ${step.toText}`);
      },
    });
    this.#loop = loop;
    const stopListening = this.#listen(loop);
    try {
      const rowsBefore = await this.#prepareTable(loop);
      const steps = await command.plan(rowsBefore, this);
      const result = await loop.run(rowsBefore, steps);
      this.#endedLoop = loop;
      return result;
    } catch (error) {
      loop.reportFailure(error);
      throw error;
    } finally {
      stopListening();
      this.#loop = null;
    }
  }

  /** The version rows to start from, after what must be done to the table has been seen to. */
  async #prepareTable(loop: StepLoop): Promise<readonly string[]> {
    const { command } = this.settings;
    if (this.#table === null) {
      if (command.purge) {
        throw new CommandError("purge_offline", "Can't use --purge with --sql mode");
      }
      return command.startingRows?.() ?? [];
    }
    if (command.startingRows !== undefined) {
      throw new CommandError(
        "starting_revision_online",
        "Can't specify current_rev to context when using a database connection",
      );
    }
    const exists = await this.#table.exists();
    const rows = exists && !command.purge ? await this.#table.select() : [];
    // It travels with the first migration; if there is nothing to run, at the end.
    if (!exists && !command.dontMutate) loop.addEngineStatement(this.#versionSql.create);
    if (command.purge) loop.addEngineStatement(this.#versionSql.deleteAll);
    return rows;
  }

  #makeRunner(session: Session): OnlineRunner {
    return new OnlineRunner(session, {
      onResult: (item) => this.#loop?.onResult(item),
      onCommit: () => this.#loop?.onCommit(),
      mayCommit: () => this.#transaction,
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

  /** Alembic's rules for which of the two levels has the transaction. */
  #begin(perMigration: boolean): ContextTransaction {
    const { transactionalDdl, transactionPerMigration } = this.settings.options;
    if (this.transactionOwner !== "engine") return noTransaction;
    const here = transactionalDdl ? perMigration === transactionPerMigration : perMigration;
    if (!here) return noTransaction;
    if (this.session !== null) return this.#beginOnline(this.session);
    return transactionalDdl ? this.#beginOffline() : noTransaction;
  }

  #beginOffline(): ContextTransaction {
    const { begin, commit } = this.settings.dialect.transaction;
    const write = (sql: string) =>
      this.#runner.add({ kind: "statement", statement: { sql }, step: null, ofBody: false });
    write(begin);
    let open = true;
    const ending = (end: () => void) => () => {
      if (open) end();
      open = false;
      return Promise.resolve();
    };
    return { isReal: true, commit: ending(() => write(commit)), rollback: ending(() => {}) };
  }

  #beginOnline(session: Session): ContextTransaction {
    if (this.#transaction) return noTransaction;
    this.#transaction = true;
    session.begin();
    const ending = (end: () => Promise<void>) => async () => {
      if (!this.#transaction) return;
      this.#transaction = false;
      if (session.autocommit) session.setAutocommit(false);
      await end();
    };
    return {
      isReal: true,
      commit: ending(async () => {
        const ended = this.#endedLoop;
        this.#endedLoop = null;
        try {
          await session.commit();
        } catch (error) {
          ended?.reportFailure(error);
          throw error;
        }
        this.#loop?.onCommit();
      }),
      rollback: ending(() => session.rollback()),
    };
  }

  /** Passes on what the server remarks, with the step that it was about. */
  #listen(loop: StepLoop): () => void {
    let listening = true;
    this.session?.connection.onNotice((notice) => {
      const event: MigrationEvent = { kind: "notice", notice, step: loop.currentStep };
      if (listening) this.#report(event);
    });
    return () => void (listening = false);
  }
}
