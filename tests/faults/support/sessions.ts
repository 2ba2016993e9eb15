/** Sessions of a test's own beside the runners, and what can be seen of theirs. */
import pg from "pg";
import { runOn } from "../../support/postgres.ts";

/** A session that stays open until it is disposed of. */
export interface OpenSession extends AsyncDisposable {
  readonly pid: number;
  run(sql: string): Promise<(string | null)[][]>;
}

/** Opens a session, under a name that the server shows. */
export async function openSession(url: string, name = "someone else"): Promise<OpenSession> {
  const client = new pg.Client({
    connectionString: url,
    application_name: name,
    types: { getTypeParser: () => (value: unknown) => value },
  });
  await client.connect();
  const run = async (sql: string): Promise<(string | null)[][]> => {
    const result = await client.query({ text: sql, rowMode: "array" });
    return (Array.isArray(result) ? result.at(-1) : result)?.rows ?? [];
  };
  const [[pid]] = await run("SELECT pg_backend_pid()") as [[string]];
  return { pid: Number(pid), run, [Symbol.asyncDispose]: () => client.end() };
}

/** Whether some session in the database runs, or ran last, a statement like that. */
export async function hasSession(url: string, pattern: string, more = "true"): Promise<boolean> {
  const [[found]] = await runOn(
    url,
    `SELECT count(*) FROM pg_stat_activity WHERE query LIKE '${pattern}' AND ${more}
     AND pid <> pg_backend_pid() AND datname = current_database()`,
  ) as [[string]];
  return found !== "0";
}
