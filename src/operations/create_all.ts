import type { Operation } from "./operation.ts";
import type { Column } from "../schema/column.ts";
import type { ForeignKeyConstraint } from "../schema/constraint.ts";
import type { Metadata } from "../schema/metadata.ts";
import { type Name, nameText } from "../schema/name.ts";
import type { Table } from "../schema/table.ts";
import type { SqlType } from "../schema/types.ts";

/**
 * The operations that make all of a database that holds nothing: schemas, named types, sequences, tables
 * after those that they refer to, foreign keys in circles at the end.
 */
export function createAll(metadata: Metadata): readonly Operation[] {
  const ordered = inCreationOrder(metadata.tables);
  const made = new Set<string>();
  const tables: Operation[] = [];
  const late: Operation[] = [];
  for (const table of ordered) {
    made.add(keyOf(table.name, table.schema));
    const { now, later } = foreignKeys(table, made);
    tables.push({ kind: "createTable", table: withoutTypes({ ...table, ...now }) });
    for (const constraint of later) {
      late.push({ kind: "addConstraint", tableName: table.name, schema: table.schema, constraint });
    }
  }
  return [
    ...schemasOf(metadata).map((name): Operation => ({
      kind: "createSchema",
      name,
      ifNotExists: true,
    })),
    ...metadata.types.map((type): Operation => ({ kind: "createType", type })),
    ...metadata.sequences.map((sequence): Operation => ({ kind: "createSequence", sequence })),
    ...tables,
    ...late,
  ];
}

/** Tables after those that they refer to, as far as there is such an order; else as they were given. */
export function inCreationOrder(tables: readonly Table[]): readonly Table[] {
  const byKey = new Map(tables.map((table) => [keyOf(table.name, table.schema), table]));
  const ordered = new Set<Table>();
  const open = new Set<Table>();
  const visit = (table: Table) => {
    if (ordered.has(table) || open.has(table)) return;
    open.add(table);
    for (const { referred } of referencesOf(table)) {
      const other = byKey.get(keyOf(referred.table, referred.schema));
      if (other !== undefined) visit(other);
    }
    ordered.add(table);
  };
  for (const table of tables) visit(table);
  return [...ordered];
}

/** What a table refers to, by its constraints and by its columns. */
export function referencesOf(
  table: Table,
): readonly Pick<ForeignKeyConstraint, "referred">[] {
  return [
    ...table.constraints.filter((each) => each.kind === "foreignKey"),
    ...table.columns.flatMap(({ foreignKeys = [] }) => foreignKeys),
  ];
}

/** A table's name with its schema, to look it up by. */
export function keyOf(name: Name, schema: Name | null | undefined): string {
  const prefix = schema === null || schema === undefined ? "" : nameText(schema);
  return JSON.stringify([prefix, nameText(name)]);
}

/** The foreign keys that can be made with the table, and those whose other table is not there yet. */
function foreignKeys(table: Table, made: ReadonlySet<string>): {
  readonly now: Pick<Table, "columns" | "constraints">;
  readonly later: readonly ForeignKeyConstraint[];
} {
  const isMade = ({ referred }: Pick<ForeignKeyConstraint, "referred">) =>
    made.has(keyOf(referred.table, referred.schema));
  const later: ForeignKeyConstraint[] = [];
  const columns = table.columns.map((column): Column => {
    const keys = column.foreignKeys ?? [];
    if (keys.every(isMade)) return column;
    for (const key of keys) {
      if (isMade(key)) continue;
      later.push({
        ...key,
        kind: "foreignKey",
        order: 0,
        columns: [column.name],
        referredColumns: [key.referredColumn ?? column.name],
      });
    }
    return { ...column, foreignKeys: keys.filter(isMade) };
  });
  const constraints = table.constraints.filter((constraint) => {
    if (constraint.kind !== "foreignKey" || isMade(constraint)) return true;
    later.push(constraint);
    return false;
  });
  return {
    now: { columns, constraints },
    later: later.map((each) => ({ ...each, useAlter: false })),
  };
}

/** A table that takes its named types as made. */
function withoutTypes(table: Table): Table {
  const columns = table.columns.map((column) => ({ ...column, type: madeType(column.type) }));
  return { ...table, columns };
}

function madeType(type: SqlType): SqlType {
  switch (type.kind) {
    case "enum":
    case "domain":
      return { ...type, metadata: true };
    case "array":
      return { ...type, itemType: madeType(type.itemType) };
    case "variant":
      return {
        ...type,
        base: madeType(type.base),
        variants: Object.fromEntries(
          Object.entries(type.variants).map(([key, each]) => [key, madeType(each)]),
        ),
      };
    default:
      return type;
  }
}

function schemasOf({ tables, types, sequences }: Metadata): readonly Name[] {
  const schemas = [...types, ...sequences, ...tables].map(({ schema }) => schema);
  const named = schemas.filter((schema) => schema !== null && schema !== undefined);
  return [...new Map(named.map((schema) => [nameText(schema), schema])).values()];
}
