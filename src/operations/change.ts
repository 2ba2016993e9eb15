import { inverse } from "./inverse.ts";
import type { Operation } from "./operation.ts";
import type { Name } from "../schema/name.ts";

/**
 * What is to change in one table that stays (Alembic's `ModifyTableOps`): `process_revision_directives`
 * sees them as one, and a batch renders them together.
 */
export interface ModifyTable {
  readonly kind: "modifyTable";
  readonly tableName: Name;
  readonly schema?: Name | null;
  readonly operations: readonly Operation[];
}

/** One entry of a generated `upgrade()` or `downgrade()` (Alembic's `UpgradeOps.ops`). */
export type Change = Operation | ModifyTable;

/** The operations of a change: those that it groups, or itself. */
export function operationsOf(change: Change): readonly Operation[] {
  return change.kind === "modifyTable" ? change.operations : [change];
}

/**
 * The changes that take others back, from the last to the first, as Alembic's `UpgradeOps.reverse()`. What has no
 * inverse (`execute`, rows) is left out: there is nothing to write for it.
 */
export function reverseChanges(changes: readonly Change[]): readonly Change[] {
  return changes.toReversed().flatMap((change): readonly Change[] => {
    switch (change.kind) {
      case "modifyTable":
        return [{
          ...change,
          operations: change.operations.toReversed().map(inverse).filter((each) => each !== null),
        }];
      default: {
        const back = inverse(change);
        return back === null ? [] : [back];
      }
    }
  });
}
