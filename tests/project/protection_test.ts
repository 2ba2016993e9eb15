import { assertEquals, assertThrows } from "@std/assert";
import {
  directUrl,
  type ProtectionRequest,
  protectionSettings,
} from "../../src/project/protection.ts";
import { loadConfig } from "../../src/config/mod.ts";
import { CommandError } from "../../src/errors/mod.ts";
import { memoryPlatform } from "../config/memory_platform.ts";

/** The configuration of an ini whose main section has these lines. */
function config(...lines: string[]) {
  const ini = ["[alembic]", "script_location = /m", ...lines].join("\n");
  return loadConfig({
    platform: memoryPlatform({ files: { "/work/alembic.ini": ini, "/m/env.py": "" } }),
  });
}

const nothing: ProtectionRequest = { noLock: false };

Deno.test("protection has defaults, which the ini changes, and the command line after it", async () => {
  assertEquals(protectionSettings(nothing, await config()), {
    lockKind: "advisory",
    lockWait: 300_000,
    timeouts: { lock: null, statement: null },
    lockRetries: 5,
  });
  const ini = await config(
    "migrator.lock = lease",
    "migrator.lock_wait = 1min",
    "migrator.lock_timeout = 2s",
    "migrator.lock_retries = 3",
    "migrator.statement_timeout = 1h",
  );
  assertEquals(protectionSettings(nothing, ini), {
    lockKind: "lease",
    lockWait: 60_000,
    timeouts: { lock: 2000, statement: 3_600_000 },
    lockRetries: 3,
  });
  const flags = { noLock: true, lockWait: "0", lockTimeout: "0", lockRetries: "0" };
  assertEquals(protectionSettings({ ...flags, statementTimeout: "1s" }, ini), {
    lockKind: "none",
    lockWait: 0,
    timeouts: { lock: 0, statement: 1000 },
    lockRetries: 0,
  });
});

Deno.test("protection refuses what it cannot read, and says where it stands", async () => {
  const cases: readonly (readonly [Partial<ProtectionRequest>, string, string])[] = [
    [{ lockWait: "5" }, "", "Expected a duration for --lock-wait, found '5'"],
    [{ lockRetries: "-1" }, "", "Expected a whole number for --lock-retries, found '-1'"],
    [{ noLock: true, lock: "lease" }, "", "--no-lock and --lock=lease exclude each other"],
    [
      {},
      "migrator.lock = table",
      "Expected one of advisory, lease and none for migrator.lock, found 'table'",
    ],
    [
      {},
      "migrator.lock_timeout = soon",
      "Expected a duration for migrator.lock_timeout, found 'soon'",
    ],
  ];
  for (const [request, line, message] of cases) {
    const read = await config(line);
    const error = assertThrows(
      () => protectionSettings({ ...nothing, ...request }, read),
      CommandError,
    );
    assertEquals([error.message, error.place?.line], [message, line === "" ? undefined : 3]);
  }
});

Deno.test("the direct URL of the ini is not meant where --url names another database", async () => {
  const ini = await config("migrator.direct_url = postgresql://direct/app");
  const place = { path: "alembic.ini", line: 3 };
  assertEquals(directUrl(nothing, ini), { url: "postgresql://direct/app", place });
  assertEquals(directUrl({ ...nothing, url: "postgresql://other/app" }, ini), { url: null });
  const flag = { ...nothing, url: "postgresql://other/app", directUrl: "postgresql://third/app" };
  assertEquals(directUrl(flag, ini), { url: "postgresql://third/app" });
  assertEquals(directUrl(nothing, await config()), { url: null });
});
