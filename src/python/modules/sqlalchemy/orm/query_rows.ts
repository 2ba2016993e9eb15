/** How a Query is read: its rows, each object once. */
import type { Expression } from "../../../../sql/expression.ts";
import type { Select } from "../../../../sql/query.ts";
import {
  type Evaluation,
  keyOf,
  PyDict,
  type PyInstance,
  PyList,
  PyTuple,
  type Value,
} from "../../../runtime/mod.ts";
import { readStatement } from "../engine/connection.ts";
import { RowTuple } from "../engine/row.ts";
import { sqlalchemyError } from "../exc.ts";
import { valueExpression } from "../expression/coercion.ts";
import { entitiesOf, outputParts } from "../expression/entities.ts";
import { integerType } from "../expression/infer.ts";
import { hasState } from "./entity_state.ts";
import { selectObjects } from "./load.ts";
import { PARTWISE, selectOf, SESSION } from "./query_state.ts";

/** Reads the rows, or the objects where that is all that a row is. */
export function* read(self: PyInstance, changes: Partial<Select> = {}): Evaluation<Value[]> {
  const select = { ...selectOf(self), ...changes };
  const result = yield* selectObjects(select[SESSION], named(select));
  const rows = result.rest() as RowTuple[];
  const hasObjects = entitiesOf(select).length > 0;
  const isOne = hasObjects && outputParts(select).length === 1;
  const found = isOne ? rows.map((row) => row.items[0]!) : rows;
  // Each object once, however many rows a join has made of it, and so with rows that hold objects.
  return hasObjects && !select[PARTWISE] ? withoutRepeated(found) : found;
}

/** The SELECT as a Query sends it: its results are named for their tables. */
export function named<S extends Select>(select: S): S {
  return { ...select, labels: "table" };
}

function withoutRepeated(values: readonly Value[]): Value[] {
  const seen = new Set<unknown>();
  return values.filter((value) => {
    const key = value instanceof RowTuple ? keyOfRow(value) : value;
    if (key === null) return true;
    return seen.has(key) ? false : seen.add(key);
  });
}

const numbers = new WeakMap<PyInstance, number>();
let last = 0;

/** Rows with the same objects and equal values have the same key; `null` where a value has none. */
function keyOfRow({ items }: RowTuple): unknown {
  const parts = items.map((item) => {
    if (!hasState(item)) return item;
    if (!numbers.has(item)) numbers.set(item, ++last);
    return `object ${numbers.get(item)}`;
  });
  return parts.some((part) => part instanceof PyList || part instanceof PyDict)
    ? null
    : keyOf(new PyTuple(parts));
}

/** A number of rows as LIMIT and OFFSET take it. */
export function limit(count: number): Expression {
  return valueExpression(count, integerType);
}

/** `query.first()`. */
export function* first(self: PyInstance): Evaluation {
  const isLimited = selectOf(self).limit !== undefined;
  const [found = null] = yield* read(self, isLimited ? {} : { limit: limit(1) });
  return found;
}

/** `query.one()`, and `query.one_or_none()` where none is `required`. */
export function* one(self: PyInstance, required: boolean): Evaluation {
  const isLimited = selectOf(self).limit !== undefined;
  const rows = yield* read(self, isLimited ? {} : { limit: limit(2) });
  if (rows.length > 1) {
    throw sqlalchemyError(
      "MultipleResultsFound",
      `Multiple rows were found when ${required ? "exactly one" : "one or none"} was required`,
    );
  }
  if (rows.length === 0 && required) {
    throw sqlalchemyError("NoResultFound", "No row was found when one was required");
  }
  return rows[0] ?? null;
}

/** `query.count()`. */
export function* count(self: PyInstance): Evaluation {
  const select = selectOf(self);
  const session = select[SESSION];
  yield* session.autoflush();
  const all: Select = {
    kind: "select",
    columns: [{
      kind: "function",
      path: ["count"],
      arguments: [{ kind: "literalColumn", sql: "*", type: integerType }],
      type: integerType,
    }],
    from: [{ kind: "subquery", select: named(select), name: null }],
  };
  const result = yield* readStatement(session.begin(), all);
  return (result.next() as RowTuple).items[0]!;
}
