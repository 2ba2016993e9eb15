/** What a database holds, as text: its schema, the rows of alembic_version, and all other rows. */
import { run } from "../../support/process.ts";
import { runOn } from "../../support/postgres.ts";
import { postgresProgram } from "../../support/postgres_cluster.ts";

/** The three texts by which two databases are compared. */
export interface Snapshot {
  /** What `pg_dump --schema-only` says, without comments and version noise. */
  readonly schema: string;
  /** The sorted rows of alembic_version, one a line. */
  readonly version: string;
  /** Every row as an INSERT and every sequence's position, sorted. */
  readonly data: string;
}

/** What migrator has beside Alembic's tables: the one thing by which the databases may differ. */
const WITHOUT_HISTORY = "--exclude-table=public.migrator_history*";

/** Whether `pg_dump`, which a snapshot needs, is installed. */
export function canSnapshot(): boolean {
  return postgresProgram("pg_dump") !== null;
}

/** Reads the database at `url`. */
export async function snapshot(url: string): Promise<Snapshot> {
  const [schema, data, version] = await Promise.all([
    dump(url, ["--schema-only", WITHOUT_HISTORY]),
    dump(url, [
      "--data-only",
      "--inserts",
      "--exclude-table=public.alembic_version",
      WITHOUT_HISTORY,
    ]),
    runOn(url, "SELECT version_num FROM alembic_version ORDER BY 1"),
  ]);
  return {
    schema: statements(schema).join("\n"),
    version: version.map((row) => row[0]).join("\n"),
    // Two programs may write the same rows in different orders of pages, not different rows.
    data: statements(data).sort().join("\n"),
  };
}

/** What is left of `snapshot.schema` besides the version table, which a downgrade keeps. */
export function leftovers(snapshot: Snapshot): string {
  return snapshot.schema
    .split(/;\n/)
    .map((statement) => statement.trim())
    .filter((statement) => !/^(SET|SELECT pg_catalog\.set_config)\b/.test(statement))
    .filter((statement) => statement !== "" && !/\bpublic\.alembic_version\b/.test(statement))
    .join(";\n");
}

async function dump(url: string, options: string[]): Promise<string> {
  const program = postgresProgram("pg_dump");
  if (program === null) throw new Error("pg_dump is not installed");
  const { code, stdout, stderr } = await run(program, [...options, `--dbname=${url}`]);
  if (code !== 0) throw new Error(`pg_dump: ${stderr}`);
  return stdout;
}

/** The lines of a dump without comments, blank lines and what differs from dump to dump. */
function statements(dump: string): string[] {
  return dump.split("\n").filter((line) => line !== "" && !/^(--|\\(un)?restrict )/.test(line));
}
