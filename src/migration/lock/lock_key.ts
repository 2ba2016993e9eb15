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
  return await keyOf(lockName(table));
}

/**
 * The key of the lock that a step takes, shared with others, from the moment when the server finds that the run
 * still has the lock above until it is committed. A runner that has got the lock takes it for a moment, alone: then
 * nothing that a runner before it has sent can be committed any more.
 */
export async function commitKey(table: LockedTable): Promise<bigint> {
  return await keyOf(`${lockName(table)}:commit`);
}

async function keyOf(name: string): Promise<bigint> {
  const bytes = new TextEncoder().encode(name);
  const digest = await crypto.subtle.digest("SHA-256", bytes);
  return new DataView(digest).getBigInt64(0);
}
