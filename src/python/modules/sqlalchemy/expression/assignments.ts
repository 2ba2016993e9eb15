import { type Name, nameText } from "../../../../schema/name.ts";
import { nullType, type SqlType } from "../../../../schema/types.ts";
import type { Expression } from "../../../../sql/expression.ts";
import type { FromClause } from "../../../../sql/from_clause.ts";
import type { Assignment } from "../../../../sql/query.ts";
import {
  asString,
  type PyClass,
  PyDict,
  PyList,
  PyOpaque,
  PyTuple,
  typeName,
  type Value,
} from "../../../runtime/mod.ts";
import { sqlalchemyError } from "../exc.ts";
import { nameOfText } from "../names.ts";
import { columnNamed, fromSource } from "./from_source.ts";
import { bindOf } from "./infer.ts";
import { asExpression, asSelect, scalarSubquery } from "./payload.ts";

/** The column that a key of `values()` means: its name and type. */
export function assignedColumn(
  key: Value,
  table: FromClause,
): { name: Name | Expression; type: SqlType } {
  const expression = asExpression(key);
  if (expression?.kind === "column") return { name: expression.name, type: expression.type };
  if (expression !== undefined) return { name: expression, type: nullType };
  const name = nameOfText(key);
  if (name === null) {
    throw sqlalchemyError("ArgumentError", "the keys of values() are columns or their names");
  }
  const text = nameText(name);
  const found = columnNamed(table, text);
  if (found === undefined && table.kind === "table") {
    throw sqlalchemyError("CompileError", `Unconsumed column names: ${text}`);
  }
  return { name: found?.name ?? name, type: found?.type ?? nullType };
}

/** One value for a column, which is given by itself or by its name. */
export function assignment(key: Value, value: Value, table: FromClause): Assignment {
  const { name, type } = assignedColumn(key, table);
  const isColumn = asExpression(key) !== undefined;
  return { column: name, value: assignedValue(value, type), ...(isColumn ? { isColumn } : {}) };
}

/** A value for a column: None is a parameter too, so that the column's type decides how it is written. */
function assignedValue(value: Value, type: SqlType): Expression {
  const select = asSelect(value);
  if (select !== undefined) return scalarSubquery(select);
  const expression = asExpression(value);
  if (expression === undefined) return bindOf(value, type);
  // A parameter without a type of its own takes that of the column.
  return expression.kind === "bind" && expression.type.kind === "null"
    ? { ...expression, type }
    : expression;
}

/** One row of values: a dict, a sequence in the order of the columns, or keywords. */
export function assignments(
  value: Value,
  kw: ReadonlyMap<string, Value>,
  table: FromClause,
  cls: PyClass | null = null,
): Assignment[] {
  const found: Assignment[] = [];
  const assign = (key: Value, item: Value) =>
    found.push(assignment(keyOfClass(key, cls, table), item, table));
  if (value instanceof PyDict) {
    for (const [key, item] of value.entries()) assign(key, item);
  } else if (value instanceof PyTuple || value instanceof PyList) {
    const columns = table.kind === "table" ? table.columns : [];
    value.items.forEach((item, index) => {
      const column = columns[index];
      if (column === undefined) {
        throw sqlalchemyError(
          "ArgumentError",
          "values() got more values than the table has columns",
        );
      }
      found.push({ column: column.name, value: assignedValue(item, column.type) });
    });
  } else if (value instanceof PyOpaque) {
    value.refuse("the row of values");
  } else if (value !== null) {
    throw sqlalchemyError(
      "ArgumentError",
      `a row of values is a dict, a tuple or a list, got ${typeName(value)}`,
    );
  }
  for (const [key, item] of kw) assign(key, item);
  return withoutRepetitions(found);
}

/** Of a column that is given by itself and by its name the first value counts. */
function withoutRepetitions(assignments: readonly Assignment[]): Assignment[] {
  const seen = new Set<unknown>();
  return assignments.filter((assignment) => {
    const key = keyOf(assignment);
    return !seen.has(key) && seen.add(key);
  });
}

function keyOf({ column }: Assignment): string | Expression {
  return typeof column === "string" ? column : "kind" in column ? column : column.name;
}

/** The keys of values that are set, as columns where they are attributes of a class whose rows are in several tables. */
function keyOfClass(key: Value, cls: PyClass | null, table: FromClause): Value {
  if (cls === null || fromSource(cls).toFrom().kind !== "join") return key;
  const name = asString(key);
  const columns = fromSource(cls).columns();
  const column = name === null ? key : columns.get(name) ?? key;
  const expression = asExpression(column);
  if (expression?.kind !== "column" || expression.from === table || !expression.from) return key;
  const other = expression.from.kind === "table" ? nameText(expression.from.name) : "";
  throw sqlalchemyError(
    "CompileError",
    "Backend does not support additional tables in the SET clause; cannot include columns from " +
      `table(s) '${other}' in SET clause`,
  );
}

/** A value given anew takes the place of one that was given in the same way. */
export function mergeAssignments(
  before: readonly Assignment[],
  added: readonly Assignment[],
): Assignment[] {
  const replaced = (old: Assignment) =>
    added.some((each) => keyOf(each) === keyOf(old) && each.isColumn === old.isColumn);
  return withoutRepetitions([...before.filter((old) => !replaced(old)), ...added]);
}
