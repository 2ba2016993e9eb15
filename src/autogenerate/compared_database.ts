import {
  type Ask,
  reflectMetadata,
  reflectSchemaNames,
} from "../dialect/postgresql/reflection/reflect.ts";
import type { Metadata } from "../schema/metadata.ts";
import type { CompareOptions } from "./compare_options.ts";
import { Comparison } from "./comparison.ts";

/** The database side of a comparison: a way to ask it, inside a transaction, and what was read. */
export interface ComparedDatabase {
  readonly metadata: Metadata;
  /** All schemas but those of the system, with or without tables. */
  readonly schemas: readonly string[];
  /** Where tables are that name no schema; null where there is no such schema. */
  readonly defaultSchema: string | null;
  /** `server_version_num`. */
  readonly serverVersion: number;
  /** Default: the server is asked nothing more, and texts are compared. */
  readonly ask?: Ask;
}

/**
 * Reads what a comparison needs of a database: the tables that the search path finds or, with `includeSchemas`, those of
 * all schemas. `include_name` is asked which schemas these are to be.
 */
export async function readDatabase(
  ask: Ask,
  serverVersion: number,
  options: CompareOptions,
): Promise<ComparedDatabase> {
  const comparison = new Comparison(options);
  const { current, all } = await reflectSchemaNames(ask);
  const others = options.includeSchemas
    ? all.filter((name) => name !== "information_schema" && name !== current)
    : [];
  const schemas = [null, ...others].filter((name) => comparison.includesName(name, "schema", {}));
  const metadata = await reflectMetadata(ask, { schemas, serverVersion });
  return { metadata, schemas: all, defaultSchema: current, serverVersion, ask };
}
