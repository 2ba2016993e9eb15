import { LOCK_MODES, type LockMode, type ObjectName } from "../statement/statement.ts";

/** What is done with a table while it is locked, from the quickest on. */
export const WORK = [
  /** Only the catalogue changes. */
  "instant",
  /** As many rows as the statement touches. */
  "rows",
  /** The whole table is read: to check rows, or to build an index. */
  "scan",
  /** The whole table is written anew, with its indexes. */
  "rewrite",
] as const;

/** One of {@link WORK}. */
export type Work = typeof WORK[number];

/** What one statement does to one table that may be in use. */
export interface TableEffect {
  readonly table: ObjectName;
  readonly mode: LockMode;
  readonly work: Work;
  /** False where `work` is the worst case, because something is not known. */
  readonly certain: boolean;
  /** Why, where it is not plain. */
  readonly because: string | null;
  /** How large the table is; `null` where that is not known. */
  readonly size: TableSize | null;
}

/** How large a table is, as the server estimates it. */
export interface TableSize {
  /** With its indexes and what is stored out of line. */
  readonly bytes: number;
  /** `null` where the table has never been analyzed. */
  readonly rows: number | null;
}

/** What a lock keeps others from. */
export type Blocks = "reads and writes" | "writes" | "other schema changes";

/** What a lock of a mode keeps others from doing (PostgreSQL manual, "Table-Level Locks"). */
export function blocks(mode: LockMode): Blocks | null {
  if (mode === "ACCESS EXCLUSIVE") return "reads and writes";
  if (strength(mode) >= strength("SHARE")) return "writes";
  return mode === "SHARE UPDATE EXCLUSIVE" ? "other schema changes" : null;
}

/** The place of a mode among all. */
export function strength(mode: LockMode): number {
  return LOCK_MODES.indexOf(mode);
}

/** The place of a kind of work among all. */
export function weight(work: Work): number {
  return WORK.indexOf(work);
}

/** Makes an effect; it is certain and needs no reason unless they are given. */
export function effect(
  table: ObjectName,
  mode: LockMode,
  work: Work = "instant",
  more: Partial<Pick<TableEffect, "certain" | "because">> = {},
): TableEffect {
  return { table, mode, work, certain: true, because: null, size: null, ...more };
}

/** Effects on the same table as one: the strongest lock, the most work. */
export function combined(effects: readonly TableEffect[], key: (name: ObjectName) => string) {
  const found = new Map<string, TableEffect>();
  for (const each of effects) {
    const name = key(each.table);
    const other = found.get(name);
    if (other === undefined) {
      found.set(name, each);
      continue;
    }
    const heavier = weight(each.work) > weight(other.work) ? each : other;
    const mode = strength(each.mode) > strength(other.mode) ? each.mode : other.mode;
    found.set(name, { ...heavier, mode });
  }
  return [...found.values()];
}
