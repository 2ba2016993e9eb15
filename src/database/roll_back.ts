import { DatabaseError } from "../errors/mod.ts";
import type { Connection } from "./connection.ts";

/** The SQLSTATE of a statement that was stopped on request. */
const QUERY_CANCELED = "57014";

/**
 * Undoes what is open in the session. It is said again where it was stopped itself: a request to cancel
 * travels beside the session, and what it was meant for may have ended before it arrives.
 */
export async function rollBack(connection: Pick<Connection, "execute">): Promise<void> {
  const statement = { sql: "ROLLBACK" };
  try {
    await connection.execute(statement);
  } catch (error) {
    if (!(error instanceof DatabaseError) || error.report.sqlstate !== QUERY_CANCELED) throw error;
    await connection.execute(statement);
  }
}
