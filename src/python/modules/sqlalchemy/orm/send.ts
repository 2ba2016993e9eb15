/** Statements of a Session whose rows nobody reads. */
import type { Expression } from "../../../../sql/expression.ts";
import type { Evaluation, Value } from "../../../runtime/mod.ts";
import type { HostRequest } from "../../host.ts";
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

type Sendable = Parameters<typeof compiled>[1];

/** Sends a statement on its way. */
export function emit(session: SessionState, statement: Sendable): void {
  const binding = session.begin();
  requireDatabase(binding, "a Session", "read or write objects");
  binding.host.emitStatement(compiled(binding, statement), binding.context.currentPlace());
}

/** Sends statements and gives the number of rows that they met; where that is not known, one each. */
export function* sendCounted(
  session: SessionState,
  statements: readonly Sendable[],
): Evaluation<number> {
  const binding = session.begin();
  requireDatabase(binding, "a Session", "read or write objects");
  const request: HostRequest = {
    kind: "count",
    statements: statements.map((statement) => compiled(binding, statement)),
    place: binding.context.currentPlace(),
  };
  const counts = (yield request) as readonly (number | null)[];
  return counts.reduce<number>((sum, count) => sum + (count ?? 1), 0);
}
