import type { Connection } from "../database/connection.ts";
import {
  type Ask,
  reflectExtensions,
  reflectMetadata,
  reflectSchemaNames,
} from "../dialect/postgresql/reflection/reflect.ts";
import type { Metadata } from "../schema/metadata.ts";

/** Everything that a database holds in all its schemas; what the search path finds names no schema. */
export async function reflectAll(connection: Connection): Promise<Metadata> {
  const ask = asking(connection);
  const { current, all } = await reflectSchemaNames(ask);
  const others = all.filter((name) => name !== "information_schema" && name !== current);
  const metadata = await reflectMetadata(ask, {
    schemas: [null, ...others],
    serverVersion: connection.serverVersion,
  });
  return { ...metadata, extensions: await reflectExtensions(ask) };
}

/** How a connection is asked. */
export function asking(connection: Pick<Connection, "executeBatch">): Ask {
  return async (queries) => {
    const results = await connection.executeBatch(queries.map((sql) => ({ sql })));
    return results.map(({ rows }) => rows);
  };
}
