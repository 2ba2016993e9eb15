import type { ConnectionParameters } from "../config/connection/mod.ts";
import type { Config } from "../config/mod.ts";
import type { Connection } from "../database/connection.ts";
import { postgresql } from "../dialect/postgresql/postgresql.ts";
import type { Environment } from "../environment/environment.ts";
import { advisoryLockHolder } from "../migration/lock/advisory_lock.ts";
import { leaseHolder } from "../migration/lock/lease_lock.ts";
import { describeHolder } from "../migration/lock/mod.ts";
import { backendPid, findPooling, requireSession } from "../migration/lock/pooling.ts";
import { protectionSettings } from "../project/protection.ts";
import type { Findings } from "./finding.ts";

/** Looks for a pooler in between, and at who has the lock of the version table. */
export async function examineLock(
  { options }: Environment,
  parameters: ConnectionParameters,
  config: Config,
  open: () => Promise<Connection>,
  findings: Findings,
): Promise<void> {
  if (parameters.kind === "pglite") {
    return findings.ok("the embedded database belongs to one process at a time");
  }
  const { lockKind } = protectionSettings({ noLock: false }, config);
  const connection = await open();
  try {
    await examinePooler(connection, lockKind, open, findings);
    const table = { name: options.versionTable, schema: options.versionTableSchema };
    const holder = lockKind === "lease"
      ? await leaseHolder(connection, postgresql, table)
      : await advisoryLockHolder(connection, table);
    if (lockKind === "none") {
      findings.warning("no lock keeps other runners away (migrator.lock = none)", {
        place: config.options.placeOf("migrator.lock"),
        hint: "remove the key where more than one process may migrate",
      });
    }
    if (holder === null) return findings.ok(`the lock is free (${lockKind})`);
    findings.warning(`the lock is held by ${describeHolder(holder)}`, {
      hint: holder.pid === null
        ? "a lease whose runner is gone runs out within a minute"
        : `if nothing runs any more, end it: SELECT pg_terminate_backend(${holder.pid})`,
    });
  } finally {
    await connection.close();
  }
}

async function examinePooler(
  connection: Connection,
  lockKind: string,
  open: () => Promise<Connection>,
  findings: Findings,
): Promise<void> {
  if (await backendPid(connection) === connection.backendPid) {
    return findings.ok("no pooler is in between");
  }
  const pooling = await findPooling(connection, open);
  const found = `a pooler with ${pooling} pooling is in between (PgBouncer or its like)`;
  if (pooling === "session") return findings.ok(found);
  if (lockKind === "none") return findings.warning(found);
  if (lockKind === "lease" && pooling === "transaction") {
    return findings.ok(`${found}, through which a lease works`);
  }
  await findings.attempt(() => requireSession(pooling));
}
