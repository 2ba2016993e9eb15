import { assertEquals } from "@std/assert";
import { runOn, testDatabase } from "./postgres.ts";

Deno.test("testDatabase() gives empty databases that do not see each other", async () => {
  await using one = await testDatabase();
  await using two = await testDatabase();
  if (one === null || two === null) return;
  await runOn(one.url, "CREATE TABLE only_here (id int)");
  const count = "SELECT count(*) FROM pg_class WHERE relname = 'only_here'";
  assertEquals(await runOn(one.url, count), [["1"]]);
  assertEquals(await runOn(two.url, count), [["0"]]);
});
