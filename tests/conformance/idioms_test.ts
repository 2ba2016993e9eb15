/** Whether what tests/revision/idioms.ts says is still what the real Alembic writes. */
import { assertEquals } from "@std/assert";
import { IDIOMS } from "../revision/idioms.ts";
import { run } from "../support/process.ts";
import { yardstick } from "../support/yardstick.ts";

Deno.test("the idioms' scripts are what Alembic writes now", async () => {
  const real = await yardstick();
  if (real === null) return;
  const oracle = new URL("./idioms_oracle.py", import.meta.url).pathname;
  const sources = IDIOMS.map(({ python }) =>
    `from alembic import op\nimport sqlalchemy as sa\n${python}`
  );
  const { code, stdout, stderr } = await run(real.python, [oracle], {
    stdin: JSON.stringify(sources),
    env: { PYTHONDONTWRITEBYTECODE: "1" },
  });
  assertEquals(code, 0, stderr);
  const scripts: string[] = JSON.parse(stdout);
  assertEquals(
    scripts.map((script) => script.trim()),
    IDIOMS.map(({ sql }) => sql.trim()),
  );
});
