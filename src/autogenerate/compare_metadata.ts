import { type Change, reverseChanges } from "../operations/change.ts";
import type { Metadata } from "../schema/metadata.ts";
import { compareEnums } from "./compare_enums.ts";
import type { CompareOptions } from "./compare_options.ts";
import { addedTables, changedTable, removedTables, sayOwnedSequences } from "./compare_tables.ts";
import type { ComparedDatabase } from "./compared_database.ts";
import { desiredTables, existingTables } from "./compared_tables.ts";
import { Comparison } from "./comparison.ts";
import { withServerNames } from "./constraint_names.ts";
import { pairedTables } from "./table_pairs.ts";

/**
 * What is to be done so that the database holds what the target says, in Alembic's order; where that leaves the order
 * to chance, tables come and go in the order of their dependencies and everything else in that of its definition.
 *
 * Throws a `CommandError` where two of the targets have the same table.
 */
export async function compareMetadata(
  target: readonly Metadata[],
  database: ComparedDatabase,
  options: CompareOptions,
): Promise<ComparedChanges> {
  const comparison = new Comparison(options);
  const desired = desiredTables(target, database.defaultSchema, comparison);
  const existing = existingTables(database.metadata, comparison);
  const pairs = await pairedTables(desired, existing, database, comparison);
  const ofTables = [
    ...addedTables(desired, existing, comparison),
    ...removedTables(desired, existing, comparison),
  ];
  pairs.forEach((pair) => sayOwnedSequences(pair.existing, comparison));
  ofTables.push(...pairs.flatMap((pair) => changedTable(pair, comparison)));
  return aroundTables(target, database, ofTables, comparison);
}

/** Puts what is to be done about types around what is to be done about tables. */
function aroundTables(
  target: readonly Metadata[],
  database: ComparedDatabase,
  upgrade: readonly Change[],
  comparison: Comparison,
): ComparedChanges {
  const { defaultSchema, serverVersion } = database;
  const back = reverseChanges(upgrade);
  const downgrade = comparison.improvements.constraintNames
    ? withServerNames(back, upgrade, { tables: database.metadata.tables, defaultSchema })
    : back;
  const types = comparison.improvements.enums
    ? compareEnums(
      { target, database: database.metadata, defaultSchema, serverVersion, upgrade, downgrade },
      comparison,
    )
    : { before: [], after: [], backBefore: [], backAfter: [], upgrade, downgrade };
  return {
    upgrade: [
      ...types.before,
      ...types.upgrade,
      ...types.after,
    ],
    downgrade: [
      ...types.backBefore,
      ...types.downgrade,
      ...types.backAfter,
    ],
  };
}

/** What is to be done, and what takes it back. */
export interface ComparedChanges {
  readonly upgrade: readonly Change[];
  readonly downgrade: readonly Change[];
}
