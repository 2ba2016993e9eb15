/** The joins of a SELECT. */
import type { Expression } from "../../../../sql/expression.ts";
import type { FromClause } from "../../../../sql/from_clause.ts";
import type { Select } from "../../../../sql/query.ts";
import { isRaised, type Value } from "../../../runtime/mod.ts";
import { errorClass, sqlalchemyError } from "../exc.ts";
import { conditionOf } from "./coercion.ts";
import { outputParts } from "./entities.ts";
import { expressionParts } from "./expression_parts.ts";
import { makeJoin } from "./from.ts";
import { joinCondition } from "./join_condition.ts";
import { asJoinPath, type FromSource, fromSource, sourceOfClause } from "./from_source.ts";
import {
  addFromSubjects,
  addJoinedSubject,
  namedFrom,
  placeWithin,
  subjectOf,
  withNamedFrom,
  withOnly,
} from "./subjects.ts";

type Join = Extract<FromClause, { kind: "join" }>;

/** Beside what SQL is made of, so that it stays with a statement that is changed step by step. */
const JOINED = Symbol("joined");

/** What was joined last to a SELECT; `null` where nothing was. */
export function joinedLast(select: object): Value {
  return (select as { readonly [JOINED]?: Value })[JOINED] ?? null;
}

/** The tables that a SELECT has so far, those that its columns mention among them. */
export function currentFrom(select: Select): readonly FromClause[] {
  const named = namedFrom(select);
  if (named.length > 0) return named;
  const found: FromClause[] = [];
  for (const { entity, columns } of outputParts(select)) {
    const from = entity?.from ?? fromOfColumn(columns[0]!);
    if (from !== null && !found.includes(from)) found.push(from);
  }
  return found;
}

function fromOfColumn(column: Expression | FromClause): FromClause | null {
  return isFrom(column) ? column : placeWithin(column) ?? tableWithin(column);
}

function tableWithin(expression: Expression): FromClause | null {
  for (const part of expressionParts(expression)) {
    if (part.kind === "column" && part.from) return part.from;
  }
  return null;
}

export function isFrom(item: Expression | FromClause): item is FromClause {
  return ["table", "alias", "join", "subquery", "cte", "tableFunction", "values"].includes(
    item.kind,
  );
}

/** A SELECT with a further table joined to those that it has: `select.join(target, on)`. */
export function joinTo<S extends Select>(
  select: S,
  target: Value,
  on: Value,
  outer: boolean,
  full: boolean,
): S {
  const path = asJoinPath(target)?.joins() ?? asJoinPath(on)?.joins(target);
  if (path !== undefined) {
    const [between, end] = path;
    // What stands between goes with where it leads, or is not there either.
    if ((outer || full) && between !== undefined && end !== undefined) {
      const on = withOnly(conditionOf(end.on), subjectOf(end.target));
      const within: FromClause = {
        kind: "join",
        left: fromSource(between.target).toFrom(),
        right: fromSource(end.target).toFrom(),
        on,
      };
      return joined(select, within, conditionOf(between.on), end.target, outer, full);
    }
    return path.reduce((joined, { target, on }) => joinTo(joined, target, on, outer, full), select);
  }
  const right = fromSource(target);
  const place = right.toFrom();
  const condition = on === null
    ? conditionBetween(leftOf(select, place)[0], right)
    : conditionOf(on);
  return joined(select, place, withOnly(condition, subjectOf(target)), target, outer, full);
}

/** What a SELECT joins to, and what else it has in FROM. */
function leftOf(select: Select, right: FromClause): readonly [FromClause, ...FromClause[]] {
  const [left, ...rest] = currentFrom(select).filter((from) => from !== right);
  if (left !== undefined) return [left, ...rest];
  throw sqlalchemyError("InvalidRequestError", "there is no table to join from");
}

/** The SELECT with a join of a member of FROM; `target` is what `filter_by()` is about from then on. */
function joined<S extends Select>(
  select: S,
  right: FromClause,
  on: Expression,
  target: Value,
  outer: boolean,
  full: boolean,
): S {
  const [left, ...rest] = leftOf(select, right);
  const clause: FromClause = {
    kind: "join",
    left,
    right,
    on,
    ...(outer ? { outer } : {}),
    ...(full ? { full } : {}),
  };
  const made = { ...select, from: [clause, ...rest], [JOINED]: target };
  return addJoinedSubject(made, subjectOf(target));
}

/** ON from the foreign keys between a table and one of those that are joined already: the last that has one. */
function conditionBetween(left: FromClause, right: FromSource): Expression {
  if (left.kind === "join") {
    try {
      return conditionBetween(left.right, right);
    } catch (error) {
      if (!isRaised(error, errorClass("NoForeignKeysError"))) throw error;
      return conditionBetween(left.left, right);
    }
  }
  return joinCondition(
    sourceOfClause(left) ?? { toFrom: () => left, columns: () => new Map() },
    right,
  );
}

/** A SELECT with a join beside what it has in FROM: `select.join_from(left, right, on)`. */
export function joinFrom<S extends Select>(
  select: S,
  left: Value,
  right: Value,
  on: Value,
  outer: boolean,
  full: boolean,
): S {
  const subject = subjectOf(right);
  const join = fromSource(makeJoin(left, right, on, outer, full)).toFrom() as Join;
  const clause = { ...join, on: withOnly(join.on, subject) };
  return addJoinedSubject(addFromSubjects(withNamedFrom(select, [clause]), [left]), subject);
}
