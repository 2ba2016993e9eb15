import { assert, assertEquals } from "@std/assert";
import { CommandError, RevisionError, StatementError } from "../../src/errors/mod.ts";
import { stampCommand } from "../../src/migration/mod.ts";
import { eachDatabase } from "./databases.ts";
import { downgrade, online, rows, tables, upgrade } from "./engine.ts";
import {
  graphOf,
  line,
  RecordingConnection,
  run,
  runCommand,
  type TestRevision,
} from "./history.ts";

eachDatabase("upgrade runs the steps, writes the rows and logs as Alembic does", async (c) => {
  const history = line(
    ["aaaa", ["CREATE TABLE a (id int)", "INSERT INTO a VALUES (1)"], ["DROP TABLE a"]],
    ["bbbb", ["CREATE TABLE b (id int)"], ["DROP TABLE b"]],
  );
  const { result, error, log } = await upgrade(c, history);
  assertEquals(error, null);
  assertEquals(log, [
    "Context impl PostgresqlImpl.",
    "Will assume transactional DDL.",
    "Running upgrade  -> aaaa, do aaaa",
    "new branch insert aaaa",
    "Running upgrade aaaa -> bbbb, do bbbb",
    "update aaaa to bbbb",
  ]);
  assertEquals(result!.applied.map(({ step, statements }) => [step.toText, statements]), [
    ["aaaa", 2],
    ["bbbb", 1],
  ]);
  assertEquals([result!.rowsBefore, result!.rows], [[], ["bbbb"]]);
  assertEquals(await rows(c), ["bbbb"]);
  assertEquals(await tables(c), "a alembic_version b");

  const again = await upgrade(c, history);
  assertEquals(again.result, { applied: [], rowsBefore: ["bbbb"], rows: ["bbbb"] });
  assertEquals(again.log.length, 2);

  const down = await downgrade(c, history, "base");
  assertEquals(down.log.slice(2), [
    "Running downgrade bbbb -> aaaa, do bbbb",
    "update bbbb to aaaa",
    "Running downgrade aaaa -> , do aaaa",
    "branch delete aaaa",
  ]);
  assertEquals(await rows(c), []);
  assertEquals(await tables(c), "alembic_version");
});

eachDatabase("upgrade and downgrade write the rows of branches and merges", async (c) => {
  const history: TestRevision[] = [
    { id: "root" },
    { id: "left", down: ["root"] },
    { id: "right", down: ["root"] },
    { id: "merged", down: ["left", "right"] },
  ];
  const heard: [string, string[]][] = [];
  const tell = {
    onVersionApply: [(info: { step: { toText: string }; heads: ReadonlySet<string> }) => {
      heard.push([info.step.toText, [...info.heads].sort()]);
    }],
  };
  const up = await upgrade(c, history, "heads", {}, tell);
  assertEquals(heard, [
    ["root", ["root"]],
    ["right", ["right"]],
    ["left", ["left", "right"]],
    ["merged", ["merged"]],
  ]);
  assertEquals(up.log.slice(2), [
    "Running upgrade  -> root",
    "new branch insert root",
    "Running upgrade root -> right",
    "update root to right",
    "Running upgrade root -> left",
    "new branch insert left",
    "Running upgrade left, right -> merged",
    "merge, delete ['left'], update right to merged",
  ]);
  assertEquals(await rows(c), ["merged"]);
  const down = await downgrade(c, history, "root");
  assertEquals(down.error, null);
  assertEquals(await rows(c), ["root"]);
});

eachDatabase("what is wrong in a later body is known before the first statement", async (c) => {
  const recording = new RecordingConnection(c);
  const history = line(
    ["aaaa", ["CREATE TABLE a (id int)"]],
    ["bbbb", async (host) => {
      await host.execute({ sql: "SELECT 1" });
    }],
    ["cccc", () => {
      throw new CommandError("bad", "cannot be evaluated");
    }],
  );
  const { error, events } = await upgrade(recording, history);
  assertEquals((error as Error).message, "cannot be evaluated");
  assert(!recording.statements.some((sql) => sql.startsWith("CREATE TABLE")));
  const failed = events.at(-1)!;
  assert(failed.kind === "failed");
  assertEquals(failed.step?.toText, "cccc");
  assertEquals(await tables(c), "");
});

eachDatabase("a wrong operation fails where it is queued, with its place", async (c) => {
  const history = line(["aaaa", (host) => {
    const operation = {
      kind: "batchAlterTable",
      tableName: "t",
      recreate: "sometimes",
      operations: [],
    } as const;
    host.emit({ kind: "operation", operation, place: { path: "/v/a.py", line: 7 } });
  }]);
  const { error } = await upgrade(c, history);
  assert(error instanceof RevisionError);
  assertEquals(error.message, "recreate may be one of 'auto', 'always', or 'never'.");
  assertEquals(error.place, { path: "/v/a.py", line: 7 });
});

eachDatabase("a body reads what it and earlier revisions have queued", async (c) => {
  const seen: unknown[] = [];
  const count = async (host: Parameters<typeof run>[0]) => {
    const result = await host.execute({ sql: "SELECT count(*) FROM a" });
    seen.push(result.rows[0]![0]);
  };
  const history = line(
    ["aaaa", ["CREATE TABLE a (id int)", "INSERT INTO a VALUES (1)"]],
    ["bbbb", async (host) => {
      await count(host);
      run(host, "INSERT INTO a VALUES (2)");
      await Promise.all([count(host), count(host)]);
      run(host, "INSERT INTO a VALUES (3)");
    }],
    ["cccc", async (host) => {
      run(host, "INSERT INTO a VALUES (4)");
      await count(host);
    }],
  );
  const { error } = await upgrade(c, history);
  assertEquals(error, null);
  assertEquals(seen, ["1", "2", "2", "4"]);
});

eachDatabase("a body may catch the error of its own statement, not of another's", async (c) => {
  const caught: string[] = [];
  const careful = async (host: Parameters<typeof run>[0]) => {
    run(host, "SAVEPOINT s");
    run(host, "SELECT 1/0", 5);
    try {
      await host.flush();
    } catch (error) {
      caught.push((error as StatementError).message);
    }
    run(host, "ROLLBACK TO s");
    run(host, "CREATE TABLE saved (id int)");
  };
  const fine = await upgrade(c, line(["aaaa", careful]));
  assertEquals(fine.error, null);
  assertEquals(caught, ["division by zero"]);
  assertEquals(await tables(c), "alembic_version saved");
  const others = [
    ...line(["aaaa", []], ["bbbb", ["SELECT missing"]], ["cccc", careful]),
  ];
  const { error } = await upgrade(c, others);
  assert(error instanceof StatementError);
  assertEquals([error.revision, caught.length], ["bbbb", 1]);
});

eachDatabase("a version row that is not there is Alembic's error, and undoes all", async (c) => {
  const history = line(["aaaa", []], ["bbbb", ["DELETE FROM alembic_version"]], ["cccc", []]);
  const { error, events } = await upgrade(c, history);
  assert(error instanceof CommandError);
  assertEquals(
    error.message,
    "Online migration expected to match one row when updating 'aaaa' to 'bbbb' in 'alembic_version'; 0 found",
  );
  const failed = events.at(-1)!;
  assert(failed.kind === "failed");
  assertEquals(failed.step?.toText, "bbbb");
  assertEquals(await rows(c), null);
});

eachDatabase("the version table has the name, schema and key that are asked for", async (c) => {
  await c.execute({ sql: "CREATE SCHEMA meta" });
  const history = line(["aaaa", []], ["bbbb", []]);
  const options = {
    versionTable: "Applied",
    versionTableSchema: "meta",
    versionTablePk: false,
  };
  assertEquals((await upgrade(c, history, "heads", options)).error, null);
  assertEquals(await rows(c, 'meta."Applied"'), ["bbbb"]);
  const keys = await c.execute({
    sql: `SELECT count(*) FROM pg_constraint WHERE conrelid = 'meta."Applied"'::regclass
      AND contype = 'p'`,
  });
  assertEquals(keys.rows, [["0"]]);
  assertEquals((await upgrade(c, history, "heads", options)).result?.applied, []);
});

eachDatabase("stamp moves rows without running anything; purge starts anew", async (c) => {
  const history = line(["aaaa", ["SELECT nope"]], ["bbbb", ["SELECT nope"]]);
  const graph = graphOf(history);
  const stamp = (targets: string[], purge: boolean) =>
    runCommand(
      online(c),
      history,
      stampCommand(graph, targets, { sql: false, purge }),
    );
  const first = await stamp(["heads"], false);
  assertEquals(first.log.slice(2, 3), ["Running stamp_revision  -> bbbb"]);
  assertEquals(await rows(c), ["bbbb"]);
  await stamp(["aaaa"], false);
  assertEquals(await rows(c), ["aaaa"]);
  await c.execute({ sql: "INSERT INTO alembic_version VALUES ('unknown')" });
  const refused = await stamp(["bbbb"], false);
  assertEquals(
    (refused.error as Error).message,
    "Can't locate revision identified by 'unknown'",
  );
  await stamp(["bbbb"], true);
  assertEquals(await rows(c), ["bbbb"]);
  await c.execute({ sql: "DROP TABLE alembic_version" });
  assertEquals((await stamp(["aaaa"], true)).error, null);
  assertEquals(await rows(c), ["aaaa"]);
});

eachDatabase("notices come with the step that they are about", async (c) => {
  const warn = "DO $$ BEGIN RAISE WARNING 'mind'; END $$";
  const { events } = await upgrade(c, line(["aaaa", []], ["bbbb", [warn]]));
  const notices = events.filter((event) => event.kind === "notice");
  assertEquals(notices.map(({ notice, step }) => [notice.message, step?.toText]), [[
    "mind",
    "bbbb",
  ]]);
});
