/** `execute(insert(…).returning(…), [{…}, …])`: rows that are inserted together, and what the database makes of them. */
import type { Executable } from "../../../../sql/expression.ts";
import type { Insert } from "../../../../sql/query.ts";
import { type Name, nameText } from "../../../../schema/name.ts";
import { asString, PyDict, type Value } from "../../../runtime/mod.ts";
import { sqlalchemyError } from "../exc.ts";
import { ResultState } from "./result.ts";
import type { RowTuple } from "./row.ts";
import { withParameters } from "./statements.ts";

type Row = NonNullable<Insert["rows"]>[number];

/** How many rows one INSERT has at most, as with SQLAlchemy. */
const ROWS_AT_ONCE = 1000;

/** The INSERTs of these rows: those of one shape that follow one another together; `null` where the statement is no such INSERT. */
export function insertsReturning(
  statement: Executable,
  sets: readonly PyDict[],
): readonly Insert[] | null {
  if (statement.kind !== "insert" || !statement.returning || statement.fromSelect) return null;
  const made: Insert[] = [];
  let last: { readonly shape: string; readonly rows: Row[] } | undefined;
  for (const set of sets) {
    const { statement: filled, parameters } = withParameters(statement, set);
    // Values for places of the statement's own are different for each row.
    if (Object.keys(parameters ?? {}).length > 0) return null;
    const [row] = (filled as Insert).rows ?? [];
    if (row === undefined) return null;
    const shape = row.map(({ column }) => nameText(column as Name)).join("\0");
    if (last?.shape === shape && last.rows.length < ROWS_AT_ONCE) {
      last.rows.push(row);
      continue;
    }
    const rows: Row[] = [row];
    last = { shape, rows };
    made.push({ ...filled as Insert, rows });
  }
  return made;
}

/** The values as those of the first row say which there are: a Connection takes no others. */
export function likeFirst(sets: readonly PyDict[]): readonly PyDict[] {
  const names = [...sets[0]?.entries() ?? []].map(([name]) => name);
  return sets.map((set, index) =>
    new PyDict(names.map((name): [Value, Value] => {
      const value = set.get(name);
      if (value !== undefined) return [name, value];
      throw sqlalchemyError(
        "StatementError",
        `(sqlalchemy.exc.InvalidRequestError) A value is required for bind parameter '${
          asString(name)
        }', in parameter group ${index}`,
      );
    }))
  );
}

/** The rows of several results, one after the other. */
export function together(results: readonly ResultState[]): ResultState {
  const [first] = results;
  if (results.length === 1) return first!;
  const rows = results.flatMap((result) => result.rest() as RowTuple[]);
  return new ResultState({ ...first!.result!, rowCount: rows.length }, rows, first!.keys);
}
