/**
 * Sessions with mapped objects and cursors of the driver, against what SQLAlchemy printed and left in the tables on PostgreSQL 15 (the texts are
 * recorded by sessions/record.py).
 */
import { assertEquals } from "@std/assert";
import { openTest } from "../../migration/databases.ts";
import { testDatabase } from "../../support/postgres.ts";
import { freshPglite } from "../../support/pglite.ts";
import { evaluate } from "./evaluate.ts";

const directory = new URL("./sessions/", import.meta.url);
const prelude = Deno.readTextFileSync(new URL("prelude.py", directory));
const names = [...Deno.readDirSync(directory)].map((entry) => entry.name)
  .filter((name) => name.endsWith(".txt")).map((name) => name.replace(".txt", "")).sort();

Deno.test("a Session does with mapped objects what SQLAlchemy's does", async (t) => {
  await using database = await testDatabase();
  const connection = database === null ? await freshPglite() : await openTest(database.url);
  for (const name of names) {
    await t.step(name, async () => {
      const source = Deno.readTextFileSync(new URL(`${name}.py`, directory));
      const expected = Deno.readTextFileSync(new URL(`${name}.txt`, directory));
      await connection.execute({ sql: "BEGIN" });
      await connection.execute({ sql: "CREATE SCHEMA s" });
      await connection.execute({ sql: "SET LOCAL search_path TO s" });
      try {
        const { printed } = await evaluate(prelude + source, { connection });
        assertEquals(printed.trimEnd().split("\n"), expected.trimEnd().split("\n"));
      } finally {
        await connection.execute({ sql: "ROLLBACK" });
      }
    });
  }
  if (database !== null) await connection.close();
});
