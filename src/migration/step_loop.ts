import type { QueryResult } from "../database/connection.ts";
import type { VersionTableSql } from "../dialect/dialect.ts";
import { chainedStep } from "./chained_step.ts";
import type { BodyLoader, RunResult, VersionApplied } from "./context_settings.ts";
import { type ContextTransaction, within } from "./context_transaction.ts";
import type { AppliedStep, Reporter } from "./events.ts";
import type { RunHistory } from "./history/run_history.ts";
import type { ProgressTurn, StepProgress } from "./history/step_progress.ts";
import type { LockWitness } from "./lock/mod.ts";
import { StepStatementError } from "./online_runner.ts";
import type { PlannedStep } from "./plan_step.ts";
import { PreparedBody } from "./prepared_body.ts";
import { checkIdLengths } from "./id_length.ts";
import type { BodyCompiler } from "./body_compiler.ts";
import type { Runner, StatementItem } from "./run_item.ts";
import { StepMarks } from "./step_marks.ts";
import { noTimeouts, type Timeouts, timeoutStatements, usualAfter } from "./timeouts.ts";
import { applyVersionWrite, rowsAfter } from "./version_table.ts";

/** From how many steps on it is worth a message more to write together what the database remembers of them. */
const MANY_STEPS = 50;

/** What a loop over steps works with. */
export interface StepLoopSettings {
  readonly runner: Runner;
  readonly versionSql: VersionTableSql;
  readonly versionTable: string;
  readonly loadBody: BodyLoader;
  readonly compiler: BodyCompiler;
  readonly onVersionApply: readonly ((info: VersionApplied) => void | Promise<void>)[];
  readonly report: Reporter;
  /** Begins the transaction of one step, where it is to have one. */
  readonly beginStep: () => ContextTransaction;
  /** Offline: writes what stands above the statements of a step. */
  readonly onStepStarted: (step: PlannedStep) => void;
  /**
   * What keeps the lock within a transaction where each step has one of its own; else `null`, also where only this
   * program can look after the lock.
   */
  readonly witness: () => LockWitness | null;
  /** Throws if the run must not go on: asked before each step, and before its commit. */
  readonly checkpoint: () => Promise<void> | undefined;
  /** The limits of a transaction where its step says nothing; `null` where none can be set. */
  readonly usualTimeouts: () => Timeouts | null;
}

/** Runs planned steps one after the other and keeps the record of what has happened. */
export class StepLoop {
  readonly #settings: StepLoopSettings;
  readonly #rows = new Set<string>();
  readonly #applied: AppliedStep[] = [];
  #history: RunHistory | null = null;
  /** The records of steps that may still fail. */
  readonly #progress = new Map<PlannedStep, StepProgress>();
  #steps: readonly PlannedStep[] = [];
  /** Those whose turn has not come yet. */
  #bodies = new Map<PlannedStep, PreparedBody>();
  /** Whether a body may have ended the transaction that it was run in. */
  #meddled = false;
  #marks: StepMarks;
  /** Whether steps that are transactions of their own may not have been answered yet. */
  #chainWaits = false;
  /** How many of the applied steps are permanent. */
  #committed = 0;
  /** The step in whose middle the last commit was. */
  #partlyCommitted: PlannedStep | null = null;
  #rowsBefore: readonly string[] | null = null;
  #preparing: PlannedStep | null = null;
  #current: PlannedStep | null = null;
  #startedAt = 0;
  #statements = 0;

  constructor(settings: StepLoopSettings) {
    this.#settings = settings;
    this.#marks = new StepMarks(settings, null);
  }

  /** The step whose statements are being answered. */
  get currentStep(): PlannedStep | null {
    return this.#current;
  }

  /** Queues a statement of the engine's own. */
  addEngineStatement(sql: string, check?: (result: QueryResult) => void): void {
    const statement = { sql };
    this.#settings.runner.add({ kind: "statement", statement, step: null, ofBody: false, check });
  }

  onResult(item: StatementItem): void {
    if (item.ofBody && item.step === this.#current) this.#statements++;
  }

  onCommit(): void {
    this.#committed = this.#applied.length;
    this.#partlyCommitted = this.#statements > 0 ? this.#current : null;
  }

  /** Starts every body, so that what is wrong in one is known before anything is sent. */
  async prepare(
    rowsBefore: readonly string[],
    steps: readonly PlannedStep[],
    history: RunHistory | null = null,
  ): Promise<void> {
    this.#history = history;
    this.#marks = new StepMarks(this.#settings, history);
    this.#steps = steps;
    this.#rowsBefore = rowsBefore;
    for (const row of rowsBefore) this.#rows.add(row);
    this.#bodies = await this.#startBodies(steps);
  }

  /** Throws if an id of the prepared steps is longer than the version table takes, as far as that is known. */
  checkIdLengths(limit: number): void {
    const mayAlter = (step: PlannedStep) => this.#bodies.get(step)?.mayAlterVersionTable ?? false;
    checkIdLengths(this.#steps, limit, this.#settings.versionTable, mayAlter);
  }

  /** Runs the steps that were prepared. */
  async run(): Promise<RunResult> {
    const rowsBefore = this.#rowsBefore ?? [];
    if (this.#steps.length > 0) {
      this.#settings.report({ kind: "planned", steps: this.#steps });
      this.#beginHistory();
    }
    try {
      for (const [index, step] of this.#steps.entries()) {
        await this.#runStep(step, this.#steps[index + 1] ?? null);
        await this.#settings.runner.rest();
      }
      await this.#noting(async () => {
        await this.#marks.addWaiting();
        await this.#settings.runner.flush();
      });
    } catch (error) {
      // What is done about it finds the connection free.
      await this.#settings.runner.settle();
      throw error;
    }
    return Object.freeze({ applied: this.#applied, rowsBefore, rows: [...this.#rows] });
  }

  /** Tells what has become of the run; `inTransaction`: what failed is undone by a rollback. */
  reportFailure(error: unknown, inTransaction = false): void {
    const failedStep = error instanceof StepStatementError
      ? error.item.step
      : this.#preparing ?? this.#current;
    const kept = this.#applied.slice(0, this.#committed);
    this.#settings.report({
      kind: "failed",
      error,
      step: failedStep,
      kept,
      undone: this.#applied.slice(this.#committed),
      notRun: this.#steps.slice(
        failedStep === null ? this.#applied.length : this.#steps.indexOf(failedStep) + 1,
      ),
      partlyKept: this.#partlyCommitted,
      recorded: this.#partlyCommitted !== null &&
        (this.#progress.get(this.#partlyCommitted)?.hasRecord ?? false),
      retryable: inTransaction && this.#partlyCommitted === null,
      rowsBefore: this.#rowsBefore,
      rows: this.#rowsBefore && rowsAfter(this.#rowsBefore, kept.map(({ step }) => step)),
    });
  }

  async #startBodies(steps: readonly PlannedStep[]): Promise<Map<PlannedStep, PreparedBody>> {
    const { loadBody, compiler, versionTable } = this.#settings;
    const bodies = new Map<PlannedStep, PreparedBody>();
    let inOrder = true;
    for (const step of steps) {
      if (step.isStamp) continue;
      this.#preparing = step;
      const body = await loadBody(step.revision);
      const prepared: PreparedBody = new PreparedBody(step, compiler, { inOrder, versionTable });
      await prepared.start(body);
      await this.#history?.prepare(step, body, steps.length);
      inOrder &&= prepared.ended;
      bodies.set(step, prepared);
    }
    this.#preparing = null;
    return bodies;
  }

  async #runStep(step: PlannedStep, next: PlannedStep | null): Promise<void> {
    const { runner, versionSql, report, beginStep, onVersionApply, checkpoint } = this.#settings;
    const body = this.#bodies.get(step) ?? null;
    this.#bodies.delete(step);
    const usual = this.#settings.usualTimeouts() ?? noTimeouts;
    await checkpoint();
    const witness = this.#canChain(step, body) ? this.#settings.witness() : null;
    if (witness !== null) return await this.#chainStep(step, body, witness);
    if (this.#chainWaits) await runner.flush();
    this.#chainWaits = false;
    const transaction = beginStep();
    const marksWait = !transaction.isReal && this.#marksCanWait(body);
    await within(transaction, () =>
      this.#noting(async () => {
        if (!marksWait) await this.#marks.addWaiting();
        if (runner.offline && this.#rows.size === 0) this.addEngineStatement(versionSql.create);
        runner.add({ kind: "note", note: () => this.#stepStarts(step) });
        const own = this.#limitsOf(body);
        this.#addLimits(step, own);
        const progress = body === null ? null : await this.#runBody(step, body, own);
        this.#meddled ||= body?.meddles ?? false;
        runner.add({ kind: "note", note: () => report({ kind: "writing-version", step }) });
        for (const write of step.writes) applyVersionWrite(this.#rows, write);
        if (marksWait) this.#marks.leave(step);
        else await this.#marks.add(step, progress);
        if (onVersionApply.length > 0) await runner.flush();
        for (const tell of onVersionApply) await tell({ step, heads: new Set(this.#rows) });
        runner.add({ kind: "note", note: () => this.#stepEnds(step, marksWait) });
        if (!transaction.isReal) this.#addLimits(step, usualAfter(own, usual));
        if (transaction.isReal) await this.#sendAndLookAt(next);
        else if (runner.full) {
          await runner.send();
          await this.#marks.addEntries();
        }
        if (marksWait) await this.#history?.lookBack(step);
        if (transaction.isReal) await checkpoint();
      }));
  }

  /**
   * Whether a step may be sent before the one before it is known to be committed: nothing of it must be looked at
   * by this program first. The first step of a run makes the tables that the others write to.
   */
  #canChain(step: PlannedStep, body: PreparedBody | null): boolean {
    return step !== this.#steps[0] && this.#settings.onVersionApply.length === 0 &&
      !this.#meddled && (body?.isChainable ?? true) && !this.#history?.isUnfinished(step);
  }

  /** Leaves a step to be sent with others, each of which has a transaction of its own. */
  async #chainStep(
    step: PlannedStep,
    body: PreparedBody | null,
    witness: LockWitness,
  ): Promise<void> {
    const { runner, report, versionSql, versionTable } = this.#settings;
    runner.add(
      await chainedStep({
        step,
        body,
        limits: this.#limitsOf(body),
        versionSql,
        versionTable,
        entry: await this.#history?.ending(step, false) ?? [],
        witness,
        onStart: () => this.#stepStarts(step),
        onBodyEnd: () => report({ kind: "writing-version", step }),
        onCommitted: () => this.#stepEnds(step, false),
      }),
    );
    for (const write of step.writes) applyVersionWrite(this.#rows, write);
    this.#chainWaits = true;
    if (runner.full) await runner.send();
  }

  #beginHistory(): void {
    const history = this.#history;
    if (history === null) return;
    for (const sql of history.begin()) this.addEngineStatement(sql);
    if (this.#marksCanWait(null)) {
      const { statement, check } = history.clock;
      this.addEngineStatement(statement.sql, check);
    }
  }

  /**
   * Whether what the database remembers of a step may be written later, with that of others: where many share a
   * transaction that nothing ends between them, and nobody looks.
   */
  #marksCanWait(body: PreparedBody | null): boolean {
    const { onVersionApply } = this.#settings;
    return this.#history?.entriesCanWait === true && onVersionApply.length === 0 &&
      this.#steps.length >= MANY_STEPS && !this.#meddled && (body?.isPlain ?? true);
  }

  /** Waits until what was added is done, and meanwhile looks at the next step. */
  async #sendAndLookAt(next: PlannedStep | null): Promise<void> {
    const { runner } = this.#settings;
    await runner.send();
    if (next !== null) await this.#history?.lookBack(next);
    await runner.flush();
  }

  /** Notes what the server refused, as long as it can be known. */
  async #noting(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      const step = error instanceof StepStatementError ? error.item.step : null;
      const progress = step && this.#progress.get(step);
      if (progress) await this.#history?.noteRefusal(progress, error);
      throw error;
    }
  }

  /** Runs a body to its end; gives the record of it, where one is kept. */
  async #runBody(
    step: PlannedStep,
    body: PreparedBody,
    own: Timeouts,
  ): Promise<StepProgress | null> {
    const turn = this.#turnOf(step, own);
    const progress = await this.#history?.progressOf(step, turn) ?? null;
    if (progress !== null) this.#progress.set(step, progress);
    try {
      await body.takeTurn(progress?.turn ?? turn);
      progress?.finish();
    } catch (error) {
      // A body that wraps what it catches must not hide why the step cannot be gone on with.
      progress?.throwFailure();
      throw error;
    }
    return progress;
  }

  /** The limits that a step has of its own, where it has a transaction to set them in. */
  #limitsOf(body: PreparedBody | null): Timeouts {
    const usual = this.#settings.usualTimeouts();
    return usual === null || body === null || body.outside ? noTimeouts : body.timeouts;
  }

  #addLimits(step: PlannedStep, limits: Timeouts): void {
    for (const sql of timeoutStatements(limits)) {
      this.#settings.runner.add({ kind: "statement", statement: { sql }, step, ofBody: false });
    }
  }

  #turnOf(step: PlannedStep, own: Timeouts): ProgressTurn {
    const { runner } = this.#settings;
    return {
      add: (item) => {
        runner.add(item);
        // Behind an autocommit block another transaction begins.
        if (item.kind === "autocommit" && !item.active) this.#addLimits(step, own);
      },
      flush: () => runner.flush(),
      execute: (item) => runner.execute(item),
      executeTogether: (items, last) => runner.executeTogether(items, last),
      catchUp: async () => {
        try {
          await runner.flush();
          return null;
        } catch (failure) {
          if (failure instanceof StepStatementError && failure.item.step === step) {
            return { failure };
          }
          throw failure;
        }
      },
    };
  }

  #stepStarts(step: PlannedStep): void {
    this.#current = step;
    this.#statements = 0;
    this.#startedAt = performance.now();
    this.#settings.report({ kind: "step-started", step });
    this.#settings.onStepStarted(step);
  }

  #stepEnds(step: PlannedStep, marksWait: boolean): void {
    const endedAt = performance.now();
    if (marksWait) this.#history?.noteEnd({ step, startedAt: this.#startedAt, endedAt });
    const applied: AppliedStep = Object.freeze({
      step,
      milliseconds: endedAt - this.#startedAt,
      statements: this.#statements,
    });
    this.#applied.push(applied);
    this.#progress.delete(step);
    this.#current = null;
    this.#settings.report({ kind: "step-finished", applied });
  }
}
