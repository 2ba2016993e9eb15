/** ON from the foreign keys between two tables. */
import type { Expression } from "../../../../sql/expression.ts";
import { sqlalchemyError } from "../exc.ts";
import { over } from "./adapt.ts";
import { type FromSource, sourceOfClause } from "./from_source.ts";

/** Native payloads of tables whose columns have foreign keys say how they are joined. */
export interface Joinable {
  joinTo(other: FromSource): Expression | null;
}

function isJoinable(source: FromSource): source is FromSource & Joinable {
  return "joinTo" in source;
}

/** ON made from the foreign keys between two tables, or aliases of them. */
export function joinCondition(left: FromSource, right: FromSource): Expression {
  const condition = keyCondition(left, right);
  if (condition !== null) return condition;
  throw sqlalchemyError(
    "NoForeignKeysError",
    "Can't find any foreign key relationships between the two sides of the join; " +
      "give the ON clause",
  );
}

function keyCondition(left: FromSource, right: FromSource): Expression | null {
  const [a, b] = [tableBehind(left), tableBehind(right)];
  // Between two of the same table nothing tells which side a column is of.
  if ((a !== left || b !== right) && a.toFrom() === b.toFrom()) return null;
  const condition = (isJoinable(a) ? a.joinTo(b) : null) ?? (isJoinable(b) ? b.joinTo(a) : null);
  if (condition === null) return null;
  return aliased(aliased(condition, a, left), b, right);
}

function aliased(condition: Expression, table: FromSource, side: FromSource): Expression {
  return table === side ? condition : over(condition, table.toFrom(), side.toFrom());
}

/** The table that an alias is one of; anything else is itself. */
function tableBehind(source: FromSource): FromSource {
  const from = source.toFrom();
  return from.kind === "alias" ? sourceOfClause(from.element) ?? source : source;
}
