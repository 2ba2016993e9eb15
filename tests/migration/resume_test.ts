import { assert, assertEquals } from "@std/assert";
import type { Connection } from "../../src/database/connection.ts";
import { DatabaseError } from "../../src/errors/mod.ts";
import type { BodyHost } from "../../src/revision/body.ts";
import { CrashingConnection } from "./crashing_connection.ts";
import { eachDatabase } from "./databases.ts";
import { rows, upgrade } from "./engine.ts";
import { line, RecordingConnection, run, type TestRevision } from "./history.ts";
import { remembering } from "./remembered.ts";

const history = remembering();

/** Statements outside a transaction, as `with op.get_context().autocommit_block()`. */
function alone(host: BodyHost, ...statements: readonly string[]): void {
  host.emit({ kind: "autocommit", active: true });
  for (const sql of statements) run(host, sql);
  host.emit({ kind: "autocommit", active: false });
}

/** Adds 1 to the counter of that name: done twice it shows. */
const count = (name: string) =>
  `INSERT INTO counters VALUES ('${name}', 1) ON CONFLICT (name) DO UPDATE SET n = counters.n + 1`;

/** Every way to leave a transaction in the midst of a step. */
const steps: readonly TestRevision[] = [
  ...line(
    ["tables", [
      "CREATE TABLE counters (name text PRIMARY KEY, n int)",
      "CREATE TABLE a (id int)",
      "CREATE TYPE mood AS ENUM ('sad')",
      "CREATE INDEX old ON a (id)",
    ]],
    ["block", (host) => {
      run(host, count("before"));
      run(host, "SELECT set_config('search_path', 'public', false)");
      alone(
        host,
        count("first"),
        "CREATE INDEX CONCURRENTLY built ON a (id)",
        "ALTER TYPE mood ADD VALUE 'glad'",
        count("second"),
        "DROP INDEX CONCURRENTLY old",
        "VACUUM a",
      );
      run(host, count("between"));
      alone(host, count("third"));
      run(host, count("after"));
    }],
  ),
  {
    id: "outside",
    down: ["block"],
    outside: true,
    up: [count("fourth"), "CREATE INDEX CONCURRENTLY second ON a (id)", count("fifth")],
  },
  {
    id: "committing",
    down: ["outside"],
    up: [count("sixth"), "COMMIT", "CREATE INDEX CONCURRENTLY third ON a (id)", count("seventh")],
  },
  {
    id: "reading",
    down: ["committing"],
    up: async (host) => {
      const before = await host.execute({ sql: "SELECT count(*) FROM counters" });
      host.emit({ kind: "autocommit", active: true });
      // Goes by what it reads, which its own first statement changes.
      if (before.rows[0]![0] !== "10") return run(host, "SELECT 'read twice'::int");
      run(host, count("eighth"));
      const { rows } = await host.execute({
        sql: `${count("ninth")} RETURNING n`,
      });
      run(host, count(`n${rows[0]![0]}`));
      host.emit({ kind: "autocommit", active: false });
    },
  },
];

/** All that running everything once leads to. */
async function stateOf(connection: Connection): Promise<unknown> {
  const read = async (sql: string) => (await connection.execute({ sql })).rows;
  return {
    rows: await rows(connection),
    counters: (await read("SELECT name || n FROM counters ORDER BY 1")).flat(),
    indexes: (await read(
      `SELECT relname || indisvalid FROM pg_index JOIN pg_class c ON c.oid = indexrelid
       WHERE indrelid = 'a'::regclass ORDER BY 1`,
    )).flat(),
    moods: await read("SELECT enum_range(NULL::mood)"),
    entries: (await read("SELECT revision FROM migrator_history ORDER BY id")).flat(),
    progress: await read("SELECT * FROM migrator_history_progress"),
  };
}

const finished = {
  rows: ["reading"],
  counters: "after before between eighth fifth first fourth n1 ninth second seventh sixth third"
    .split(" ").map((name) => `${name}1`),
  indexes: ["builttrue", "secondtrue", "thirdtrue"],
  moods: [["{sad,glad}"]],
  entries: ["tables", "block", "outside", "committing", "reading"],
  progress: [],
};

/** Ways to run, and of how many statements one is tried. */
const modes = [
  ["", {}, {}, 2],
  [" with a transaction for each step", { transactionPerMigration: true }, {}, 5],
  [" with no transactions", {}, { transactionOwner: "none" }, 5],
] as const;

/** Takes back all that the steps and the engine made. */
const RESET = "DROP TABLE IF EXISTS counters, a, alembic_version, migrator_history, " +
  "migrator_history_progress; DROP TYPE IF EXISTS mood";

for (const [mode, options, more, stride] of modes) {
  eachDatabase(`an upgrade cut off at any statement is gone on with${mode}`, async (c) => {
    const whole = new RecordingConnection(c);
    assertEquals((await upgrade(whole, steps, "heads", options, { history, ...more })).error, null);
    assertEquals(await stateOf(c), finished);
    let crashed = true;
    for (let last = 1; crashed; last += stride) {
      await c.execute({ sql: RESET });
      const after = last % 4 > 1;
      const crashing = new CrashingConnection(c, last, after);
      const { error } = await upgrade(crashing, steps, "heads", options, { history, ...more });
      crashed = crashing.crashed;
      const where = `${after ? "after" : "before"} ${last}: ${crashing.statements.at(-1)}`;
      // What a server does with a session that is lost.
      if (c.transactionStatus !== "idle") await c.execute({ sql: "ROLLBACK" });
      if (crashed) assert(error instanceof DatabaseError, where);
      const again = await upgrade(c, steps, "heads", options, { history, ...more });
      assertEquals(again.error, null, where);
      // With nothing to do, reading has begun a transaction that the end of the session ends.
      if (again.result?.applied.length === 0) await c.execute({ sql: "ROLLBACK" });
      assertEquals(await stateOf(c), finished, where);
    }
  });
}
