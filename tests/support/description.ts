/**
 * A database as text that does not depend on the version of PostgreSQL: for comparing what was
 * arrived at on the embedded database with what Alembic arrived at on a server.
 */

/** Runs a query and returns its rows, every value as text. */
export type Query = (sql: string) => Promise<(string | null)[][]>;

const OWN = "n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'";
/** Leaves out what belongs to an extension. */
const NOT_OF_AN_EXTENSION = (oid: string, catalog: string) =>
  `NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = ${oid} AND d.deptype = 'e' ` +
  `AND d.classid = '${catalog}'::regclass)`;

const SECTIONS: readonly (readonly [title: string, sql: string])[] = [
  ["extensions", "SELECT extname FROM pg_extension"],
  [
    "relations",
    `SELECT n.nspname || '.' || c.relname, c.relkind, c.relpersistence, c.relrowsecurity::text,
       obj_description(c.oid, 'pg_class')
     FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE ${OWN} AND c.relkind IN ('r', 'p', 'v', 'm', 'S') AND ${
      NOT_OF_AN_EXTENSION("c.oid", "pg_class")
    }`,
  ],
  [
    "columns",
    `SELECT n.nspname || '.' || c.relname || ' ' || to_char(a.attnum, 'FM000') || ' ' || a.attname,
       format_type(a.atttypid, a.atttypmod),
       CASE WHEN a.attnotnull THEN 'not null' END, concat(a.attidentity, a.attgenerated),
       pg_get_expr(d.adbin, d.adrelid), col_description(c.oid, a.attnum)
     FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
     JOIN pg_namespace n ON n.oid = c.relnamespace
     LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
     WHERE ${OWN} AND c.relkind IN ('r', 'p', 'v', 'm') AND a.attnum > 0 AND NOT a.attisdropped`,
  ],
  [
    // PostgreSQL 18 has NOT NULL constraints in the catalogue too.
    "constraints",
    `SELECT n.nspname || '.' || coalesce(r.relname, t.typname) || '.' || c.conname,
       pg_get_constraintdef(c.oid)
     FROM pg_constraint c JOIN pg_namespace n ON n.oid = c.connamespace
     LEFT JOIN pg_class r ON r.oid = c.conrelid LEFT JOIN pg_type t ON t.oid = c.contypid
     WHERE ${OWN} AND c.contype <> 'n'`,
  ],
  [
    "indexes",
    `SELECT pg_get_indexdef(i.indexrelid), obj_description(i.indexrelid, 'pg_class')
     FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
     JOIN pg_namespace n ON n.oid = c.relnamespace WHERE ${OWN}`,
  ],
  [
    "enumerations",
    `SELECT n.nspname || '.' || t.typname, string_agg(e.enumlabel, ',' ORDER BY e.enumsortorder)
     FROM pg_enum e JOIN pg_type t ON t.oid = e.enumtypid
     JOIN pg_namespace n ON n.oid = t.typnamespace GROUP BY 1`,
  ],
  [
    "functions",
    `SELECT p.oid::regprocedure::text FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
     WHERE ${OWN} AND ${NOT_OF_AN_EXTENSION("p.oid", "pg_proc")}`,
  ],
  [
    "triggers",
    `SELECT t.tgrelid::regclass || '.' || t.tgname FROM pg_trigger t
     WHERE NOT t.tgisinternal`,
  ],
];

/** Describes what the database behind `query` holds; the session's settings are changed. */
export async function describeDatabase(query: Query): Promise<string> {
  await query("SET timezone = 'UTC'");
  await query("SET extra_float_digits = 1");
  const lines: string[] = [];
  for (const [title, sql] of SECTIONS) {
    lines.push(`# ${title}`, ...(await query(sql)).map(line).sort());
  }
  lines.push("# rows");
  const tables = await query(
    `SELECT format('%I.%I', n.nspname, c.relname) FROM pg_class c
     JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE ${OWN} AND c.relkind = 'r'`,
  );
  for (const [table] of tables.sort()) {
    const rows = await query(
      `SELECT t::text FROM ${table} t WHERE tableoid = '${table}'::regclass`,
    );
    lines.push(...rows.map((row) => `${table} ${line(row)}`).sort());
  }
  return `${lines.filter((text) => !HISTORY.test(text)).join("\n")}\n`;
}

/** The tables that migrator keeps its own memory in, which Alembic has not. */
const HISTORY = /\bmigrator_history(?:_progress)?(?:_|\b)/;

/** One row on one line: null as nothing, line breaks escaped. */
function line(row: (string | null)[]): string {
  const values = row.map((value) =>
    value === null ? "" : String(value).replaceAll("\\", "\\\\").replaceAll("\n", "\\n")
  );
  return values.join(" | ").trimEnd();
}
