import { assertEquals, assertStringIncludes } from "@std/assert";
import { runProject } from "./env_run.ts";

const URL = "sqlalchemy.url = postgresql://ini:p@ini/d";

Deno.test("runEnvironment() without an env.py goes by the ini", async () => {
  const { environments, events, warnings, error, stderr } = await runProject({ ini: URL });
  assertEquals(error, null);
  assertEquals(events, [
    "connect ini:p@ini/d",
    "migrate",
    "BEGIN",
    "CREATE TABLE t ()",
    "COMMIT",
    "close",
  ]);
  assertEquals(warnings, []);
  const { connection: _, parameters: __, arguments: args, ...rest } = environments[0]!;
  assertEquals(rest, {
    url: {
      url: "postgresql://ini:p@ini/d",
      source: "sqlalchemy.url",
      shown: "postgresql://ini:***@ini/d",
      origin: "sqlalchemy.url (alembic.ini:3)",
    },
    transactionOwner: "engine",
    options: {
      versionTable: "alembic_version",
      versionTableSchema: null,
      versionTablePrimaryKey: true,
      transactionPerMigration: false,
      transactionalDdl: true,
      includeSchemas: false,
      namingConvention: null,
      literalBinds: true,
      paramstyle: "named",
      startingRevision: null,
      tag: null,
    },
    preamble: [],
    fromEnvPy: false,
  });
  assertEquals(args.size, 0);
  assertEquals(stderr, "INFO  [alembic.runtime.migration] Context impl PostgresqlImpl.\n");
});

Deno.test("runEnvironment() with --no-env does not look at env.py", async () => {
  const { events, error } = await runProject({ ini: URL, envPy: "syntax error", skipEnvPy: true });
  assertEquals(error, null);
  assertEquals(events[0], "connect ini:p@ini/d");
});

Deno.test("runEnvironment() sets logging up as the template would where the ini says nothing", async () => {
  const { stderr } = await runProject({ ini: URL, sections: "" });
  assertEquals(stderr, "INFO  [alembic.runtime.migration] Context impl PostgresqlImpl.\n");
});

Deno.test("runEnvironment() says what to do where no URL is set", async () => {
  const { error, hint, events } = await runProject({
    ini: "sqlalchemy.url = driver://user:pass@localhost/dbname",
  });
  assertEquals(error, "no database URL is set");
  assertStringIncludes(hint ?? "", "DATABASE_URL");
  assertEquals(events, []);
});

Deno.test("runEnvironment() opens no connection when SQL is only written out", async () => {
  for (const ini of [URL, ""]) {
    const { environments, events } = await runProject({ ini, command: { offline: true } });
    assertEquals(events, ["migrate"]);
    assertEquals(environments[0]?.connection, null);
    assertEquals(environments[0]?.url?.source, ini === "" ? undefined : "sqlalchemy.url");
  }
});

Deno.test("runEnvironment() closes the connection when the revisions fail", async () => {
  const { events, error } = await runProject({
    ini: URL,
    migrate: () => Promise.reject(new Error("failed")),
  });
  assertEquals(error, "failed");
  assertEquals(events.at(-1), "close");
});
