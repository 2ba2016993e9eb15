import { effectiveName, type Owner } from "../dialect/constraint_name.ts";
import { columnConstraints, primaryKeyOf } from "../dialect/postgresql/create_table.ts";
import type { Operation } from "../operations/operation.ts";
import type { Constraint } from "../schema/constraint.ts";
import { nextCreationOrder } from "../schema/creation_order.ts";
import type { NamingConvention } from "../schema/naming_convention.ts";
import type { Table } from "../schema/table.ts";

/**
 * An operation in which constraints have the names that the convention of the project's metadata gives them: a
 * TypeScript revision says them, since it may be run without the models. What a column says of constraints goes to its
 * table where one of them gets a name; errors of a convention are `CommandError`s.
 */
export function withNamedConstraints(
  operation: Operation,
  convention: NamingConvention | undefined,
): Operation {
  if (convention === undefined) return operation;
  switch (operation.kind) {
    case "createTable":
      return { ...operation, table: namedTable(operation.table, convention) };
    case "addConstraint": {
      const { tableName: name, schema, constraint } = operation;
      return { ...operation, constraint: named(constraint, { name, schema }, convention) };
    }
    default:
      return operation;
  }
}

function namedTable(table: Table, convention: NamingConvention): Table {
  const primaryKey = primaryKeyOf(table);
  const key = named(primaryKey, table, convention);
  const given = table.constraints.filter(({ kind }) => kind !== "primaryKey");
  const ofColumns = table.columns.flatMap(columnConstraints).filter(({ kind }) => kind !== "check");
  const moves = ofColumns.some((each) => named(each, table, convention).name !== each.name);
  const others = moves
    ? [...given, ...ofColumns.map((each) => ({ ...each, order: nextCreationOrder() }))]
    : given;
  return {
    ...table,
    columns: moves
      ? table.columns.map((column) => ({
        ...column,
        unique: column.index ? column.unique : undefined,
        foreignKeys: undefined,
      }))
      : table.columns,
    constraints: [
      ...(key.columns.length > 0 && key.name !== null ? [key] : []),
      ...others.map((each) => named(each, table, convention)),
    ],
  };
}

function named<C extends Constraint>(
  constraint: C,
  owner: Owner,
  convention: NamingConvention,
): C {
  return { ...constraint, name: effectiveName(constraint, owner, convention) };
}
