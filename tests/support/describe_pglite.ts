import { PGlite } from "@electric-sql/pglite";
import { btree_gist } from "@electric-sql/pglite/contrib/btree_gist";
import { citext } from "@electric-sql/pglite/contrib/citext";
import { hstore } from "@electric-sql/pglite/contrib/hstore";
import { pg_trgm } from "@electric-sql/pglite/contrib/pg_trgm";
import { describeDatabase } from "./description.ts";

/** What the embedded database in `directory` holds, read while no other process has it open. */
export async function describePglite(directory: string): Promise<string> {
  const database = await PGlite.create(directory, {
    extensions: { btree_gist, citext, hstore, pg_trgm },
  });
  try {
    return await describeDatabase(async (sql) =>
      (await database.query(sql, [], { rowMode: "array" })).rows as string[][]
    );
  } finally {
    await database.close();
  }
}
