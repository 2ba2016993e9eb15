import type { Name } from "./name.ts";
import type { NamingConvention } from "./naming_convention.ts";
import type { Sequence } from "./sequence.ts";
import type { Table } from "./table.ts";
import type { DomainType, EnumType } from "./types.ts";

/** An extension of the server. */
export interface Extension {
  readonly name: Name;
  /** `null`: that of tables that name none. */
  readonly schema: Name | null;
}

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
  /** Sequences that have to be made by themselves: not those behind identity columns, nor what SERIAL makes. */
  readonly sequences: readonly Sequence[];
  /** Extensions, where they were asked for: what they bring along is not part of the rest. */
  readonly extensions?: readonly Extension[];
  /** Named types: those that stand alone and those that columns use, each once. */
  readonly types: readonly (EnumType | DomainType)[];
  /** Of a database that was read in part: named types in the schemas that were not asked for. */
  readonly typesElsewhere?: readonly (EnumType | DomainType)[];
}
