import type { Operation } from "../operations/operation.ts";
import type { Constraint, ReferredTable } from "../schema/constraint.ts";
import type { Metadata } from "../schema/metadata.ts";
import { isName, type Name, nameText } from "../schema/name.ts";
import type { Table } from "../schema/table.ts";
import { reprText } from "../sql/python_text.ts";
import { CommandError } from "../errors/mod.ts";
import type { Rename } from "./compare_options.ts";
import type { ComparedChanges } from "./compare_metadata.ts";

/** Metadata as if its tables and columns had their new names. A `CommandError` for what it does not have. */
export function withRenames(metadata: Metadata, renames: readonly Rename[]): Metadata {
  return renames.reduce(renamed, metadata);
}

/** Changes that were found after renames, with the renames before them and, on the way back, after them. */
export function afterRenames(
  { upgrade, downgrade }: ComparedChanges,
  renames: readonly Rename[],
): ComparedChanges {
  return {
    upgrade: [...renames.map((each) => renameOperation(each, each.from, each.to)), ...upgrade],
    downgrade: [
      ...downgrade,
      ...renames.toReversed().map((each) => renameOperation(each, each.to, each.from)),
    ],
  };
}

function renameOperation(rename: Rename, from: string, to: string): Operation {
  const { schema = null } = rename;
  switch (rename.kind) {
    case "table":
      return { kind: "renameTable", oldName: from, newName: to, schema };
    case "column":
      return {
        kind: "alterColumn",
        tableName: rename.table,
        schema,
        columnName: from,
        newName: to,
      };
    case "enumValue": {
      const quote = (name: string) => `"${name.replaceAll('"', '""')}"`;
      const type = schema === null ? quote(rename.type) : `${quote(schema)}.${quote(rename.type)}`;
      const literal = (text: string) => `'${text.replaceAll("'", "''")}'`;
      const sql = `ALTER TYPE ${type} RENAME VALUE ${literal(from)} TO ${literal(to)}`;
      return { kind: "execute", statement: { kind: "text", sql: sql.replaceAll(":", "\\:") } };
    }
  }
}

function renamed(metadata: Metadata, rename: Rename): Metadata {
  const { schema = null, from, to } = rename;
  if (rename.kind === "enumValue") {
    const types = metadata.types.map((type) =>
      type.kind === "enum" && type.name !== undefined && nameText(type.name) === rename.type
        ? { ...type, values: type.values.map((value) => value === from ? to : value) }
        : type
    );
    return { ...metadata, types };
  }
  const owner = rename.kind === "table" ? from : rename.table;
  const table = metadata.tables.find((each) => isNamed(each, owner, schema));
  if (table === undefined) {
    throw unknown(`no table ${reprText(owner)}`, rename);
  }
  if (rename.kind === "column" && !table.columns.some(({ name }) => nameText(name) === from)) {
    throw unknown(`no column ${reprText(from)} in its table ${reprText(owner)}`, rename);
  }
  const tables = metadata.tables.map((each) =>
    rename.kind === "table"
      ? withReferences(
        each === table ? { ...each, name: to } : each,
        (referred) => isReferred(referred, from, schema) ? { ...referred, table: to } : referred,
      )
      : withColumn(each, each === table, owner, schema, from, to)
  );
  return { ...metadata, tables };
}

function unknown(what: string, { from, to }: Rename): CommandError {
  return new CommandError("bad_rename", `--rename ${from}:${to}: the database has ${what}`);
}

function isNamed(table: Pick<Table, "name" | "schema">, name: string, schema: string | null) {
  return nameText(table.name) === name && (table.schema ? nameText(table.schema) : null) === schema;
}

function isReferred(referred: ReferredTable, name: string, schema: string | null): boolean {
  return isNamed({ name: referred.table, schema: referred.schema }, name, schema);
}

function withReferences(table: Table, change: (referred: ReferredTable) => ReferredTable): Table {
  return {
    ...table,
    constraints: table.constraints.map((each) =>
      each.kind === "foreignKey" ? { ...each, referred: change(each.referred) } : each
    ),
  };
}

function withColumn(
  table: Table,
  isOwner: boolean,
  owner: string,
  schema: string | null,
  from: string,
  to: string,
): Table {
  const change = (names: readonly Name[]): readonly Name[] =>
    names.map((name) => nameText(name) === from ? to : name);
  const constraints = table.constraints.map((each): Constraint => {
    const own = isOwner && "columns" in each ? { ...each, columns: change(each.columns) } : each;
    return own.kind === "foreignKey" && isReferred(own.referred, owner, schema)
      ? { ...own, referredColumns: change(own.referredColumns) }
      : own;
  });
  if (!isOwner) return { ...table, constraints };
  return {
    ...table,
    constraints,
    columns: table.columns.map((each) =>
      nameText(each.name) === from ? { ...each, name: to } : each
    ),
    indexes: table.indexes.map((index) => ({
      ...index,
      expressions: index.expressions.map((each) =>
        isName(each) && nameText(each) === from ? to : each
      ),
    })),
  };
}
