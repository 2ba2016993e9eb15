import type { Connection, QueryResult } from "../../database/connection.ts";
import type { HistorySql } from "../../dialect/dialect.ts";
import type { Place } from "../../errors/mod.ts";
import type { Reporter } from "../events.ts";
import type { RevisionStep } from "../plan_step.ts";
import { ResumeError } from "./resume_error.ts";
import type { ProgressRow } from "./state.ts";
import { StatementDigest } from "./statement_digest.ts";
import { makesTemporary, setsUpSession } from "./statement_kind.ts";

/** What to do with the statement that comes next. */
export interface Replay {
  /** Whether an earlier run has done it. */
  readonly done: boolean;
  /** What is to be run before it is run again: an index that was left half-built goes first. */
  readonly dropFirst: string | null;
}

/** Milliseconds between two looks at a session of an earlier run. */
const WAIT = 500;

interface KnownRow extends ProgressRow {
  /** Whether it has run; what was in doubt has been looked for. */
  readonly done: boolean;
  readonly dropFirst: string | null;
}

const notDone: Replay = { done: false, dropFirst: null };

/** What an earlier run has recorded of a step, followed statement by statement. */
export class ReplayedStep {
  readonly #step: RevisionStep;
  readonly #rows: readonly KnownRow[];
  #index = 0;
  #digest = new StatementDigest();

  private constructor(step: RevisionStep, rows: readonly KnownRow[]) {
    this.#step = step;
    this.#rows = rows;
  }

  /** Nothing is recorded. */
  static empty(step: RevisionStep): ReplayedStep {
    return new ReplayedStep(step, []);
  }

  /**
   * Finds out how each recorded statement ended, by looking where the record does not say. Throws a
   * `ResumeError` where that cannot be found out.
   */
  static async of(
    step: RevisionStep,
    rows: readonly ProgressRow[],
    sql: HistorySql,
    connection: Pick<Connection, "execute">,
    report: Reporter,
  ): Promise<ReplayedStep> {
    const known: KnownRow[] = [];
    for (const row of rows) {
      if (row.state === "started") await waitForSession(row, sql, connection, report);
      known.push(await settle(step, row, sql, connection));
    }
    return new ReplayedStep(step, known);
  }

  get isEmpty(): boolean {
    return this.#rows.length === 0;
  }

  /** Follows one statement more of the body. */
  next(position: number, text: string, place?: Place): Replay {
    const row = this.#rows[this.#index];
    if (row === undefined) return notDone;
    if (position < row.position) {
      if (setsUpSession(text)) return notDone;
      throw this.#error(
        `statement ${position + 1} is not recorded although statement ${row.position + 1} is; a ` +
          "statement that failed and whose error was caught cannot be replayed",
        place,
      );
    }
    if (!row.done) {
      this.#index++;
      return { done: false, dropFirst: row.dropFirst };
    }
    if (makesTemporary(text)) {
      throw this.#error(
        `statement ${position + 1} made a temporary object, which went with the session`,
        place,
      );
    }
    this.#digest.add(text);
    const last = position === row.position + row.statements - 1;
    if (!last) return { done: true, dropFirst: null };
    if (this.#digest.value() !== row.hash) throw this.#changed(row, place);
    this.#digest = new StatementDigest();
    this.#index++;
    return { done: true, dropFirst: null };
  }

  /** The result that a statement had which was done by an earlier run. */
  resultOf(position: number, place?: Place): QueryResult {
    const row = this.#rows.find((each) =>
      each.position <= position && position < each.position + each.statements
    );
    const results = JSON.parse(row?.results ?? "{}") as Record<string, QueryResult>;
    const result = results[position];
    if (result !== undefined) return result;
    throw this.#error(
      `statement ${position + 1} gave a result that the revision goes by, and it was not recorded`,
      place,
    );
  }

  /** The body has ended with `count` statements. */
  finish(count: number): void {
    const row = this.#rows[this.#index];
    if (row === undefined) return;
    throw this.#error(
      `${
        row.position + row.statements
      } of its statements are recorded, and the file has ${count} now`,
    );
  }

  #changed(row: ProgressRow, place?: Place): ResumeError {
    const { position, statements, excerpt } = row;
    const which = statements === 1
      ? `statement ${position + 1} was`
      : `statements ${position + 1} to ${position + statements} were`;
    return this.#error(
      `${which} done on ${row.startedAt}, beginning with \`${excerpt}\`, and the file has ` +
        `something else there now; bring the file back to what ran, or settle it by hand`,
      place,
    );
  }

  #error(message: string, place?: Place): ResumeError {
    return new ResumeError(this.#step, message, place);
  }
}

/** A server goes on with a statement whose client has gone; what it comes to is seen at its end. */
async function waitForSession(
  { backend }: ProgressRow,
  sql: HistorySql,
  connection: Pick<Connection, "execute">,
  report: Reporter,
): Promise<void> {
  if (backend === null) return;
  for (let first = true;; first = false) {
    const { rows: [running] } = await connection.execute({ sql: sql.stillRunning(backend) });
    if (running === undefined) return;
    const [pid, query] = running;
    if (first) report({ kind: "waiting-for-session", pid: Number(pid), query: query ?? "" });
    await new Promise((resolve) => setTimeout(resolve, WAIT));
  }
}

async function settle(
  step: RevisionStep,
  row: ProgressRow,
  sql: HistorySql,
  connection: Pick<Connection, "execute">,
): Promise<KnownRow> {
  if (row.state === "done") return { ...row, done: true, dropFirst: null };
  if (row.foundBefore !== null) return await lookForIndex(row, sql, connection);
  if (row.kind === "repeatable" || row.state === "failed") {
    return { ...row, done: false, dropFirst: null };
  }
  throw new ResumeError(
    step,
    `statement ${row.position + 1}, \`${row.excerpt}\`, was begun on ${row.startedAt} outside a ` +
      `transaction, and nothing tells whether it has run; the ${row.position} before it have`,
  );
}

/** What a statement that makes or drops an index concurrently has come to. */
async function lookForIndex(
  row: ProgressRow,
  sql: HistorySql,
  connection: Pick<Connection, "execute">,
): Promise<KnownRow> {
  const { index, name } = JSON.parse(row.foundBefore!) as {
    readonly index: string | number | null;
    readonly name?: string;
  };
  const { rows: [found] } = await connection.execute({ sql: sql.lookAfter(row.foundBefore!) });
  const again = { ...row, done: false, dropFirst: null };
  const done = { ...row, done: true, dropFirst: null };
  if (name === undefined) return index !== null && found === undefined ? done : again;
  // One that was there before is not this statement's work: it fails as it did, or does nothing.
  if (index !== null || found === undefined) return again;
  const [valid, drop] = found;
  return valid === "t" ? done : { ...again, dropFirst: drop! };
}
