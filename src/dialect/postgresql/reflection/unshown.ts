import type { Ask } from "./reflect.ts";

/** Something that a database holds and metadata does not. */
export interface UnshownObject {
  /** Such as `view`. */
  readonly kind: string;
  /** With its schema where the search path does not find it, and with its table where it has one. */
  readonly name: string;
}

/**
 * Reads what a database holds beside what metadata has a place for: views, partitions as such, EXCLUDE constraints, triggers,
 * policies and functions; by kind and name. What belongs to extensions is theirs.
 */
export async function readUnshown(
  ask: Ask,
  serverVersion: number,
): Promise<readonly UnshownObject[]> {
  const [rows] = await ask([unshownQuery(serverVersion)]);
  return rows!.map(([kind, name]) => ({ kind: kind!, name: name! }));
}

function unshownQuery(serverVersion: number): string {
  const relation = (kind: string, condition: string) =>
    `SELECT '${kind}' AS kind, c.oid::pg_catalog.regclass::text AS name, c.oid, c.relnamespace AS schema
FROM pg_catalog.pg_class c WHERE ${condition}`;
  const part = (kind: string, name: string, table: string, relation: string, condition: string) =>
    `SELECT '${kind}', pg_catalog.quote_ident(p.${name}) || ' on ' || p.${relation}::pg_catalog.regclass::text, p.oid, c.relnamespace
FROM pg_catalog.${table} p JOIN pg_catalog.pg_class c ON c.oid = p.${relation} WHERE ${condition}`;
  const parts = [
    relation("view", "c.relkind = 'v'"),
    relation("materialized view", "c.relkind = 'm'"),
    relation("foreign table", "c.relkind = 'f'"),
    // Declarative partitions came with version 10.
    ...serverVersion >= 100000
      ? [relation("partition", "c.relispartition AND c.relkind IN ('r', 'p')")]
      : [],
    part("exclude constraint", "conname", "pg_constraint", "conrelid", "p.contype = 'x'"),
    part("trigger", "tgname", "pg_trigger", "tgrelid", "NOT p.tgisinternal"),
    part("policy", "polname", "pg_policy", "polrelid", "true"),
    `SELECT 'function', p.oid::pg_catalog.regprocedure::text, p.oid, p.pronamespace FROM pg_catalog.pg_proc p`,
  ];
  return `SELECT o.kind, o.name FROM (\n${parts.join("\nUNION ALL\n")}\n) o
JOIN pg_catalog.pg_namespace n ON n.oid = o.schema
WHERE n.nspname <> 'information_schema' AND n.nspname NOT LIKE 'pg\\_%' ESCAPE '\\'
  AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d WHERE d.objid = o.oid AND d.deptype = 'e')
ORDER BY 1, 2`;
}
