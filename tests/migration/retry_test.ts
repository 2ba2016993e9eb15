import { assertEquals } from "@std/assert";
import { DatabaseError } from "../../src/errors/mod.ts";
import { retryDelay } from "../../src/migration/retry.ts";

const failure = (sqlstate: string) => new DatabaseError("no", { report: { sqlstate } });
const waited = { error: failure("55P03"), undone: true, failuresBefore: 0 };

Deno.test("pauses between attempts double up to half a minute, a quarter more or less", () => {
  const delays = [0, 1, 2, 4, 5, 9].map((failuresBefore) =>
    retryDelay({ ...waited, failuresBefore }, 10, 0.5)
  );
  assertEquals(delays, [1000, 2000, 4000, 16_000, 30_000, 30_000]);
  assertEquals([retryDelay(waited, 1, 0), retryDelay(waited, 1, 1)], [750, 1250]);
});

Deno.test("only a wait for a lock that was undone whole is tried again, and not for ever", () => {
  assertEquals(retryDelay({ ...waited, undone: false }, 5, 0), null);
  assertEquals(retryDelay({ ...waited, error: failure("57014") }, 5, 0), null);
  assertEquals(retryDelay({ ...waited, error: new Error("55P03") }, 5, 0), null);
  assertEquals(retryDelay({ ...waited, failuresBefore: 5 }, 5, 0), null);
  assertEquals(retryDelay(waited, 0, 0), null);
});
