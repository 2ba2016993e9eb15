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
import type { CheckConstraint, Constraint } from "../schema/constraint.ts";
import type { Index } from "../schema/index_definition.ts";
import type { Metadata } from "../schema/metadata.ts";
import { type Name, nameText } from "../schema/name.ts";
import type { NamingConvention } from "../schema/naming_convention.ts";
import type { Table } from "../schema/table.ts";
import type { Expression } from "../sql/expression.ts";

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
}

/** Takes a table of a target apart. `keepColumnChecks`: false forgets CHECKs in columns, as Alembic does. */
export function desiredTable(
  table: Table,
  metadata: Metadata,
  keepColumnChecks: boolean,
): DesiredTable {
  const context = ddlContext({
    offline: false,
    memory: newRunMemory(),
    namingConvention: metadata.namingConvention,
  });
  const named = <T extends Constraint>(constraint: T): T => ({
    ...constraint,
    name: effectiveName(constraint, table, metadata.namingConvention),
  });
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
      nullableUnset: column.nullable === undefined,
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
  ].map(named).map((each, index) => ({ ...each, order: index + 1 }));
  return {
    table: {
      ...table,
      columns: table.columns.filter((column) => !column.system).map((column) =>
        writtenColumn(column, roles.get(nameText(column.name))!)
      ),
      constraints,
      indexes: [],
    },
    indexes: tableIndexes(table).map((index) => namedIndex(index, table, context)),
    roles,
    checks: constraints.filter((each): each is CheckConstraint => each.kind === "check"),
    typeChecks: typeChecks.map(named),
    namingConvention: metadata.namingConvention,
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
    isExpression(element) ? element.kind === "text" ? [] : columnsIn(element) : [element]
  );
  return [...new Set(names.map(nameText))];
}

/** Whether an element of an index is an expression, and not the name of a column. */
export function isExpression(element: Name | Expression): element is Expression {
  return typeof element === "object" && "kind" in element;
}
