/**
 * Names that every object of JavaScript has something under (`constructor`, `toString`, `__proto__`), wherever names come
 * from outside: they are names like others, and what is looked up under them is not found.
 */
import { assertEquals, assertStringIncludes } from "@std/assert";
import { resolveConnection } from "../../src/config/connection/mod.ts";
import { readStatement } from "../../src/lint/statement/read_statement.ts";
import { isBuiltIn, readType } from "../../src/lint/effect/sql_type.ts";
import { denoPlatform } from "../../src/platform/deno.ts";
import { decodeSource } from "../../src/python/syntax/source_encoding.ts";
import { rowsOf } from "../../src/revision/typescript_rows.ts";
import { inDirectory, migrate } from "../cli/in_process.ts";

const REVISION = `"""x"""
import enum
from alembic import context, op
import sqlalchemy as sa

revision = "constructor"
down_revision = None
branch_labels = ("toString", "__proto__")


class E(enum.Enum):
    constructor = 1
    toString = 2


def upgrade():
    for name in ("constructor", "toString", "valueOf", "__proto__"):
        assert not hasattr(context, name)
    op.execute(sa.text("SELECT :__proto__, :constructor").bindparams(__proto__=5, constructor=6))
    op.get_bind().execute(sa.text("SELECT :__proto__, :toString"), {"__proto__": 1, "toString": 2})
    op.execute(sa.select(sa.func.constructor(1) + 1))
    op.execute(sa.select(sa.column("a").op("constructor")(sa.column("b") + 1).op("constructor")(2)))
    op.execute(sa.insert(sa.table("t", sa.column("a", sa.Enum(E)))).values(a=E.constructor))
`;

/** The statements of the revision, in a line each. */
const SQL = [
  "SELECT 5, 6;",
  "SELECT 1, 2;",
  "SELECT constructor(1) + 1 AS anon_1;",
  "SELECT (a constructor b + 1) constructor 2 AS anon_1;",
  "INSERT INTO t (a) VALUES ('constructor');",
];

Deno.test("names of JavaScript's own are names like others in a project", async () => {
  await inDirectory(async (cwd) => {
    Deno.mkdirSync(`${cwd}/m/versions`, { recursive: true });
    Deno.writeTextFileSync(`${cwd}/m/versions/a.py`, REVISION);
    Deno.writeTextFileSync(
      `${cwd}/alembic.ini`,
      "[alembic]\nscript_location = m\n[__proto__]\nscript_location = m\nconstructor = 1\n" +
        "__proto__ = %(constructor)s\nfile_template = %%(rev)s\n[constructor]\n",
    );
    const run = async (...args: string[]) => {
      const { code, out, err } = await migrate(args, { cwd });
      assertEquals(code, 0, err);
      return out;
    };
    const url = "--url=postgresql://nobody@nowhere/none";
    const sql = await run("upgrade", "toString@head", "--sql", "--no-env", url);
    assertEquals(sql.split("\n").filter((line) => SQL.includes(line)), SQL, sql);
    for (
      const symbol of ["constructor", "toString", "__proto__", "toString@head", "__proto__@head"]
    ) {
      assertStringIncludes(await run("show", symbol), "constructor");
    }
    const written = await run(
      ...[
        "-n",
        "__proto__",
        "-x",
        "__proto__=1",
        "-x",
        "constructor",
        "revision",
        "--json",
        "--format=sql",
      ],
      ...["-m", "toString", "--rev-id", "valueOf", "--branch-label", "hasOwnProperty"],
    );
    const { revision } = JSON.parse(written);
    assertEquals([revision.id, revision.path], ["valueOf", `${cwd}/m/versions/valueOf.sql`]);
    const history = JSON.parse(await run("history", "--json")).revisions;
    assertEquals(history.map(({ id }: { id: string }) => id), ["valueOf", "constructor"]);
    const unknown = await migrate(["-n", "toString", "heads"], { cwd });
    assertStringIncludes(unknown.err, "toString");
    for (const name of ["constructorx", "hasOwnProperties", "isPrototypeOf"]) {
      const { code, err } = await migrate(["show", name], { cwd });
      assertEquals(code === 0 || err.includes("internal"), false, err);
    }
  });
});

/** What is read, and what comes of it. */
const CASES: readonly (readonly [name: string, read: () => unknown, expected: unknown])[] = [
  [
    "a URL's option",
    () => resolveConnection("postgresql+psycopg2://h/d?constructor=x", denoPlatform),
    'invalid connection option "constructor"',
  ],
  [
    "a URL's driver",
    () => resolveConnection("postgresql+constructor://h/d?name=x", denoPlatform),
    'invalid connection option "name"',
  ],
  [
    "the encoding of a Python file",
    () => decodeSource(new TextEncoder().encode("# coding: constructor\n"), "a.py"),
    "unknown encoding: constructor\n    # coding: constructor\n    ^",
  ],
  ["a type of SQL", () => readType("constructor"), {
    name: "constructor",
    arguments: [],
    isArray: false,
  }],
  ["a type of SQL that the server has", () => isBuiltIn(readType("__proto__")), false],
  ["a statement", () => readStatement("CONSTRUCTOR x").facts.kind, "unknown"],
];

function outcomeOf(work: () => unknown): unknown {
  try {
    return work();
  } catch (error) {
    return (error as Error).message;
  }
}

for (const [name, read, expected] of CASES) {
  Deno.test(`${name} may be called as what JavaScript has`, () => {
    assertEquals(outcomeOf(read), expected);
  });
}

Deno.test("rowsOf() gives columns whatever they are called", () => {
  const names = ["__proto__", "constructor", "toString"];
  const [row] = rowsOf(
    {
      command: "SELECT 1",
      rowCount: 1,
      fields: names.map((name) => ({ name, typeOid: 3802 })),
      rows: [['{"a": 1}', '{"b": 2}', null]],
    } as unknown as Parameters<typeof rowsOf>[0],
  );
  assertEquals(Object.entries(row!), [
    ["__proto__", { a: 1 }],
    ["constructor", { b: 2 }],
    ["toString", null],
  ]);
  assertEquals(Object.getPrototypeOf(row), Object.prototype);
});
