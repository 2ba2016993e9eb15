import { assertEquals, assertRejects } from "@std/assert";
import { loadConfig } from "../../src/config/mod.ts";
import { NO_ENVIRONMENT } from "../../src/environment/environment.ts";
import { MigratorError } from "../../src/errors/mod.ts";
import { Logging } from "../../src/logging/mod.ts";
import type { QueuedItem } from "../../src/revision/body.ts";
import { bodyLoader } from "../../src/revision/load.ts";
import { denoPlatform } from "../../src/platform/deno.ts";
import { makeRevision, type RevisionKind } from "../../src/script/revision.ts";
import { memoryPlatform } from "../config/memory_platform.ts";

/** The body of a revision that has been run upward, in a project with these files, and its queue. */
async function run(kind: RevisionKind, path: string, files: Record<string, string>) {
  const platform = memoryPlatform({
    files: {
      "/work/alembic.ini":
        "[alembic]\nscript_location = %(here)s/m\nprepend_sys_path = .\nkey = value\n",
      "/work/m/env.py": "",
      ...files,
    },
    env: { STAGE: "test" },
  });
  const config = await loadConfig({ platform, xArguments: ["tenant=one"] });
  const importModule = (path: string) => denoPlatform.importModule(path);
  const load = bodyLoader({
    config,
    platform: { ...platform, importModule },
    environment: NO_ENVIRONMENT,
    logging: new Logging(platform.terminal),
  });
  const header = { id: "a", downRevisions: [], branchLabels: [], dependsOn: [], docstring: "" };
  const body = await load(makeRevision(header, kind, path));
  const items: QueuedItem[] = [];
  await body.run("upgrade", {
    offline: true,
    emit: (item) => items.push(item),
    flush: () => Promise.resolve(),
    execute: () => Promise.reject(new Error("not expected")),
  });
  return { body, items };
}

/** What the upgrade of a revision queues. */
async function upgrade(kind: RevisionKind, path: string, files: Record<string, string>) {
  return (await run(kind, path, files)).items;
}

/** The body of a revision that has been run. */
async function loaded(kind: RevisionKind, path: string, files: Record<string, string>) {
  return (await run(kind, path, files)).body;
}

const python = (body: string, imports = "") =>
  `from alembic import op, context\nimport os\n${imports}\ndef upgrade():\n    ${body}\n`;

Deno.test("bodyLoader() loads what each language has", async () => {
  const sql = await upgrade("sql", "/v/a.sql", {
    "/v/a.sql": "-- revision: a\n-- down_revision: None\n-- migrate:up\nSELECT 1;\n",
  });
  assertEquals(sql.map(({ kind }) => kind), ["statement"]);
  const found = await upgrade("python", "/v/a.py", { "/v/a.py": python("op.drop_table('t')") });
  assertEquals(found.map(({ kind, place }) => [kind, place?.line]), [["operation", 5]]);
});

Deno.test("a Python revision sees the environment, the -x arguments and the ini", async () => {
  const body = "op.execute(os.environ['STAGE'] + str(context.get_x_argument()) + " +
    "context.config.get_main_option('key'))";
  const [item] = await upgrade("python", "/v/a.py", { "/v/a.py": python(body) });
  const text = JSON.stringify(item);
  assertEquals([text.includes("test['tenant=one']value"), item?.kind], [true, "operation"]);
});

Deno.test("a Python revision uses the project's own modules", async () => {
  const files = {
    "/v/a.py": python("op.drop_table(name('t'))", "from app.helpers import name"),
    "/work/app/__init__.py": "",
    "/work/app/helpers.py": "def name(x):\n    return 'app_' + x\n",
  };
  const [item] = await upgrade("python", "/v/a.py", files);
  assertEquals(
    item?.kind === "operation" && item.operation.kind === "dropTable" && item.operation.tableName,
    "app_t",
  );
});

Deno.test("what a function of the project imports is looked for when it is called", async () => {
  const app = {
    "/work/app/__init__.py": "",
    "/work/app/helpers.py": "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n" +
      "    from app.typed import Name\n" +
      "def name(x):\n    import decimal\n    from app import names\n" +
      "    return names.PREFIX + str(decimal.Decimal(1))\n" +
      "def other():\n    from app.unused import thing\n",
    "/work/app/names.py": "import string\nPREFIX = string.digits[:1]\n",
  };
  const files = {
    ...app,
    "/v/a.py": python("op.drop_table(name('t'))", "from app.helpers import name"),
  };
  const [item] = await upgrade("python", "/v/a.py", files);
  assertEquals(
    item?.kind === "operation" && item.operation.kind === "dropTable" && item.operation.tableName,
    "01",
  );
});

for (
  const [imports, call] of [
    ["import importlib", "importlib.resources.read_text('app.data', 'name.txt')"],
    ["import importlib.resources as ir", "ir.files('app.data').joinpath('name.txt').read_text()"],
    ["from importlib.resources import files", "(files('app') / 'data' / 'name.txt').read_text()"],
  ] as const
) {
  Deno.test(`a Python revision finds the package of ${call}, which nothing imports`, async () => {
    const files = {
      "/v/a.py": python(`op.drop_table(${call})`, imports),
      "/work/app/__init__.py": "",
      "/work/app/data/__init__.py": "",
      "/work/app/data/name.txt": "t",
    };
    const [item] = await upgrade("python", "/v/a.py", files);
    assertEquals(
      item?.kind === "operation" && item.operation.kind === "dropTable" && item.operation.tableName,
      "t",
    );
  });
}

Deno.test("a module of the project may listen to an engine that nothing is sent through", async () => {
  const files = {
    "/v/a.py": python("op.drop_table(name)", "from app.db import name"),
    "/work/app/__init__.py": "",
    "/work/app/db.py": "from sqlalchemy import event\n" +
      "from sqlalchemy.ext.asyncio import create_async_engine\nfrom threading import Lock\n" +
      "from loguru import logger\nlogger.remove()\nlock = Lock()\n" +
      "engine = create_async_engine('postgresql+asyncpg://h/d')\n" +
      "@event.listens_for(engine.sync_engine, 'connect')\ndef f(*a):\n    pass\n" +
      "event.listen(engine.sync_engine, 'before_cursor_execute', f)\nname = 't'\n",
  };
  assertEquals((await upgrade("python", "/v/a.py", files)).length, 1);
  const refused = files["/work/app/db.py"].replace("'before_cursor_execute'", "'before_insert'");
  await assertRejects(
    () => upgrade("python", "/v/a.py", { ...files, "/work/app/db.py": refused }),
    MigratorError,
    "create_async_engine",
  );
});

Deno.test("a module that cannot be evaluated is an error only where it is used", async () => {
  const files = { "/work/app/__init__.py": "", "/work/app/models.py": "open('/etc/passwd')\n" };
  const revision = (body: string) =>
    upgrade("python", "/v/a.py", {
      ...files,
      "/v/a.py": python(body, "from app.models import Thing"),
    });
  assertEquals((await revision("op.drop_table('t')")).length, 1);
  const error = await assertRejects(
    () => revision("op.drop_table(Thing.name)"),
    MigratorError,
    "/work/app/models.py:1:1",
  );
  assertEquals([error.place?.path, error.place?.line], ["/v/a.py", 5]);
});

Deno.test("each language says its time limits in its own way", async () => {
  const sql = (line: string) => `-- revision: a\n-- down_revision: None\n${line}\n-- migrate:up\n`;
  const module = (line: string) => `${line}\nexport function upgrade() {}\n`;
  const script = (line: string) => `${line}\ndef upgrade():\n    pass\n`;
  const path = await Deno.makeTempFile({ suffix: ".ts" });
  const cases: readonly (readonly [RevisionKind, string, string])[] = [
    ["sql", "/v/a.sql", sql("-- lock_timeout: 2s\n-- statement_timeout: 1min")],
    ["python", "/v/a.py", script('lock_timeout = "2s"\nstatement_timeout = "1min"')],
    [
      "typescript",
      path,
      module('export const lockTimeout = "2s";\nexport const statementTimeout = "1min";'),
    ],
  ];
  try {
    for (const [kind, file, text] of cases) {
      if (kind === "typescript") await Deno.writeTextFile(file, text);
      const body = await loaded(kind, file, { [file]: text });
      assertEquals([kind, body.timeouts?.()], [kind, { lock: 2000, statement: 60_000 }]);
    }
  } finally {
    await Deno.remove(path);
  }
});

Deno.test("a time limit of another kind than a text is the file's own, a wrong text an error", async () => {
  const file = (value: string) => ({
    "/v/a.py": `lock_timeout = ${value}\ndef upgrade():\n    pass\n`,
  });
  const own = await loaded("python", "/v/a.py", file("5000"));
  assertEquals(own.timeouts?.(), { lock: null, statement: null });
  const wrong = await loaded("python", "/v/a.py", file("'5 seconds'"));
  const error = await assertRejects(async () => await wrong.timeouts?.(), MigratorError);
  assertEquals(error.message, "Expected a duration for the lock timeout, found '5 seconds'");
});
