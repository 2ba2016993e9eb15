import {
  asString,
  callMethod,
  collect,
  type Evaluation,
  isTrue,
  type NativeEntry,
  type Outcome,
  type Value,
  wait,
} from "../../runtime/mod.ts";
import { makeText } from "../sqlalchemy/expression/text.ts";

/**
 * Operations that packages add to `op`, where it is enough to ask their objects for statements. `execute` is that of
 * `op`. A revision that registers an operation of such a name itself (`Operations.register_operation`) takes its place.
 */
export function plugInOperations(
  execute: (statement: Value) => Outcome,
): Readonly<Record<string, NativeEntry>> {
  function* replace(target: Value): Evaluation {
    const statements = yield* wait(callMethod(target, "to_sql_statement_create_or_replace"));
    for (const statement of yield* collect(statements)) yield* wait(execute(statement));
    return null;
  }
  const onTable = (table: Value, schema: Value) =>
    `${asString(schema) ? `${asString(schema)}.` : ""}${asString(table)}`;
  const withValues = (sql: string, values: ReadonlyMap<string, Value>) =>
    callMethod(makeText(sql), "bindparams", [], values);
  return {
    // alembic_utils
    create_entity: ["target", function* (target: Value): Evaluation {
      return yield* wait(execute(yield* wait(callMethod(target, "to_sql_statement_create"))));
    }],
    drop_entity: ["target, cascade=False", function* (target: Value, cascade: Value): Evaluation {
      const keywords = new Map([["cascade", cascade]]);
      const statement = yield* wait(callMethod(target, "to_sql_statement_drop", [], keywords));
      return yield* wait(execute(statement));
    }],
    replace_entity: ["target", replace],
    revert_entity: ["target", replace],
    // enumtables
    enum_insert: [
      "tablename, data=(), schema=None",
      function* (table: Value, data: Value, schema: Value): Evaluation {
        const sql = `INSERT INTO ${onTable(table, schema)} (item_id) VALUES (:vl)`;
        for (const value of yield* collect(data)) {
          yield* wait(execute(yield* wait(withValues(sql, new Map([["vl", value]])))));
        }
        return null;
      },
    ],
    enum_delete: [
      "tablename, data=(), schema=None",
      function* (table: Value, data: Value, schema: Value): Evaluation {
        if (!isTrue(data)) return null;
        const values = new Map((yield* collect(data)).map((value, i) => [`vl_${i}`, value]));
        const places = [...values.keys()].map((name) => `:${name}`).join(", ");
        const sql = `DELETE FROM ${onTable(table, schema)} WHERE item_id IN (${places})`;
        return yield* wait(execute(yield* wait(withValues(sql, values))));
      },
    ],
  };
}
