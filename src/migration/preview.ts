import { newRunMemory, type RunMemory } from "../dialect/dialect.ts";
import { FileError, type Place } from "../errors/mod.ts";
import type { QueryResult } from "../database/connection.ts";
import type { BodyHost, QueuedItem, RevisionBody } from "../revision/body.ts";
import { splitSql } from "../script/sql_split.ts";
import type { Statement } from "../sql/statement.ts";
import {
  type BodyCompiler,
  checkCharacters,
  compileItem,
  throwAsRevisionError,
} from "./body_compiler.ts";
import type { BodyLoader, ContextOwner } from "./context_settings.ts";
import type { MigrationOptions } from "./options.ts";
import type { RevisionStep } from "./plan_step.ts";

/** One statement that a step would send. */
export interface PreviewedStatement {
  readonly statement: Statement;
  readonly place?: Place;
  /**
   * Whether the run would look first and send it only where something is there, or is not. The
   * statement is given without what is around it then.
   */
  readonly conditional: boolean;
  /** The number of its transaction in the run, from 1; `null` where it stands alone. */
  readonly transaction: number | null;
}

/** What one step would do, as far as that is known without doing it. */
export interface PreviewedStep {
  readonly step: RevisionStep;
  readonly statements: readonly PreviewedStatement[];
  /** The statement whose result the body waits for: what it does then is not known. */
  readonly waitsFor: { readonly statement: Statement; readonly place?: Place } | null;
}

/** How the steps of a run would be carried out. */
export interface PreviewSettings extends Pick<BodyCompiler, "dialect"> {
  readonly options: MigrationOptions;
  readonly transactionOwner: ContextOwner;
  readonly loadBody: BodyLoader;
}

/** Finds out what steps would send, one after the other, without sending anything. */
export class Preview {
  readonly #settings: PreviewSettings;
  readonly #memory: RunMemory = newRunMemory();
  readonly #transactions: TransactionCounter;

  constructor(settings: PreviewSettings) {
    this.#settings = settings;
    this.#transactions = new TransactionCounter(settings);
  }

  /** Evaluates the body of the next step of the run. Throws what the body throws. */
  async next(step: RevisionStep): Promise<PreviewedStep> {
    const { direction } = step;
    const body = await this.#settings.loadBody(step.revision);
    this.#transactions.startStep();
    const host = new PreviewHost(this.#settings, this.#memory, this.#transactions);
    const outside = body.outsideTransaction(direction);
    if (outside) host.emit({ kind: "autocommit", active: true });
    await host.finish(body, direction);
    if (outside) host.emit({ kind: "autocommit", active: false });
    return { step, statements: host.statements, waitsFor: host.waitsFor };
  }
}

/** Counts the transactions of a run by the rules of `MigrationContext`. */
class TransactionCounter {
  readonly #owned: boolean;
  readonly #perStep: boolean;
  #count = 0;
  /** Whether the next statement begins a transaction. */
  #ended = true;
  #autocommit = false;

  constructor({ options, transactionOwner }: PreviewSettings) {
    this.#owned = transactionOwner !== "none";
    this.#perStep = transactionOwner === "engine" &&
      (options.transactionPerMigration || !options.transactionalDdl);
  }

  startStep(): void {
    if (this.#perStep) this.#ended = true;
  }

  switchAutocommit(active: boolean): void {
    this.#autocommit = active;
    this.#ended = true;
  }

  /** The transaction of the next text, which holds so many statements. */
  take(statements: number): number | null {
    // Outside a transaction, several statements in one text are one all the same.
    if (!this.#owned || this.#autocommit) return statements > 1 ? ++this.#count : null;
    if (this.#ended) this.#count++;
    this.#ended = false;
    return this.#count;
  }
}

/** Keeps what a body sends, and says that all went well; what it would read nobody knows. */
class PreviewHost implements BodyHost {
  readonly offline = false;
  readonly statements: PreviewedStatement[] = [];
  waitsFor: PreviewedStep["waitsFor"] = null;
  readonly #compiler: BodyCompiler;
  readonly #script: BodyCompiler;
  readonly #transactions: TransactionCounter;
  readonly #held = Promise.withResolvers<void>();

  constructor(
    { dialect, options }: PreviewSettings,
    memory: RunMemory,
    transactions: TransactionCounter,
  ) {
    const { namingConvention, literalBinds, paramstyle } = options;
    const compile = { namingConvention, literalBinds, paramstyle };
    this.#compiler = { dialect, memory, options: { ...compile, offline: false } };
    this.#script = {
      dialect,
      memory,
      options: { ...compile, paramstyle: "named", offline: true },
    };
    this.#transactions = transactions;
  }

  /** Runs a body to its end, or to where it must wait for a result. */
  async finish(body: RevisionBody, direction: "upgrade" | "downgrade"): Promise<void> {
    const running = body.run(direction, this).catch(throwAsRevisionError);
    running.catch(() => {});
    await Promise.race([running, this.#held.promise]);
  }

  emit(item: QueuedItem): void {
    switch (item.kind) {
      case "autocommit":
        return this.#transactions.switchAutocommit(item.active);
      case "statement":
        checkCharacters(item.statement, item.place);
        return this.#add(item.statement, item.place, false);
      case "operation": {
        const { conditional, statements } = this.#compile(item);
        for (const statement of statements) this.#add(statement, item.place, conditional);
        return;
      }
      case "note":
        return;
    }
  }

  flush(): Promise<void> {
    return Promise.resolve();
  }

  execute(statement: Statement, place?: Place): Promise<QueryResult> {
    this.waitsFor ??= { statement, place };
    this.#held.resolve();
    return new Promise(() => {});
  }

  /** What is sent inside a look at the database is taken from a script, where it stands bare. */
  #compile(item: Extract<QueuedItem, { readonly kind: "operation" }>) {
    const { memory, dialect } = this.#compiler;
    const sent = compileItem(item, this.#compiler, structuredClone(memory));
    const conditional = sent.some((statement) => dialect.looksFirst(statement));
    const statements = compileItem(item, conditional ? this.#script : this.#compiler, memory);
    return { conditional, statements };
  }

  #add(statement: Statement, place: Place | undefined, conditional: boolean): void {
    const parts = partsOf(statement);
    const transaction = this.#transactions.take(parts.length);
    for (const part of parts) {
      this.statements.push({ statement: part, place, conditional, transaction });
    }
  }
}

/** A text may hold several statements; the server runs them in one transaction. */
function partsOf(statement: Statement): readonly Statement[] {
  const { sql, parameters } = statement;
  if (parameters !== undefined || !/;\s*\S/.test(sql)) return [statement];
  try {
    const parts = splitSql(sql, { path: "" });
    return parts.length < 2 ? [statement] : parts.map(({ text }) => ({ sql: text }));
  } catch (error) {
    // What cannot be cut up is the server's to judge.
    if (error instanceof FileError) return [statement];
    throw error;
  }
}
