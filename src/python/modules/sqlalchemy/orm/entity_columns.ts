/** What is read for the objects of a class: its columns, and the expressions of its `column_property()`s. */
import type { Expression } from "../../../../sql/expression.ts";
import type { PyInstance, Value } from "../../../runtime/mod.ts";
import { rememberEntity } from "../expression/entities.ts";
import { asExpression, asSelect, scalarSubquery } from "../expression/payload.ts";
import { columnState } from "../schema/column.ts";
import type { ColumnState } from "../schema/column_state.ts";
import { columnOver } from "./columns.ts";
import { type ClassMapping, mapperPropertyOf } from "./mapping.ts";
import { mappingFor } from "./mapping_lookup.ts";
import { tableOf } from "./table_of.ts";

/** What a value of an object is read from. */
export interface LoadedColumn {
  readonly attribute: string;
  /** The column; `null` for the expression of a `column_property()`. */
  readonly state: ColumnState | null;
  readonly expression: Expression;
}

/** The expression of a `column_property()`; undefined for other properties, and for those that are a column. */
export function propertyExpression(property: Value): Expression | undefined {
  const call = mapperPropertyOf(property);
  if (call?.kind !== "column_property") return undefined;
  const [first = null] = call.args;
  const select = asSelect(first);
  return select !== undefined ? scalarSubquery(select) : asExpression(first);
}

/**
 * What is read for the objects of a class, in the order in which a mapper has it (`Mapper._configure_properties`): the
 * expressions of the class itself, what comes from the classes above, then the columns as its table has them.
 */
export function loadedColumns(mapping: ClassMapping): readonly LoadedColumn[] {
  const found = new Map<string, LoadedColumn[]>();
  for (const [attribute, property] of mapping.properties) {
    const expression = propertyExpression(property);
    if (expression !== undefined) found.set(attribute, [{ attribute, state: null, expression }]);
  }
  for (const column of mapping.inherits === null ? [] : loadedColumns(mapping.inherits)) {
    const same = found.get(column.attribute);
    if (same === undefined) found.set(column.attribute, [column]);
    else if (same[0]!.state !== null) same.push(column);
  }
  const order = mapping.table === null ? [] : tableOf(mapping).columnStates();
  const own = [...mapping.columns]
    .map(([attribute, column]) => ({ attribute, state: columnState(column)! }))
    .sort((a, b) => order.indexOf(a.state) - order.indexOf(b.state));
  for (const { attribute, state } of own) {
    const column = { attribute, state, expression: columnOver(state, null) };
    const inherited = found.get(attribute);
    if (inherited === undefined) found.set(attribute, [column]);
    else if (!inherited.some((other) => other.state === state)) inherited.unshift(column);
  }
  return assignedLast(mapping, [...found.values()].flat());
}

/** Those that were assigned to the class when it was there come last. */
function assignedLast(
  { assigned }: ClassMapping,
  columns: readonly LoadedColumn[],
): readonly LoadedColumn[] {
  const isLate = ({ attribute }: LoadedColumn) => assigned.has(attribute);
  return [...columns.filter((column) => !isLate(column)), ...columns.filter(isLate)];
}

/** Says what a SELECT of the class reads; `configure` is called when there is one. */
export function introduceEntity(mapping: ClassMapping, configure: () => void): void {
  rememberEntity(mapping.cls, () => {
    configure();
    return loadedColumns(mapping).map(({ attribute, expression }) => [attribute, expression]);
  });
}

/** What the database has computed for an object is read again once its row has been written. */
export function forgetComputed(instance: PyInstance): void {
  const mapping = mappingFor(instance.cls);
  for (const { attribute, state } of mapping === undefined ? [] : loadedColumns(mapping)) {
    if (state === null) instance.attributes?.delete(attribute);
  }
}
