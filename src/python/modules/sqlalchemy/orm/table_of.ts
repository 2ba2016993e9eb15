import { type TableState, tableState } from "../schema/table_state.ts";
import { ormError } from "./exc.ts";
import type { ClassMapping } from "./mapping.ts";

/** The table of a class that has one. */
export function tableOf(mapping: ClassMapping): TableState {
  const table = mapping.table === null ? undefined : tableState(mapping.table);
  if (table === undefined) {
    throw ormError(
      "UnmappedClassError",
      `Class ${mapping.cls.name} is not mapped`,
    );
  }
  return table;
}
