import {
  primaryKeyOf,
  tableConstraints,
  tableIndexes,
} from "../../dialect/postgresql/create_table.ts";
import type { Column } from "../../schema/column.ts";
import type { Constraint, PrimaryKeyConstraint } from "../../schema/constraint.ts";
import type { Index } from "../../schema/index_definition.ts";
import type { Metadata } from "../../schema/metadata.ts";
import { nameText } from "../../schema/name.ts";
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
export function plainTables({ tables }: Metadata): readonly PlainTable[] {
  const key = ({ schema, name }: Table) => `${schema ? nameText(schema) : ""}\0${nameText(name)}`;
  return tables.toSorted((a, b) => key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0).map(plainTable);
}

function plainTable(table: Table): PlainTable {
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
        serial: isSerial(column),
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

/** Whether a column has the default that `SERIAL` stands for. */
export function isSerial({ type, serverDefault }: Column): boolean {
  return type.kind === "integer" && serverDefault?.kind === "expression" &&
    serverDefault.expression.kind === "text" &&
    /^nextval\('.*_seq'::regclass\)$/.test(serverDefault.expression.sql);
}
