import type { Connection } from "../database/connection.ts";
import { type DescribeOptions, describeSchemaSql } from "../dialect/postgresql/describe_schema.ts";

/** All that a database has beside its data: what is to be said of each object, by its kind and name. */
export type SchemaDescription = ReadonlyMap<string, string>;

/** What one object was and is; `null` where it is not there. */
export interface ObjectDifference {
  /** Its kind and name, such as `column public.users.name`. */
  readonly object: string;
  readonly before: string | null;
  readonly after: string | null;
}

/** Describes what a database has. The search path of the session is what it was afterwards. */
export async function describeSchema(
  connection: Connection,
  options: DescribeOptions,
): Promise<SchemaDescription> {
  const read = async (sql: string) => (await connection.execute({ sql })).rows;
  const setPath = (path: string) =>
    read(`SELECT pg_catalog.set_config('search_path', '${path.replaceAll("'", "''")}', false)`);
  const [[path]] = await read("SELECT pg_catalog.current_setting('search_path')") as [[string]];
  // The server leaves schemas out of names where the path finds them.
  await setPath("pg_catalog");
  const rows = await read(describeSchemaSql(options));
  await setPath(path);
  return new Map(rows.map(([kind, name, detail]) => [`${kind} ${name}`, detail ?? ""]));
}

/** What is different in a database from what it was; in the order of the objects. */
export function differences(
  before: SchemaDescription,
  after: SchemaDescription,
): readonly ObjectDifference[] {
  const objects = [...new Set([...before.keys(), ...after.keys()])].sort();
  return objects.flatMap((object) => {
    const was = before.get(object) ?? null;
    const is = after.get(object) ?? null;
    return was === is ? [] : [{ object, before: was, after: is }];
  });
}
