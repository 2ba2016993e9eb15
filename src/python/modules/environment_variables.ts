import { asString, PyDict, running, str } from "../runtime/mod.ts";

/** The environment variables as the running program sees them, with what it has set in `os.environ`. */
export function programVariables(): Iterable<readonly [name: string, value: string]> {
  const environ = running().module("os")?.get("environ");
  if (!(environ instanceof PyDict)) return running().environment;
  return [...environ.entries()].map(([name, value]) => [asString(name) ?? "", str(value)] as const);
}
