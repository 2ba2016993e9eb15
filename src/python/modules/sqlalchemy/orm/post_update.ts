/** `relationship(post_update=True)`: rows that refer to one another, of which the reference is written when both are there. */
import { nameText } from "../../../../schema/name.ts";
import type { Evaluation, PyInstance, Value } from "../../../runtime/mod.ts";
import type { ColumnState } from "../schema/column_state.ts";
import { assigned, type MappedColumn, mappedColumns } from "./columns.ts";
import { entityState } from "./entity_state.ts";
import { columnsAt, levelsOf } from "./inheritance.ts";
import type { Work } from "./links.ts";
import type { ClassMapping } from "./mapping.ts";
import { knownValue, mappingOfObject } from "./mapping_lookup.ts";
import { type Relation, relationsOf } from "./relation.ts";
import { conditions } from "./send.ts";
import type { SessionState } from "./session_state.ts";
import { sendUpdates } from "./update_rows.ts";

/** The columns of a class's tables that are written late. */
export function lateColumns(mapping: ClassMapping): ReadonlySet<string> {
  const names = relationsOf(mapping).filter(isLate)
    .flatMap(({ pairs }) => pairs.map(({ local }) => local));
  return new Set(
    mappedColumns(mapping).filter(({ attribute }) => names.includes(attribute))
      .map(({ state }) => nameText(state.name)),
  );
}

function isLate({ postUpdate, direction }: Relation): boolean {
  return postUpdate && direction === "manyToOne";
}

/** Writes what relationships say of columns, now that all rows are there. */
export function* updateLate({ session, late, deleted }: Work): Evaluation<void> {
  for (const { child, parent, pairs } of late) {
    if (deleted.has(child) || entityState(child).owner !== session) continue;
    const values = new Map(
      pairs.map(({ from, to }): [string, Value] => [
        to,
        parent === null ? null : knownValue(parent, from),
      ]),
    );
    yield* write(session, child, values);
  }
}

/** Takes the references of objects that are to be deleted. */
export function* letGoLate(
  session: SessionState,
  deleted: ReadonlySet<PyInstance>,
): Evaluation<void> {
  for (const instance of deleted) {
    for (const { pairs } of relationsOf(mappingOfObject(instance)).filter(isLate)) {
      yield* write(session, instance, new Map(pairs.map(({ local }) => [local, null])));
    }
  }
}

/** Updates the columns that have another value. */
function* write(
  session: SessionState,
  instance: PyInstance,
  values: ReadonlyMap<string, Value>,
): Evaluation<void> {
  const mapping = mappingOfObject(instance);
  const own = instance.attributes!;
  const isOther = ({ attribute }: MappedColumn) =>
    values.has(attribute) && (own.get(attribute) ?? null) !== values.get(attribute);
  for (const level of levelsOf(mapping)) {
    const changed = columnsAt(mapping, level).filter(isOther);
    if (changed.length === 0) continue;
    const row = level.key.map((column, index): [ColumnState, Value] => [
      column,
      entityState(instance).identity![index]!,
    ]);
    yield* sendUpdates(session, level.table, [{
      kind: "update",
      table: level.table.toFrom(),
      values: changed.map(({ attribute, state }) => ({
        column: state.name,
        value: assigned(values.get(attribute)!, state),
      })),
      where: conditions(row),
    }]);
    for (const { attribute } of changed) own.set(attribute, values.get(attribute)!);
  }
}
