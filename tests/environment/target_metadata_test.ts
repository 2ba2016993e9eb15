import { assertEquals, assertStringIncludes } from "@std/assert";
import { readTargetMetadata, type TargetMetadata } from "../../src/environment/target_metadata.ts";
import { nameText } from "../../src/schema/name.ts";
import { tableNames } from "../support/metadata_ddl.ts";
import { readModels } from "../support/model_packages.ts";
import { runProject } from "./env_run.ts";

const RUN = `
context.configure(url="postgresql://h/d", target_metadata=target_metadata, compare_type=False)
with context.begin_transaction():
    context.run_migrations()
`;

/** Reads the target metadata of an env.py whose first lines are given. */
async function read(lines: string, files: Readonly<Record<string, string>> = {}) {
  let target: TargetMetadata | null = null;
  const { error } = await runProject({
    envPy: `from alembic import context\n${lines}\n${RUN}`,
    files,
    url: "postgresql://h/d",
    command: { name: "revision", options: { autogenerate: true } },
    migrate: (environment) => {
      target = readTargetMetadata(environment);
      return Promise.resolve();
    },
  });
  return { error, target: target as TargetMetadata | null };
}

Deno.test("readTargetMetadata() gives the tables of a MetaData with the objects behind them", async () => {
  const { target, error } = await read(`
import sqlalchemy as sa
target_metadata = sa.MetaData()
sa.Table("t", target_metadata, sa.Column("id", sa.Integer, primary_key=True), sa.Column("x", sa.Text))
`);
  assertEquals(error, null);
  const [table] = target!.metadata[0]!.tables;
  assertEquals(table?.columns.map(({ name }) => nameText(name)), ["id", "x"]);
  assertEquals(target!.objectOf(table!)?.cls.name, "Table");
  assertEquals(target!.objectOf(table!.columns[1]!)?.cls.name, "Column");
  assertEquals(target!.options.compareType, false);
});

Deno.test("readTargetMetadata() refuses an env.py without metadata in Alembic's words", async () => {
  const { error } = await read("target_metadata = None");
  assertEquals(
    error,
    "Can't proceed with --autogenerate option; environment script /work/m/env.py does not provide " +
      "a MetaData object or sequence of objects to the context.",
  );
});

Deno.test("readTargetMetadata() says where a foreign key to nothing stands", async (t) => {
  const ways = {
    "of a column": `sa.Column("b_id", sa.ForeignKey("b.id"))`,
    "of a table": `sa.Column("b_id", sa.Integer), sa.ForeignKeyConstraint(["b_id"], ["b.id"])`,
  };
  for (const [name, way] of Object.entries(ways)) {
    await t.step(name, async () => {
      const models = `import sqlalchemy as sa
target_metadata = sa.MetaData()
sa.Table("a", target_metadata,
         ${way})
`;
      const { error, place } = await readModels({ "models.py": models });
      assertStringIncludes(error ?? "", "column 'a.b_id' could not find table 'b'");
      assertEquals(place, "/work/models.py:4");
    });
  }
});

const BASE = `
from sqlalchemy import Column, ForeignKey, Integer, String, Table
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
class Base(DeclarativeBase):
    pass
target_metadata = Base.metadata
`;
const CLASS =
  'class T(Base):\n    __tablename__ = "t"\n    id: Mapped[int] = mapped_column(primary_key=True)';

/** What would leave out a table or a column, and what its error has to name. */
const REFUSED: readonly (readonly [name: string, models: string, wanted: string])[] = [
  [
    "an unknown base",
    "from lib import Mixin\nclass T(Mixin, Base):\n    pass",
    "the class T may have a table",
  ],
  [
    "an unknown column type",
    `from lib import Money\n${CLASS}\n    x = Column(Money())`,
    "'lib.Money(…)'",
  ],
  [
    "an unknown attribute",
    `from lib import money\n${CLASS}\n    x = money()`,
    "'x' of the mapped class T may be a column",
  ],
  [
    "an unknown name of a column",
    `from lib import name\n${CLASS}\n    x = Column(name, Integer)`,
    "'lib.name'",
  ],
  [
    "an unknown condition around tables",
    `from lib import flag\nif flag:\n    ${CLASS.replaceAll("\n", "\n    ")}`,
    "'lib.flag'",
  ],
  [
    "a loop over what is unknown",
    'from lib import names\nfor n in names:\n    Table(n, Base.metadata, Column("id", Integer))',
    "'lib.names'",
  ],
  [
    "a function that makes tables",
    "from lib import names\ndef make(all):\n    for n in all:\n        Table(n, Base.metadata)\nmake(names)",
    "'lib.names'",
  ],
  [
    "an unknown base alone with columns",
    "from lib import Model\nclass T(Model):\n    x = Column(Integer)",
    "the class T may have a table",
  ],
  [
    "a class made with table=True of what is unknown",
    "from lib import Model\nclass T(Model, table=True):\n    pass",
    "the class T may have a table",
  ],
  ["an unknown metadata", "from lib import target_metadata", "the target metadata"],
  [
    "a star import of what is unknown",
    "from lib import *\nclass T(Unknown):\n    pass",
    "name 'Unknown', which may come from 'import *'",
  ],
  [
    "a class body that cannot be evaluated",
    `from lib import n\n${CLASS}\n    for i in n:\n        pass`,
    "'lib.n'",
  ],
  [
    "a module of the project that is not there",
    "from pkg.gone import T",
    "No module named 'pkg.gone'",
  ],
  ["a module of the project that raises", "from pkg.broken import T", "no key"],
];

Deno.test("models that cannot be known in full are an error that names what is not known", async (t) => {
  for (const [name, models, wanted] of REFUSED) {
    await t.step(name, async () => {
      const { error, target } = await readModels({
        "models.py": `${BASE}${models}`,
        "pkg/__init__.py": "",
        "pkg/broken.py": 'raise KeyError("no key")',
      });
      assertEquals(target, null);
      assertStringIncludes(error ?? "", wanted);
    });
  }
});

/** What has nothing to do with tables, and is let be. */
const LET_BE: readonly (readonly [name: string, models: string])[] = [
  [
    "an unknown condition",
    'from lib import flag\nif flag:\n    level = "a"\nelse:\n    level = "b"',
  ],
  ["an unknown loop", "from lib import things\nfor thing in things:\n    print(thing)"],
  ["classes of libraries", "from lib import Client\nclass Own(Client):\n    name = 1\nown = Own()"],
  [
    "decorated methods",
    `import lib\n${CLASS}\n    @lib.cached\n    def x(self):\n        return 1`,
  ],
  ["a decorated mapped class", `import lib\n@lib.register\n${CLASS}`],
  ["a function that fails", "from lib import n\ndef size():\n    return len(n) + 1\nSIZE = size()"],
  [
    "an import that has another way",
    "try:\n    from pkg.gone import x\nexcept ImportError:\n    x = None",
  ],
  [
    "unknown defaults",
    `from lib import now\n${
      CLASS.replace("primary_key=True", "primary_key=True, default=now, onupdate=now()")
    }`,
  ],
];

Deno.test("what has nothing to do with tables is let be", async (t) => {
  for (const [name, models] of LET_BE) {
    await t.step(name, async () => {
      const { error, target } = await readModels({
        "models.py": `${BASE}${models}\nTable("last", Base.metadata, Column("id", Integer))`,
        "pkg/__init__.py": "",
      });
      assertEquals(error, null);
      assertEquals(tableNames(target!.metadata[0]!).at(-1), "last");
      if (models.includes(CLASS.slice(0, 8))) {
        assertEquals(tableNames(target!.metadata[0]!), ["t", "last"]);
      }
    });
  }
});

Deno.test("types of the project and of libraries say what they are written by", async () => {
  const { target } = await readModels({
    "kinds.py": `
import sqlalchemy as sa
class Json(sa.types.TypeDecorator):
    impl = sa.Text
class Code(sa.types.TypeDecorator):
    impl = sa.String
    def __init__(self, size, extra=None):
        super().__init__(size)
class Point(sa.types.UserDefinedType):
    def __init__(self, precision=4):
        self.precision = precision
    def get_col_spec(self, **kw):
        return "POINT"
`,
    "models.py": `
from sqlmodel import Field, SQLModel
from kinds import Code, Json, Point
class T(SQLModel, table=True):
    id: int = Field(primary_key=True)
    a: str = Field(max_length=20)
    b: str
    c: str = Field(sa_type=Json)
    d: str = Field(sa_type=Code(4))
    e: str = Field(sa_type=Point(7))
    f: str = Field(sa_type=Point)
target_metadata = SQLModel.metadata
`,
  });
  const [table] = target!.metadata[0]!.tables;
  // What repr() gives in Python.
  assertEquals(
    table!.columns.map(({ type }) => type.origin && `${type.origin.module} ${type.origin.repr}`),
    [
      undefined,
      "sqlmodel.sql.sqltypes AutoString(length=20)",
      "sqlmodel.sql.sqltypes AutoString()",
      "kinds Json()",
      "kinds Code(length=4)",
      "kinds Point(precision=7)",
      "kinds Point()",
    ],
  );
});

Deno.test("tables and what is in them have the info that they were given, and comments that may be set", async () => {
  const { target, error } = await read(`
import sqlalchemy as sa
${BASE}
class Mixin:
    noted = Column(String, info={"of": "a mixin"})
class Noted(Mixin, Base):
    __tablename__ = "noted"
    __table_args__ = (
        sa.UniqueConstraint("x", info={"a": 1}),
        sa.ForeignKeyConstraint(["x"], ["noted.id"], ondelete="CASCADE", deferrable=True, info={"a": 2}),
        sa.Index("ix", "x", info={"a": 3}),
        {"info": {"skip_autogenerate": True}},
    )
    id: Mapped[int] = mapped_column(primary_key=True, info={"n": [1]})
    x: Mapped[int]
table = Noted.__table__
assert table.info.get("skip_autogenerate", False)
assert table.c.id.info == {"n": [1]} and table.c.x.info == {} and table.c.noted.info == {"of": "a mixin"}
assert table.to_metadata(sa.MetaData()).info == {"skip_autogenerate": True}
assert [each.info for each in table.indexes] == [{"a": 3}]
key = [each for each in table.constraints if isinstance(each, sa.ForeignKeyConstraint)][0]
assert (key.info, key.ondelete, key.onupdate, key.deferrable) == ({"a": 2}, "CASCADE", None, True)
table.c.x.info["later"] = True
assert table.c.x.info == {"later": True}
table.comment = "set"
table.c.x.comment = "set too"
`);
  assertEquals(error, null);
  const [table] = target!.metadata[0]!.tables;
  assertEquals(table?.comment, "set");
  const commented = table?.columns.filter(({ comment }) => comment === "set too");
  assertEquals(commented?.map(({ name }) => nameText(name)), ["x"]);
});
