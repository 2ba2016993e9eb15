import type { NamingConvention } from "../../../../schema/naming_convention.ts";
import type { Sequence } from "../../../../schema/sequence.ts";
import type { SqlType } from "../../../../schema/types.ts";
import { PyInstance, type Value } from "../../../runtime/mod.ts";
import type { TableState } from "./table_state.ts";

/** What stands behind a `MetaData`. */
export class MetaDataState {
  /** The default schema of its tables. */
  schema: Value = null;
  /** That of tables that are made from now on. */
  namingConvention: NamingConvention | null = null;
  /** What `naming_convention` was given as. */
  namingValue: Value = null;
  /** Tables by key (`schema.name`), in the order in which they were made. */
  readonly tables = new Map<string, TableState>();
  /** Sequences that were tied to it (`Sequence(…, metadata=…)`). */
  readonly sequences: Sequence[] = [];
  /** Types that were tied to it (`Enum(…, metadata=…)`). */
  readonly types: (() => SqlType)[] = [];
}

/** The state of a `MetaData` object; null for any other value. */
export function metadataState(value: Value): MetaDataState | null {
  return value instanceof PyInstance && value.native instanceof MetaDataState ? value.native : null;
}
