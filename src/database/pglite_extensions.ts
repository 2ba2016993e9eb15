import type { Extensions } from "@electric-sql/pglite";

/**
 * The extensions that `CREATE EXTENSION` finds in the embedded database: those that migrations ask for
 * most. They must be given when the database is opened, also when a table of it only uses one.
 */
export async function loadExtensions(): Promise<Extensions> {
  const modules = await Promise.all([
    import("@electric-sql/pglite/contrib/btree_gin"),
    import("@electric-sql/pglite/contrib/btree_gist"),
    import("@electric-sql/pglite/contrib/citext"),
    import("@electric-sql/pglite/contrib/fuzzystrmatch"),
    import("@electric-sql/pglite/contrib/hstore"),
    import("@electric-sql/pglite/contrib/intarray"),
    import("@electric-sql/pglite/contrib/ltree"),
    import("@electric-sql/pglite/contrib/pg_trgm"),
    import("@electric-sql/pglite/contrib/pgcrypto"),
    import("@electric-sql/pglite/contrib/tablefunc"),
    import("@electric-sql/pglite/contrib/unaccent"),
    import("@electric-sql/pglite/contrib/uuid_ossp"),
  ]);
  return Object.assign({}, ...modules);
}
