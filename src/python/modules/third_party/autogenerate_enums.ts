/** `op.sync_enum_values()` of alembic_autogenerate_enums: it takes the old and the new values of an enum, and adds those that are new. */
import {
  asString,
  collectNow,
  isTrue,
  nativeFunction,
  PyTuple,
  typeError,
  typeName,
  type Value,
} from "../../runtime/mod.ts";

/** Sends a statement. */
export type Send = (sql: string) => void;

/** Whether the arguments of a call are this package's: those of alembic_postgresql_enum have a column fourth. */
export function isOfOldAndNewValues(
  args: readonly Value[],
  keywords: ReadonlyMap<string, Value>,
): boolean {
  if (["old_values", "should_reverse"].some((name) => keywords.has(name)) || args.length > 5) {
    return true;
  }
  const [first] = args[3] === undefined ? [] : collectNow(args[3]);
  return first !== undefined && asString(first) !== null;
}

/**
 * The function. It commits first, as its package does: of old, servers added no value to an enum in a transaction. Values that
 * are to go stay, unless `should_reverse` says that the type is to be made anew for the columns given.
 */
export function syncOldAndNewValues(send: Send): Value {
  return nativeFunction(
    "sync_enum_values",
    "schema, name, old_values, new_values, affected_columns=None, should_reverse=False",
    (schema: Value, name: Value, before: Value, after: Value, columns: Value, anew: Value) => {
      const type = `${text(schema)}.${text(name)}`;
      const values = texts(after);
      if (isTrue(anew) && columns !== null) {
        const all = [...new Set(values)].sort().map((value) => `'${value}'`).join(", ");
        send(`ALTER TYPE ${type} RENAME TO ${text(name)}_old`);
        send(`CREATE TYPE ${type} AS ENUM(${all})`);
        for (const pair of collectNow(columns)) {
          const [table, column] = (pair instanceof PyTuple ? pair.items : collectNow(pair)).map(
            text,
          );
          const using = `${column}::text::${type}`;
          send(`ALTER TABLE ${table} ALTER COLUMN ${column} TYPE ${type} USING ${using}`);
        }
        send(`DROP TYPE ${type}_old`);
        return null;
      }
      const known = new Set(texts(before));
      send("COMMIT");
      for (const value of new Set(values)) {
        if (!known.has(value)) send(`ALTER TYPE ${type} ADD VALUE '${value}'`);
      }
      return null;
    },
  );
}

function texts(values: Value): readonly string[] {
  return collectNow(values).map(text);
}

function text(value: Value): string {
  const string = asString(value);
  if (string !== null) return string;
  throw typeError(`op.sync_enum_values() takes strings, not ${typeName(value)}`);
}
