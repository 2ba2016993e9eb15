import type { DropConstraint, Operation } from "../operations/operation.ts";
import { nameText } from "../schema/name.ts";
import type { Change } from "../operations/change.ts";

const suffixes = { unique: "key", foreignKey: "fkey" } as const;

/**
 * Names the constraints that the models leave nameless where they are to be dropped, as PostgreSQL names them when it
 * makes them. Those that it would have to shorten or to number stay nameless, as Alembic leaves all of them.
 */
export function withServerNames(changes: readonly Change[]): readonly Change[] {
  return changes.map((change) =>
    change.kind === "modifyTable"
      ? { ...change, operations: change.operations.map(named) }
      : named(change)
  );
}

function named<T extends Operation>(operation: T): T | DropConstraint {
  if (operation.kind !== "dropConstraint" || operation.constraintName !== null) return operation;
  const { constraint } = operation;
  if (constraint?.kind !== "unique" && constraint?.kind !== "foreignKey") return operation;
  const name = [
    nameText(operation.tableName),
    ...constraint.columns.map(nameText),
    suffixes[constraint.kind],
  ].join("_");
  const { length } = new TextEncoder().encode(name);
  return length > 63 ? operation : { ...operation, constraintName: { name, final: true } };
}
