/** Whether what tests/python/modules/sessions expects of a Session is still what SQLAlchemy does. */
import { assertEquals } from "@std/assert";
import { testDatabase } from "../support/postgres.ts";
import { run } from "../support/process.ts";
import { yardstick } from "../support/yardstick.ts";

const directory = new URL("../python/modules/sessions/", import.meta.url);

Deno.test("the recorded work of Sessions is what SQLAlchemy does now", async () => {
  const real = await yardstick();
  await using database = await testDatabase();
  if (real === null || database === null) return;
  const script = new URL("record.py", directory).pathname;
  const { code, stdout, stderr } = await run(real.python, [script, database.url, "--json"], {
    env: { PYTHONDONTWRITEBYTECODE: "1" },
  });
  assertEquals(code, 0, stderr);
  for (const [name, printed] of Object.entries<string>(JSON.parse(stdout))) {
    assertEquals(printed, await Deno.readTextFile(new URL(`${name}.txt`, directory)), name);
  }
});
