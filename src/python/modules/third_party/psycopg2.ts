import { nativeModule, type NativeModuleFactory } from "../../runtime/mod.ts";
import { conditionClasses, psycopg2Classes } from "../sqlalchemy/engine/errors.ts";
import { ownValue } from "../../../config/own_value.ts";

const modules: Readonly<Record<string, NativeModuleFactory>> = {
  "psycopg2": () => nativeModule("psycopg2", psycopg2Classes),
  "psycopg2.errors": () => nativeModule("psycopg2.errors", conditionClasses()),
};

/** The factory of a module of psycopg2: its exceptions, as `error.orig` shows them. */
export function psycopg2Factory(name: string): NativeModuleFactory | undefined {
  return ownValue(modules, name);
}
