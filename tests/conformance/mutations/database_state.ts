/** What a database is made of, and statements that change it. */
import type { Connection } from "../../../src/database/connection.ts";
import {
  describeSchema,
  differences,
  type SchemaDescription,
} from "../../../src/verify/schema_description.ts";

/** Describes the schemas of a database. */
export function describe(connection: Connection): Promise<SchemaDescription> {
  const versionTable = { schema: "public", name: "alembic_version" };
  return describeSchema(connection, { versionTable, roles: false });
}

/** What became another, as lines. */
export function changesBetween(
  before: SchemaDescription,
  after: SchemaDescription,
): readonly string[] {
  return differences(before, after)
    .filter((each) => plainCheck(each.before) !== plainCheck(each.after))
    .map((each) => `${each.object}: ${each.before} -> ${each.after}`);
}

/** A condition without the casts that the server adds where it reads its own text again. */
function plainCheck(text: string | null): string | null {
  return text?.startsWith("CHECK") ? text.replace(/::[a-z ]+(\[\])?|[()]/g, "") : text;
}

/** How statements went. */
export interface Sent {
  /** What the server said against one; null where all were done. */
  readonly refused: string | null;
  /** Whether types were changed with a USING. */
  readonly hasUsing: boolean;
}

/**
 * Runs statements in one transaction. A type that does not become another of itself gets a USING, as one who reads the
 * revision has to add: the tables are empty.
 */
export async function runAll(
  connection: Connection,
  statements: readonly string[],
): Promise<Sent> {
  const refused = await send(connection, statements);
  if (refused === null || !/^column .* cannot be cast automatically/.test(refused)) {
    return { refused, hasUsing: false };
  }
  const complete = statements.map((sql) =>
    /^ALTER TABLE .* ALTER COLUMN \S+ TYPE /.test(sql) ? `${sql} USING NULL` : sql
  );
  return { refused: await send(connection, complete), hasUsing: true };
}

async function send(connection: Connection, statements: readonly string[]): Promise<string | null> {
  await connection.execute({ sql: "BEGIN" });
  try {
    for (const sql of statements) await connection.execute({ sql });
    await connection.execute({ sql: "COMMIT" });
    return null;
  } catch (error) {
    await connection.execute({ sql: "ROLLBACK" });
    return error instanceof Error ? error.message : String(error);
  }
}
