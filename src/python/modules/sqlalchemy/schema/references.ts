import { CommandError } from "../../../../errors/mod.ts";
import type { ForeignKey, ForeignKeyConstraint } from "../../../../schema/constraint.ts";
import { type Name, nameText } from "../../../../schema/name.ts";
import type { MetaDataState } from "./metadata_state.ts";
import { originOf } from "./reference_origin.ts";
import { keyOfReferred } from "./reference_types.ts";
import type { TableState } from "./table_state.ts";

/** Raises what SQLAlchemy raises where a foreign key refers, by a text, to a table or a column that is not there. */
export function checkReferences(metadata: MetaDataState): void {
  for (const name of [...metadata.tables.keys()].sort()) {
    const table = metadata.tables.get(name)!;
    for (const { name, foreignKeys } of table.columnStates()) {
      for (const key of foreignKeys) columnReferred(metadata, table, key, name);
    }
    for (const key of table.constraints) {
      if (key.kind === "foreignKey") columnsReferred(metadata, table, key);
    }
  }
}

/** The name of the column that a foreign key of one column refers to. */
export function columnReferred(
  metadata: MetaDataState,
  table: TableState,
  key: ForeignKey,
  column: Name,
): Name {
  return referredName(metadata, table, key, column, key.referredColumn, 0);
}

/** The names of the columns that a foreign key of a table refers to. */
export function columnsReferred(
  metadata: MetaDataState,
  table: TableState,
  key: ForeignKeyConstraint,
): readonly Name[] {
  return key.columns.map((column, index) =>
    referredName(metadata, table, key, column, key.referredColumns[index]!, index)
  );
}

/** A text means the key of a column, or its name with `link_to_name`; without one it is that of the column itself. */
function referredName(
  metadata: MetaDataState,
  table: TableState,
  foreignKey: ForeignKey | ForeignKeyConstraint,
  column: Name,
  referredColumn: Name | null,
  index: number,
): Name {
  const origin = originOf(foreignKey);
  if (origin?.byText[index] !== true) return referredColumn ?? column;
  const { place } = origin;
  const key = keyOfReferred(foreignKey.referred, metadata);
  const wanted = nameText(referredColumn ?? column);
  const other = metadata.tables.get(key);
  if (other === undefined) {
    throw new CommandError(
      "no_referenced_table",
      `Foreign key associated with column '${table.key}.${
        nameText(column)
      }' could not find table ` +
        `'${key}' with which to generate a foreign key to target column '${wanted}'`,
      {
        place,
        hint: "import the module with the model of that table before target_metadata is set",
      },
    );
  }
  const found = other.columnStates().find(({ key, name }) =>
    wanted === (origin.linkToName ? nameText(name) : key ?? nameText(name))
  );
  if (found !== undefined) return found.name;
  throw new CommandError(
    "no_referenced_column",
    `Could not initialize target column for ForeignKey '${key}.${wanted}' on table ` +
      `'${nameText(table.name)}': table '${key}' has no column named '${wanted}'`,
    { place },
  );
}
