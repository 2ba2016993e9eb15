/** Ids that are longer than the version table takes are refused before anything is run, as far as that can be known. */
import { assert, assertEquals } from "@std/assert";
import { RevisionError } from "../../src/errors/mod.ts";
import { stampCommand, upgradeCommand } from "../../src/migration/mod.ts";
import { oneDatabase } from "./databases.ts";
import { online, rows, tables, upgrade } from "./engine.ts";
import { graphOf, line, runCommand } from "./history.ts";

const LONG = "a".repeat(40);
const ALTER = "ALTER TABLE alembic_version ALTER COLUMN version_num TYPE varchar(40)";
const history = line(["aaaa", ["CREATE TABLE a ()"]], [LONG, ["CREATE TABLE b ()"]]);

const refusal = (error: unknown) => {
  assert(error instanceof RevisionError);
  return [error.code, error.message, error.place?.path];
};
const REFUSED = [
  "id_too_long",
  `The id '${LONG}' has 40 characters, and version_num of alembic_version takes 32`,
  `/v/${LONG}.ts`,
];

oneDatabase("an id that is too long is refused before anything is run", async (connection) => {
  assertEquals(refusal((await upgrade(connection, history)).error), REFUSED);
  assertEquals([await rows(connection), await tables(connection)], [null, ""]);
  // The table that there is counts.
  assertEquals((await upgrade(connection, history, "aaaa")).error, null);
  assertEquals(refusal((await upgrade(connection, history)).error), REFUSED);
  const stamp = stampCommand(graphOf(history), ["heads"], { sql: false, purge: false });
  const stamped = await runCommand(online(connection), history, stamp);
  assertEquals(refusal(stamped.error), [...REFUSED.slice(0, 2), undefined]);
  assertEquals(await rows(connection), ["aaaa"]);
  await connection.execute({ sql: ALTER });
  assertEquals((await upgrade(connection, history)).error, null);
  assertEquals(await rows(connection), [LONG]);
});

for (
  const [name, type] of [["a longer text", "varchar(40)"], ["any text", "varchar"], [
    "text",
    "text",
  ]]
) {
  oneDatabase(`a version table that takes ${name} takes a long id`, async (connection) => {
    await connection.execute({ sql: `CREATE TABLE alembic_version (version_num ${type})` });
    assertEquals((await upgrade(connection, history)).error, null);
    assertEquals(await rows(connection), [LONG]);
  });
}

const widening = {
  "before it": line(["aaaa", [ALTER]], [LONG, []]),
  itself: line([LONG, [ALTER]]),
  "that was read for": line(["aaaa", async (host) => {
    const { rows: [row] } = await host.execute({ sql: "SELECT 'alembic' || '_version'" });
    host.emit({
      kind: "statement",
      statement: { sql: ALTER.replace("alembic_version", row![0]!) },
    });
  }], [LONG, []]),
};
for (const [name, history] of Object.entries(widening)) {
  oneDatabase(`a revision ${name} may widen the version table`, async (connection) => {
    assertEquals((await upgrade(connection, history)).error, null);
    assertEquals(await rows(connection), [LONG]);
  });
}

Deno.test("a script that makes the version table is refused with a long id, another is written", async () => {
  let script = "";
  const target = { kind: "offline", write: (text: string) => void (script += text) } as const;
  const run = (range: string) => {
    const command = upgradeCommand(graphOf(history), range, { sql: true });
    return runCommand(target, history, command);
  };
  assertEquals(refusal((await run("heads")).error), REFUSED);
  assertEquals(script.includes("CREATE TABLE"), false);
  assertEquals((await run("aaaa:heads")).error, null);
});
