import type { VersionTableSql } from "../dialect/dialect.ts";
import type { RunHistory } from "./history/run_history.ts";
import type { StepProgress } from "./history/step_progress.ts";
import { PendingWrites } from "./pending_writes.ts";
import type { PlannedStep, VersionWrite } from "./plan_step.ts";
import type { Runner, StatementItem } from "./run_item.ts";
import { checkVersionWrite, versionWriteSql } from "./version_table.ts";

/** Where the marks of steps go. */
export interface StepMarksSettings {
  readonly runner: Runner;
  readonly versionSql: VersionTableSql;
  readonly versionTable: string;
}

/**
 * Writes what marks steps as done: their changes to the version rows and their entries in the history, with each
 * step or, where they may wait, of many steps together.
 */
export class StepMarks {
  readonly #with: StepMarksSettings;
  readonly #history: RunHistory | null;
  readonly #versionsWaiting = new PendingWrites();
  #waiting = false;

  constructor(settings: StepMarksSettings, history: RunHistory | null) {
    this.#with = settings;
    this.#history = history;
  }

  /** Adds those of a step. */
  async add(step: PlannedStep, progress: StepProgress | null): Promise<void> {
    const { runner } = this.#with;
    const items = step.writes.map((write) => this.#versionStatement(write, step));
    const hasRecord = progress?.hasRecord ?? false;
    for (const { statement, check } of await this.#history?.ending(step, hasRecord) ?? []) {
      items.push({ kind: "statement", statement, step, ofBody: false, check });
    }
    if (progress?.standsAlone) runner.add({ kind: "together", items });
    else items.forEach((item) => runner.add(item));
  }

  /** Leaves those of a step to wait. */
  leave(step: PlannedStep): void {
    this.#waiting = true;
    for (const write of step.writes) this.#versionsWaiting.add(write);
  }

  /** Adds all that wait, and waits for their steps, so that their times are known. */
  async addWaiting(): Promise<void> {
    if (!this.#waiting) return;
    this.#waiting = false;
    const { runner } = this.#with;
    for (const write of this.#versionsWaiting.take()) {
      runner.add(this.#versionStatement(write, null));
    }
    await runner.flush();
    await this.addEntries();
  }

  /** Adds the entries that wait of steps that are done by now. */
  async addEntries(): Promise<void> {
    const sql = await this.#history?.waitingEntries() ?? null;
    if (sql === null) return;
    this.#with.runner.add({ kind: "statement", statement: { sql }, step: null, ofBody: false });
  }

  #versionStatement(write: VersionWrite, step: PlannedStep | null): StatementItem {
    const { versionSql, versionTable } = this.#with;
    return {
      kind: "statement",
      statement: { sql: versionWriteSql(write, versionSql) },
      step,
      ofBody: false,
      check: (result) => checkVersionWrite(write, versionTable, result),
    };
  }
}
