import type { Connection } from "../database/connection.ts";
import type { Session } from "../database/session.ts";
import { NEW_ID_LENGTH, type VersionTableSql } from "../dialect/dialect.ts";
import { RevisionError } from "../errors/mod.ts";
import type { PlannedStep } from "./plan_step.ts";

/** The ids that a step writes into the version table. */
function idsWritten({ writes }: PlannedStep): readonly string[] {
  return writes.flatMap((write) =>
    write.kind === "insert" ? [write.version] : write.kind === "update" ? [write.to] : []
  );
}

function isLonger(id: string, length: number): boolean {
  return [...id].length > length;
}

/**
 * How many characters an id may have in the version table; `null` where any number, or where it does not matter: nothing is
 * asked unless an id is longer than a new table takes. `connection`: one to a database that has the table; else `null`.
 */
export async function idLimit(
  steps: readonly PlannedStep[],
  connection: Connection | Session | null,
  sql: VersionTableSql,
): Promise<number | null> {
  if (!steps.some((step) => idsWritten(step).some((id) => isLonger(id, NEW_ID_LENGTH)))) {
    return null;
  }
  if (connection === null) return NEW_ID_LENGTH;
  const { rows: [row] } = await connection.execute({ sql: sql.idLength });
  return row?.[0] == null ? null : Number(row[0]);
}

/**
 * Throws a `RevisionError` if a step writes an id that is longer than `limit` and neither it nor one before it may have altered the
 * version table.
 */
export function checkIdLengths(
  steps: readonly PlannedStep[],
  limit: number,
  versionTable: string,
  mayAlterVersionTable: (step: PlannedStep) => boolean,
): void {
  for (const step of steps) {
    if (mayAlterVersionTable(step)) return;
    const id = idsWritten(step).find((each) => isLonger(each, limit));
    if (id === undefined) continue;
    throw new RevisionError(
      "id_too_long",
      `The id '${id}' has ${
        [...id].length
      } characters, and version_num of ${versionTable} takes ${limit}`,
      {
        ...(step.isStamp ? {} : { place: { path: step.revision.path } }),
        hint: `widen the column, in a revision before it or by hand: ALTER TABLE ${versionTable} ` +
          `ALTER COLUMN version_num TYPE VARCHAR(${[...id].length}); or give it a shorter id`,
      },
    );
  }
}
