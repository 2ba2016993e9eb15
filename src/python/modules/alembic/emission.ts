import type { Operation } from "../../../operations/operation.ts";
import type { InterpreterContext, Outcome } from "../../runtime/mod.ts";
import { revisionHost } from "../host.ts";
import { settle } from "../sqlalchemy/engine/binding.ts";

/**
 * Sends an operation on its way: it waits for company, and only a read, the end of the revision or a
 * `try` that could catch its error sends it.
 */
export function emit(context: InterpreterContext, use: string, operation: Operation): Outcome {
  const host = revisionHost(context, use);
  host.emit(operation, context.currentPlace());
  return settle(host, context, null);
}
