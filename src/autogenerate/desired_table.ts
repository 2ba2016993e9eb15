import { newRunMemory } from "../dialect/dialect.ts";
import { columnsIn, effectiveName } from "../dialect/constraint_name.ts";
import {
  countingColumn,
  primaryKeyOf,
  tableConstraints,
  tableIndexes,
  typeCheck,
} from "../dialect/postgresql/create_table.ts";
import { type DdlContext, ddlContext } from "../dialect/postgresql/ddl_context.ts";
import { effectiveIndexName } from "../dialect/postgresql/index_text.ts";
import type { Column } from "../schema/column.ts";
import type { CheckConstraint, Constraint, ReferredTable } from "../schema/constraint.ts";
import type { Index } from "../schema/index_definition.ts";
import type { Metadata } from "../schema/metadata.ts";
import { isName, type Name, nameText } from "../schema/name.ts";
import type { NamingConvention } from "../schema/naming_convention.ts";
import { tableKey } from "../schema/sort_tables.ts";
import type { Table } from "../schema/table.ts";
import type { SqlType } from "../schema/types.ts";

/** What a column of the target is, besides what a revision says of it. */
export interface ColumnRole {
  /** As the models have it, with everything that a revision does not hold. */
  readonly original: Column;
  readonly inPrimaryKey: boolean;
  /** Whether SQLAlchemy makes it SERIAL. */
  readonly counts: boolean;
  /** Whether the models leave open if it may be null. */
  readonly nullableUnset: boolean;
}

/**
 * A table of the target as Alembic compares it and writes it into a revision: all constraints and indexes under the
 * names that they get, beside the columns and not in them.
 */
export interface DesiredTable {
  /** Without the indexes, which a revision makes one by one, and without CHECKs that a column's type brings. */
  readonly table: Table;
  readonly indexes: readonly Index[];
  readonly roles: ReadonlyMap<string, ColumnRole>;
  /** CHECKs of the table and in its columns, under the names that they get. */
  readonly checks: readonly CheckConstraint[];
  /** CHECKs that come with the types of columns. */
  readonly typeChecks: readonly CheckConstraint[];
  readonly namingConvention: NamingConvention;
  /** The parts of the target that tables, columns, constraints and indexes here were made from. */
  readonly originals: ReadonlyMap<object, object>;
}

/** The types of columns by table key and name, for columns that take theirs from what they refer to. */
export type ColumnTypes = (table: string, column: string) => SqlType | undefined;

/** Finds types of columns in a target; one that has none has that of the column that it refers to. */
export function columnTypes(target: readonly Metadata[]): ColumnTypes {
  const tables = new Map(
    target.flatMap(({ tables }) => tables).map((table) => [
      tableKey(table),
      table,
    ]),
  );
  const typeOf = (key: string, name: string, seen: ReadonlySet<string>): SqlType | undefined => {
    const table = tables.get(key);
    const column = table?.columns.find((each) => nameText(each.name) === name);
    if (table === undefined || column === undefined) return undefined;
    if (column.type.kind !== "null") return column.type;
    const place = JSON.stringify([key, name]);
    const referred = referredColumn(table, column);
    if (referred === undefined || seen.has(place)) return column.type;
    const { schema } = referred;
    const other = tableKey({ name: referred.table, schema });
    return typeOf(other, referred.column, new Set([...seen, place])) ?? column.type;
  };
  return (table, column) => typeOf(table, column, new Set());
}

function referredColumn(
  { constraints }: Table,
  { name, foreignKeys = [] }: Column,
): (ReferredTable & { readonly column: string }) | undefined {
  const [own] = foreignKeys;
  if (own !== undefined) {
    return { ...own.referred, column: nameText(own.referredColumn ?? name) };
  }
  for (const constraint of constraints) {
    if (constraint.kind !== "foreignKey") continue;
    const index = constraint.columns.findIndex((each) => nameText(each) === nameText(name));
    const other = constraint.referredColumns[index];
    if (other !== undefined) return { ...constraint.referred, column: nameText(other) };
  }
  return undefined;
}

/** Takes a table of a target apart. `keepColumnChecks`: false forgets CHECKs in columns, as Alembic does. */
export function desiredTable(
  given: Table,
  metadata: Metadata,
  types: ColumnTypes,
  keepColumnChecks: boolean,
): DesiredTable {
  const key = tableKey(given);
  const originals = new Map<object, object>();
  const made = <T extends object>(part: T, original: object): T => {
    originals.set(part, originals.get(original) ?? original);
    return part;
  };
  const table: Table = {
    ...given,
    columns: given.columns.map((column) =>
      column.type.kind === "null"
        ? made({ ...column, type: types(key, nameText(column.name)) ?? column.type }, column)
        : column
    ),
  };
  const namingConvention = table.namingConvention ?? metadata.namingConvention;
  const context = ddlContext({ offline: false, memory: newRunMemory(), namingConvention });
  const named = <T extends Constraint>(constraint: T): T =>
    made({
      ...constraint,
      name: effectiveName(constraint, table, namingConvention),
    }, constraint);
  const primaryKey = primaryKeyOf(table);
  const keyNames = new Set(primaryKey.columns.map(nameText));
  const keyColumns = table.columns.filter(({ name }) => keyNames.has(nameText(name)));
  const counting = countingColumn(keyColumns, table);
  const roles = new Map(table.columns.map((column) => [
    nameText(column.name),
    {
      original: column,
      inPrimaryKey: keyColumns.includes(column),
      counts: counting === column,
      nullableUnset: column.nullable === undefined || column.nullableUnset === true,
    },
  ]));
  const typeChecks = table.columns.map(typeCheck).filter((check) => check !== null);
  // Only what a column says has no number of its own: the CHECK is then that of its type.
  const ofColumns = tableConstraints(table).filter((each) =>
    !(each.kind === "check" && each.order === 0)
  );
  const columnChecks = table.columns.flatMap((column) => column.checks ?? []);
  const constraints = [
    ...(primaryKey.columns.length > 0 || table.constraints.includes(primaryKey)
      ? [primaryKey]
      : []),
    ...ofColumns,
    ...(keepColumnChecks ? columnChecks : []),
  ].map(named).map((each, index) => made({ ...each, order: index + 1 }, each));
  const written: Table = {
    ...table,
    columns: table.columns.filter((column) => !column.system).map((column) =>
      made(writtenColumn(column, roles.get(nameText(column.name))!), column)
    ),
    constraints,
    indexes: [],
  };
  return {
    table: made(written, given),
    indexes: tableIndexes(table).map((index) => made(namedIndex(index, table, context), index)),
    roles,
    checks: constraints.filter((each): each is CheckConstraint => each.kind === "check"),
    typeChecks: typeChecks.map(named),
    namingConvention,
    originals,
  };
}

function namedIndex(index: Index, table: Table, context: DdlContext): Index {
  return { ...index, name: effectiveIndexName(index, table, context) };
}

/** What a revision says of a column of the target. */
function writtenColumn(column: Column, role: ColumnRole): Column {
  return {
    kind: "columnDefinition",
    name: column.name,
    type: column.type,
    nullable: column.nullable ?? !(role.inPrimaryKey || column.identity !== undefined),
    ...(role.inPrimaryKey ? { primaryKey: true } : {}),
    ...(column.unique || column.index
      ? { beside: { unique: column.unique === true, index: column.index === true } }
      : {}),
    ...(column.serverDefault === undefined ? {} : { serverDefault: column.serverDefault }),
    ...(column.identity === undefined ? {} : { identity: column.identity }),
    ...(column.computed === undefined ? {} : { computed: column.computed }),
    ...(column.autoincrement === undefined ? {} : { autoincrement: column.autoincrement }),
    ...(column.comment === undefined ? {} : { comment: column.comment }),
    ...(column.dialectOptions === undefined ? {} : { dialectOptions: column.dialectOptions }),
  };
}

/** The columns that an index is over or mentions, each once. */
export function indexColumns(index: Index): readonly string[] {
  const names = index.expressions.flatMap((element): readonly Name[] =>
    isName(element) ? [element] : element.kind === "text" ? [] : columnsIn(element)
  );
  return [...new Set(names.map(nameText))];
}
