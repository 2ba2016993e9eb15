import {
  type InterpreterContext,
  type NativeModuleFactory,
  PyModule,
  type Value,
} from "../../python/runtime/mod.ts";

/** Names of a module with the way to make their values, for one interpreter. */
export type Entries = Readonly<Record<string, (context: InterpreterContext) => Value>>;

/** A module with these names; where there is a module below it, with all that one has besides. */
export function overlay(
  name: string,
  entries: Entries,
  base: NativeModuleFactory | null,
): NativeModuleFactory {
  return (context) => {
    const below = base?.(context) ?? null;
    const resolve = (key: string): Value | undefined =>
      Object.hasOwn(entries, key) ? entries[key]!(context) : below?.get(key);
    return new PyModule(name, new Map(), resolve);
  };
}
