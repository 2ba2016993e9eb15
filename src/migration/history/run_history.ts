import type { Connection } from "../../database/connection.ts";
import type { Dialect, HistoryEntry, HistorySql } from "../../dialect/dialect.ts";
import type { RevisionBody } from "../../revision/body.ts";
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

/** Remembers what a run does: an entry for each step, written with its version rows. */
export class RunHistory {
  readonly #with: RunHistorySettings;
  readonly #facts = new Map<PlannedStep, FileFacts>();
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

  /** What must be sent before the first step; where nothing can be written, that is reported. */
  begin(): readonly string[] {
    const { sql, report } = this.#with;
    const state = this.#state;
    if (this.kept) return state.exists ? [] : [sql.create];
    report({ kind: "history-not-kept", table: sql.table, exists: state.exists });
    return [];
  }

  /** Looks at the file of a step before anything of the run is sent. */
  async prepare(step: RevisionStep, body: RevisionBody): Promise<void> {
    if (!this.kept) return;
    const { dialect, options, settings } = this.#with;
    const { revision, direction } = step;
    const down = direction === "upgrade"
      ? await downSqlOf(revision, body, { dialect, options })
      : { sql: null, missing: null };
    this.#facts.set(step, {
      file: fileName(revision.path),
      checksum: settings.checksumOf(revision),
      downSql: down.sql,
      noDownSql: down.missing,
    });
  }

  /** The record of a step while it runs, with what an earlier run has left of it. */
  async progressOf(step: PlannedStep, turn: ProgressTurn): Promise<StepProgress | null> {
    if (!this.kept || step.isStamp) return null;
    const { sql, connection, report, alwaysAlone } = this.#with;
    const rows = this.#state.progress.filter(({ revision, direction }) =>
      revision === step.revision.id && direction === step.direction
    );
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
  ending(step: PlannedStep, hasRecord: boolean): readonly string[] {
    if (!this.kept) return [];
    const forget = hasRecord && !step.isStamp
      ? [this.#with.sql.forget(step.revision.id, step.direction)]
      : [];
    return [this.#entry(step, hasRecord), ...forget];
  }

  #entry(step: PlannedStep, hasProgress: boolean): string {
    const { settings: { client, toolVersion }, sql } = this.#with;
    const facts = this.#facts.get(step) ?? withoutFile;
    this.#facts.delete(step);
    return sql.insert({
      revision: step.isStamp ? step.toText || "base" : step.revision.id,
      direction: step.isStamp ? "stamp" : step.direction,
      description: step.isStamp ? `${step.fromText} -> ${step.toText}`.trim() : step.revision.doc,
      client,
      toolVersion,
      downRevisions: step.downRevisions,
      hasProgress,
      ...facts,
    });
  }
}

function fileName(path: string): string {
  return path.slice(Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\")) + 1);
}
