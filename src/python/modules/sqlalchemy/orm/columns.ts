/** Columns of mapped classes, as objects and as expressions. */
import { compare, type PyInstance, runNow, type Value } from "../../../runtime/mod.ts";
import { nameText } from "../../../../schema/name.ts";
import type { Expression } from "../../../../sql/expression.ts";
import type { FromClause } from "../../../../sql/from_clause.ts";
import { asExpression, asSelect, scalarSubquery } from "../expression/payload.ts";
import { bindOf } from "../expression/infer.ts";
import { sqlalchemyError } from "../exc.ts";
import { columnState } from "../schema/column.ts";
import type { ColumnState } from "../schema/column_state.ts";
import { TableState } from "../schema/table_state.ts";
import { valuesOf } from "../values.ts";
import { tableOf } from "./table_of.ts";
import { ClassMapping } from "./mapping.ts";

/** A column that a class has, by the attribute that stands for it. */
export interface MappedColumn {
  readonly attribute: string;
  readonly state: ColumnState;
}

/** The columns of a class in the order of its attributes. */
export function mappedColumns(mapping: ClassMapping): readonly MappedColumn[] {
  return [...mapping.allColumns()].map(([attribute, column]) => ({
    attribute,
    state: columnState(column)!,
  }));
}

/** The columns by which its rows are told apart. */
export function keyColumns({ root }: ClassMapping): readonly MappedColumn[] {
  const table = tableOf(root);
  const key = givenKey(root) ?? table.primaryKey();
  const names = new Set(key.map((column) => nameText(column.name)));
  const columns = mappedColumns(root).filter(({ state }) => names.has(nameText(state.name)));
  if (columns.length > 0) return columns;
  const name = nameText(table.name);
  throw sqlalchemyError(
    "ArgumentError",
    `Mapper Mapper[${root.cls.name}(${name})] could not assemble any primary key columns for mapped table '${name}'`,
  );
}

/** `__mapper_args__ = {"primary_key": […]}`, for tables that have none. */
function givenKey(mapping: ClassMapping): readonly ColumnState[] | null {
  const given = mapping.mapperArguments.get("primary_key") ?? null;
  if (given === null) return null;
  return valuesOf(given).map((column) => columnState(column))
    .filter((column) => column !== undefined);
}

/** The Column object of an attribute, or of a column of a table. */
export function columnObjectOf(
  of: ClassMapping | TableState,
  column: string | ColumnState,
): PyInstance {
  const found = of instanceof TableState
    ? [...of.columns().values()].find((object) => columnState(object) === column)
    : of.allColumns().get(column as string);
  if (found === undefined) throw new Error("a relationship names a column that there is not");
  return found;
}

/** The column as an expression over a table or an alias of it. */
export function columnOver(
  { name, sqlType, from }: ColumnState,
  over: FromClause | null,
): Expression {
  return { kind: "column", name, type: sqlType, from: over ?? from };
}

/** `column != value` as Python compares them. */
export function differs(column: Value, value: Value): Value {
  return runNow(compare("NotEq", column, value));
}

/** `column == value` as Python compares them. */
export function equals(column: Value, value: Value): Value {
  return runNow(compare("Eq", column, value));
}

/** What a value is in the place of a column: an expression, or a parameter of its type. */
export function assigned(value: Value, { sqlType }: ColumnState): Expression {
  const select = asSelect(value);
  if (select !== undefined) return scalarSubquery(select);
  const expression = asExpression(value);
  if (expression === undefined) return bindOf(value, sqlType);
  return expression.kind === "bind" && expression.type.kind === "null"
    ? { ...expression, type: sqlType }
    : expression;
}

/** Whether a value is computed by the database. */
export function isComputed(value: Value): boolean {
  return asSelect(value) !== undefined || asExpression(value) !== undefined;
}
