import type { Config } from "../config/mod.ts";
import { DEFAULT_HISTORY_TABLE, isHistoryTable } from "../migration/history/settings.ts";
import { LEASE_TABLE } from "../migration/lock/lease_table.ts";

/**
 * Tells the tables that migrator keeps for itself: the history, under the name that the ini gives it, and the lease. The
 * version table is not among them, which is Alembic's.
 */
export function ownTables({ options }: Pick<Config, "options">): (name: string) => boolean {
  const configured = options.getAlembicOption("migrator.history_table");
  const history = configured === null || configured === ""
    ? DEFAULT_HISTORY_TABLE
    : String(configured);
  return (name) => isHistoryTable(name, history) || name === LEASE_TABLE;
}
