import { newRunMemory } from "../dialect/dialect.ts";
import { typesDiffer } from "../dialect/postgresql/comparison/types.ts";
import { postgresql } from "../dialect/postgresql/postgresql.ts";
import { qualified } from "../dialect/postgresql/identifiers.ts";
import { verbatimText } from "../dialect/postgresql/reflection/text.ts";
import { stringLiteral } from "../dialect/postgresql/server_literal.ts";
import type { AddColumn, CreateTable, DropColumn, DropTable } from "../operations/operation.ts";
import type { Operation } from "../operations/operation.ts";
import { nameText } from "../schema/name.ts";
import type { Table } from "../schema/table.ts";
import type { Rename } from "./compare_options.ts";
import { type Change, operationsOf } from "./upgrade_operations.ts";

/** The operation that gives the new name. */
export function renameOperation(rename: Rename): Operation {
  const { schema = null, from, to } = rename;
  switch (rename.kind) {
    case "table":
      return { kind: "renameTable", schema, oldName: from, newName: to };
    case "column":
      return {
        kind: "alterColumn",
        schema,
        tableName: rename.table,
        columnName: from,
        newName: to,
      };
    case "enumValue": {
      const type = qualified(rename.type, schema);
      const values = `${stringLiteral(from).trim()} TO ${stringLiteral(to).trim()}`;
      return {
        kind: "execute",
        statement: verbatimText(`ALTER TYPE ${type} RENAME VALUE ${values}`),
      };
    }
  }
}

/** What takes a renaming back. */
export function renamedBack(rename: Rename): Rename {
  return { ...rename, from: rename.to, to: rename.from };
}

/** Renamings as statements. */
export function renameStatements(renames: readonly Rename[]): readonly string[] {
  const options = { offline: false, memory: newRunMemory() };
  return renames.flatMap((rename) => postgresql.compile(renameOperation(rename), options))
    .map(({ sql }) => sql);
}

/**
 * What looks as if it were only called something else: a column that goes and one of the same type that comes in the
 * same table, a table that goes and one with the same columns that comes. It is for a person to decide.
 */
export function renameCandidates(upgrade: readonly Change[]): readonly Rename[] {
  const operations = upgrade.flatMap(operationsOf);
  const of = <K extends Operation["kind"]>(kind: K) =>
    operations.filter((each): each is Extract<Operation, { kind: K }> => each.kind === kind);
  return [
    ...tableCandidates(of("dropTable"), of("createTable")),
    ...columnCandidates(of("dropColumn"), of("addColumn")),
  ];
}

function tableCandidates(
  dropped: readonly DropTable[],
  created: readonly CreateTable[],
): readonly Rename[] {
  const columns = (table: Table) =>
    JSON.stringify(table.columns.map(({ name }) => nameText(name)).sort());
  return dropped.flatMap(({ table, schema }) => {
    if (table === undefined || table.columns.length === 0) return [];
    return created.filter((each) =>
      sameName(each.table.schema, schema) && columns(each.table) === columns(table)
    ).map((each): Rename => ({
      kind: "table",
      schema: textOrNull(schema),
      from: nameText(table.name),
      to: nameText(each.table.name),
    }));
  });
}

function columnCandidates(
  dropped: readonly DropColumn[],
  added: readonly AddColumn[],
): readonly Rename[] {
  return dropped.flatMap(({ tableName, schema, column }) => {
    if (column === undefined || column.type.kind === "custom") return [];
    return added.filter((each) =>
      sameName(each.schema, schema) && nameText(each.tableName) === nameText(tableName) &&
      !typesDiffer(column.type, each.column.type)
    ).map((each): Rename => ({
      kind: "column",
      schema: textOrNull(schema),
      table: nameText(tableName),
      from: nameText(column.name),
      to: nameText(each.column.name),
    }));
  });
}

function textOrNull(name: Table["schema"]): string | null {
  return name === null || name === undefined ? null : nameText(name);
}

function sameName(one: Table["schema"], other: Table["schema"]): boolean {
  return textOrNull(one) === textOrNull(other);
}
