import { assert, assertEquals, assertRejects } from "@std/assert";
import { LockError } from "../../../src/errors/mod.ts";
import { postgresql } from "../../../src/dialect/postgresql/postgresql.ts";
import { advisoryLock, leaseLock } from "../../../src/migration/lock/mod.ts";
import { describeHolder, outline } from "../../../src/migration/lock/lock_holder.ts";
import { commitKey, lockKey, lockName } from "../../../src/migration/lock/lock_key.ts";
import { poll, pollDelay } from "../../../src/migration/lock/polling.ts";
import { lockContract, lockTest, request } from "./contract.ts";

lockContract("advisory lock", advisoryLock);
lockContract(
  "lease",
  (connect) => leaseLock(connect, postgresql, { duration: 5000, renewEvery: 100 }),
);

lockTest("the key is what the documentation says it is in SQL", async (connect) => {
  const connection = await connect();
  for (const [schema, name] of [[null, "alembic_version"], ["app", "vérsion"]] as const) {
    const table = { schema, name };
    for (const [suffix, key] of [["", lockKey], [":commit", commitKey]] as const) {
      const text = `${lockName(table)}${suffix}`;
      const { rows } = await connection.execute({
        sql: `SELECT ('x' || left(encode(sha256('${text}'), 'hex'), 16))::bit(64)::bigint`,
      });
      assertEquals(rows[0]![0], String(await key(table)));
    }
  }
});

lockTest("an advisory lock tells what the session does that works under it", async (connect) => {
  const worker = await connect();
  const secret = "SELECT 'hunter2', pg_sleep(30)";
  const running = worker.execute({ sql: secret }).catch(() => {});
  const known = { pid: worker.backendPid, direct: true };
  const held = await advisoryLock(connect).acquire(request({ worker: Promise.resolve(known) }));
  const holder = await new Promise<string>((resolve, reject) => {
    const look = async () => {
      for (;;) {
        const error = await assertRejects(() => advisoryLock(connect).acquire(request()));
        if ((error as Error).message.includes("pg_sleep")) return (error as Error).message;
      }
    };
    look().then(resolve, reject);
  });
  assert(holder.includes("active: SELECT '…', pg_sleep(30)"), holder);
  assert(!holder.includes("hunter2"), holder);
  await worker.cancel();
  await running;
  await held.release();
});

lockTest("an advisory lock sees who makes the worker wait", async (connect) => {
  const [worker, other] = [await connect(), await connect()];
  await worker.execute({ sql: "CREATE TABLE items (id int)" });
  await other.executeBatch([{ sql: "BEGIN" }, { sql: "LOCK TABLE items IN SHARE MODE" }]);
  const known = { pid: worker.backendPid, direct: true };
  const held = await advisoryLock(connect).acquire(request({ worker: Promise.resolve(known) }));
  const waiting = worker.execute({ sql: "INSERT INTO items VALUES (1)" });
  while (held.blockers.length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
  const [{ session, wanted, object, held: locks }] = held.blockers as [typeof held.blockers[0]];
  assertEquals([session!.pid, session!.state], [other.backendPid, "idle in transaction"]);
  assertEquals([wanted, object, locks], ["RowExclusiveLock", "table public.items", ["ShareLock"]]);
  await other.execute({ sql: "ROLLBACK" });
  await waiting;
  await held.release();
});

lockTest("a lock that is not ours when it is given back is told of", async (connect, opened) => {
  const worker = await connect();
  const { promise: seen, resolve } = Promise.withResolvers<unknown>();
  const held = await advisoryLock(connect).acquire(request({
    worker: Promise.resolve({ pid: worker.backendPid, direct: true }),
    interval: 60_000,
    onActivity: resolve,
  }));
  // It has been looked at, and will not be soon again.
  await seen;
  await opened[1]!.execute({ sql: "SELECT pg_advisory_unlock_all()" });
  const error = await assertRejects(() => held.release(), LockError);
  assertEquals([error.code, error.hint?.includes("--direct-url")], ["lock_not_released", true]);
});

lockTest("a role that may not take advisory locks is told of the lease", async (connect) => {
  const role = `nobody_${crypto.randomUUID().slice(0, 8)}`;
  const admin = await connect();
  await admin.execute({
    sql: `CREATE ROLE ${role};
REVOKE EXECUTE ON FUNCTION pg_catalog.pg_try_advisory_lock(bigint) FROM PUBLIC`,
  });
  const asRole = async () => {
    const connection = await connect();
    await connection.execute({ sql: `SET ROLE ${role}` });
    return connection;
  };
  const error = await assertRejects(() => advisoryLock(asRole).acquire(request()), LockError);
  assertEquals([error.code, error.hint?.includes("--lock=lease")], ["lock_unusable", true]);
  await admin.execute({ sql: `DROP ROLE ${role}` });
});

lockTest("a lease that ran out is taken over, and its owner is told", async (connect) => {
  const slow = leaseLock(connect, postgresql, { duration: 200, renewEvery: 60_000 });
  const first = await slow.acquire(request({ interval: 60_000 }));
  const second = await slow.acquire(request({ wait: 10_000 }));
  const error = await assertRejects(() => first.verify(), LockError);
  assertEquals(error.code, "lock_lost");
  await first.release();
  await second.release();
});

lockTest("a lease that ran out and nobody took is still good", async (connect) => {
  const lock = leaseLock(connect, postgresql, { duration: 200, renewEvery: 60_000 });
  const held = await lock.acquire(request({ interval: 60_000 }));
  await new Promise((resolve) => setTimeout(resolve, 300));
  await held.verify();
  await held.release();
});

Deno.test("delays between attempts grow to a second, a quarter more or less", () => {
  const middle = [1, 2, 3, 8, 9, 100].map((attempt) => Math.round(pollDelay(attempt, 0.5)));
  assertEquals(middle, [50, 75, 113, 854, 1000, 1000]);
  assertEquals([pollDelay(50, 0), pollDelay(50, 1)], [750, 1250]);
});

Deno.test("polling tries at least once and stops when its time is over", async () => {
  const signal = new AbortController().signal;
  let [tries, told] = [0, 0];
  const onWaiting = () => Promise.resolve(void told++);
  const never = () => Promise.resolve(void tries++).then(() => null);
  assertEquals(await poll(never, { wait: 0, signal, onWaiting }), null);
  assertEquals([tries, told], [1, 0]);
  const third = () => Promise.resolve(++tries === 4 ? "yes" : null);
  assertEquals(await poll(third, { wait: 60_000, signal, onWaiting }), "yes");
  assertEquals([tries, told], [4, 1]);
});

Deno.test("a statement is outlined without comments and values", () => {
  const cases: [string, string][] = [
    ["SELECT 1", "SELECT 1"],
    ["/* who */ ALTER ROLE a PASSWORD 'it''s' -- x\n VALID", "ALTER ROLE a PASSWORD '…' VALID"],
    ["DO $x$ secret $x$ ;\n", "DO '…' ;"],
    ["SELECT 'cut of", "SELECT '…'"],
    ["DO $$ cut of", "DO '…'"],
    [`SELECT ${"x".repeat(200)}`, `SELECT ${"x".repeat(113)} …`],
  ];
  for (const [sql, wanted] of cases) assertEquals(outline(sql), wanted);
});

Deno.test("a holder is described by what is known of it", () => {
  const nothing = { application: null, user: null, client: null, since: null };
  const unknown = { ...nothing, pid: null, milliseconds: null, state: null, query: null };
  assertEquals(describeHolder(unknown), "an unknown session");
  assertEquals(
    describeHolder({
      pid: 42,
      application: "psql",
      user: "app",
      client: "10.0.0.3",
      since: "2026-01-02 03:04:05 UTC",
      milliseconds: 61_000,
      state: "active",
      query: "SELECT 1",
    }),
    "pid 42 (psql, user app, from 10.0.0.3) since 2026-01-02 03:04:05 UTC (1 min 1 s), active: SELECT 1",
  );
});
