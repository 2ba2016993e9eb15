/** What tests of the engine do on a database, and look at afterwards. */
import { assertEquals } from "@std/assert";
import type { Connection } from "../../src/database/connection.ts";
import { downgradeCommand, upgradeCommand } from "../../src/migration/mod.ts";
import { graphOf, line, type Outcome, runCommand, type TestRevision } from "./history.ts";

/** The target of a run on a connection. */
export const online = (connection: Connection) => ({ kind: "online", connection }) as const;

/** `upgrade` as the stock env.py runs it. */
export function upgrade(
  connection: Connection,
  history: readonly TestRevision[],
  target = "heads",
  ...more: Parameters<typeof runCommand> extends [unknown, unknown, unknown, ...infer R] ? R : never
): Promise<Outcome> {
  const command = upgradeCommand(graphOf(history), target, { sql: false });
  return runCommand(online(connection), history, command, ...more);
}

/** `downgrade` as the stock env.py runs it. */
export function downgrade(
  connection: Connection,
  history: readonly TestRevision[],
  target: string,
  ...more: Parameters<typeof runCommand> extends [unknown, unknown, unknown, ...infer R] ? R : never
): Promise<Outcome> {
  const command = downgradeCommand(graphOf(history), target, { sql: false });
  return runCommand(online(connection), history, command, ...more);
}

/** Version rows, sorted; `null` where there is no version table. */
export async function rows(connection: Connection, table = "alembic_version"): Promise<unknown> {
  assertEquals(connection.transactionStatus, "idle");
  const { rows: [found] } = await connection.execute({
    sql: `SELECT to_regclass('${table}') IS NOT NULL`,
  });
  if (found?.[0] === "f") return null;
  const result = await connection.execute({ sql: `SELECT version_num FROM ${table} ORDER BY 1` });
  return result.rows.map(([version]) => version);
}

/** The tables of the schema `public`, sorted, with blanks between. */
export async function tables(connection: Connection): Promise<string> {
  const { rows } = await connection.execute({
    sql: `SELECT string_agg(relname, ' ' ORDER BY relname) FROM pg_class
      WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace`,
  });
  return rows[0]![0] ?? "";
}

/** Three steps of which the third fails in its second statement. */
export const failing = line(
  ["aaaa", ["CREATE TABLE a (id int)"]],
  ["bbbb", ["CREATE TABLE b (id int)"]],
  ["cccc", ["CREATE TABLE c (id int)", "SELECT 'é'\n, nope", "CREATE TABLE d (id int)"]],
  ["dddd", ["CREATE TABLE e (id int)"]],
);
