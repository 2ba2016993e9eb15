/** What every lock between runners has to do: N lockers, exactly one wins, the next when it is done. */
import { assert, assertEquals, assertRejects } from "@std/assert";
import type { Connection } from "../../../src/database/connection.ts";
import { LockError } from "../../../src/errors/mod.ts";
import type {
  HeldLock,
  LockHolder,
  LockRequest,
  RunLock,
} from "../../../src/migration/lock/mod.ts";
import { testDatabase } from "../../support/postgres.ts";
import { openTest } from "../databases.ts";

/** Makes a lock whose sessions are opened by `connect`. */
export type LockMaker = (connect: () => Promise<Connection>) => RunLock;

/** A request for the lock of a table, which waits for nobody unless it is told to. */
export function request(change: Partial<LockRequest> = {}): LockRequest {
  return {
    table: { name: "alembic_version", schema: null },
    wait: 0,
    signal: new AbortController().signal,
    worker: Promise.resolve({ pid: null, direct: true }),
    interval: 100,
    onWaiting: () => {},
    ...change,
  };
}

/** A test on a server's database of its own, with the URL to open sessions on; all are closed. */
export function lockTest(
  title: string,
  body: (connect: () => Promise<Connection>, opened: readonly Connection[]) => Promise<void>,
): void {
  Deno.test(title, async () => {
    await using database = await testDatabase();
    if (database === null) return;
    const opened: Connection[] = [];
    const connect = async () => {
      const connection = await openTest(database.url);
      opened.push(connection);
      return connection;
    };
    try {
      await body(connect, opened);
    } finally {
      for (const connection of opened) await connection.close();
    }
  });
}

/** Runs the contract on a kind of lock. */
export function lockContract(name: string, make: LockMaker): void {
  lockTest(`${name}: of many lockers that do not wait exactly one wins`, async (connect) => {
    const lockers = Array.from({ length: 8 }, () => make(connect).acquire(request()));
    const settled = await Promise.allSettled(lockers);
    const won = settled.filter((one) => one.status === "fulfilled");
    const lost = settled.filter((one) => one.status === "rejected").map(({ reason }) => reason);
    assertEquals([won.length, lost.length], [1, 7]);
    for (const reason of lost) {
      assert(reason instanceof LockError, String(reason));
      assertEquals(reason.code, "lock_not_acquired");
      assert(reason.message.includes("since"), reason.message);
    }
    await won[0]!.value.release();
  });

  lockTest(`${name}: lockers that wait get it one after the other`, async (connect) => {
    let inside = 0;
    let turns = 0;
    await Promise.all(Array.from({ length: 6 }, async () => {
      const held = await make(connect).acquire(request({ wait: 60_000 }));
      assertEquals(++inside, 1);
      await held.verify();
      await new Promise((resolve) => setTimeout(resolve, 20));
      inside--;
      turns++;
      await held.release();
    }));
    assertEquals(turns, 6);
  });

  lockTest(`${name}: locks of other version tables do not disturb`, async (connect) => {
    const tables = [
      { name: "alembic_version", schema: null },
      { name: "other_version", schema: null },
    ];
    const held: HeldLock[] = [];
    for (const table of tables) held.push(await make(connect).acquire(request({ table })));
    for (const one of held) await one.release();
  });

  lockTest(`${name}: a wait tells who has the lock, and ends in time`, async (connect) => {
    const held = await make(connect).acquire(request());
    const heard: (LockHolder | null)[] = [];
    const error = await assertRejects(
      () =>
        make(connect).acquire(request({ wait: 300, onWaiting: (holder) => heard.push(holder) })),
      LockError,
    );
    assertEquals(error.code, "lock_not_acquired");
    assertEquals(heard.length, 1);
    assert(heard[0]!.application!.startsWith("migrator"), JSON.stringify(heard));
    await held.release();
    await (await make(connect).acquire(request())).release();
  });

  lockTest(`${name}: a wait ends when the run is to end`, async (connect) => {
    const held = await make(connect).acquire(request());
    const controller = new AbortController();
    const reason = new Error("enough");
    const waiting = make(connect).acquire(request({
      wait: 60_000,
      signal: controller.signal,
      onWaiting: () => controller.abort(reason),
    }));
    assertEquals(await assertRejects(() => waiting, Error), reason);
    await held.release();
  });

  lockTest(`${name}: a lost connection is noticed`, async (connect, opened) => {
    const held = await make(connect).acquire(request());
    await held.verify();
    const pid = opened[0]!.backendPid;
    const other = await connect();
    await other.execute({ sql: `SELECT pg_terminate_backend(${pid}, 5000)` });
    const lost = async () => {
      for (let time = 0; time < 200; time++) {
        await held.verify();
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    };
    const error = await assertRejects(lost, LockError);
    assertEquals(error.code, "lock_lost");
    await held.release();
  });
}
