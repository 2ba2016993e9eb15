import { nativeFunction, nativeModule, type NativeModuleFactory } from "../../runtime/mod.ts";
import { executeBatch, executeValues } from "../sqlalchemy/engine/driver_cursor.ts";
import { conditionClasses, psycopg2Classes } from "../sqlalchemy/engine/errors.ts";
import { ownValue } from "../../../config/own_value.ts";

const modules: Readonly<Record<string, NativeModuleFactory>> = {
  "psycopg2": () => nativeModule("psycopg2", psycopg2Classes),
  "psycopg2.extras": () =>
    nativeModule("psycopg2.extras", {
      execute_values: nativeFunction(
        "execute_values",
        "cur, sql, argslist, template=None, page_size=100, fetch=False",
        executeValues,
      ),
      execute_batch: nativeFunction(
        "execute_batch",
        "cur, sql, argslist, page_size=100",
        executeBatch,
      ),
    }),
  "psycopg2.errors": () => nativeModule("psycopg2.errors", conditionClasses()),
};

/** The factory of a module of psycopg2: its exceptions, as `error.orig` shows them, and what fills tables faster. */
export function psycopg2Factory(name: string): NativeModuleFactory | undefined {
  return ownValue(modules, name);
}
