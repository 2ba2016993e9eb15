import { existingType } from "../../../../schema/existing_type.ts";
import type { Column } from "../../../../schema/column.ts";
import type { Table } from "../../../../schema/table.ts";

/** A table without what `Table.create()` makes along with it: types, indexes and comments. */
export function tableAlone(table: Table): Table {
  const { comment: _comment, ...rest } = table;
  return { ...rest, columns: table.columns.map(columnAlone), indexes: [] };
}

function columnAlone({ comment: _comment, index, unique, ...column }: Column): Column {
  // Where both are asked for, it is the index that is unique.
  return {
    ...column,
    type: existingType(column.type),
    ...(unique === true && index !== true ? { unique } : {}),
  };
}
