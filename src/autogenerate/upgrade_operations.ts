import type { Operation } from "../operations/operation.ts";
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
