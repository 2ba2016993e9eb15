/** Whether what a comparison writes brings a database to the models, and back to where it was. */
import { assert } from "@std/assert";
import { createAll } from "../../src/operations/create_all.ts";
import { type Change, operationsOf } from "../../src/autogenerate/mod.ts";
import type { Connection } from "../../src/database/connection.ts";
import { newRunMemory, postgresql } from "../../src/dialect/mod.ts";
import type { Metadata } from "../../src/schema/metadata.ts";
import { nameText } from "../../src/schema/name.ts";
import type { Table } from "../../src/schema/table.ts";
import { testDatabase } from "../support/postgres.ts";
import { pairs, program } from "./autogenerate/pairs.ts";
import { metadataOf, optionsOf, ours, sessionWith } from "../support/autogenerate.ts";

async function run(
  connection: Connection,
  changes: readonly Change[],
  { namingConvention }: Metadata,
): Promise<void> {
  const options = { offline: false, memory: newRunMemory(), namingConvention };
  await connection.execute({ sql: "BEGIN" });
  try {
    for (const operation of changes.flatMap(operationsOf)) {
      for (const statement of postgresql.compile(operation, options)) {
        await connection.execute(statement);
      }
    }
    await connection.execute({ sql: "COMMIT" });
  } catch (error) {
    await connection.execute({ sql: "ROLLBACK" });
    throw error;
  }
}

/** A database as text, without what differs between two reflections of the same; columns may have moved. */
function described({ tables, types }: Metadata): string {
  const columns = (table: Table) =>
    table.columns.toSorted((a, b) => nameText(a.name) < nameText(b.name) ? -1 : 1);
  return JSON.stringify(
    [types, tables.map((table) => ({ ...table, columns: columns(table) }))],
    (key, part) => key === "order" ? undefined : typeof part === "bigint" ? String(part) : part,
    1,
  );
}

/** Changes that a server cannot make of itself, whoever asks. */
const impossible = /cannot be cast automatically|must be declared NOT NULL before identity/;

Deno.test("a comparison leads to the models and back", async () => {
  await using database = await testDatabase();
  if (database === null) return;
  const connection = await sessionWith(database.url);
  const filter = Deno.env.get("COMPARE_CASE") ?? "";
  const failures: string[] = [];
  let done = 0;
  try {
    for (const { name, one, other, options = {} } of pairs) {
      if (!name.includes(filter) || options.compare_type === false) continue;
      for (const [from, to] of [[one, other], [other, one]] as const) {
        await connection.execute({
          sql: "DROP SCHEMA public CASCADE; DROP SCHEMA IF EXISTS other CASCADE; " +
            "CREATE SCHEMA public; CREATE SCHEMA other",
        });
        const settings = optionsOf({ compare_server_default: true, ...options });
        const [state, models] = [await metadataOf(program(from)), await metadataOf(program(to))];
        try {
          const made = createAll(state);
          await run(connection, made, state);
          const clean = await ours(connection, state, settings);
          if (clean.changes.upgrade.length > 0) {
            failures.push(`${name}: not clean\n${clean.upgrade}`);
          }
          const first = await ours(connection, models, settings);
          await run(connection, first.changes.upgrade, models);
          const second = await ours(connection, models, settings);
          // As in Alembic, an identity that goes hides that the column may be null now.
          const hidden = from.includes("Identity") && /nullable=True\)/.test(second.upgrade);
          if (second.changes.upgrade.length > 0 && !hidden) {
            failures.push(
              `${name}: not clean afterwards\n${first.upgrade}\n---\n${second.upgrade}`,
            );
          }
          await run(connection, first.changes.downgrade, state);
          const back = await ours(connection, state, settings);
          const [before, after] = [first, back].map((each) => described(each.database.metadata));
          if (before !== after) {
            failures.push(
              `${name}: not back\n${first.upgrade}\n${first.downgrade}\n${back.upgrade}`,
            );
          }
          done++;
        } catch (error) {
          const text = error instanceof Error ? error.message : String(error);
          if (!impossible.test(text)) {
            failures.push(`${name}: ${from} -> ${to}: ${text}`);
          }
        }
      }
    }
  } finally {
    await connection.close();
  }
  if (failures.length > 0) throw new Error(failures.join("\n\n"));
  assert(done > 0);
});
