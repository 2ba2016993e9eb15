import type { VersionTableSql } from "../dialect/dialect.ts";
import type { Statement } from "../sql/statement.ts";
import { CommandError } from "../errors/mod.ts";
import type { HistoryStatement } from "./history/run_history.ts";
import type { LockWitness } from "./lock/mod.ts";
import type { PlannedStep, VersionWrite } from "./plan_step.ts";
import type { PreparedBody } from "./prepared_body.ts";
import type { NoteItem, RunItem, StatementItem, TransactionItem } from "./run_item.ts";
import { type Timeouts, timeoutStatements } from "./timeouts.ts";
import { strictWrite, versionMismatch } from "./version_table.ts";

/** What a step is made of that is sent without waiting for the one before it. */
export interface ChainedStepSettings {
  readonly step: PlannedStep;
  /** A body that has run to its end; `null` for a stamp. */
  readonly body: PreparedBody | null;
  /** The limits that it has of its own. */
  readonly limits: Timeouts;
  readonly versionSql: VersionTableSql;
  readonly versionTable: string;
  /** What the history remembers of it. */
  readonly entry: readonly HistoryStatement[];
  readonly witness: LockWitness;
  readonly onStart: () => void;
  readonly onBodyEnd: () => void;
  readonly onCommitted: () => void;
}

/**
 * The transaction of a step whose statements are all known. What this program checks of other steps in between,
 * the server checks of this one: that its changes to the version rows met one each, and that the lock is ours.
 */
export async function chainedStep(settings: ChainedStepSettings): Promise<TransactionItem> {
  const { step, body, limits, entry, witness, onStart, onBodyEnd, onCommitted } = settings;
  const items: (StatementItem | NoteItem)[] = [];
  const add = (statement: Statement, more: Pick<StatementItem, "check" | "explain"> = {}) =>
    void items.push({ kind: "statement", statement, step, ofBody: false, ...more });
  for (const sql of timeoutStatements(limits)) add({ sql });
  await body?.takeTurn({
    add: (item) => void items.push(statementOrNote(item)),
    catchUp: notKnown,
    flush: notKnown,
    execute: notKnown,
  });
  items.push({ kind: "note", note: onBodyEnd });
  for (const write of step.writes) addWrite(write);
  for (const { statement, check } of entry) add(statement, { check });
  add(witness.statement, { explain: (refusal) => witness.explain(refusal) });
  return { kind: "transaction", step, items, onStart, onCommitted };

  function addWrite(write: VersionWrite): void {
    const { versionSql, versionTable } = settings;
    add(strictWrite(write, versionSql), {
      explain: ({ message }) => {
        const count = versionSql.rowsMet(message);
        return count === null ? null : versionMismatch(write, versionTable, count);
      },
    });
  }
}

function statementOrNote(item: RunItem): StatementItem | NoteItem {
  if (item.kind === "statement" || item.kind === "note") return item;
  throw new TypeError(`${item.kind} in a step that is sent with others`);
}

function notKnown(): Promise<never> {
  return Promise.reject(new CommandError("not_known", "a body that has ended waits for something"));
}
