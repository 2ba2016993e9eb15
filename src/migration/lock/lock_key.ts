import type { LockedTable } from "./run_lock.ts";

/** The text that the key of a version table's lock is made from; it is part of the documentation. */
export function lockName({ name, schema }: LockedTable): string {
  return `migrator:${schema === null || schema === "" ? "" : `${schema}.`}${name}`;
}

/**
 * The key of the advisory lock: the first eight bytes of the SHA-256 of {@link lockName}, as a signed
 * number. Advisory locks belong to one database, so its name is not in it. In SQL:
 * `('x' || left(encode(sha256('migrator:alembic_version'), 'hex'), 16))::bit(64)::bigint`.
 */
export async function lockKey(table: LockedTable): Promise<bigint> {
  const bytes = new TextEncoder().encode(lockName(table));
  const digest = await crypto.subtle.digest("SHA-256", bytes);
  return new DataView(digest).getBigInt64(0);
}
