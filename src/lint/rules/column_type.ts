import { alterEffects } from "../effect/alter_effects.ts";
import { type Rule, shown } from "../rule.ts";
import { actionsInUse } from "./in_use.ts";

export const columnType: Rule = {
  id: "column-type",
  level: "warning",
  title: "Column type that makes the table be written anew",
  why:
    "The new type is stored in another way, so that the whole table and its indexes are written anew under an ACCESS EXCLUSIVE lock; programs that run may not know the new type either.",
  safe:
    "Add a column of the new type, fill it in batches, let the program write both, then change over. Making a varchar longer, or text of it, needs none of this.",
  bad: {
    given: "CREATE TABLE t (id bigint PRIMARY KEY, a bigint, b text)",
    sql: "ALTER TABLE t ALTER COLUMN b TYPE integer USING b::integer",
  },
  good: {
    given: "CREATE TABLE t (id bigint PRIMARY KEY, b varchar(50))",
    sql: "ALTER TABLE t ALTER COLUMN b TYPE varchar(100)",
  },
  check: (statement, at) => {
    const { table, actions } = actionsInUse(statement, at);
    return actions.flatMap((action) => {
      if (action.kind !== "alter-type") return [];
      const [first] = alterEffects(table, action, at.model);
      if (first === undefined || first.work === "instant") return [];
      const why = first.because === null ? "" : ` (${first.because})`;
      return [`${shown(table)}.${action.column}${why}`];
    });
  },
};
