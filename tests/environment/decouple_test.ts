/** What env.py and settings get from python-decouple; the values are those that its version 3.8 gives. */
import { assertEquals, assertStringIncludes } from "@std/assert";
import { runProject } from "./env_run.ts";

const VALUES = `
from decouple import AutoConfig, Choices, Config, Csv, RepositoryEnv, UndefinedValueError, config

values = [
    config("HOST"), config("PORT", cast=int), config("DEBUG", default=False, cast=bool), config("EMPTY", cast=bool),
    config("HOSTS", cast=Csv()), config("HOSTS", cast=Csv(str.upper, post_process=tuple)), config("NONE", default=None),
    config("N", default="7", cast=int), config("HOST", cast=Choices(["db.internal"])), config("SET", default=""),
    config("QUOTE"), config("L", default="1;2", cast=Csv(int, delimiter=";")), Config(RepositoryEnv(".env")).get("HOST"),
    AutoConfig(search_path=".")("PORT"), issubclass(UndefinedValueError, Exception), config("A", default=None, cast=Csv()),
]
for cast in bool, Choices(["x"]):
    try:
        config("HOST", cast=cast)
    except ValueError as e:
        values.append(str(e))
print(values)
`;

Deno.test("decouple takes variables of the process, of the nearest .env, and defaults", async () => {
  const { error, stdout } = await runProject({
    envPy: VALUES,
    files: {
      "/work/.env":
        '# where\nHOST="db.internal"\nPORT = 1\nDEBUG=on\nHOSTS=a, "b c",,d\nEMPTY=\nQUOTE="\n',
    },
    env: { PORT: "5433", SET: "s" },
  });
  assertEquals(error, null);
  assertEquals(
    stdout,
    "['db.internal', 5433, True, False, ['a', 'b c', 'd'], ('A', 'B C', 'D'), None, 7, 'db.internal', 's', '\"', [1, 2], " +
      "'db.internal', '5433', True, [], 'Invalid truth value: db.internal', \"Value not in list: 'db.internal'; valid values are ['x']\"]\n",
  );
});

const project = {
  envPy: `
from alembic import context
from decouple import config

context.configure(url=f"postgresql://{config('HOST')}/{config('NAME', default='d')}", target_metadata=None)
with context.begin_transaction():
    context.run_migrations()
`,
  command: { offline: true },
};

Deno.test("decouple prefers settings.ini to .env", async () => {
  const { environments, error } = await runProject({
    ...project,
    files: { "/work/settings.ini": "[settings]\nhost = ini.internal\n", "/work/.env": "NAME=x\n" },
  });
  assertEquals(error, null);
  assertEquals(environments[0]!.url?.url, "postgresql://ini.internal/d");
});

Deno.test("decouple names the variable that the URL needs", async () => {
  const { error, warnings } = await runProject(project);
  assertStringIncludes(
    [error, ...warnings].join("\n"),
    "the environment variable HOST is not set",
  );
});
