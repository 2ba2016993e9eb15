/**
 * What revisions see of the database, against what SQLAlchemy showed them on PostgreSQL 15 (the texts
 * are recorded by scripts/record.py).
 */
import { assertEquals } from "@std/assert";
import { freshPglite } from "../../support/pglite.ts";
import { evaluate } from "./evaluate.ts";

const directory = new URL("./scripts/", import.meta.url);
const names = [...Deno.readDirSync(directory)].map((entry) => entry.name)
  .filter((name) => name.endsWith(".txt")).map((name) => name.replace(".txt", "")).sort();

for (const name of names) {
  Deno.test(`a revision sees what SQLAlchemy shows it: ${name}`, async () => {
    const source = Deno.readTextFileSync(new URL(`${name}.py`, directory));
    const expected = Deno.readTextFileSync(new URL(`${name}.txt`, directory));
    const connection = await freshPglite();
    await connection.execute({ sql: "BEGIN" });
    const { printed } = await evaluate(source, { connection });
    await connection.execute({ sql: "ROLLBACK" });
    assertEquals(printed.trimEnd().split("\n"), expected.trimEnd().split("\n"));
  });
}
