/** Projects of Flask-SQLAlchemy and Flask-Migrate: env.py finds the application as the command `flask` does. */
import { assertEquals } from "@std/assert";
import { loadConfig } from "../../src/config/mod.ts";
import { readTargetMetadata } from "../../src/environment/target_metadata.ts";
import { memoryPlatform } from "../config/memory_platform.ts";
import { type EnvProject, type EnvRun, runProject } from "./env_run.ts";

/** What Flask-Migrate 4 has in its env.py. */
const ENV_PY = `
from alembic import context
from flask import current_app

config = context.config

def get_engine():
    try:
        return current_app.extensions['migrate'].db.get_engine()
    except (TypeError, AttributeError):
        return current_app.extensions['migrate'].db.engine

def get_engine_url():
    try:
        return get_engine().url.render_as_string(hide_password=False).replace('%', '%%')
    except AttributeError:
        return str(get_engine().url).replace('%', '%%')

config.set_main_option('sqlalchemy.url', get_engine_url())
target_db = current_app.extensions['migrate'].db

def get_metadata():
    if hasattr(target_db, 'metadatas'):
        return target_db.metadatas[None]
    return target_db.metadata

if context.is_offline_mode():
    context.configure(url=config.get_main_option("sqlalchemy.url"), target_metadata=get_metadata(), literal_binds=True)
    with context.begin_transaction():
        context.run_migrations()
else:
    with get_engine().connect() as connection:
        context.configure(connection=connection, target_metadata=get_metadata(),
                          **current_app.extensions['migrate'].configure_args)
        with context.begin_transaction():
            context.run_migrations()
`;

/** What its second version had. */
const OLD_ENV_PY = `
from alembic import context
from sqlalchemy import engine_from_config, pool
from flask import current_app

config = context.config
config.set_main_option('sqlalchemy.url',
                       current_app.config.get('SQLALCHEMY_DATABASE_URI').replace('%', '%%'))
target_metadata = current_app.extensions['migrate'].db.metadata
connectable = engine_from_config(config.get_section(config.config_ini_section),
                                 prefix='sqlalchemy.', poolclass=pool.NullPool)
with connectable.connect() as connection:
    context.configure(connection=connection, target_metadata=target_metadata,
                      **current_app.extensions['migrate'].configure_args)
    with context.begin_transaction():
        context.run_migrations()
`;

const APP = `
import os
from flask import Flask, render_template
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy

db = SQLAlchemy()
migrate = Migrate(compare_type=False)

class Item(db.Model):
    id = db.Column(db.Integer, primary_key=True)

def create_app(name="d"):
    app = Flask(__name__)
    app.config["SQLALCHEMY_DATABASE_URI"] = f"postgresql://u:p%40w@h/{name}"
    db.init_app(app)
    migrate.init_app(app, db)
    os.mkdir("logs")

    @app.route("/")
    def index():
        return render_template("index.html")

    return app
`;

const database = (project: EnvProject) =>
  runProject({ envPy: ENV_PY, ...project }).then(({ error, hint, warnings, environments }) => ({
    url: environments[0]?.url?.url ?? null,
    said: [...warnings, ...error === null ? [] : [error], ...hint === undefined ? [] : [hint]],
  }));

const configured = (lines: string) =>
  APP.replace(/ {4}app\.config\[.*\n/, lines.split("\n").map((line) => `    ${line}\n`).join(""));

/** Where the URL of an application may come from. */
const cases: readonly (readonly [name: string, project: EnvProject, url: string])[] = [
  ["a constant", { files: { "/work/app.py": APP } }, "postgresql://u:p%40w@h/d"],
  [
    "a factory with arguments, in FLASK_APP",
    { files: { "/work/shop/__init__.py": APP }, env: { FLASK_APP: "shop:create_app('other')" } },
    "postgresql://u:p%40w@h/other",
  ],
  [
    "an application in a file elsewhere, in .flaskenv",
    {
      files: {
        "/work/src/web/main.py": `${APP}\nserver = create_app("src")\n`,
        "/work/.flaskenv": "FLASK_APP=src/web/main.py:server\n",
      },
    },
    "postgresql://u:p%40w@h/src",
  ],
  [
    "a variable of .env",
    {
      files: {
        "/work/wsgi.py": `${
          configured('app.config.from_mapping(SQLALCHEMY_DATABASE_URI=os.environ["DB"])')
        }\napplication = create_app()\n`,
        "/work/.env": "DB=postgresql://h/env\n",
      },
    },
    "postgresql://h/env",
  ],
  [
    "a class that is named by its path",
    {
      files: {
        "/work/app.py": configured('app.config.from_object("settings.Testing")'),
        "/work/settings.py": `class Base:
    HOST = "h"
    @property
    def SQLALCHEMY_DATABASE_URI(self):
        return f"postgresql://{self.HOST}/object"

class Testing(Base):
    SQLALCHEMY_DATABASE_URI = f"postgresql://{Base.HOST}/class"
`,
      },
    },
    "postgresql://h/class",
  ],
  [
    "a file of Python, which a variable names",
    {
      files: {
        "/work/app.py": configured('app.config.from_envvar("SETTINGS")'),
        "/work/production.cfg": 'SQLALCHEMY_DATABASE_URI = "postgresql://h/" + "file"\n',
      },
      env: { SETTINGS: "production.cfg" },
    },
    "postgresql://h/file",
  ],
  [
    "prefixed variables",
    {
      files: { "/work/app.py": configured("app.config.from_prefixed_env()") },
      env: { FLASK_SQLALCHEMY_DATABASE_URI: "postgresql://h/prefix" },
    },
    "postgresql://h/prefix",
  ],
];

for (const [name, project, url] of cases) {
  Deno.test(`env.py of Flask-Migrate takes the URL from ${name}`, async () => {
    assertEquals(await database(project), { url, said: [] });
  });
}

Deno.test("env.py of an older Flask-Migrate takes the URL of the application", async () => {
  const project = { envPy: OLD_ENV_PY, files: { "/work/app.py": APP } };
  assertEquals(await database(project), { url: "postgresql://u:p%40w@h/d", said: [] });
});

Deno.test("what --url says goes before the application's URL", async () => {
  const project = { url: "postgresql://other/d", files: { "/work/app.py": APP } };
  assertEquals(await database(project), { url: "postgresql://other/d", said: [] });
});

Deno.test("a URL that is not known gives way to another one, with one warning", async () => {
  const files = {
    "/work/app.py": configured(
      'from secrets_of_company import url\napp.config["SQLALCHEMY_DATABASE_URI"] = url()',
    ),
  };
  const { url, said } = await database({ files, env: { DATABASE_URL: "postgresql://h/variable" } });
  assertEquals([url, said.length], ["postgresql://h/variable", 1]);
  assertEquals(said[0]!.includes("secrets_of_company"), true);
});

Deno.test("an application that is not found is told of with the way to name it", async () => {
  const { url, said } = await database({ env: { DATABASE_URL: "postgresql://h/variable" } });
  assertEquals([url, said.length], ["postgresql://h/variable", 2]);
  assertEquals(/FLASK_APP names no application/.test(said[1]!), true);
  const missing = await database({ env: { FLASK_APP: "nowhere" } });
  assertEquals(
    missing.said[0],
    "RuntimeError: Could not import 'nowhere', which FLASK_APP=nowhere names.",
  );
});

const MODELS_COMMAND = {
  name: "revision",
  offline: false,
  readsModels: true,
  options: { autogenerate: true },
} as const;

async function tables(project: EnvProject): Promise<{ run: EnvRun; keys: string[][] }> {
  let keys: string[][] = [];
  const run = await runProject({
    envPy: ENV_PY,
    ...project,
    command: MODELS_COMMAND,
    migrate: (environment) => {
      const { metadata } = readTargetMetadata(environment);
      keys = metadata.map((each) => each.tables.map((table) => String(table.name)));
      return Promise.resolve();
    },
  });
  return { run, keys };
}

Deno.test("the models of a Flask application are those of its default bind", async () => {
  const models = APP.replace(
    "def create_app",
    `class Log(db.Model):
    __bind_key__ = "logs"
    id = db.Column(db.Integer, primary_key=True)

def create_app`,
  );
  const { run, keys } = await tables({ files: { "/work/app.py": models } });
  assertEquals([run.error, keys], [null, [["item"]]]);
  assertEquals(run.environments[0]!.configuration!.arguments.get("compare_type"), false);
  assertEquals(run.environments[0]!.configuration!.arguments.get("render_as_batch"), true);
});

Deno.test("what an application needs and is not known is an error where it makes tables", async () => {
  const models = APP.replace(
    'os.mkdir("logs")',
    `from company import Base
    class Other(Base, db.Model):
        id = db.Column(db.Integer, primary_key=True)`,
  );
  const { run } = await tables({ files: { "/work/app.py": models } });
  assertEquals(
    run.error?.startsWith(
      "the class Other may have a table, but what it derives from is not known",
    ),
    true,
  );
});

Deno.test("the ini of Flask-Migrate is found and stands in the script directory", async () => {
  const files = {
    "/work/migrations/alembic.ini": "[alembic]\n",
    "/work/migrations/env.py": ENV_PY,
  };
  const config = await loadConfig({ platform: memoryPlatform({ files }) });
  assertEquals(
    [config.iniFile, config.scriptLocation, config.versionLocations],
    ["migrations/alembic.ini", "/work/migrations", ["/work/migrations/versions"]],
  );
  const other = { ...files, "/work/alembic.ini": "[alembic]\nscript_location = migrations\n" };
  const first = await loadConfig({ platform: memoryPlatform({ files: other }) });
  assertEquals(first.iniFile, "alembic.ini");
});
