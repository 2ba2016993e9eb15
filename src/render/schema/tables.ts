import {
  primaryKeyOf,
  tableConstraints,
  tableIndexes,
} from "../../dialect/postgresql/create_table.ts";
import { drawnSequence } from "../../dialect/postgresql/sequence_default.ts";
import type { Column } from "../../schema/column.ts";
import type { Constraint, PrimaryKeyConstraint } from "../../schema/constraint.ts";
import type { Index } from "../../schema/index_definition.ts";
import type { Metadata } from "../../schema/metadata.ts";
import { nameText } from "../../schema/name.ts";
import { withoutUsual } from "./usual.ts";
import type { Sequence } from "../../schema/sequence.ts";
import { referredKey, tableKey } from "../../schema/sort_tables.ts";
import type { Table } from "../../schema/table.ts";

/** A table with all that columns say of constraints and indexes in lists of their own. */
export interface PlainTable {
  readonly table: Table;
  readonly columns: readonly PlainColumn[];
  /** `null` where there is none. */
  readonly primaryKey: PrimaryKeyConstraint | null;
  readonly constraints: readonly Constraint[];
  readonly indexes: readonly Index[];
}

/** A column of which all is said that a reader would have to work out. */
export interface PlainColumn {
  readonly column: Column;
  readonly inPrimaryKey: boolean;
  readonly nullable: boolean;
  /** Whether a sequence of its own gives it its values (`SERIAL`): then it has no default to write. */
  readonly serial: boolean;
}

/** The tables of metadata, by schema and name. */
export function plainTables(metadata: Metadata): readonly PlainTable[] {
  const key = ({ schema, name }: Table) => `${schema ? nameText(schema) : ""}\0${nameText(name)}`;
  return metadata.tables.toSorted((a, b) => key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0)
    .map((table) => plainTable(table, metadata));
}

function plainTable(given: Table, metadata: Metadata): PlainTable {
  const table = withoutUsual(given);
  const primaryKey = primaryKeyOf(table);
  const keyNames = new Set(primaryKey.columns.map(nameText));
  return {
    table,
    columns: table.columns.map((column) => {
      const inPrimaryKey = keyNames.has(nameText(column.name));
      return {
        column,
        inPrimaryKey,
        nullable: column.nullable ?? !(inPrimaryKey || column.identity !== undefined),
        serial: isSerial(column, table, metadata),
      };
    }),
    primaryKey: primaryKey.columns.length === 0 ? null : primaryKey,
    constraints: [
      ...tableConstraints(table),
      ...table.columns.flatMap(({ checks = [] }) => checks),
    ],
    indexes: tableIndexes(table),
  };
}

/** Whether a column is as `SERIAL` makes it: it draws on a sequence of its own with the usual name and numbers. */
export function isSerial(column: Column, table: Table, metadata: Metadata): boolean {
  const { type, ownedSequence } = column;
  if (type.kind !== "integer" || owningSequence(column, table, metadata) !== undefined) {
    return false;
  }
  if (ownedSequence !== undefined) return true;
  const referred = drawnSequence(column);
  const drawn = referred === null ? null : referredKey({ referred });
  const usual = tableKey({
    name: `${nameText(table.name)}_${nameText(column.name)}_seq`,
    schema: table.schema,
  });
  return drawn === usual && !metadata.sequences.some((each) => tableKey(each) === drawn);
}

/** The sequence that goes with a column and is not as `SERIAL` makes it. */
export function owningSequence(
  { name, ownedSequence }: Column,
  table: Table,
  { sequences }: Metadata,
): Sequence | undefined {
  if (ownedSequence === undefined) return undefined;
  return sequences.find(({ ownedBy }) =>
    ownedBy !== undefined && referredKey({ referred: ownedBy }) === tableKey(table) &&
    nameText(ownedBy.column) === nameText(name)
  );
}
