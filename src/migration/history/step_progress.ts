import type { QueryResult } from "../../database/connection.ts";
import type { HistorySql, ProgressEntry } from "../../dialect/dialect.ts";
import { DatabaseError } from "../../errors/mod.ts";
import { hidePasswords } from "../../config/secrets.ts";
import type { Statement } from "../../sql/statement.ts";
import type { RevisionStep } from "../plan_step.ts";
import type { BodyTurn } from "../prepared_body.ts";
import type { RunItem, StatementItem, TogetherItem } from "../run_item.ts";
import { holdsPassword } from "./down_sql.ts";
import { ResumeError } from "./resume_error.ts";
import { ReplayedStep } from "./replayed_step.ts";
import { RecordedResults } from "./recorded_results.ts";
import { StatementDigest } from "./statement_digest.ts";
import {
  type ClassifiedStatement,
  classify,
  endsTransaction,
  isBegin,
  isCommit,
  isRollback,
  setsUpSession,
} from "./statement_kind.ts";

/** How a turn runs what must happen together. */
export interface ProgressTurn extends BodyTurn {
  executeTogether(
    items: readonly StatementItem[],
    last: (result: QueryResult) => StatementItem,
  ): Promise<QueryResult>;
}

/** What the record of a step is made from. */
export interface StepProgressSettings {
  readonly step: RevisionStep;
  readonly sql: HistorySql;
  readonly turn: ProgressTurn;
  /** What an earlier run has left of it. */
  readonly replayed: ReplayedStep;
  readonly serverVersion: number;
  /** Whether there are no transactions at all. */
  readonly alwaysAlone: boolean;
  /** What must be sent before the first record; empty the second time. */
  readonly beforeFirst: () => readonly string[];
}

const EXCERPT = 200;

/**
 * Stands between the body of a step and the runner, and records what the body has done where a crash
 * could leave half of it: from its first statement outside a transaction on. A step that has none is
 * passed through as it is.
 *
 * What an earlier run has done according to its record is not done again: the body gets the
 * results that it got then, and nothing is sent.
 */
export class StepProgress {
  readonly #with: StepProgressSettings;
  readonly #replayed: ReplayedStep;
  /** The number of the statement that comes next. */
  #position = 0;
  /** The statements since the last commit. */
  #segment = new StatementDigest();
  #segmentStart = 0;
  #segmentExcerpt = "";
  #results = new RecordedResults();
  /** Whether each statement stands alone now. */
  #alone: boolean;
  #recorded: boolean;
  /** Set where it can no longer be told what is in which transaction. */
  #lost = false;
  #failure: unknown = null;
  readonly #open = new Map<Statement, ProgressEntry>();

  constructor(settings: StepProgressSettings) {
    this.#with = settings;
    this.#replayed = settings.replayed;
    this.#alone = settings.alwaysAlone;
    this.#recorded = !settings.replayed.isEmpty;
  }

  /** Whether a record has been made of the step, which must be taken away at its end. */
  get hasRecord(): boolean {
    return this.#recorded;
  }

  /** Whether what comes behind the body would stand alone. */
  get standsAlone(): boolean {
    return this.#alone;
  }

  /** What the body is given instead of the runner's own. */
  get turn(): BodyTurn {
    return {
      add: (item) => this.#add(item),
      flush: () => this.#flush(),
      execute: (item) => this.#execute(item),
      catchUp: () => this.#with.turn.catchUp(),
    };
  }

  #add(item: RunItem): void {
    this.#guarded(() => {
      if (item.kind === "autocommit") return this.#switch(item.active, item);
      if (item.kind !== "statement" || !item.ofBody) return this.#with.turn.add(item);
      this.#addStatement(item);
    });
  }

  async #execute(item: StatementItem): Promise<QueryResult> {
    this.throwFailure();
    const { turn } = this.#with;
    const position = this.#position;
    const { sql } = item.statement;
    if (this.#guarded(() => this.#skips(item))) {
      const result = this.#replayed.resultOf(position, item.place);
      if (setsUpSession(sql)) await turn.execute(item);
      return result;
    }
    if (!this.#alone) {
      this.#extendSegment(sql);
      const result = await turn.execute(item);
      this.#results.keep(position, result);
      return result;
    }
    const found = this.#classify(sql);
    const entry = this.#entry(sql, found.kind, position);
    if (found.kind === "session") return await turn.execute(item);
    const results = (result: QueryResult) => new RecordedResults().keep(position, result).text();
    if (found.kind === "atomic") {
      this.#makeTable();
      return await turn.executeTogether(
        [this.#done(entry, null), item],
        (result) => this.#statement(this.#with.sql.settle(entry, "done", results(result))),
      );
    }
    this.#start(entry, found);
    this.#open.set(item.statement, entry);
    const result = await turn.execute(item);
    turn.add(this.#statement(this.#with.sql.settle(entry, "done", results(result))));
    await turn.flush();
    return result;
  }

  async #flush(): Promise<void> {
    this.throwFailure();
    await this.#with.turn.flush();
  }

  /** Ends the record of a body that has ended. Throws if it did less than what is recorded of it. */
  finish(): void {
    this.throwFailure();
    this.#replayed.finish(this.#position);
  }

  /** The statement to note with that one was refused by the server, and so has not run; or `null`. */
  refusal(error: unknown, item: StatementItem): string | null {
    const entry = this.#open.get(item.statement);
    const isServers = error instanceof DatabaseError && error.report.sqlstate !== undefined;
    if (entry === undefined || !isServers || /^57P0/.test(error.report.sqlstate!)) return null;
    // A procedure may have committed part of what it did.
    if (/\b(?:call|do)\b/i.test(item.statement.sql)) return null;
    return this.#with.sql.settle(entry, "failed", null);
  }

  #switch(active: boolean, item: RunItem): void {
    if (active && !this.#alone) this.#closeSegment();
    if (!this.#with.alwaysAlone) this.#alone = active;
    this.#beginSegment();
    this.#with.turn.add(item);
  }

  #addStatement(item: StatementItem): void {
    const { turn } = this.#with;
    const { sql } = item.statement;
    if (isCommit(sql) && !this.#alone) {
      // The end of what it belongs to: its record is in the same transaction.
      this.#closeSegment();
      this.#alone = true;
      return turn.add(item);
    }
    if (isBegin(sql) && this.#alone && !this.#with.alwaysAlone) {
      this.#alone = false;
      this.#beginSegment();
      return turn.add(item);
    }
    const position = this.#position;
    if (this.#skips(item)) {
      if (setsUpSession(sql)) turn.add(item);
      return;
    }
    if (!this.#alone) {
      if (endsTransaction(sql)) return this.#loseTrack(item, position);
      this.#extendSegment(sql);
      return turn.add(item);
    }
    if (this.#lost) return turn.add(item);
    const found = this.#classify(sql);
    const entry = this.#entry(sql, found.kind, position);
    if (found.kind === "session") return turn.add(item);
    if (found.kind === "atomic") {
      this.#makeTable();
      return turn.add({ kind: "together", items: [this.#done(entry, null), item] } as TogetherItem);
    }
    this.#start(entry, found);
    this.#open.set(item.statement, entry);
    turn.add(item);
    turn.add(this.#statement(this.#with.sql.settle(entry, "done", null)));
  }

  /** Counts a statement; true if an earlier run has done it. */
  #skips({ statement: { sql }, place }: StatementItem): boolean {
    const { dropFirst, done } = this.#replayed.next(this.#position++, sql, place);
    if (dropFirst !== null) this.#with.turn.add(this.#statement(dropFirst));
    return done;
  }

  #extendSegment(sql: string): void {
    if (this.#segment.count === 0) {
      this.#segmentStart = this.#position - 1;
      this.#segmentExcerpt = excerpt(sql);
    }
    this.#segment.add(sql);
  }

  #beginSegment(): void {
    this.#segment = new StatementDigest();
    this.#results = new RecordedResults();
  }

  /** Records the statements of the transaction that is about to be committed, in it. */
  #closeSegment(): void {
    const { count } = this.#segment;
    if (count === 0 || this.#lost) return this.#beginSegment();
    const { revision, direction } = this.#with.step;
    this.#makeTable();
    this.#with.turn.add(this.#done({
      revision: revision.id,
      direction,
      position: this.#segmentStart,
      statements: count,
      hash: this.#segment.value(),
      excerpt: this.#segmentExcerpt,
      kind: "transaction",
    }, this.#results.text()));
    this.#beginSegment();
  }

  /** A text ends the transaction in its midst: what of it has run cannot be told afterwards. */
  #loseTrack(item: StatementItem, position: number): void {
    const { sql } = item.statement;
    const { turn } = this.#with;
    const note = () => {
      this.#makeTable();
      turn.add(this.#statement(this.#with.sql.start(this.#entry(sql, "alone", position), null)));
    };
    if (isRollback(sql)) {
      // It takes back what stands before it, and would take back a note of it, too.
      turn.add(item);
      note();
    } else {
      this.#closeSegment();
      note();
      turn.add(item);
    }
    this.#lost = true;
    this.#alone = true;
  }

  #classify(sql: string): ClassifiedStatement {
    return classify(sql, this.#with.serverVersion);
  }

  #entry(sql: string, kind: string, position: number): ProgressEntry {
    const digest = new StatementDigest();
    digest.add(sql);
    const { revision, direction } = this.#with.step;
    return {
      revision: revision.id,
      direction,
      position,
      statements: 1,
      hash: digest.value(),
      excerpt: excerpt(sql),
      kind,
    };
  }

  #start(entry: ProgressEntry, { index, table }: ClassifiedStatement): void {
    const { sql, turn } = this.#with;
    this.#makeTable();
    const before = index === undefined ? null : sql.lookBefore({ index, table });
    turn.add(this.#statement(sql.start(entry, before)));
  }

  /** Fails, and with it its transaction, if another session has recorded the same. */
  #done(entry: ProgressEntry, results: string | null): StatementItem {
    const { step } = this.#with;
    return {
      ...this.#statement(this.#with.sql.done(entry, results)),
      check: ({ rowCount }) => {
        if (rowCount === 1) return;
        throw new ResumeError(
          step,
          `statement ${
            entry.position + 1
          } was finished meanwhile by a session of an earlier run; ` +
            "run the command again",
        );
      },
    };
  }

  #makeTable(): void {
    for (const sql of this.#with.beforeFirst()) this.#with.turn.add(this.#statement(sql));
    this.#recorded = true;
  }

  #statement(sql: string): StatementItem {
    return { kind: "statement", statement: { sql }, step: this.#with.step, ofBody: false };
  }

  /** A body that catches everything must not go on behind what could not be replayed. */
  #guarded<T>(work: () => T): T {
    this.throwFailure();
    try {
      return work();
    } catch (error) {
      this.#failure = error;
      throw error;
    }
  }

  /** Throws what stopped the replay, whatever the body made of it. */
  throwFailure(): void {
    if (this.#failure !== null) throw this.#failure;
  }
}

/** The beginning of a statement on one line, for people; nothing of one that holds a password. */
function excerpt(sql: string): string {
  if (holdsPassword(sql)) return "(a statement with a password)";
  const line = hidePasswords(sql).replace(/\s+/g, " ").trim();
  return line.length > EXCERPT ? `${line.slice(0, EXCERPT)} …` : line;
}
