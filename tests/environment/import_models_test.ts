/** Loops of env.py that import all modules with models. */
import { assertEquals } from "@std/assert";
import { readModels } from "../support/model_packages.ts";
import { runProject } from "./env_run.ts";

const table = (name: string) => `
from sqlalchemy import Column, Integer
from app.base import Base


class ${name}(Base):
    __tablename__ = "${name.toLowerCase()}"
    id = Column(Integer, primary_key=True)
`;

const files = {
  "app/__init__.py": "",
  "app/base.py": `
from sqlalchemy.orm import declarative_base

Base = declarative_base()
`,
  "app/models/__init__.py": "",
  "app/models/one.py": table("One"),
  "app/models/more/__init__.py": "",
  "app/models/more/two.py": table("Two"),
  "app/models/more/notes.txt": "",
};

const loops: Readonly<Record<string, readonly [loop: string, tables: readonly string[]]>> = {
  "pkgutil.iter_modules": [
    `
import importlib, pkgutil
import app.models as package
for finder, name, is_package in pkgutil.iter_modules(package.__path__):
    importlib.import_module(f"{package.__name__}.{name}")
`,
    ["one"],
  ],
  "pkgutil.walk_packages": [
    `
from importlib import import_module
from pkgutil import walk_packages
package = import_module("app.models")
for info in walk_packages(package.__path__, package.__name__ + "."):
    import_module(info.name)
`,
    ["one", "two"],
  ],
  "glob.glob": [
    `
import glob, importlib, os
import app.models
directory = os.path.dirname(app.models.__file__)
for path in sorted(glob.glob(os.path.join(directory, "**", "*.py"), recursive=True)):
    parts = path[len(os.path.dirname(os.path.dirname(directory))) + 1:-3].split("/")
    if parts[-1] != "__init__":
        importlib.import_module(".".join(parts))
`,
    ["one", "two"],
  ],
  "Path.glob": [
    `
import importlib
from pathlib import Path
import app.models
for path in Path(app.models.__file__).parent.glob("*.py"):
    if path.stem != "__init__":
        importlib.import_module(f"app.models.{path.stem}")
`,
    ["one"],
  ],
  "importlib.import_module of relative names": [
    `
import importlib
for name in [".one", ".more.two"]:
    importlib.import_module(name, package="app.models")
`,
    ["one", "two"],
  ],
};

for (const [name, [loop, tables]] of Object.entries(loops)) {
  Deno.test(`env.py finds the tables of all modules with ${name}`, async () => {
    const { target, error } = await readModels(
      files,
      `${loop}\nfrom app.base import Base\ntarget_metadata = Base.metadata`,
    );
    assertEquals(error, null);
    assertEquals(target!.metadata[0]!.tables.map((each) => String(each.name)).sort(), tables);
  });
}

Deno.test("env.py takes its URL from starlette.config", async () => {
  const { environments, error } = await runProject({
    envPy: `
from alembic import context
from starlette.config import Config

config = Config(".env")
port = config("PORT", cast=int, default=5432) + 1
ssl = config("SSL", cast=bool, default=False)
token = config("TOKEN")
context.configure(url=f"postgresql://{config('HOST')}:{port}/d{ssl}", target_metadata=None)
with context.begin_transaction():
    context.run_migrations()
`,
    files: { "/work/.env": "# where\nHOST='db.internal'\nPORT=1\n" },
    env: { PORT: "5433", SSL: "true" },
    command: { offline: true },
  });
  assertEquals(error, null);
  assertEquals(environments[0]!.url?.url, "postgresql://db.internal:5434/dTrue");
});

const COLUMNS = [
  [
    "oauth_account",
    "id user_id oauth_name access_token expires_at refresh_token account_id account_email",
  ],
  ["user", "first_name id email hashed_password is_active is_superuser is_verified"],
  ["accesstoken", "user_id token created_at"],
  ["admin", "id email hashed_password is_active is_superuser is_verified"],
];

Deno.test("models take columns from the classes of FastAPI Users", async () => {
  const { target, error } = await readModels({
    "models.py": `
from fastapi_users import schemas
from fastapi_users.db import SQLAlchemyBaseOAuthAccountTableUUID
from fastapi_users_db_sqlalchemy import SQLAlchemyBaseUserTable, SQLAlchemyBaseUserTableUUID
from fastapi_users_db_sqlalchemy.access_token import SQLAlchemyBaseAccessTokenTableUUID
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

class Base(DeclarativeBase):
    pass

class OAuthAccount(SQLAlchemyBaseOAuthAccountTableUUID, Base):
    pass

class User(SQLAlchemyBaseUserTableUUID, Base):
    first_name: Mapped[str | None]

class AccessToken(SQLAlchemyBaseAccessTokenTableUUID, Base):
    pass

class Admin(SQLAlchemyBaseUserTable[int], Base):
    __tablename__ = "admin"
    id: Mapped[int] = mapped_column(primary_key=True)

target_metadata = Base.metadata
`,
  });
  assertEquals(error, null);
  // The columns that SQLAlchemy has for them with fastapi-users-db-sqlalchemy 7.0.0, in its order.
  assertEquals(
    target!.metadata[0]!.tables.map((table) => [
      String(table.name),
      table.columns.map(({ name }) => String(name)).join(" "),
    ]),
    COLUMNS,
  );
});

Deno.test("env.py and what it imports find modules where sys.path leads", async () => {
  const { target, error } = await readModels(
    {
      "lib/src/shop/__init__.py": "",
      "lib/src/shop/base.py": files["app/base.py"],
      "lib/src/shop/models.py": `
import sys
sys.path = sys.path + ["plugins"]
from extra.two import Two
${table("One").replace("app.base", "shop.base")}`,
      "plugins/extra/two.py": table("Two").replace("app.base", "shop.base"),
    },
    `
import sys
from pathlib import Path

assert sys.path[0] == "/work", sys.path
try:
    import shop.models
except ModuleNotFoundError:
    pass
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "lib" / "src"))
from shop.models import Base

target_metadata = Base.metadata
`,
  );
  assertEquals(error, null);
  assertEquals(target!.metadata[0]!.tables.map((each) => String(each.name)), ["two", "one"]);
});

for (
  const [name, base] of [
    ["litestar.plugins.sqlalchemy", "base.UUIDAuditBase"],
    ["litestar.contrib.sqlalchemy.base", "UUIDAuditBase"],
  ] as const
) {
  Deno.test(`models take the classes of Advanced Alchemy from ${name}`, async () => {
    const { target, error } = await readModels(
      {
        "models.py": `
from litestar import Litestar
from ${name} import ${base.split(".")[0]}
from sqlalchemy.orm import Mapped

app = Litestar([])


class Book(${base}):
    title: Mapped[str]
`,
      },
      "from models import Book\ntarget_metadata = Book.metadata",
    );
    assertEquals(error, null);
    const [book] = target!.metadata[0]!.tables;
    assertEquals([book!.name, ...book!.columns.map((each) => each.name)].join(" "), BOOK);
  });
}

const BOOK = "book id title sa_orm_sentinel created_at updated_at";
