import type { Column } from "./column.ts";
import type { Constraint, ReferredTable } from "./constraint.ts";
import type { DialectOptions } from "./dialect_options.ts";
import type { Index } from "./index_definition.ts";
import type { Name } from "./name.ts";
import type { NamingConvention } from "./naming_convention.ts";

/** What a partition is part of. */
export interface PartitionOf extends ReferredTable {
  /** Which part: `FOR VALUES IN ('north')`, or `DEFAULT`. */
  readonly bound: string;
}

/**
 * A table with all that belongs to it. Constraints and indexes that follow from columns (`unique`,
 * `index`, `foreignKeys`, `primaryKey`) are not repeated in `constraints` and `indexes`.
 */
export interface Table {
  readonly kind: "tableDefinition";
  readonly name: Name;
  readonly schema?: Name | null;
  readonly columns: readonly Column[];
  readonly constraints: readonly Constraint[];
  readonly indexes: readonly Index[];
  readonly comment?: string;
  /** Where it is not that of the metadata, which was given it after the table was made. */
  readonly namingConvention?: NamingConvention;
  /** Words between CREATE and TABLE, such as `UNLOGGED`. */
  readonly prefixes?: readonly string[];
  /** Of a reflected one: the table that it is a partition of. */
  readonly partitionOf?: PartitionOf;
  /** `postgresql_partition_by`, `_inherits`, `_using`, `_on_commit`, `_tablespace`, `_with_oids`. */
  readonly dialectOptions?: DialectOptions;
}
