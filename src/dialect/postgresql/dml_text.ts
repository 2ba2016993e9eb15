import { CommandError } from "../../errors/mod.ts";
import { isName, type Name, nameText } from "../../schema/name.ts";
import { nullType, type SqlType } from "../../schema/types.ts";
import type { Expression } from "../../sql/expression.ts";
import type { FromClause, TableColumn } from "../../sql/from_clause.ts";
import type { Assignment, Delete, Insert, OnConflict, Update } from "../../sql/query.ts";
import { expressionText, groupedText, joinedText } from "./expression_text.ts";
import { fromObjects, joinMembers } from "./from_objects.ts";
import { columnsOf, fromText, mentionCtes } from "./from_text.ts";
import { constraintName, qualified, quote } from "./identifiers.ts";
import { bindText, type Scope } from "./scope.ts";
import { columnList, subqueryText } from "./select_text.ts";
import { textClauseText } from "./text_clause.ts";

/** A column and the text of its new value. */
interface Written {
  readonly column: Name;
  readonly text: string;
  readonly expression: Expression;
}

/** INSERT. */
export function insertText(insert: Insert, scope: Scope): string {
  mentionCtes(insert.ctes, scope);
  const inner: Scope = { ...scope, enclosing: [] };
  let text = "INSERT ";
  if (insert.prefixes?.length) text += `${insert.prefixes.join(" ")} `;
  text += `INTO ${qualified(insert.table.name, insert.table.schema)}`;

  let returning = insert.returning;
  if (insert.fromSelect) {
    const { columns, select } = insert.fromSelect;
    text += ` (${columns.map((name) => quote(name)).join(", ")}) `;
    text += select.kind === "text" ? textClauseText(select, inner) : subqueryText(select, inner);
  } else {
    const rows = insert.rows ?? [insert.table.columns.map(missingValue)];
    const written = rows.map((row) => writtenRow(row, insert.table.columns, inner));
    const names = written[0]!.map(({ column }) => quote(column));
    if (names.length === 0) text += " DEFAULT VALUES";
    else {
      const values = written.map((row) => `(${row.map((each) => each.text).join(", ")})`);
      text += ` (${names.join(", ")}) VALUES ${values.join(", ")}`;
    }
    if (!returning && insert.table.defined && !insert.inline && rows.length === 1) {
      returning = generatedKeys(insert, written[0]!);
    }
  }
  if (insert.onConflict) text += ` ${conflictText(insert, insert.onConflict, inner)}`;
  if (returning?.length) text += ` RETURNING ${columnList(returning, inner)}`;
  return text;
}

function missingValue(column: TableColumn): Assignment {
  return {
    column: column.name,
    value: { kind: "bind", name: nameText(column.name), type: column.type },
  };
}

/** The values of a row in the order of the table's columns, with the table's own defaults. */
function writtenRow(
  row: readonly Assignment[],
  columns: readonly TableColumn[],
  scope: Scope,
): readonly Written[] {
  return ordered(row, columns, (column) => column.insertDefault, scope);
}

function ordered(
  assignments: readonly Assignment[],
  columns: readonly TableColumn[],
  defaultOf: (column: TableColumn) => Expression | undefined,
  scope: Scope,
): readonly Written[] {
  const given = new Map(assignments.map((each) => [targetName(each.column), each]));
  const result: Written[] = [];
  for (const column of columns) {
    const name = nameText(column.name);
    const expression = given.get(name)?.value ?? scriptless(defaultOf(column), scope);
    given.delete(name);
    if (!expression) continue;
    result.push({
      column: column.name,
      expression,
      text: valueText(expression, column.type, scope),
    });
  }
  if (given.size > 0) {
    throw new CommandError(
      "compile_error",
      `Unconsumed column names: ${[...given.keys()].join(", ")}`,
      { hint: "Add these columns to the table that the statement was built from" },
    );
  }
  return result;
}

/** A script has no value for a default that is a value of the program's: SQLAlchemy writes NULL. */
function scriptless(expression: Expression | undefined, scope: Scope): Expression | undefined {
  if (expression?.kind !== "bind" || !scope.doubleBackslashes) return expression;
  return { kind: "constant", value: "null" };
}

function targetName(column: Name | Expression): string {
  if (typeof column === "string") return column;
  if (!("kind" in column)) return column.name;
  if (column.kind === "column") return nameText(column.name);
  throw new CommandError(
    "compile_error",
    "A value can be given only to a column of the table",
  );
}

function valueText(expression: Expression, type: SqlType, scope: Scope): string {
  if (expression.kind === "bind" && !expression.expanding) {
    return bindText(expression, scope, type);
  }
  return groupedText(expression, null, scope);
}

/** The primary key columns that the database fills in: RETURNING brings them back. */
function generatedKeys(insert: Insert, written: readonly Written[]): readonly Expression[] {
  return insert.table.columns.filter((column) => {
    if (!column.primaryKey) return false;
    const own = written.find((each) => nameText(each.column) === nameText(column.name));
    if (!own) return column.generated === true;
    return own.expression.kind !== "bind" && own.expression.kind !== "inlineLiteral";
  }).map((column) => ({
    kind: "column",
    name: column.name,
    type: column.type,
    from: insert.table,
  }));
}

function conflictText(insert: Insert, conflict: OnConflict, outer: Scope): string {
  const scope: Scope = { ...outer, tables: false };
  let target = "";
  if (conflict.constraint !== undefined) {
    target = `ON CONSTRAINT ${constraintName(conflict.constraint)} `;
  } else if (conflict.indexElements) {
    const elements = conflict.indexElements.map((element) =>
      isName(element) ? quote(element) : expressionText(element, scope)
    );
    target = `(${elements.join(", ")}) `;
    if (conflict.indexWhere) target += `WHERE ${expressionText(conflict.indexWhere, scope)} `;
  }
  if (conflict.action === "nothing") return `ON CONFLICT ${target}DO NOTHING`;

  const columns = new Map(insert.table.columns.map((each) => [nameText(each.name), each]));
  const inTableOrder = [...(conflict.set ?? [])].sort((a, b) =>
    position(a, insert) - position(b, insert)
  );
  const actions = inTableOrder.map(({ column, value }) => {
    const name = targetName(column);
    const type = columns.get(name)?.type ?? nullType;
    const text = value.kind === "bind"
      ? bindText(value, outer, type)
      : groupedText(value, null, outer);
    return `${quote(columns.get(name)?.name ?? name)} = ${text}`;
  });
  const where = conflict.where ? ` WHERE ${expressionText(conflict.where, outer)}` : "";
  return `ON CONFLICT ${target}DO UPDATE SET ${actions.join(", ")}${where}`;
}

function position(assignment: Assignment, insert: Insert): number {
  const name = targetName(assignment.column);
  const index = insert.table.columns.findIndex((each) => nameText(each.name) === name);
  return index < 0 ? insert.table.columns.length : index;
}

/** UPDATE. */
export function updateText(update: Update, outer: Scope): string {
  mentionCtes(update.ctes, outer);
  const own = joinMembers(update.table);
  const mentioned = fromObjects([
    ...(update.where ?? []),
    ...update.values.map(({ value }) => value),
  ]);
  const others = [...mentioned].filter((from) => !own.includes(from));
  const scope: Scope = { ...outer, tables: true, enclosing: [...own, ...others] };

  const columns = columnsOf(update.table);
  const written = update.ordered
    ? update.values.flatMap((each) =>
      ordered([each], matching(each, columns), () => undefined, scope)
    )
    : ordered(update.values, columns, (column) => column.updateDefault, scope);
  let text = `UPDATE ${fromText(update.table, scope)} SET ${
    written.map(({ column, text }) => `${quote(column)}=${text}`).join(", ")
  }`;
  if (others.length > 0) text += ` FROM ${listFroms(others, scope)}`;
  const where = joinedText(update.where ?? [], "and", scope);
  if (where) text += ` WHERE ${where}`;
  if (update.returning?.length) text += ` RETURNING ${columnList(update.returning, scope)}`;
  return text;
}

function matching(
  assignment: Assignment,
  columns: readonly TableColumn[],
): readonly TableColumn[] {
  const name = targetName(assignment.column);
  return columns.filter((column) => nameText(column.name) === name);
}

/** DELETE. */
export function deleteText(statement: Delete, outer: Scope): string {
  mentionCtes(statement.ctes, outer);
  const own = joinMembers(statement.table);
  const mentioned = fromObjects(statement.where ?? []);
  const others = [...mentioned].filter((from) => !own.includes(from));
  const scope: Scope = { ...outer, tables: true, enclosing: [...own, ...others] };

  let text = `DELETE FROM ${fromText(statement.table, scope)}`;
  if (others.length > 0) text += ` USING ${listFroms(others, scope)}`;
  const where = joinedText(statement.where ?? [], "and", scope);
  if (where) text += ` WHERE ${where}`;
  if (statement.returning?.length) {
    text += ` RETURNING ${columnList(statement.returning, scope)}`;
  }
  return text;
}

function listFroms(froms: readonly FromClause[], scope: Scope): string {
  return froms.map((from) => fromText(from, scope)).join(", ");
}
