import type { Operation } from "./operation.ts";
import type { Column } from "../schema/column.ts";
import type { CheckConstraint, ForeignKeyConstraint } from "../schema/constraint.ts";
import type { Metadata } from "../schema/metadata.ts";
import { type Name, nameText } from "../schema/name.ts";
import { inheritedTables } from "../schema/parent_tables.ts";
import { referredKey, sortTables, tableKey } from "../schema/sort_tables.ts";
import { sortTypes } from "../schema/sort_types.ts";
import type { Table } from "../schema/table.ts";
import type { SqlType } from "../schema/types.ts";

/**
 * The operations that make all of a database that holds nothing: schemas, named types, sequences, tables
 * after those that they refer to or inherit from; at the end foreign keys in circles, and what was never validated,
 * which CREATE TABLE would.
 */
export function createAll(metadata: Metadata): readonly Operation[] {
  const made = new Map<string, Table>();
  const tables: Operation[] = [];
  const late: Operation[] = [];
  for (const table of sortTables(metadata.tables)) {
    made.set(tableKey(table), table);
    const { now, later } = laterConstraints(table, made);
    const { namingConvention } = table;
    const whole = withoutTypes({ ...table, ...now });
    tables.push(
      { kind: "createTable", table: whole, namingConvention },
      ...ownSettings(table, made),
    );
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
    ...sortTypes(metadata.types).map((type): Operation => ({ kind: "createType", type })),
    ...metadata.sequences.map((sequence): Operation => ({ kind: "createSequence", sequence })),
    ...tables,
    ...late,
  ];
}

/** What a table has otherwise than the tables that it has its columns from. */
function ownSettings(table: Table, made: ReadonlyMap<string, Table>): readonly Operation[] {
  const parents = inheritedTables(table).map((referred) => made.get(referredKey({ referred })));
  const named = ({ name }: Column) => ({
    tableName: table.name,
    schema: table.schema,
    columnName: name,
  });
  return table.columns.filter(({ inherited }) => inherited).flatMap((column): Operation[] => {
    const parent = parents.flatMap((each) => each?.columns ?? [])
      .find((each) => nameText(each.name) === nameText(column.name));
    if (parent === undefined) return [];
    const sameDefault =
      JSON.stringify(parent.serverDefault) === JSON.stringify(column.serverDefault);
    const sameNull = parent.nullable === column.nullable;
    if (sameDefault && sameNull) return [];
    return [{
      kind: "alterColumn",
      ...named(column),
      ...(sameDefault ? {} : { serverDefault: column.serverDefault ?? null }),
      ...(sameNull ? {} : { nullable: column.nullable }),
    }];
  });
}

/** The constraints that can be made with the table, and those that have to wait for another, or for their table. */
function laterConstraints(table: Table, made: ReadonlyMap<string, Table>): {
  readonly now: Pick<Table, "columns" | "constraints">;
  readonly later: readonly (ForeignKeyConstraint | CheckConstraint)[];
} {
  const isMade = (key: Pick<ForeignKeyConstraint, "referred">) => made.has(referredKey(key));
  const later: (ForeignKeyConstraint | CheckConstraint)[] = [];
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
    if (constraint.kind !== "foreignKey" && constraint.kind !== "check") return true;
    const waits = constraint.dialectOptions?.postgresql_not_valid === true ||
      constraint.kind === "foreignKey" && !isMade(constraint);
    if (waits) later.push(constraint);
    return !waits;
  });
  return {
    now: { columns, constraints },
    later: later.map((each) => each.kind === "check" ? each : { ...each, useAlter: false }),
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

/** The schemas that anything names, each once. */
export function schemasOf({ tables, types, sequences }: Metadata): readonly Name[] {
  const schemas = [...types, ...sequences, ...tables].map(({ schema }) => schema);
  const named = schemas.filter((schema) => schema !== null && schema !== undefined);
  return [...new Map(named.map((schema) => [nameText(schema), schema])).values()];
}
