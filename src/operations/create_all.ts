import type { Operation } from "./operation.ts";
import type { Column } from "../schema/column.ts";
import type { ForeignKeyConstraint } from "../schema/constraint.ts";
import type { Metadata } from "../schema/metadata.ts";
import { type Name, nameText } from "../schema/name.ts";
import { referredKey, sortTables, tableKey } from "../schema/sort_tables.ts";
import type { Table } from "../schema/table.ts";
import type { SqlType } from "../schema/types.ts";

/**
 * The operations that make all of a database that holds nothing: schemas, named types, sequences, tables
 * after those that they refer to, foreign keys in circles at the end.
 */
export function createAll(metadata: Metadata): readonly Operation[] {
  const made = new Set<string>();
  const tables: Operation[] = [];
  const late: Operation[] = [];
  for (const table of sortTables(metadata.tables)) {
    made.add(tableKey(table));
    const { now, later } = foreignKeys(table, made);
    const { namingConvention } = table;
    const whole = withoutTypes({ ...table, ...now });
    tables.push({ kind: "createTable", table: whole, namingConvention });
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

/** The foreign keys that can be made with the table, and those whose other table is not there yet. */
function foreignKeys(table: Table, made: ReadonlySet<string>): {
  readonly now: Pick<Table, "columns" | "constraints">;
  readonly later: readonly ForeignKeyConstraint[];
} {
  const isMade = (key: Pick<ForeignKeyConstraint, "referred">) => made.has(referredKey(key));
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
