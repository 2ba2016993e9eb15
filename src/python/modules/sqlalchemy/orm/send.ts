/** Statements of a Session that nobody reads. */
import type { Expression } from "../../../../sql/expression.ts";
import type { Value } from "../../../runtime/mod.ts";
import { requireDatabase } from "../engine/connection.ts";
import { compiled } from "../engine/statements.ts";
import type { ColumnState } from "../schema/column_state.ts";
import { assigned, columnOver } from "./columns.ts";
import type { SessionState } from "./session_state.ts";

/** Equal columns, all of them. */
export function conditions(values: readonly (readonly [ColumnState, Value])[]): Expression[] {
  return values.map(([column, value]) => ({
    kind: "binary",
    operator: "eq",
    left: columnOver(column, null),
    right: assigned(value, column),
    type: { kind: "boolean", form: "Boolean" },
  }));
}

/** Sends a statement on its way. */
export function emit(session: SessionState, statement: Parameters<typeof compiled>[1]): void {
  const binding = session.begin();
  requireDatabase(binding, "a Session", "read or write objects");
  binding.host.emitStatement(compiled(binding, statement), binding.context.currentPlace());
}
