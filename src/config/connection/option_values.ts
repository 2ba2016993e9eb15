import { ConnectionError } from "../../errors/mod.ts";

/** One of a fixed set of words, or the first of them where the option is not given. */
export function choice<T extends string>(
  options: ReadonlyMap<string, string>,
  name: string,
  values: readonly [T, ...T[]],
): T {
  const value = options.get(name);
  if (!value) return values[0];
  const found = values.find((item) => item === value);
  if (found !== undefined) return found;
  throw new ConnectionError(`invalid ${name} value: "${value}"`, {
    hint: `expected one of: ${values.join(", ")}`,
  });
}

/** A whole number, or `null` where the option is not given. */
export function integer(options: ReadonlyMap<string, string>, name: string): number | null {
  const value = options.get(name);
  if (!value) return null;
  if (/^\s*[-+]?\d+\s*$/.test(value)) return Number(value);
  throw new ConnectionError(`invalid integer value "${value}" for connection option "${name}"`);
}

/** Refuses options that would promise a protection that is not there. */
export function refuseUnsupported(options: ReadonlyMap<string, string>): void {
  const refused: readonly [name: string, harmless: readonly string[]][] = [
    ["gssencmode", ["disable", "prefer", "allow"]],
    ["replication", ["false", "off", "no", "0"]],
    ["require_auth", []],
    ["requirepeer", []],
    ["sslcertmode", ["allow", "disable"]],
    ["sslcrl", []],
    ["sslcrldir", []],
  ];
  for (const [name, harmless] of refused) {
    const value = options.get(name);
    if (!value || harmless.includes(value)) continue;
    throw new ConnectionError(`connection option ${name}=${value} is not supported`, {
      hint: "remove it from the URL, the service file and the environment (PG… variables)",
    });
  }
}
