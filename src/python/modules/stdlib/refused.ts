import { nativeFunction, UnsupportedConstructError, type Value } from "../../runtime/mod.ts";

/** Functions of a module that reach outside the sandbox: calling one is an error that names it. */
export function refused(
  module: string,
  names: readonly string[],
  hint?: string,
): Record<string, Value> {
  return Object.fromEntries(names.map((name) => [
    name,
    nativeFunction(name, "*args, **kwargs", () => {
      throw new UnsupportedConstructError(
        `${module}.${name}()`,
        `${module}.${name}() is not available: evaluated code has no files, network or processes`,
        { hint },
      );
    }),
  ]));
}
