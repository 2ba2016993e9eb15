import { type Name, nameText } from "../../schema/name.ts";
import type { DomainType, EnumType } from "../../schema/types.ts";
import type { DdlContext } from "./ddl_context.ts";
import { hasSchema } from "./identifiers.ts";
import { stringLiteral } from "./server_literal.ts";
import { namedTypeSchema } from "./type_text.ts";

/**
 * Statements that run only if something exists (or does not). A script has nothing to look in, so there they stand
 * bare, as Alembic writes them; on a server the look and the statements go together in one DO block, so that
 * nobody waits for an answer in between.
 */
export function onlyIf(
  exists: boolean,
  probe: string,
  statements: readonly string[],
  context: DdlContext,
): readonly string[] {
  return context.options.offline || statements.length === 0
    ? statements
    : [doBlock(condition(exists, probe, statements))];
}

/** A condition of PL/pgSQL around statements: itself a statement inside a block. */
export function condition(
  exists: boolean,
  probe: string,
  statements: readonly string[],
): string {
  const body = statements.map((statement) => `${statement};\n`).join("");
  return `IF ${exists ? "" : "NOT "}EXISTS (${probe}) THEN\n${body}END IF`;
}

/** How the blocks of {@link doBlock} begin, so that they can be told from those of revisions. */
const BEGINNING = "DO $migrator";

/** Whether a statement is one of {@link doBlock}. */
export function isOwnBlock(sql: string): boolean {
  return sql.startsWith(BEGINNING);
}

/** An anonymous block of one statement of PL/pgSQL. */
export function doBlock(statement: string): string {
  const body = `BEGIN\n${statement};\nEND`;
  let tag = "$migrator$";
  for (let number = 1; body.includes(tag); number++) tag = `$migrator${number}$`;
  return `DO ${tag} ${body} ${tag}`;
}

function inSchema(schema: Name | null | undefined, visible: string): string {
  return hasSchema(schema)
    ? `n.nspname = ${stringLiteral(nameText(schema))}`
    : `${visible} AND n.nspname != 'pg_catalog'`;
}

/** Finds a named type as SQLAlchemy does: on the search path, or in its schema. */
export function typeExists(type: EnumType | DomainType, tableSchema?: Name | null): string {
  return "SELECT 1 FROM pg_catalog.pg_type t JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace " +
    `WHERE t.typname = ${stringLiteral(nameText(type.name ?? ""))} AND ${
      inSchema(namedTypeSchema(type, tableSchema), "pg_catalog.pg_type_is_visible(t.oid)")
    }`;
}

/** Finds a relation of one of the given kinds (`pg_class.relkind`). */
export function relationExists(
  name: Name,
  schema: Name | null | undefined,
  kinds: readonly string[],
): string {
  return "SELECT 1 FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace " +
    `WHERE c.relname = ${stringLiteral(nameText(name))} AND c.relkind IN (${
      kinds.map((kind) => `'${kind}'`).join(", ")
    }) AND ${inSchema(schema, "pg_catalog.pg_table_is_visible(c.oid)")}`;
}

/** What SQLAlchemy counts as a table: tables, partitioned and foreign ones, views. */
export const tableKinds = ["r", "p", "f", "v", "m"] as const;
