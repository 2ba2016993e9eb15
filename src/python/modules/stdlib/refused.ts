import { nativeFunction, UnsupportedConstructError, type Value } from "../../runtime/mod.ts";

const SANDBOX = "evaluated code has no files, network or processes";

/**
 * Functions of a module that are left out, by default because they reach outside the sandbox:
 * calling one is an error that names it and the reason.
 */
export function refused(
  module: string,
  names: readonly string[],
  hint?: string,
  reason: string = SANDBOX,
): Record<string, Value> {
  return Object.fromEntries(names.map((name) => [
    name,
    nativeFunction(name, "*args, **kwargs", () => {
      throw new UnsupportedConstructError(
        `${module}.${name}()`,
        `${module}.${name}() is not available: ${reason}`,
        { hint },
      );
    }),
  ]));
}
