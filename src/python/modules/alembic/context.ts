import {
  callMethod,
  getAttribute,
  type InterpreterContext,
  nativeFunction,
  PyDict,
  PyList,
  PyModule,
  UnsupportedConstructError,
  type Value,
} from "../../runtime/mod.ts";
import { revisionHost } from "../host.ts";
import { connectionFor } from "../sqlalchemy/engine/connection.ts";
import { migrationContext } from "./migration_context.ts";
import { scriptDirectory } from "./script.ts";
import { ownValue } from "../../../config/own_value.ts";

/** The `config` of a running revision. */
export function configOf(context: InterpreterContext): Value {
  const { config } = revisionHost(context, "config").context;
  if (config !== undefined) return config();
  throw new UnsupportedConstructError("context.config", "there is no configuration to be read");
}

/** `context.get_x_argument(as_dictionary=…)`. */
function xArguments(values: readonly string[], asDictionary: boolean): Value {
  if (!asDictionary) return new PyList([...values]);
  return new PyDict(
    values.map((value) => {
      const at = value.indexOf("=");
      return at < 0 ? [value, ""] as const : [value.slice(0, at), value.slice(at + 1)] as const;
    }),
  );
}

/** Makes the module `alembic.context` as revisions see it. */
export function contextModule(context: InterpreterContext): PyModule {
  const host = (name: string) => revisionHost(context, `context.${name}`);
  const functions: Readonly<Record<string, () => Value>> = {
    is_offline_mode: () =>
      nativeFunction("is_offline_mode", "", () => {
        const running = host("is_offline_mode");
        running.dependsOnDatabase?.("context.is_offline_mode()", context.currentPlace());
        return running.offline;
      }),
    is_transactional_ddl: () => nativeFunction("is_transactional_ddl", "", () => true),
    get_x_argument: () =>
      nativeFunction(
        "get_x_argument",
        "as_dictionary=False",
        (asDictionary: Value) => {
          const running = host("get_x_argument");
          running.readsEnvironment?.("context.get_x_argument()", context.currentPlace());
          return xArguments(running.context.xArguments, asDictionary === true);
        },
      ),
    get_context: () =>
      nativeFunction(
        "get_context",
        "",
        () => migrationContext(context, host("get_context")),
      ),
    get_bind: () => nativeFunction("get_bind", "", () => connectionFor(context, host("get_bind"))),
    get_impl: () =>
      nativeFunction("get_impl", "", () => {
        const object = migrationContext(context, host("get_impl"));
        return getAttribute(object, "impl");
      }),
    begin_transaction: () =>
      nativeFunction("begin_transaction", "", () => {
        const object = migrationContext(context, host("begin_transaction"));
        return callMethod(object, "begin_transaction");
      }),
    execute: () =>
      nativeFunction("execute", "sql, execution_options=None", (sql: Value) => {
        const object = migrationContext(context, host("execute"));
        return callMethod(object, "execute", [sql]);
      }),
    get_tag_argument: () =>
      nativeFunction("get_tag_argument", "", () => {
        const running = host("get_tag_argument");
        running.readsEnvironment?.("context.get_tag_argument()", context.currentPlace());
        return running.context.options?.get("tag") ?? null;
      }),
    config: () => configOf(context),
    script: () => scriptDirectory(context),
  };
  return new PyModule("alembic.context", new Map(), (name) => ownValue(functions, name)?.());
}
