import type { Outcome, Value } from "../../python/runtime/mod.ts";
import { pause } from "../host_call.ts";
import type { CommandFacts } from "../request.ts";

/** Gives the heads of the scripts to `use`; env.py waits where the files have yet to be read. */
export function withHeads(
  { heads }: CommandFacts,
  use: (heads: readonly string[]) => Value,
): Outcome<Value> {
  const found = heads?.() ?? [];
  return found instanceof Promise ? pause(async () => use(await found)) : use(found);
}
