/** The URL of projects that keep it in settings of pydantic. */
import { assertEquals, assertStringIncludes } from "@std/assert";
import { runProject } from "./env_run.ts";

const CONFIG = `
from pydantic import PostgresDsn, computed_field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_file="../.env", extra="ignore")
    SECRET_KEY: str
    SERVER: str
    PORT: int = 5432
    NAME: str = "shop"

    @computed_field
    @property
    def url(self) -> PostgresDsn:
        return PostgresDsn.build(
            scheme="postgresql+psycopg", host=self.SERVER, port=self.PORT, path=self.NAME
        )


settings = Settings()
`;

const ENV_PY = `
from alembic import context
from app.config import settings

context.configure(url=str(settings.url), target_metadata=None)
with context.begin_transaction():
    context.run_migrations()
`;

const project = {
  envPy: ENV_PY,
  ini: "prepend_sys_path = .",
  files: { "/work/app/config.py": CONFIG, "/.env": "SERVER=db.internal\nOTHER=1\n" },
  command: { offline: true },
};

Deno.test("env.py takes its URL from settings with a .env file and variables", async () => {
  const { environments, error } = await runProject({ ...project, env: { PORT: "5433" } });
  assertEquals(error, null);
  assertEquals(environments[0]!.url?.url, "postgresql+psycopg://db.internal:5433/shop");
});

Deno.test("env.py names the setting that its URL needs", async () => {
  const files = { "/work/app/config.py": CONFIG };
  const { error, warnings } = await runProject({ ...project, files });
  assertStringIncludes([error, ...warnings].join("\n"), "Settings.SERVER");
});

Deno.test("settings say which variable is missing, and which files are not read", async () => {
  const uses = "if settings.SERVER == 'x':\n    pass\n";
  const config = CONFIG + uses;
  const command = { offline: true, readsModels: true };
  const unset = await runProject({
    ...project,
    command,
    files: { "/work/app/config.py": config },
    envPy: `from app.config import settings\n${uses}`,
  });
  assertStringIncludes(unset.error ?? "", "the environment variable SERVER is not set");
  const elsewhere = await runProject({
    ...project,
    command,
    envPy: `from app.config import settings\n${uses}`,
    files: {
      "/work/app/config.py": config.replace("../.env", "../secrets/values"),
      "/secrets/values": "SERVER=db.internal\n",
    },
  });
  assertStringIncludes(elsewhere.error ?? "", "only those named like .env are read");
});
