/** UPDATE and DELETE of many rows, and what becomes of the objects that a Session has of them (`synchronize_session`). */
import type { Delete, Select, Update } from "../../../../sql/query.ts";
import type { Evaluation, PyInstance, Value } from "../../../runtime/mod.ts";
import { readStatement } from "../engine/connection.ts";
import type { ResultState } from "../engine/result.ts";
import type { RowTuple } from "../engine/row.ts";
import { conjunction } from "../expression/conjunction.ts";
import type { ColumnState } from "../schema/column_state.ts";
import { columnOver, keyColumns } from "./columns.ts";
import { entityState } from "./entity_state.ts";
import type { ClassMapping } from "./mapping.ts";
import { mappingOfObject } from "./mapping_lookup.ts";
import { conditions } from "./send.ts";
import type { SessionState } from "./session_state.ts";

/**
 * Runs such a statement. The objects of deleted rows are let go, what those of a class whose rows are updated say is read again;
 * where the Session is not to know of it (`synchronize_session=False`) they stay as they are.
 */
export function* changeInBulk(
  session: SessionState,
  mapping: ClassMapping,
  statement: Update | Delete,
  synchronize: Value = null,
): Evaluation<ResultState> {
  yield* session.autoflush();
  const result = yield* readStatement(session.begin(), statement);
  if (synchronize === false) return result;
  const known = session.persistent().filter((instance) =>
    mappingOfObject(instance).root === mapping.root
  );
  if (statement.kind === "update") known.forEach((instance) => session.expire(instance));
  else if (known.length > 0) yield* buryDeleted(session, mapping, known);
  return result;
}

/** Lets go of the objects whose rows are no more. */
function* buryDeleted(
  session: SessionState,
  mapping: ClassMapping,
  known: readonly PyInstance[],
): Evaluation<void> {
  const key = keyColumns(mapping);
  const select: Select = {
    kind: "select",
    columns: key.map(({ state }) => columnOver(state, null)),
    where: [{
      kind: "booleanList",
      operator: "or",
      clauses: known.map((instance) =>
        conjunction(conditions(
          key.map(({ state }, index): [ColumnState, Value] => [
            state,
            entityState(instance).identity![index]!,
          ]),
        ))
      ),
    }],
  };
  const left = new Set<PyInstance | undefined>();
  const found = yield* readStatement(session.begin(), select);
  for (const { items } of found.rest() as RowTuple[]) left.add(session.find(mapping, items));
  for (const instance of known) if (!left.has(instance)) session.bury(instance);
}
