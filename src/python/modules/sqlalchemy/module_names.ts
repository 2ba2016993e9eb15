// What can be imported, apart from the modules themselves: most of what a file may name
// (`from sqlalchemy import pool`) is no module, and that must be known without loading any.

/** The modules of SQLAlchemy that are the same for all interpreters, dialects aside. */
export const SHARED_MODULES = [
  "sqlalchemy.types",
  "sqlalchemy.sql.sqltypes",
  "sqlalchemy.sql.type_api",
  "sqlalchemy.schema",
  "sqlalchemy.sql.schema",
  "sqlalchemy.sql.ddl",
  "sqlalchemy.sql.elements",
  "sqlalchemy.sql.selectable",
  "sqlalchemy.sql.dml",
  "sqlalchemy.sql.expression",
  "sqlalchemy.sql.functions",
  "sqlalchemy.sql",
  "sqlalchemy.exc",
  "sqlalchemy.engine",
  "sqlalchemy.engine.reflection",
  "sqlalchemy.engine.default",
  "sqlalchemy.engine.base",
  "sqlalchemy.engine.result",
  "sqlalchemy.engine.cursor",
  "sqlalchemy.engine.row",
  "sqlalchemy.engine.interfaces",
  "sqlalchemy.event",
  "sqlalchemy.inspection",
  "sqlalchemy.future",
  "sqlalchemy.dialects",
  "sqlalchemy.dialects.postgresql.base",
  "sqlalchemy.dialects.postgresql.json",
  "sqlalchemy.dialects.postgresql.array",
  "sqlalchemy.dialects.postgresql.ranges",
  "sqlalchemy.dialects.postgresql.named_types",
  "sqlalchemy.dialects.postgresql.types",
  "sqlalchemy.dialects.postgresql.ext",
  "sqlalchemy.dialects.postgresql.dml",
  "sqlalchemy.dialects.postgresql.hstore",
  "sqlalchemy",
] as const;
export type SharedModule = typeof SHARED_MODULES[number];

/** The modules of its ORM and its extensions. */
export const ORM_MODULES = [
  "sqlalchemy.orm",
  "sqlalchemy.orm.session",
  "sqlalchemy.orm.decl_api",
  "sqlalchemy.orm.exc",
  "sqlalchemy.orm.attributes",
  "sqlalchemy.orm.interfaces",
  "sqlalchemy.orm.util",
  "sqlalchemy.orm.query",
  "sqlalchemy.orm.mapper",
  "sqlalchemy.orm.relationships",
  "sqlalchemy.orm.properties",
  "sqlalchemy.ext",
  "sqlalchemy.ext.declarative",
  "sqlalchemy.ext.declarative.api",
  "sqlalchemy.ext.hybrid",
  "sqlalchemy.ext.associationproxy",
  "sqlalchemy.ext.orderinglist",
  "sqlalchemy.ext.asyncio",
  "sqlalchemy.ext.mutable",
  "sqlalchemy.ext.compiler",
] as const;
export type OrmModule = typeof ORM_MODULES[number];

/** The databases that have a module of types here, besides PostgreSQL. */
export const FOREIGN_DIALECTS = ["mysql", "sqlite", "mssql", "oracle"] as const;
export type ForeignDialect = typeof FOREIGN_DIALECTS[number];

/** The database of a module `sqlalchemy.dialects.<name>` or one below it, if it is one of those. */
export function foreignDialectOf(module: string): ForeignDialect | undefined {
  const name = /^sqlalchemy\.dialects\.(\w+)(?:\.base)?$/.exec(module)?.[1];
  return FOREIGN_DIALECTS.find((known) => known === name);
}

const shared: ReadonlySet<string> = new Set([...SHARED_MODULES, "sqlalchemy.dialects.postgresql"]);
const orm: ReadonlySet<string> = new Set(ORM_MODULES);

/** Whether this is the name of one of the {@link ORM_MODULES}. */
export function isOrmModule(name: string): name is OrmModule {
  return orm.has(name);
}

/** Whether this is the name of another module of SQLAlchemy that there is. */
export function isSharedModule(name: string): boolean {
  return shared.has(name) || foreignDialectOf(name) !== undefined;
}
