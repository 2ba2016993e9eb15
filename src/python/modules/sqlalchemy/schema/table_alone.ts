import type { Column } from "../../../../schema/column.ts";
import type { Table } from "../../../../schema/table.ts";
import type { SqlType } from "../../../../schema/types.ts";

/** A table without what `Table.create()` makes along with it: types, indexes and comments. */
export function tableAlone(table: Table): Table {
  const { comment: _comment, ...rest } = table;
  return { ...rest, columns: table.columns.map(columnAlone), indexes: [] };
}

function columnAlone({ comment: _comment, index, unique, ...column }: Column): Column {
  // Where both are asked for, it is the index that is unique.
  return {
    ...column,
    type: existing(column.type),
    ...(unique === true && index !== true ? { unique } : {}),
  };
}

/** The type as one that is there already. */
function existing(type: SqlType): SqlType {
  switch (type.kind) {
    case "enum":
    case "domain":
      return { ...type, createType: false };
    case "array":
      return { ...type, itemType: existing(type.itemType) };
    case "variant":
      return {
        ...type,
        base: existing(type.base),
        variants: Object.fromEntries(
          Object.entries(type.variants).map(([dialect, variant]) => [dialect, existing(variant)]),
        ),
      };
    default:
      return type;
  }
}
