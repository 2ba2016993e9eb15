import { newRunMemory } from "../dialect/dialect.ts";
import type { AlterColumn, AlteredDefault } from "../operations/operation.ts";
import type { Column } from "../schema/column.ts";
import type { ComparedColumn } from "./compare_options.ts";
import type { TablePair } from "./comparison.ts";
import type { ColumnRole } from "./desired_table.ts";

/** What a comparison of one column gathers; `null` and left out mean what they mean in {@link AlterColumn}. */
export type ColumnChanges = {
  -readonly [Key in keyof AlterColumn]: AlterColumn[Key];
};

/** A column of both sides. */
export interface ColumnPair extends ComparedColumn {
  readonly table: TablePair;
  readonly name: string;
  readonly existing: Column;
  readonly desired: Column;
  readonly role: ColumnRole;
}

/** What stands as DEFAULT, identity or computed value of a column. */
export function defaultOf(column: Column): AlteredDefault {
  return column.serverDefault ?? column.identity ?? column.computed ?? null;
}

/** How expressions are written that are compared. */
export const compileOptions = { offline: false, memory: newRunMemory() } as const;
