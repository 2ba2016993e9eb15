import { assertEquals } from "@std/assert";
import { historySettings } from "../../src/project/history_settings.ts";
import { loadConfig } from "../../src/config/mod.ts";
import { CommandError } from "../../src/errors/mod.ts";
import { memoryPlatform } from "../config/memory_platform.ts";

/** Where a run is remembered, by lines of the ini and by options: `table schema`, or nowhere. */
async function place(
  lines: readonly string[],
  request: { historyTable?: string; historySchema?: string; noHistory?: boolean } = {},
): Promise<string | undefined> {
  const ini = ["[alembic]", "script_location = /m", ...lines].join("\n");
  const platform = memoryPlatform({ files: { "/work/alembic.ini": ini, "/m/env.py": "" } });
  const config = await loadConfig({ platform });
  const found = historySettings({ noHistory: false, ...request }, config, platform);
  return found && `${found.table} ${found.schema}`;
}

Deno.test("a run is remembered where the command line says, else the ini, else beside the versions", async () => {
  const ini = ["migrator.history_table = what_ran", "migrator.history_schema = meta"];
  assertEquals(await place([]), "migrator_history null");
  assertEquals(await place(ini), "what_ran meta");
  assertEquals(await place(ini, { historyTable: "t", historySchema: "s" }), "t s");
  assertEquals(await place(ini, { noHistory: true }), undefined);
  assertEquals(await place([...ini, "migrator.history = false"]), undefined);
});

Deno.test("migrator.history is true or false", async () => {
  const error = await place(["migrator.history = off"]).catch((thrown) => thrown);
  assertEquals(
    [error instanceof CommandError, error.message],
    [true, "Expected true or false for migrator.history, found 'off'"],
  );
});
