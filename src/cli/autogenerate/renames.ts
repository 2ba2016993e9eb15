import type { Rename } from "../../autogenerate/compare_options.ts";
import type { Change, ModifyTable } from "../../operations/change.ts";
import type { Dialect } from "../../dialect/dialect.ts";
import { printableLine } from "../../config/printable.ts";
import { CommandError } from "../../errors/mod.ts";
import type { Terminal } from "../../platform/mod.ts";
import type { Column } from "../../schema/column.ts";
import type { Metadata } from "../../schema/metadata.ts";
import { type Name, nameText } from "../../schema/name.ts";
import type { Table } from "../../schema/table.ts";

/**
 * What `--rename` says: `old:new` for a table, `table.old:new` for a column (the table under its new name), `type.old:new`
 * for a label of an enumeration; each with a schema before it where there is one. What a name means, the database tells.
 */
export function parseRename(text: string, database: Metadata): Rename {
  const [from = "", to = "", ...more] = text.split(":");
  const parts = from.split(".");
  if (more.length > 0 || to === "" || parts.includes("") || parts.length > 3) throw badRename(text);
  const schemas = new Set(database.tables.map(({ schema }) => schema ? nameText(schema) : null));
  const [first, ...rest] = parts as [string, ...string[]];
  const hasSchema = parts.length > 1 && schemas.has(first) && !isTable(first, null, database);
  const schema = hasSchema ? first : null;
  const [owner, item, ...extra] = hasSchema ? rest : parts;
  if (owner === undefined || extra.length > 0) throw badRename(text);
  if (item === undefined) return { kind: "table", schema, from: owner, to };
  const isType = !isTable(owner, schema, database) &&
    database.types.some((type) => type.name !== undefined && nameText(type.name) === owner);
  return isType
    ? { kind: "enumValue", schema, type: owner, from: item, to }
    : { kind: "column", schema, table: owner, from: item, to };
}

function isTable(name: string, schema: string | null, { tables }: Metadata): boolean {
  return tables.some((table) =>
    nameText(table.name) === name && (table.schema ? nameText(table.schema) : null) === schema
  );
}

function badRename(text: string): CommandError {
  return new CommandError("bad_rename", `--rename expects old:new or table.old:new, got '${text}'`);
}

/**
 * What may have been renamed rather than dropped and added: tables with the same columns, columns of one table with the same
 * type and nullability.
 */
export function renameCandidates(changes: readonly Change[], dialect: Dialect): readonly Rename[] {
  return [
    ...tableCandidates(changes, dialect),
    ...changes.filter((each): each is ModifyTable => each.kind === "modifyTable")
      .flatMap((change) => columnCandidates(change, dialect)),
  ];
}

function tableCandidates(changes: readonly Change[], dialect: Dialect): readonly Rename[] {
  const added = changes.filter((each) => each.kind === "createTable").map(({ table }) => table);
  return changes.flatMap((change): readonly Rename[] => {
    if (change.kind !== "dropTable" || change.table === undefined) return [];
    const gone = change.table;
    const schema = schemaOf(gone.schema);
    const same = added.filter((table) =>
      schemaOf(table.schema) === schema && shapeOf(table, dialect) === shapeOf(gone, dialect)
    );
    return same.map((table) => ({
      kind: "table",
      schema,
      from: nameText(gone.name),
      to: nameText(table.name),
    }));
  });
}

function columnCandidates(change: ModifyTable, dialect: Dialect): readonly Rename[] {
  const { operations, tableName, schema } = change;
  const added = operations.filter((each) => each.kind === "addColumn").map(({ column }) => column);
  return operations.flatMap((operation): readonly Rename[] => {
    if (operation.kind !== "dropColumn" || operation.column === undefined) return [];
    const gone = operation.column;
    return added.filter((column) => columnShape(column, dialect) === columnShape(gone, dialect))
      .map((column) => ({
        kind: "column",
        schema: schemaOf(schema),
        table: nameText(tableName),
        from: nameText(gone.name),
        to: nameText(column.name),
      }));
  });
}

function shapeOf({ columns }: Table, dialect: Dialect): string {
  return columns.map((column) => `${nameText(column.name)} ${dialect.typeText(column.type)}`)
    .toSorted().join("\n");
}

function columnShape(column: Column, dialect: Dialect): string {
  return `${dialect.typeText(column.type)} ${column.nullable ?? !column.primaryKey}`;
}

function schemaOf(schema: Name | null | undefined): string | null {
  return schema === null || schema === undefined ? null : nameText(schema);
}

/** What is said of candidates where nobody can be asked. */
export function renameWarning(candidates: readonly Rename[]): string {
  const words = candidates.map((each) => `--rename ${renameText(each)}`);
  return `what is dropped loses what it held; if it was renamed, say ${words.join(" or ")}`;
}

/** A rename as {@link parseRename} reads it. */
function renameText(rename: Rename): string {
  const schema = rename.schema ? `${rename.schema}.` : "";
  const owner = rename.kind === "table"
    ? ""
    : `${rename.kind === "column" ? rename.table : rename.type}.`;
  return `${schema}${owner}${rename.from}:${rename.to}`;
}

/** Asks of each candidate whether it is one; what was said yes to rules out others with the same names. */
export function askRenames(candidates: readonly Rename[], terminal: Terminal): readonly Rename[] {
  const agreed: Rename[] = [];
  const taken = new Set<string>();
  for (const each of candidates) {
    const owner = each.kind === "column" ? `${each.table}.` : "";
    const ends = [`-${each.kind} ${owner}${each.from}`, `+${each.kind} ${owner}${each.to}`];
    if (ends.some((end) => taken.has(end))) continue;
    const question = `Was the ${each.kind} ${owner}${each.from} renamed to ${each.to}?`;
    terminal.writeErr(`${printableLine(question)} [y/N] `);
    if (!/^\s*y(es)?\s*$/i.test(terminal.readLine() ?? "")) continue;
    agreed.push(each);
    ends.forEach((end) => taken.add(end));
  }
  return agreed;
}
