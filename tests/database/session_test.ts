import { assertEquals, assertRejects } from "@std/assert";
import { Session } from "../../src/database/session.ts";
import { BatchError, DatabaseError } from "../../src/errors/mod.ts";
import type { Statement } from "../../src/sql/statement.ts";
import { RecordingConnection } from "../migration/history.ts";
import { freshPglite } from "../support/pglite.ts";

async function recorded(): Promise<[Session, RecordingConnection]> {
  const connection = new RecordingConnection(await freshPglite());
  return [new Session(connection), connection];
}

Deno.test("Session begins a transaction with the first statement and ends it when told", async () => {
  const [session, connection] = await recorded();
  assertEquals(session.inTransaction, false);
  await session.execute({ sql: "SELECT 1" });
  await session.execute({ sql: "SELECT 2" });
  assertEquals(session.inTransaction, true);
  await session.commit();
  await session.commit();
  assertEquals(session.inTransaction, false);
  await session.execute({ sql: "SELECT 3" });
  await session.rollback();
  assertEquals(connection.messages, [
    ["BEGIN", "SELECT 1"],
    ["SELECT 2"],
    ["COMMIT"],
    ["BEGIN", "SELECT 3"],
    ["ROLLBACK"],
  ]);
});

Deno.test("Session.begin() is heard of by the server with the first statement", async () => {
  const [session, connection] = await recorded();
  session.begin();
  assertEquals(session.inTransaction, true);
  await session.commit();
  assertEquals(connection.messages, []);
});

Deno.test("Session does not look for a body's own COMMIT, as psycopg2 does not", async () => {
  const [session, connection] = await recorded();
  await session.execute({ sql: "COMMIT" });
  await session.execute({ sql: "SELECT 1" });
  assertEquals(connection.transactionStatus, "idle");
  await session.commit();
  await session.execute({ sql: "SELECT 2" });
  assertEquals(connection.messages, [["BEGIN", "COMMIT"], ["SELECT 1"], ["BEGIN", "SELECT 2"]]);
  await session.rollback();
});

Deno.test("Session.setAutocommit() lets statements stand alone", async () => {
  const [session, connection] = await recorded();
  session.setAutocommit(true);
  await session.executeBatch([{ sql: "CREATE TABLE t (id int)" }, { sql: "VACUUM t" }]);
  await session.commit();
  session.setAutocommit(false);
  await session.execute({ sql: "SELECT 1" });
  assertEquals(connection.statements, ["CREATE TABLE t (id int)", "VACUUM t", "BEGIN", "SELECT 1"]);
  await session.rollback();
});

Deno.test("Session.executeBatch() counts results and failures without its BEGIN", async () => {
  const [session] = await recorded();
  const heard: number[] = [];
  const statements = [{ sql: "SELECT 1" }, { sql: "SELECT 1/0" }];
  const error = await assertRejects(
    () => session.executeBatch(statements, (index) => heard.push(index)),
    BatchError,
  );
  assertEquals([error.index, heard], [1, [0]]);
  await session.rollback();
  const results = await session.executeBatch([{ sql: "SELECT 7" }]);
  assertEquals(results.map(({ rows }) => rows), [[["7"]]]);
  await session.rollback();
});

Deno.test("Session.commit() does not pretend that a failed transaction was kept", async () => {
  const [session] = await recorded();
  await session.execute({ sql: "SELECT 1/0" }).catch(() => {});
  await assertRejects(() => session.commit(), DatabaseError, "was rolled back");
  assertEquals(session.inTransaction, false);
});

Deno.test("Session goes on in the transaction that it finds", async () => {
  const [, connection] = await recorded();
  await connection.execute({ sql: "BEGIN" });
  const session = new Session(connection);
  assertEquals(session.inTransaction, true);
  await session.execute({ sql: "SELECT 1" });
  await session.rollback();
  assertEquals(connection.statements, ["BEGIN", "SELECT 1", "ROLLBACK"]);
});

Deno.test("Session.rollback() says it again when a request to cancel met it", async () => {
  const inner = await freshPglite();
  let met = false;
  const connection = new class extends RecordingConnection {
    override async execute(statement: Statement) {
      if (statement.sql !== "ROLLBACK" || met) return await super.execute(statement);
      met = true;
      const raised = "DO $$ BEGIN RAISE query_canceled; END $$";
      return await super.execute({ sql: raised });
    }
  }(inner);
  const session = new Session(connection);
  await session.execute({ sql: "CREATE TABLE t (id int)" });
  await session.rollback();
  assertEquals([met, inner.transactionStatus], [true, "idle"]);
});
