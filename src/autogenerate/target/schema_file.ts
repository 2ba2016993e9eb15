import type { Connection } from "../../database/connection.ts";
import { openScratch } from "../../database/scratch.ts";
import { CommandError, DatabaseError, FileError } from "../../errors/mod.ts";
import type { Platform } from "../../platform/mod.ts";
import type { Metadata } from "../../schema/metadata.ts";
import { splitSql } from "../../script/sql_split.ts";
import { drizzleFileSql } from "./drizzle_file.ts";
import { reflectAll } from "../reflect_all.ts";

/**
 * What a schema file describes: SQL, or a TypeScript module of Drizzle's tables. It is made in an embedded database and read
 * back, so that it is known as a server knows it. A `CommandError` names the statement that fails.
 */
export async function readSchemaFile(path: string, platform: Platform): Promise<Metadata> {
  const text = readText(path, platform);
  const sql = /\.[cm]?[jt]sx?$/.test(path) ? await drizzleFileSql(path, platform) : text;
  const connection = await openScratch(platform);
  try {
    await runScript(sql, path, connection);
    return await reflectAll(connection);
  } finally {
    await connection.close();
  }
}

function readText(path: string, { files }: Platform): string {
  const text = files.readTextOrNull(path);
  if (text !== null) return text;
  throw new FileError("no_target", `Expected a schema at ${path}, found no file`, {
    hint: "`target` in the config file, or --target, names a file of SQL or a Drizzle module",
  });
}

async function runScript(sql: string, path: string, connection: Connection): Promise<void> {
  for (const statement of splitSql(sql, { path })) {
    try {
      await connection.execute({ sql: statement.text });
    } catch (error) {
      if (!(error instanceof DatabaseError)) throw error;
      throw new CommandError("target_failed", `${path} cannot be run: ${error.message}`, {
        place: { path, line: statement.line },
        hint: "the schema is made in an embedded database; what it lacks, such as other " +
          "extensions, cannot be described like this",
        cause: error,
      });
    }
  }
}
