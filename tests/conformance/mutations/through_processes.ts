/** The way there and back by the command line as its users start it, each command a process of its own. */
import type { Connection } from "../../../src/database/connection.ts";
import type { SchemaDescription } from "../../../src/verify/schema_description.ts";
import { migrator } from "../../support/command.ts";
import { changesBetween, describe } from "./database_state.ts";

const COMMANDS: readonly (readonly string[])[] = [
  ["revision", "--autogenerate", "--no-trial", "-m", "change"],
  ["upgrade", "head"],
  ["check"],
  ["downgrade", "base"],
];

/** Runs the commands in the directory of a project; gives what went wrong. The database is left as it was `before`. */
export async function throughProcesses(
  directory: string,
  connection: Connection,
  before: SchemaDescription,
): Promise<readonly string[]> {
  const versions = `${directory}/m/versions`;
  try {
    for (const args of COMMANDS) {
      const { code, stdout, stderr } = await migrator(args, { cwd: directory });
      if (code !== 0) return [`migrator ${args.join(" ")}: ${code}\n${stdout}${stderr}`];
    }
  } finally {
    for (const { name } of Deno.readDirSync(versions)) {
      Deno.removeSync(`${versions}/${name}`, { recursive: true });
    }
    await connection.execute({ sql: "DROP TABLE IF EXISTS alembic_version, migrator_history" });
  }
  return changesBetween(before, await describe(connection))
    .map((line) => `not as before, through processes: ${line}`);
}
