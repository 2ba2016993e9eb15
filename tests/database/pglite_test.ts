import { assertEquals, assertRejects } from "@std/assert";
import { openPglite } from "../../src/database/pglite.ts";
import { ConnectionError, DatabaseError } from "../../src/errors/mod.ts";
import { denoPlatform } from "../../src/platform/deno.ts";
import { freshPglite, pgliteDirectory } from "../support/pglite.ts";
import { testConnectionContract } from "./contract.ts";

testConnectionContract("PGlite", freshPglite);

Deno.test("openPglite() keeps what is committed in its directory", async () => {
  await using directory = await pgliteDirectory();
  const first = await openPglite(directory.path, denoPlatform.files);
  await first.execute({ sql: "CREATE EXTENSION citext; CREATE TABLE t (id int, name citext)" });
  await first.execute({ sql: "BEGIN; CREATE TABLE lost (id int)" });
  await first.close();
  await first.close();
  await assertRejects(() => first.execute({ sql: "SELECT 1" }), DatabaseError, "closed");
  const second = await openPglite(directory.path, denoPlatform.files);
  const { rows } = await second.execute({
    sql: "SELECT to_regclass('t'), to_regclass('lost') IS NULL, 'A'::citext = 'a'",
  });
  assertEquals(rows, [["t", "t", "t"]]);
  await second.close();
});

Deno.test("openPglite() refuses a directory that is open already", async () => {
  await using directory = await pgliteDirectory();
  const first = await openPglite(directory.path, denoPlatform.files);
  const error = await assertRejects(
    () => openPglite(directory.path, denoPlatform.files),
    ConnectionError,
    "open in another process",
  );
  assertEquals(error.message.includes(directory.path), true);
  await first.close();
  const second = await openPglite(directory.path, denoPlatform.files);
  await second.close();
});

Deno.test("openPglite() says which directory cannot be opened", async () => {
  await using directory = await pgliteDirectory();
  await Deno.writeTextFile(`${directory.path}/PG_VERSION`, "9\n");
  await assertRejects(
    () => openPglite(directory.path, denoPlatform.files),
    ConnectionError,
    "cannot open the embedded database in",
  );
});
