import type { Constraint } from "../../../../schema/constraint.ts";
import type { Index } from "../../../../schema/index_definition.ts";
import { isName, type Name, nameText } from "../../../../schema/name.ts";
import type { ColumnState } from "./column_state.ts";

/** The names of a table's columns by the keys that its constraints and indexes may call them by; empty where no key differs. */
export type ColumnKeys = ReadonlyMap<string, Name>;

/** The names of columns that are not the texts by which constraints know them: they have keys, or say how they are written. */
export function columnKeys(columns: readonly ColumnState[]): ColumnKeys {
  const keys = new Map<string, Name>();
  for (const { key, name } of columns) {
    const known = key ?? nameText(name);
    if (known !== name) keys.set(known, name);
  }
  return keys;
}

/** A constraint with the names of its columns, where it has their keys. */
export function constraintByName<T extends Constraint>(constraint: T, keys: ColumnKeys): T {
  if (keys.size === 0 || !("columns" in constraint)) return constraint;
  return {
    ...constraint,
    columns: constraint.columns.map((column) => keys.get(nameText(column)) ?? column),
  };
}

/** The same for an index. */
export function indexByName(index: Index, keys: ColumnKeys): Index {
  if (keys.size === 0) return index;
  return {
    ...index,
    expressions: index.expressions.map((part) =>
      isName(part) ? keys.get(nameText(part)) ?? part : part
    ),
  };
}
