import type { Dialect } from "../dialect/dialect.ts";
import type { Operation } from "../operations/operation.ts";
import { type CallCode, evaluate } from "../render/mod.ts";
import { makeOperations } from "../revision/typescript_operations.ts";

/** The operations that calls of TypeScript code put into the queue, found out by making the calls. */
export function emittedBy(calls: readonly CallCode[], dialect: Dialect): readonly Operation[] {
  const emitted: Operation[] = [];
  const op = makeOperations({
    dialect,
    path: "revision.ts",
    ended: false,
    host: {
      offline: true,
      emit: (item) => {
        if (item.kind === "operation") emitted.push(item.operation);
      },
      flush: () => Promise.resolve(),
      execute: () => Promise.reject(new TypeError("typed operations read nothing")),
    },
  });
  for (const call of calls) evaluate(call, op);
  return emitted;
}
