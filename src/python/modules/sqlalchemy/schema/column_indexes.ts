import { conventionalName } from "../../../../dialect/naming.ts";
import { PyInstance } from "../../../runtime/mod.ts";
import type { ColumnState } from "./column_state.ts";
import { indexClass, IndexState } from "./index.ts";
import type { TableState } from "./table_state.ts";

const objects = new WeakMap<ColumnState, PyInstance>();

/** The `Index` objects of columns that say `index=True`, which SQLAlchemy makes with the table. */
export function columnIndexes(table: TableState): readonly PyInstance[] {
  return table.columnStates().filter(({ index }) => index).map((column) => {
    let object = objects.get(column);
    if (object === undefined) objects.set(column, object = indexOf(column, table));
    return object;
  });
}

function indexOf(column: ColumnState, table: TableState): PyInstance {
  const facts = { table: table.name, schema: table.schema, columns: [column.name] };
  const object = new PyInstance(indexClass);
  object.native = new IndexState({
    kind: "index",
    name: conventionalName(null, "ix", facts, table.namingConvention),
    expressions: [column.name],
    unique: column.unique === true,
  }, { name: table.name, schema: table.schema });
  object.attributes = new Map([["table", table.object]]);
  return object;
}
