import { blocks, type TableEffect } from "../effect/effect.ts";
import { type RuleStatement, shown, type Situation } from "../rule.ts";
import type {
  AlterAction,
  ColumnDefinition,
  ConstraintDefinition,
  ObjectName,
} from "../statement/statement.ts";

/** Whether others may be using a table: it is there, and the run itself has not made it. */
export function inUse(table: ObjectName, { model }: Situation): boolean {
  return !model.isNew(table) && !model.isAbsent(table);
}

/** The actions of ALTER TABLE on a table in use. */
export function actionsInUse(
  { facts }: RuleStatement,
  at: Situation,
): { readonly table: ObjectName; readonly actions: readonly AlterAction[] } {
  if (facts.kind !== "alter-table" || !inUse(facts.table, at)) {
    return { table: { schema: null, name: "" }, actions: [] };
  }
  return facts;
}

/** The columns of a table in use on which an action of this kind is done, as they are shown. */
export function columnsWith(
  kind: "drop-column" | "drop-not-null",
  statement: RuleStatement,
  at: Situation,
): readonly string[] {
  const { table, actions } = actionsInUse(statement, at);
  return actions.flatMap((action) =>
    action.kind === kind ? [`${shown(table)}.${action.column}`] : []
  );
}

/** The columns that are added to a table in use. */
export function columnsAdded(
  statement: RuleStatement,
  at: Situation,
): readonly { readonly table: ObjectName; readonly column: ColumnDefinition }[] {
  const { table, actions } = actionsInUse(statement, at);
  return actions.flatMap((action) =>
    action.kind === "add-column" ? [{ table, column: action.column }] : []
  );
}

/** A constraint that a table in use gets. */
export interface AddedConstraint {
  readonly table: ObjectName;
  readonly constraint: ConstraintDefinition;
  /** The new column that it comes with. */
  readonly column: ColumnDefinition | null;
  /** The table, and the constraint where it has a name. */
  readonly about: string;
}

/** The constraints that are added to a table in use, alone or with a column. */
export function constraintsAdded(
  statement: RuleStatement,
  at: Situation,
): readonly AddedConstraint[] {
  const { table, actions } = actionsInUse(statement, at);
  return actions.flatMap((action) => {
    const column = action.kind === "add-column" ? action.column : null;
    const constraints = action.kind === "add-constraint"
      ? [action.constraint]
      : column?.constraints ?? [];
    return constraints.map((constraint) => ({
      table,
      constraint,
      column,
      about: constraint.name === null ? shown(table) : `${shown(table)}, ${constraint.name}`,
    }));
  });
}

/** The columns that a statement makes, in a new table or in one that is there. */
export function columnsMade(
  { facts }: RuleStatement,
): readonly { readonly table: ObjectName; readonly column: ColumnDefinition }[] {
  if (facts.kind === "create-table") {
    return facts.columns.map((column) => ({ table: facts.table, column }));
  }
  if (facts.kind !== "alter-table") return [];
  return facts.actions.flatMap((action) =>
    action.kind === "add-column" ? [{ table: facts.table, column: action.column }] : []
  );
}

/** The tables on which statements hold a lock that keeps others from reading or writing. */
export function heldUp(statements: readonly RuleStatement[]): readonly TableEffect[] {
  return statements.flatMap(({ effects }) => effects.tables).filter(({ mode }) => {
    const blocked = blocks(mode);
    return blocked === "reads and writes" || blocked === "writes";
  });
}
