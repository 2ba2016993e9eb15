import type { Constraint } from "../schema/constraint.ts";
import { type Name, nameText } from "../schema/name.ts";
import type { NamingConvention, NamingKey } from "../schema/naming_convention.ts";
import type { Expression } from "../sql/expression.ts";
import { conventionalName, type NamingFacts } from "./naming.ts";

/** The table that a constraint belongs to. */
export interface Owner {
  readonly name: Name;
  readonly schema?: Name | null;
}

const namingKeys: Readonly<Record<Constraint["kind"], NamingKey | null>> = {
  primaryKey: "pk",
  unique: "uq",
  foreignKey: "fk",
  check: "ck",
  exclude: null,
};

/** The name that a constraint has once naming conventions have spoken, or `null`. */
export function effectiveName(
  constraint: Constraint,
  owner: Owner,
  convention: NamingConvention,
): Name | null {
  const facts: NamingFacts = {
    table: owner.name,
    schema: owner.schema,
    columns: "columns" in constraint
      ? distinct(constraint.columns)
      : constraint.kind === "check"
      ? columnsIn(constraint.condition)
      : [],
    referredTable: constraint.kind === "foreignKey" ? constraint.referred.table : undefined,
    referredColumns: constraint.kind === "foreignKey" ? constraint.referredColumns : undefined,
  };
  return conventionalName(constraint.name, namingKeys[constraint.kind], facts, convention);
}

/** The columns of a constraint, each once however often it was named, as SQLAlchemy keeps them. */
export function distinct(names: readonly Name[]): readonly Name[] {
  return [...new Map(names.map((name) => [nameText(name), name])).values()];
}

/** Names of the columns that a condition mentions. */
export function columnsIn(condition: Expression): readonly Name[] {
  const names: Name[] = [];
  const visit = (expression: Expression): void => {
    if (expression.kind === "column") names.push(expression.name);
    for (const value of Object.values(expression)) {
      for (const part of Array.isArray(value) ? value : [value]) {
        if (part !== null && typeof part === "object" && "kind" in part && part.kind !== "table") {
          visit(part as Expression);
        }
      }
    }
  };
  // A text has no columns, and most conditions are text.
  if (condition.kind !== "text") visit(condition);
  return distinct(names);
}
