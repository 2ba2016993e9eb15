import type { Statement } from "../sql/statement.ts";
import type { TransactionStatus } from "./connection.ts";

/**
 * How many statements from `start` on may travel together. Once a statement fails inside a
 * transaction the server refuses all that follow, so they need not wait for one another; but one
 * that may end the transaction, or bring it back to life (ROLLBACK TO), must be waited for. Reading is
 * coarse on the safe side: a mere mention of such a word sends a statement alone.
 */
export function groupLength(
  statements: readonly Statement[],
  start: number,
  status: TransactionStatus,
): number {
  let open = status === "in-transaction";
  let end = start;
  for (; end < statements.length; end++) {
    const { sql } = statements[end]!;
    if (open ? travelsAlone(sql) : !beginsTransaction(sql)) break;
    open = true;
  }
  return Math.max(end - start, 1);
}

/** Whether a text is one BEGIN or START TRANSACTION and nothing else. */
export function beginsTransaction(sql: string): boolean {
  return /^\s*(?:begin|start\s+transaction)\b[^;]*(?:;\s*)?$/i.test(sql);
}

/**
 * Whether a text may hold a statement that ends a transaction, goes back to a savepoint, or makes the
 * server wait for data (COPY FROM STDIN, where it would take the next message for a mistake). A text
 * with a NUL character cannot be sent at all.
 */
export function travelsAlone(sql: string): boolean {
  // One look is enough for nearly all texts.
  if (!/\b(?:commit|rollback|abort|prepare|end|copy)\b|\0/i.test(sql)) return false;
  return /\b(?:commit|rollback|abort|prepare)\b/i.test(sql) ||
    endsBlock(sql) || copiesFromInput(sql) || sql.includes("\0");
}

/** Whether `end` may begin a statement of a text: at its beginning, after a semicolon or after a comment. */
function endsBlock(sql: string): boolean {
  for (const { index } of sql.matchAll(/\bend\b/gi)) {
    const before = sql.slice(0, index).trimEnd();
    if (before === "" || before.endsWith(";") || before.endsWith("*/")) return true;
    const isNextLine = sql.slice(before.length, index).includes("\n");
    if (isNextLine && before.slice(before.lastIndexOf("\n") + 1).includes("--")) return true;
  }
  return false;
}

function copiesFromInput(sql: string): boolean {
  const copy = sql.search(/\bcopy\b/i);
  return copy >= 0 && /\bstdin\b/i.test(sql.slice(copy));
}
