/** The table with the leases, in the schema of the version table. */
export const LEASE_TABLE = "migrator_lock";
