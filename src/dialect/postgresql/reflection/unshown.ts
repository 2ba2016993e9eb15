import type { Ask } from "./reflect.ts";

/** Something that a database holds and metadata does not. */
export interface UnshownObject {
  /** Such as `view`. */
  readonly kind: string;
  /** With its schema where the search path does not find it, and with its table where it has one. */
  readonly name: string;
}

/**
 * Reads what a database holds beside what metadata has a place for: views, triggers, policies, functions, types that are neither
 * enumerations nor domains, extended statistics, storage parameters of tables, and comments on what has no place for one; by kind
 * and name. What belongs to extensions is theirs.
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
  const commented = (kind: string, condition: string) =>
    relation(
      `comment on ${kind}`,
      `${condition} AND pg_catalog.obj_description(c.oid, 'pg_class') IS NOT NULL`,
    );
  const type = (kind: string, condition: string) =>
    `SELECT '${kind}', t.oid::pg_catalog.regtype::text, t.oid, t.typnamespace FROM pg_catalog.pg_type t WHERE ${condition}`;
  const parts = [
    relation("view", "c.relkind = 'v'"),
    relation("materialized view", "c.relkind = 'm'"),
    relation("foreign table", "c.relkind = 'f'"),
    relation("composite type", "c.relkind = 'c'"),
    relation("storage parameters of", "c.relkind IN ('r', 'p') AND c.reloptions IS NOT NULL"),
    commented("index", "c.relkind IN ('i', 'I')"),
    commented("sequence", "c.relkind = 'S'"),
    part("trigger", "tgname", "pg_trigger", "tgrelid", "NOT p.tgisinternal"),
    part("policy", "polname", "pg_policy", "polrelid", "true"),
    type("range type", "t.typtype = 'r'"),
    type(
      "comment on type",
      "t.typtype IN ('e', 'd') AND pg_catalog.obj_description(t.oid, 'pg_type') IS NOT NULL",
    ),
    // Extended statistics came with version 10.
    ...serverVersion >= 100000
      ? [
        "SELECT 'statistics', pg_catalog.quote_ident(s.stxname), s.oid, s.stxnamespace FROM pg_catalog.pg_statistic_ext s",
      ]
      : [],
    `SELECT 'function', p.oid::pg_catalog.regprocedure::text, p.oid, p.pronamespace FROM pg_catalog.pg_proc p
WHERE NOT EXISTS (SELECT FROM pg_catalog.pg_depend d WHERE d.objid = p.oid AND d.deptype = 'i')`,
  ];
  return `SELECT o.kind, o.name FROM (\n${parts.join("\nUNION ALL\n")}\n) o
JOIN pg_catalog.pg_namespace n ON n.oid = o.schema
WHERE n.nspname <> 'information_schema' AND n.nspname NOT LIKE 'pg\\_%' ESCAPE '\\'
  AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d WHERE d.objid = o.oid AND d.deptype = 'e')
ORDER BY 1, 2`;
}
