import { stringLiteral } from "../../dialect/postgresql/server_literal.ts";
import type { ConstraintDefinition, ObjectName } from "../statement/statement.ts";
import { textOf, TokenReader, tokensOf } from "../statement/token_reader.ts";
import { SchemaModel } from "./schema_model.ts";

/** Runs a query and gives its rows as text. */
export type ReadRows = (sql: string) => Promise<readonly (readonly (string | null)[])[]>;

/** What the kinds of constraints are called in `pg_constraint.contype`. */
const CONSTRAINT_KINDS: Readonly<Record<string, ConstraintDefinition["kind"]>> = {
  c: "check",
  f: "foreign-key",
  p: "primary-key",
  u: "unique",
  x: "exclude",
  n: "not-null",
};

/**
 * Looks up what a database knows of the objects with these names, in four queries however many they
 * are. Names without a schema are found as the server finds them. No table is locked: sizes are not
 * read here, see {@link readSizes}.
 */
export async function readCatalogue(
  names: readonly ObjectName[],
  read: ReadRows,
): Promise<SchemaModel> {
  const [[schema] = []] = await read("SELECT pg_catalog.current_schema()");
  const model = new SchemaModel(schema ?? "public");
  if (names.length === 0) return model;
  await readTables(names, model, read);
  model.lookedUp(names);
  const tables = [...model.tables.values()].map(({ name }) => name);
  if (tables.length > 0) {
    await readColumns(tables, model, read);
    await readConstraints(tables, model, read);
  }
  return model;
}

/** Takes up the sizes of all known tables, as the server estimates them. It locks them for reading. */
export async function readSizes(model: SchemaModel, read: ReadRows): Promise<void> {
  const tables = [...model.tables.values()].map(({ name }) => name);
  if (tables.length === 0) return;
  // A partitioned table is as large as its leaves are together.
  const rows = await read(`
SELECT n.nspname, c.relname,
  CASE WHEN c.relkind = 'p' THEN
    (SELECT coalesce(sum(pg_catalog.pg_total_relation_size(relid)), 0)
     FROM pg_catalog.pg_partition_tree(c.oid))
  ELSE pg_catalog.pg_total_relation_size(c.oid) END,
  CASE WHEN c.relkind = 'p' THEN
    (SELECT sum(CASE WHEN l.reltuples < 0 THEN NULL ELSE l.reltuples END)
     FROM pg_catalog.pg_partition_tree(c.oid) t
     JOIN pg_catalog.pg_class l ON l.oid = t.relid WHERE t.isleaf)
  WHEN c.reltuples < 0 OR
    (c.reltuples = 0 AND c.relpages = 0 AND pg_catalog.pg_relation_size(c.oid) > 0)
  THEN NULL ELSE c.reltuples END
FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE c.oid = ANY (${regclasses(tables)})`);
  for (const [schema, name, bytes, count] of rows) {
    const table = model.table(nameOf(schema, name));
    if (table) table.size = { bytes: Number(bytes), rows: count === null ? null : Number(count) };
  }
}

async function readTables(
  names: readonly ObjectName[],
  model: SchemaModel,
  read: ReadRows,
): Promise<void> {
  // Of an index its table is wanted, of a table also those that its foreign keys point to.
  const rows = await read(`
WITH named AS (
  SELECT c.oid, c.relkind, c.relname, n.nspname
  FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  WHERE c.oid = ANY (${regclasses(names)})
), wanted AS (
  SELECT oid FROM named WHERE relkind NOT IN ('i', 'I')
  UNION SELECT i.indrelid FROM named JOIN pg_catalog.pg_index i ON i.indexrelid = named.oid
), related AS (
  SELECT oid FROM wanted
  UNION SELECT f.confrelid FROM wanted JOIN pg_catalog.pg_constraint f ON f.conrelid = wanted.oid
    WHERE f.contype = 'f'
)
SELECT 'table', n.nspname, c.relname, NULL, NULL, NULL
FROM related r JOIN pg_catalog.pg_class c ON c.oid = r.oid
  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
UNION ALL
SELECT 'index', named.nspname, named.relname, tn.nspname, t.relname,
  (SELECT pg_catalog.json_agg(a.attname ORDER BY k.place)
   FROM pg_catalog.unnest(i.indkey::int2[]) WITH ORDINALITY k (attnum, place)
   LEFT JOIN pg_catalog.pg_attribute a ON a.attrelid = t.oid AND a.attnum = k.attnum
   WHERE k.place <= i.indnkeyatts)::text
FROM named JOIN pg_catalog.pg_index i ON i.indexrelid = named.oid
  JOIN pg_catalog.pg_class t ON t.oid = i.indrelid
  JOIN pg_catalog.pg_namespace tn ON tn.oid = t.relnamespace
UNION ALL
SELECT 'enum', n.nspname, t.typname, NULL, NULL, NULL
FROM pg_catalog.pg_type t JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
WHERE t.typtype = 'e'`);
  const unqualified = new Set(names.flatMap(({ schema, name }) => schema === null ? [name] : []));
  for (const [kind, schema, name, tableSchema, table, columns] of rows) {
    const found = nameOf(schema, name);
    if (kind !== "enum" && unqualified.has(found.name)) model.foundIn(schema!, found.name);
    if (kind === "table") model.addTable(found, null);
    else if (kind === "index") {
      model.indexes.set(model.key(found), {
        table: model.key(nameOf(tableSchema, table)),
        columns: JSON.parse(columns ?? "[]"),
      });
    } else model.enums.set(model.key(found), { isNew: false, added: new Set() });
  }
}

async function readColumns(
  tables: readonly ObjectName[],
  model: SchemaModel,
  read: ReadRows,
): Promise<void> {
  const rows = await read(`
SELECT n.nspname, c.relname, a.attname, pg_catalog.format_type(a.atttypid, a.atttypmod), a.attnotnull
FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_class c ON c.oid = a.attrelid
  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE a.attrelid = ANY (${regclasses(tables)}) AND a.attnum > 0 AND NOT a.attisdropped`);
  for (const [schema, name, column, type, notNull] of rows) {
    model.table(nameOf(schema, name))?.columns.set(column!, {
      type: type!,
      notNull: notNull === "t" || notNull === "true",
    });
  }
}

async function readConstraints(
  tables: readonly ObjectName[],
  model: SchemaModel,
  read: ReadRows,
): Promise<void> {
  const rows = await read(`
SELECT n.nspname, c.relname, k.conname, k.contype, k.convalidated,
  CASE WHEN k.contype = 'c' THEN pg_catalog.pg_get_constraintdef(k.oid) END, fn.nspname, f.relname,
  (SELECT pg_catalog.json_agg(a.attname) FROM pg_catalog.pg_attribute a
   WHERE a.attrelid = k.conrelid AND a.attnum = ANY (k.conkey))
FROM pg_catalog.pg_constraint k JOIN pg_catalog.pg_class c ON c.oid = k.conrelid
  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  LEFT JOIN pg_catalog.pg_class f ON f.oid = k.confrelid
  LEFT JOIN pg_catalog.pg_namespace fn ON fn.oid = f.relnamespace
WHERE k.conrelid = ANY (${regclasses(tables)})`);
  for (const [schema, table, name, kind, validated, check, toSchema, to, columns] of rows) {
    const constraintKind = CONSTRAINT_KINDS[kind!];
    if (constraintKind === undefined) continue;
    model.table(nameOf(schema, table))?.constraints.set(name!, {
      kind: constraintKind,
      columns: JSON.parse(columns ?? "[]"),
      expression: check === null || check === undefined ? null : conditionOf(check),
      validated: validated === "t" || validated === "true",
      references: to === null || to === undefined ? null : model.key(nameOf(toSchema, to)),
    });
  }
}

/** The condition in `CHECK (…)`. */
function conditionOf(definition: string): string {
  const reader = new TokenReader(tokensOf(definition));
  reader.expects("check");
  return textOf(reader.group().rest());
}

function nameOf(schema: string | null | undefined, name: string | null | undefined): ObjectName {
  return { schema: schema ?? null, name: name ?? "" };
}

function regclasses(names: readonly ObjectName[]): string {
  const each = names.map(({ schema, name }) => {
    const text = schema === null ? quoted(name) : `${quoted(schema)}.${quoted(name)}`;
    return `pg_catalog.to_regclass(${stringLiteral(text)})`;
  });
  return `ARRAY[${each.join(", ")}]::oid[]`;
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
