import type { Connection, QueryResult } from "../../database/connection.ts";
import type { Dialect, HistoryEntry, HistorySql } from "../../dialect/dialect.ts";
import type { RevisionBody } from "../../revision/body.ts";
import type { Statement } from "../../sql/statement.ts";
import type { Reporter } from "../events.ts";
import type { MigrationOptions } from "../options.ts";
import type { PlannedStep, RevisionStep } from "../plan_step.ts";
import { downSqlOf } from "./down_sql.ts";
import { StepStatementError } from "../online_runner.ts";
import { ReplayedStep } from "./replayed_step.ts";
import type { HistorySettings } from "./settings.ts";
import type { HistoryState } from "./state.ts";
import { type ProgressTurn, StepProgress } from "./step_progress.ts";

/** What the history of a run is made from. */
export interface RunHistorySettings {
  readonly settings: HistorySettings;
  readonly sql: HistorySql;
  readonly dialect: Dialect;
  readonly options: MigrationOptions;
  readonly report: Reporter;
  readonly connection: Connection;
  /** Whether each statement stands alone, in every step. */
  readonly alwaysAlone: boolean;
}

type FileFacts = Pick<HistoryEntry, "file" | "checksum" | "downSql" | "noDownSql">;

const withoutFile: FileFacts = { file: null, checksum: null, downSql: null, noDownSql: null };

/**
 * How many bodies are kept until their way back is looked for, some 25 kB each: fewer where the other things that are
 * kept of each of many steps fill the memory.
 */
const mostKept = (steps: number): number => Math.min(1000, 1e6 / steps);

/** A statement on the history's tables, and what looks at its result. */
export interface HistoryStatement {
  readonly statement: Statement;
  readonly check?: (result: QueryResult) => void;
}

/** When a step began and ended, by the clock of `performance`. */
interface StepTimes {
  readonly step: PlannedStep;
  readonly startedAt: number;
  readonly endedAt: number;
}

/**
 * Remembers what a run does: an entry for each step, written with its version rows. Where many steps share a
 * transaction their entries may wait and be written together, which takes the server a tenth of the time.
 */
export class RunHistory {
  readonly #with: RunHistorySettings;
  readonly #facts = new Map<PlannedStep, FileFacts>();
  /** Those whose way back has not been looked for yet. */
  readonly #bodies = new Map<PlannedStep, RevisionBody>();
  /** The steps that are done, and whose entries wait. */
  readonly #ended: StepTimes[] = [];
  /** What is added to the clock of `performance` for the server's, in milliseconds. */
  #clockOffset: number | null = null;
  #state: HistoryState;
  #hasProgressTable: boolean;

  /** `state`: what the database has of it. */
  constructor(state: HistoryState, settings: RunHistorySettings) {
    this.#with = settings;
    this.#state = state;
    this.#hasProgressTable = state.progressExists;
  }

  /** Goes by what was read later, once nobody else changes it any more. */
  use(state: HistoryState | null): void {
    if (state === null) return;
    this.#state = state;
    this.#hasProgressTable = state.progressExists;
  }

  /** Whether anything can be written. */
  get kept(): boolean {
    return this.#state.writable;
  }

  /** Whether entries may be written later than their steps' version rows, in one transaction with them. */
  get entriesCanWait(): boolean {
    return this.kept && !this.#with.alwaysAlone;
  }

  /** What must be sent before the first step; where nothing can be written, that is reported. */
  begin(): readonly string[] {
    const { sql, report } = this.#with;
    const state = this.#state;
    if (this.kept) return state.exists ? [] : [sql.create];
    report({ kind: "history-not-kept", table: sql.table, exists: state.exists });
    return [];
  }

  /** Takes down the file of a step, of so many `steps`, before anything of the run is sent. */
  async prepare(step: RevisionStep, body: RevisionBody, steps: number): Promise<void> {
    if (!this.kept) return;
    const { revision, direction } = step;
    this.#facts.set(step, {
      ...withoutFile,
      file: fileName(revision.path),
      checksum: this.#with.settings.checksumOf(revision),
    });
    if (direction === "downgrade") return;
    this.#bodies.set(step, body);
    if (this.#bodies.size > mostKept(steps)) await this.lookBack(step);
  }

  /** Looks for what takes a step back, once: while the server is at work with another, if there is the choice. */
  async lookBack(step: PlannedStep): Promise<void> {
    const [body, facts] = [this.#bodies.get(step), this.#facts.get(step)];
    if (body === undefined || facts === undefined || step.isStamp) return;
    this.#bodies.delete(step);
    const { dialect, options } = this.#with;
    const { sql, missing } = await downSqlOf(step.revision, body, { dialect, options });
    this.#facts.set(step, { ...facts, downSql: sql, noDownSql: missing });
  }

  /** Whether an earlier run has left a record of a step in its midst. */
  isUnfinished(step: PlannedStep): boolean {
    return this.kept && !step.isStamp && this.#recordsOf(step).length > 0;
  }

  #recordsOf({ revision, direction }: RevisionStep): HistoryState["progress"] {
    return this.#state.progress.filter((row) =>
      row.revision === revision.id && row.direction === direction
    );
  }

  /** The record of a step while it runs, with what an earlier run has left of it. */
  async progressOf(step: PlannedStep, turn: ProgressTurn): Promise<StepProgress | null> {
    if (!this.kept || step.isStamp) return null;
    const { sql, connection, report, alwaysAlone } = this.#with;
    const rows = this.#recordsOf(step);
    if (rows.length > 0) report({ kind: "resuming", step, records: rows.length });
    return new StepProgress({
      step,
      sql,
      turn,
      replayed: await ReplayedStep.of(step, rows, sql, connection, report),
      serverVersion: connection.serverVersion,
      alwaysAlone,
      beforeFirst: () => {
        if (this.#hasProgressTable) return [];
        this.#hasProgressTable = true;
        return [sql.createProgress];
      },
    });
  }

  /** Notes that the server refused a statement that was recorded as begun. */
  async noteRefusal(progress: StepProgress, error: unknown): Promise<void> {
    const { connection } = this.#with;
    if (!(error instanceof StepStatementError) || connection.transactionStatus !== "idle") return;
    const sql = progress.refusal(error, error.item);
    // The error is what the user must hear; without the note the statement is in doubt.
    if (sql !== null) await connection.execute({ sql }).catch(() => {});
  }

  /**
   * The statements that belong into the transaction of a step's version rows, if any do; `hasRecord`:
   * it was recorded while it ran, which is forgotten.
   */
  async ending(step: PlannedStep, hasRecord: boolean): Promise<readonly HistoryStatement[]> {
    if (!this.kept) return [];
    await this.lookBack(step);
    const { sql } = this.#with;
    const insert: HistoryStatement = {
      statement: sql.insert(this.#entry(step, hasRecord)),
      check: (result) => this.#useClock(result),
    };
    if (!hasRecord || step.isStamp) return [insert];
    return [insert, { statement: { sql: sql.forget(step.revision.id, step.direction) } }];
  }

  /** What tells the server's time, before the first entry is left to wait. */
  get clock(): HistoryStatement {
    return { statement: { sql: this.#with.sql.clock }, check: (result) => this.#useClock(result) };
  }

  /** What is late on its way here makes the server's clock seem slow, never fast. */
  #useClock({ rows }: QueryResult): void {
    const offset = Number(rows[0]?.[0]) - performance.now();
    this.#clockOffset = Math.max(this.#clockOffset ?? offset, offset);
  }

  /** Takes down when a step began and ended whose entry waits. */
  noteEnd(times: StepTimes): void {
    this.#ended.push(times);
  }

  /** The statement that writes the entries of all steps that have ended by now; `null` if none waits. */
  async waitingEntries(): Promise<string | null> {
    const offset = this.#clockOffset;
    if (this.#ended.length === 0 || offset === null) return null;
    const ended = this.#ended.splice(0);
    for (const { step } of ended) await this.lookBack(step);
    return this.#with.sql.insertTimed(ended.map(({ step, startedAt, endedAt }) => ({
      ...this.#entry(step, false),
      startedAt: startedAt + offset,
      finishedAt: endedAt + offset,
    })));
  }

  #entry(step: PlannedStep, hasProgress: boolean): HistoryEntry {
    const { settings: { client, toolVersion } } = this.#with;
    const facts = this.#facts.get(step) ?? withoutFile;
    this.#facts.delete(step);
    return {
      revision: step.isStamp ? step.toText || "base" : step.revision.id,
      direction: step.isStamp ? "stamp" : step.direction,
      description: step.isStamp ? `${step.fromText} -> ${step.toText}`.trim() : step.revision.doc,
      client,
      toolVersion,
      downRevisions: step.downRevisions,
      hasProgress,
      ...facts,
    };
  }
}

function fileName(path: string): string {
  return path.slice(Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\")) + 1);
}
