import { assertEquals, assertRejects } from "@std/assert";
import type { QueryResult } from "../../src/database/connection.ts";
import { newRunMemory, postgresql } from "../../src/dialect/mod.ts";
import { CommandError, FileError } from "../../src/errors/mod.ts";
import { denoPlatform } from "../../src/platform/deno.ts";
import type { BodyHost, Direction, QueuedItem } from "../../src/revision/body.ts";
import { loadTypescriptBody } from "../../src/revision/typescript.ts";
import type { Statement } from "../../src/sql/statement.ts";

const noResult: QueryResult = { command: "SELECT 0", rowCount: 0, fields: [], rows: [] };

/** A host that keeps what it is given, and answers queries with one result. */
function recordingHost(offline = false, answer: QueryResult = noResult) {
  const items: (QueuedItem | { readonly kind: "asked"; readonly statement: Statement })[] = [];
  const host: BodyHost = {
    offline,
    emit: (item) => void items.push(item),
    flush: () => Promise.resolve(),
    execute: (statement) => {
      items.push({ kind: "asked", statement });
      return offline
        ? Promise.reject(new CommandError("offline", "nothing to ask"))
        : Promise.resolve(answer);
    },
  };
  return { host, items };
}

async function withRevision<T>(body: string, work: (path: string) => Promise<T>): Promise<T> {
  const directory = await Deno.makeTempDir();
  try {
    const path = `${directory}/revision.ts`;
    await Deno.writeTextFile(path, body);
    return await work(path);
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
}

/** Runs the function of a revision and gives what it queued as SQL text. */
function sqlOf(
  body: string,
  { offline = false, direction = "upgrade" as Direction, answer = noResult } = {},
): Promise<string[]> {
  return withRevision(body, async (path) => {
    const { host, items } = recordingHost(offline, answer);
    await (await loadTypescriptBody(path, denoPlatform)).run(direction, host);
    const memory = newRunMemory();
    return items.flatMap((item) => {
      switch (item.kind) {
        case "note":
          return [];
        case "operation":
          return postgresql.compile(item.operation, { offline, memory }).map(({ sql }) => sql);
        case "statement":
        case "asked":
          return item.statement.parameters === undefined
            ? [item.statement.sql]
            : [`${item.statement.sql} <- ${JSON.stringify(item.statement.parameters)}`];
        case "autocommit":
          return [item.active ? "-- autocommit" : "-- transaction"];
      }
    });
  });
}

function upgrade(statements: string): string {
  return `export async function upgrade(op) {\n${statements}\n}`;
}

const calls: readonly (readonly [call: string, sql: readonly string[]])[] = [
  [
    `op.createTable("t", [
      op.column("id", op.types.integer(), { primaryKey: true }),
      op.column("n", op.types.string(5), { nullable: false, serverDefault: "it's", unique: true }),
      op.column("k", op.types.bigInteger(), { serverDefault: 5, index: true, comment: "c" }),
      op.column("b", op.types.boolean(), { serverDefault: false }),
      op.column("at", op.types.dateTime({ timezone: true }), { serverDefault: op.func.now() }),
      op.column("o", op.types.integer(), { references: "s.o.id", check: "o > 0" }),
      op.column("p", op.types.integer(), {
        references: { target: "p.id", name: "fk_p", onDelete: "CASCADE", deferrable: true },
      }),
      op.column("d", op.types.integer(), { computed: "k * 2" }),
      op.check("k > 0", { name: "ck" }),
      op.index("ix_at", ["at"], { where: "b" }),
    ], { schema: "q", comment: "t's" })`,
    [
      "CREATE TABLE q.t (\n\tid SERIAL NOT NULL, \n\tn VARCHAR(5) DEFAULT 'it''s' NOT NULL, \n\tk BIGINT DEFAULT 5, \n" +
      "\tb BOOLEAN DEFAULT false, \n\tat TIMESTAMP WITH TIME ZONE DEFAULT now(), \n\to INTEGER CHECK (o > 0), \n" +
      "\tp INTEGER, \n\td INTEGER GENERATED ALWAYS AS (k * 2) STORED, \n\tPRIMARY KEY (id), \n" +
      "\tCONSTRAINT ck CHECK (k > 0), \n\tUNIQUE (n), \n\tFOREIGN KEY(o) REFERENCES s.o (id), \n" +
      "\tCONSTRAINT fk_p FOREIGN KEY(p) REFERENCES p (id) ON DELETE CASCADE DEFERRABLE\n)",
      "CREATE INDEX ix_q_t_k ON q.t (k)",
      "CREATE INDEX ix_at ON q.t (at) WHERE b",
      "COMMENT ON TABLE q.t IS 't''s'",
      "COMMENT ON COLUMN q.t.k IS 'c'",
    ],
  ],
  [
    `op.createTable("l", [op.column("a", op.types.uuid()), op.column("b", op.types.jsonb()),
      op.primaryKey(["a", "b"], { name: "pk" }), op.unique(["b"], { nullsNotDistinct: true }),
      op.foreignKey(["a", "b"], ["s.t.x", "s.t.y"], { onDelete: "SET NULL" }),
      op.exclude([["a", "="]], { name: "ex" })], { ifNotExists: true, partitionBy: "LIST (a)" })`,
    [
      "CREATE TABLE IF NOT EXISTS l (\n\ta UUID NOT NULL, \n\tb JSONB NOT NULL, \n" +
      "\tCONSTRAINT pk PRIMARY KEY (a, b), \n\tUNIQUE NULLS NOT DISTINCT (b), \n" +
      "\tFOREIGN KEY(a, b) REFERENCES s.t (x, y) ON DELETE SET NULL, \n" +
      "\tCONSTRAINT ex EXCLUDE USING gist (a WITH =)\n)\n PARTITION BY LIST (a)",
    ],
  ],
  [
    `op.createTable("e", [op.column("m", op.types.enum("mood", ["a", "b"]))])`,
    ["CREATE TYPE mood AS ENUM ('a', 'b')", "CREATE TABLE e (\n\tm mood\n)"],
  ],
  [`op.dropTable("t", { schema: "s", ifExists: true })`, ["DROP TABLE IF EXISTS s.t"]],
  [`op.renameTable("a", "B")`, [`ALTER TABLE a RENAME TO "B"`]],
  [
    `op.addColumn("t", op.column("c", op.types.array(op.types.text()), { nullable: false, serverDefault: "{}" }))`,
    ["ALTER TABLE t ADD COLUMN c TEXT[] DEFAULT '{}' NOT NULL"],
  ],
  [`op.dropColumn("t", "c", { ifExists: true })`, ["ALTER TABLE t DROP COLUMN IF EXISTS c"]],
  [
    `op.alterColumn("t", "c", { type: op.types.integer(), using: "c::int", nullable: false,
      serverDefault: 0, comment: null, newName: "d" })`,
    [
      "ALTER TABLE t ALTER COLUMN c TYPE INTEGER USING c::int",
      "ALTER TABLE t ALTER COLUMN c SET NOT NULL",
      "ALTER TABLE t ALTER COLUMN c SET DEFAULT 0",
      "COMMENT ON COLUMN t.c IS NULL",
      "ALTER TABLE t RENAME c TO d",
    ],
  ],
  [
    `op.alterColumn("t", "c", { serverDefault: null }); op.alterColumn("t", "c", { identity: true });
     op.alterColumn("t", "c", { identity: null })`,
    [
      "ALTER TABLE t ALTER COLUMN c DROP DEFAULT",
      "ALTER TABLE t ALTER COLUMN c ADD GENERATED BY DEFAULT AS IDENTITY",
      "ALTER TABLE t ALTER COLUMN c DROP IDENTITY",
    ],
  ],
  [
    `op.createIndex("ix", "t", ["a", op.text("lower(b)")], { unique: true, concurrently: true,
      using: "btree", where: "a > 1", include: ["c"], with: { fillfactor: 70 }, ops: { a: "x_ops" } })`,
    [
      "CREATE UNIQUE INDEX CONCURRENTLY ix ON t USING btree (a x_ops, lower(b)) INCLUDE (c) WITH (fillfactor = 70) WHERE a > 1",
    ],
  ],
  [`op.dropIndex("ix", { schema: "s", concurrently: true })`, ["DROP INDEX CONCURRENTLY s.ix"]],
  [
    `op.createPrimaryKey("pk", "t", ["a"]); op.createUniqueConstraint(null, "t", ["a"], { schema: "s" });
     op.createForeignKey("fk", "t", "o", ["a"], ["b"], { referredSchema: "r", onUpdate: "CASCADE", notValid: true });
     op.createCheckConstraint("ck", "t", "a > 0", { notValid: true });
     op.createExcludeConstraint("ex", "t", [["a", "="], [op.text("tsrange(b, c)"), "&&"]], { where: "d" });
     op.dropConstraint(op.finalName("ck"), "t", { ifExists: true })`,
    [
      "ALTER TABLE t ADD CONSTRAINT pk PRIMARY KEY (a)",
      "ALTER TABLE s.t ADD UNIQUE (a)",
      "ALTER TABLE t ADD CONSTRAINT fk FOREIGN KEY(a) REFERENCES r.o (b) ON UPDATE CASCADE NOT VALID",
      "ALTER TABLE t ADD CONSTRAINT ck CHECK (a > 0) NOT VALID",
      "ALTER TABLE t ADD CONSTRAINT ex EXCLUDE USING gist (a WITH =, tsrange(b, c) WITH &&) WHERE (d)",
      "ALTER TABLE t DROP CONSTRAINT IF EXISTS ck",
    ],
  ],
  [
    `op.createTableComment("t", "x"); op.dropTableComment("t", { schema: "s" })`,
    ["COMMENT ON TABLE t IS 'x'", "COMMENT ON TABLE s.t IS NULL"],
  ],
  [
    `op.createSequence("q", { start: 5, schema: "s", ifNotExists: true }); op.dropSequence("q", { ifExists: true });
     op.createSchema("z"); op.dropSchema("z", { cascade: true })`,
    [
      "CREATE SEQUENCE IF NOT EXISTS s.q START WITH 5",
      "DROP SEQUENCE IF EXISTS q",
      "CREATE SCHEMA z",
      "DROP SCHEMA z CASCADE",
    ],
  ],
  [
    `op.bulkInsert("t", [{ a: 1, b: "it's", c: null, d: true, e: 1.5, f: new Date(0), g: { k: ["v"] },
      h: [1, 2], i: op.func.lower("X"), j: 10n, k: new Uint8Array([1, 255]) }])`,
    [
      "INSERT INTO t (a, b, c, d, e, f, g, h, i, j, k) VALUES (1, 'it''s', NULL, true, 1.5, " +
      `'1970-01-01T00:00:00.000+00:00'::timestamptz, '{"k": ["v"]}'::JSONB, ARRAY[1,2], lower('X'), 10, '\\x01ff'::bytea)`,
    ],
  ],
  [
    `op.execute("select ':x', '$1'"); op.execute("update t set a = $1, b = $2, c = $3", [1, "x", null])`,
    ["select ':x', '$1'", `update t set a = $1, b = $2, c = $3 <- ["1","x",null]`],
  ],
  [
    `op.execute("select $1, $2, $3", [[1, "a\\"b", null], { k: 1 }, true])`,
    [`select $1, $2, $3 <- ["{\\"1\\",\\"a\\\\\\"b\\",NULL}","{\\"k\\":1}","true"]`],
  ],
  [
    `await op.autocommit(() => { op.execute("x") })`,
    ["-- autocommit", "x", "-- transaction"],
  ],
];

Deno.test("the operations of a TypeScript revision queue their SQL", async (t) => {
  for (const [call, sql] of calls) {
    await t.step(call.slice(0, 60), async () => assertEquals(await sqlOf(upgrade(call)), sql));
  }
});

Deno.test("op.execute() writes parameters into the text of a script", async () => {
  const call = `op.execute("select $1, '$1', \\"$1\\", $q$ $1 $q$, $2 -- $1", ["it's", 5])`;
  assertEquals(await sqlOf(upgrade(call), { offline: true }), [
    `select 'it''s', '$1', "$1", $q$ $1 $q$, 5 -- $1`,
  ]);
});

Deno.test("op.query() gives rows with values of their columns' types", async () => {
  const columns: readonly (readonly [string, number, string | null, unknown])[] = [
    ["int", 23, "5", 5],
    ["big", 20, "9007199254740993", 9007199254740993n],
    ["num", 1700, "1.50", "1.50"],
    ["bool", 16, "t", true],
    ["txt", 25, "x", "x"],
    ["none", 25, null, null],
    ["doc", 3802, '{"a": [1]}', { a: [1] }],
    ["when", 1184, "2020-01-02 03:04:05.5+00", new Date("2020-01-02T03:04:05.500Z")],
    ["half", 1184, "2020-01-02 03:04:05+05:30", new Date("2020-01-01T21:34:05Z")],
    ["day", 1082, "2020-01-02", "2020-01-02"],
    ["bytes", 17, "\\x01ff", new Uint8Array([1, 255])],
    ["ints", 1007, "{{1,2},{3,NULL}}", [[1, 2], [3, null]]],
    ["texts", 1009, '{a,"b,c","d\\"e",NULL,"NULL"}', ["a", "b,c", 'd"e', null, "NULL"]],
    ["empty", 1009, "{}", []],
  ];
  const answer: QueryResult = {
    command: "SELECT 1",
    rowCount: 1,
    fields: columns.map(([name, typeOid]) => ({ name, typeOid })),
    rows: [columns.map(([, , text]) => text)],
  };
  await withRevision(
    `export const seen = [];
     export async function upgrade(op) { seen.push(...await op.query("select $1", [1])); }`,
    async (path) => {
      const { host, items } = recordingHost(false, answer);
      await (await loadTypescriptBody(path, denoPlatform)).run("upgrade", host);
      const { seen } = await import(`file://${path}`);
      assertEquals(seen, [Object.fromEntries(columns.map(([name, , , value]) => [name, value]))]);
      assertEquals(items, [{ kind: "asked", statement: { sql: "select $1", parameters: ["1"] } }]);
    },
  );
});

Deno.test("an operation has the line of its call as its place", async () => {
  await withRevision(
    `\nfunction helper(op) {\n  op.execute("a");\n}\nexport function upgrade(op) {\n  helper(op);\n  op.dropTable("t");\n}\n`,
    async (path) => {
      const { host, items } = recordingHost();
      await (await loadTypescriptBody(path, denoPlatform)).run("upgrade", host);
      assertEquals(
        items.map((item) => "place" in item ? [item.place?.path, item.place?.line] : null),
        [[path, 3], [path, 7]],
      );
    },
  );
});

Deno.test("loadTypescriptBody() tells which functions there are", async () => {
  await withRevision("export function upgrade() {}", async (path) => {
    const body = await loadTypescriptBody(path, denoPlatform);
    assertEquals([body.lacks("upgrade"), body.lacks("downgrade")], [false, true]);
    assertEquals(body.outsideTransaction("upgrade"), false);
  });
});

const broken: readonly (readonly [string, string, string, number])[] = [
  ["has no upgrade", "export const revision = 'a';", "has no function 'upgrade'", 1],
  [
    "has a constant for upgrade",
    "\n\nexport const upgrade = 5;",
    "must be a function, found number",
    3,
  ],
  ["does not parse", "export function upgrade( {\n", "cannot be loaded", 1],
];

for (const [what, text, message, line] of broken) {
  Deno.test(`loadTypescriptBody() names file and line when the revision ${what}`, async () => {
    await withRevision(text, async (path) => {
      const error = await assertRejects(
        () => loadTypescriptBody(path, denoPlatform),
        FileError,
        message,
      );
      assertEquals(error.place?.path, path);
      if (what !== "does not parse") assertEquals(error.place?.line, line);
    });
  });
}

const failing: readonly (readonly [string, string, string, number])[] = [
  ["throws", `\nthrow new Error("own trouble");`, "upgrade() threw: own trouble", 3],
  [
    "gives undefined as a value",
    `op.bulkInsert("t", [{ a: undefined }]);`,
    "A value is undefined",
    2,
  ],
  [
    "gives rows with different keys",
    `op.bulkInsert("t", [{ a: 1 }, { b: 1 }]);`,
    "Row 2 of bulkInsert into 't' has the key 'b'",
    2,
  ],
  [
    "creates a type that is none",
    `op.createType(op.types.integer());`,
    "Only enumerations can be created",
    2,
  ],
  [
    "calls two at once",
    `op.alterColumn("t", "c", { identity: true, serverDefault: 1 });`,
    "a serverDefault or an identity",
    2,
  ],
  [
    "refers to columns of two tables",
    `op.foreignKey(["a", "b"], ["x.a", "y.b"]);`,
    "as many targets as columns",
    2,
  ],
];

for (const [what, statement, message, line] of failing) {
  Deno.test(`a TypeScript revision that ${what} fails with the place`, async () => {
    await withRevision(upgrade(statement), async (path) => {
      const body = await loadTypescriptBody(path, denoPlatform);
      const error = await assertRejects(
        () => body.run("upgrade", recordingHost().host),
        Error,
        message,
      ) as FileError;
      assertEquals([error.place?.path, error.place?.line], [path, line]);
    });
  });
}

Deno.test("an operation after the end of the revision's function is an error", async () => {
  await withRevision(
    `export let late; export function upgrade(op) { late = () => op.execute("x"); }`,
    async (path) => {
      await (await loadTypescriptBody(path, denoPlatform)).run("upgrade", recordingHost().host);
      const module = await import(`file://${path}`);
      await assertRejects(async () => await module.late(), CommandError, "had ended");
    },
  );
});
