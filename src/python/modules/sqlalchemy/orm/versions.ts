/** `version_id_col`: a column that counts the versions of a row, so that no change of another is overwritten. */
import {
  callNow,
  type Evaluation,
  getAttribute,
  PyInstance,
  type Value,
  wait,
} from "../../../runtime/mod.ts";
import type { MappedColumn } from "./columns.ts";
import { entityState } from "./entity_state.ts";
import type { ClassMapping } from "./mapping.ts";
import { columnGiven } from "./mapping_lookup.ts";

/** The column of a class that counts versions. */
export interface Version {
  readonly column: MappedColumn;
  /** The version after another, or the first one; `null` where the program itself counts. */
  readonly next: ((version: Value) => Value) | null;
}

/** How the versions of a class's rows are counted; `null` where they are not. */
export function versionOf(mapping: ClassMapping): Version | null {
  const { root } = mapping;
  const given = root.mapperArguments.get("version_id_col") ?? null;
  const column = given === null ? null : columnGiven(root, given);
  if (column === null) return null;
  const generator = root.mapperArguments.get("version_id_generator") ?? null;
  return {
    column,
    next: generator === false
      ? null
      : (version) => generator === null ? following(version) : callNow(generator, [version]),
  };
}

function following(version: Value): Value {
  return typeof version === "bigint" ? version + 1n : Number(version ?? 0) + 1;
}

/** The version that the row of an object has in the database. */
export function* versionInDatabase(instance: PyInstance, { column }: Version): Evaluation {
  const { committed } = entityState(instance);
  const before = committed.get(column.attribute);
  if (before !== undefined) return before;
  return yield* wait(getAttribute(instance, column.attribute));
}
