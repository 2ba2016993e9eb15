import type { Name } from "./name.ts";
import type { NamingConvention } from "./naming_convention.ts";
import type { Sequence } from "./sequence.ts";
import type { Table } from "./table.ts";
import type { DomainType, EnumType } from "./types.ts";

/**
 * All that a database is to hold, or holds: SQLAlchemy's `MetaData` as data. Models, a schema in SQL and
 * the catalogue of a server all come to this, and autogenerate compares two of them.
 */
export interface Metadata {
  /** In the order in which they were defined. */
  readonly tables: readonly Table[];
  /** The schema of tables that name none. */
  readonly schema?: Name | null;
  readonly namingConvention: NamingConvention;
  /** Sequences that stand alone, not those behind SERIAL and identity columns. */
  readonly sequences: readonly Sequence[];
  /** Named types: those that stand alone and those that columns use, each once. */
  readonly types: readonly (EnumType | DomainType)[];
  /** Of a database that was read in part: named types in the schemas that were not asked for. */
  readonly typesElsewhere?: readonly (EnumType | DomainType)[];
}
