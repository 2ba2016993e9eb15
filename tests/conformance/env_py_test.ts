import { assertEquals } from "@std/assert";
import { LOGGING_SECTIONS, runProject } from "../environment/env_run.ts";
import { describeDatabase } from "../support/description.ts";
import { runOn, type TestDatabase, testDatabase, testServer } from "../support/postgres.ts";
import { ENV_CASES, type EnvCase, HEAD } from "./support/env_cases.ts";
import { makeProject } from "./support/project.ts";
import { bothTools, type Tool } from "./support/tools.ts";

const HISTORY = [
  {
    id: "a1",
    upgrade:
      "op.create_table('t', sa.Column('id', sa.Integer, primary_key=True), sa.Column('x', sa.Integer))",
  },
  {
    id: "b1",
    down: "a1",
    upgrade: "op.create_unique_constraint(None, 't', ['x'])\n" +
      "    import os\n    if os.environ.get('FAIL'): op.execute('SELECT 1 FROM nowhere')\n" +
      "    from alembic import context\n    ini = context.config\n" +
      "    for name in [ini.get_main_option('extra'), ini.attributes.get('extra')]:\n" +
      "        if name: op.execute(f'CREATE TABLE {name} ()')",
  },
];

/** What a tool did with a case, in a form to compare. */
async function outcome(
  tool: Tool,
  each: EnvCase,
): Promise<string> {
  const { body, ini = "", args = [], env = {}, files = {}, skipFileConfig = false } = each;
  const { commands = [["upgrade", "head"]] } = each;
  await using database = await testDatabase() as TestDatabase;
  const root = await Deno.realPath(await Deno.makeTempDir({ prefix: "migrator-env-" }));
  const url = database.url;
  const own = (text: string) => text.replace(/\bURL\b/g, url);
  try {
    await makeProject(tool, root, HISTORY);
    const head = skipFileConfig ? HEAD.replace(/^if config[^]*?\n {4}.*\n/m, "") : HEAD;
    await Deno.writeTextFile(`${root}/migrations/env.py`, head + body);
    if (ini !== "") {
      await Deno.writeTextFile(`${root}/alembic.ini`, own(ini), { append: true });
    }
    for (const [path, text] of Object.entries(files)) {
      await Deno.mkdir(`${root}/${path}`.replace(/\/[^/]*$/, ""), { recursive: true });
      await Deno.writeTextFile(`${root}/${path}`, text);
    }
    let said = "";
    for (const command of commands) {
      const { code, stdout, stderr } = await tool.run([...args.map(own), ...command], {
        cwd: root,
        env: { URL: url, ...env },
      });
      // How an error is told is each program's own; that there is one is not.
      const failed = code !== 0;
      said += `$ ${command.join(" ")} -> ${failed ? "error" : 0}\n${stdout}`;
      said += stderr.split("\n").filter((line) =>
        /^(INFO|WARNI|ERROR|DEBUG) /.test(line) && !line.includes("runtime.environment") &&
        !line.includes("The database is now at") && !/^ERROR /.test(line)
      ).join("\n");
      said += "\n";
    }
    const state = await describeDatabase((sql) => runOn(url, sql));
    const tables = await runOn(
      url,
      "SELECT format('%I.%I', schemaname, tablename) FROM pg_tables WHERE tablename LIKE '%version%' " +
        "AND schemaname NOT IN ('pg_catalog', 'information_schema') ORDER BY 1",
    );
    let rows = "";
    for (const [table] of tables) {
      const found = await runOn(url, `SELECT * FROM ${table} ORDER BY 1`);
      rows += `${table}: ${JSON.stringify(found)}\n`;
    }
    return `${said}${state}\n${rows}`.replaceAll(database.name, "<DATABASE>").replaceAll(
      root,
      "<ROOT>",
    );
  } finally {
    await Deno.remove(root, { recursive: true });
  }
}

for (const [name, each] of Object.entries(ENV_CASES)) {
  Deno.test(`env.py does with migrator what it does with Alembic: ${name}`, async () => {
    const tools = await bothTools();
    if (tools === null || await testServer() === null) return;
    const expected = await outcome(tools.alembic, each);
    assertEquals(await outcome(tools.migrator, each), expected);
  });
}

Deno.test("env.py of each of Alembic's templates is evaluated to the end", async () => {
  const tools = await bothTools();
  if (tools === null) return;
  const root = await Deno.makeTempDir({ prefix: "migrator-env-" });
  try {
    for (const template of ["generic", "async", "multidb", "pyproject", "pyproject_async"]) {
      const cwd = `${root}/${template}`;
      await Deno.mkdir(cwd);
      await tools.alembic.run(["init", "-t", template, "m"], { cwd });
      const run = await runProject({
        envPy: await Deno.readTextFile(`${cwd}/m/env.py`),
        ini: "databases = one, two\nsqlalchemy.url = postgresql://u@h/d",
        sections: `${LOGGING_SECTIONS}[one]\nsqlalchemy.url = postgresql://u@h/one\n` +
          "[two]\nsqlalchemy.url = postgresql://u@h/two\n",
      });
      assertEquals(run.error, null, template);
      assertEquals(run.warnings, [], template);
      const connected = run.events.filter((event) => event.startsWith("connect"));
      assertEquals(
        connected,
        template === "multidb" ? ["connect u:@h/one", "connect u:@h/two"] : ["connect u:@h/d"],
      );
      assertEquals(run.environments.length, connected.length, template);
      assertEquals(run.environments[0]?.fromEnvPy, true, template);
    }
  } finally {
    await Deno.remove(root, { recursive: true });
  }
});
