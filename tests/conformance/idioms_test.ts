/** Whether what tests/revision/idioms.ts says is still what the real Alembic writes. */
import { assertEquals } from "@std/assert";
import { IDIOMS } from "../revision/idioms.ts";
import { PLUG_INS, type PlugIn } from "../revision/plug_ins.ts";
import { run } from "../support/process.ts";
import { yardstick } from "../support/yardstick.ts";

Deno.test("the idioms' scripts are what Alembic writes now", async () => {
  const real = await yardstick();
  if (real === null) return;
  const oracle = new URL("./idioms_oracle.py", import.meta.url).pathname;
  const idioms = [...IDIOMS, ...await installed(real.python)];
  const sources = idioms.map(({ python }) =>
    `from alembic import op\nimport sqlalchemy as sa\n${python}`
  );
  const { code, stdout, stderr } = await run(real.python, [oracle], {
    stdin: JSON.stringify(sources),
    env: { PYTHONDONTWRITEBYTECODE: "1" },
  });
  assertEquals(code, 0, stderr);
  const scripts: string[] = JSON.parse(stdout);
  assertEquals(
    scripts.map((script) => script.trim().replaceAll(/(_tmp_\w+?)_\d{4}\b/g, "$1")),
    idioms.map(({ sql }) => sql.trim()),
  );
});

/** Those whose packages the yardstick has. */
async function installed(python: string): Promise<readonly PlugIn[]> {
  const packages = [...new Set(PLUG_INS.flatMap(({ needs }) => needs ?? []))];
  const look = "import importlib.util as u, sys\n" +
    "print(*[name for name in sys.argv[1:] if u.find_spec(name)])";
  const { stdout } = await run(python, ["-c", look, ...packages]);
  const there = new Set(stdout.trim().split(" "));
  return PLUG_INS.filter(({ needs }) => needs === undefined || there.has(needs));
}
