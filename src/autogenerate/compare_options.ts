import type { Column } from "../schema/column.ts";
import type { Constraint } from "../schema/constraint.ts";
import type { Index } from "../schema/index_definition.ts";
import type { Table } from "../schema/table.ts";

/** The kinds of things that filters are asked about (Alembic's `NameFilterType`). */
export type ComparedKind =
  | "schema"
  | "table"
  | "column"
  | "index"
  | "unique_constraint"
  | "foreign_key_constraint"
  | "check_constraint";

/** What stands for the SQLAlchemy object that a filter gets: the data, and the table that it belongs to. */
export type ComparedObject =
  | { readonly kind: "table"; readonly table: Table }
  | { readonly kind: "column"; readonly table: Table; readonly column: Column }
  | { readonly kind: "index"; readonly table: Table; readonly index: Index }
  | { readonly kind: "constraint"; readonly table: Table; readonly constraint: Constraint };

/** What `include_name` is told of where a name was found, under Alembic's keys. */
export interface ParentNames {
  readonly schema_name?: string | null;
  readonly table_name?: string;
  readonly schema_qualified_table_name?: string;
}

/**
 * `include_name` and `include_object` of `context.configure()`. Both answer at once; where they are left out,
 * everything is included.
 */
export interface CompareFilters {
  readonly includeName?: (
    name: string | null,
    kind: ComparedKind,
    parents: ParentNames,
  ) => boolean;
  readonly includeObject?: (
    object: ComparedObject,
    name: string | null,
    kind: ComparedKind,
    reflected: boolean,
    compareTo: ComparedObject | null,
  ) => boolean;
}

/** A column of both sides, for the functions that compare types and defaults. */
export interface ComparedColumn {
  readonly inspected: Extract<ComparedObject, { kind: "column" }>;
  readonly metadata: Extract<ComparedObject, { kind: "column" }>;
}

/** `compare_type=` as a function: true for a difference, false for none, null to let Alembic's rules decide. */
export type CompareType = (column: ComparedColumn) => boolean | null;

/** `compare_server_default=` as a function. The two texts are the defaults as SQL. */
export type CompareServerDefault = (
  column: ComparedColumn,
  inspectedDefault: string | null,
  metadataDefault: string | null,
) => boolean | null;

/**
 * What is compared beyond Alembic, each with a switch of its own. With all of them off the result is
 * Alembic's.
 */
export interface Improvements {
  /** Enumerations: made before use, values added, types dropped that nothing uses. */
  readonly enums: boolean;
  /** CHECK constraints, by their condition. */
  readonly checks: boolean;
  /** Foreign keys that CREATE TABLE cannot hold, because the tables need each other, are added afterwards. */
  readonly splitForeignKeys: boolean;
  /** Expressions, conditions of indexes, defaults and types of extensions as the server writes them. */
  readonly serverExpressions: boolean;
  /** A nameless constraint is taken back under the name that the server gives it. */
  readonly constraintNames: boolean;
  /** Types that lack values of the database's, or have them in another order, are made anew. */
  readonly rebuildEnums: boolean;
}

/** Those that are safe are on. */
export const defaultImprovements: Improvements = {
  enums: true,
  checks: true,
  splitForeignKeys: true,
  serverExpressions: true,
  constraintNames: true,
  rebuildEnums: false,
};

/** None: Alembic's comparison. */
export const noImprovements: Improvements = {
  enums: false,
  checks: false,
  splitForeignKeys: false,
  serverExpressions: false,
  constraintNames: false,
  rebuildEnums: false,
};

/** A table, a column or an enumeration's value that has got another name. */
export type Rename =
  | {
    readonly kind: "table";
    readonly schema?: string | null;
    readonly from: string;
    readonly to: string;
  }
  | {
    readonly kind: "column";
    readonly schema?: string | null;
    /** As it is called afterwards. */
    readonly table: string;
    readonly from: string;
    readonly to: string;
  }
  | {
    readonly kind: "enumValue";
    readonly schema?: string | null;
    readonly type: string;
    readonly from: string;
    readonly to: string;
  };

/** A line for a logger, such as `alembic.autogenerate.compare.tables`. */
export type CompareLog = (logger: string, level: "INFO" | "WARNING", message: string) => void;

/** How a comparison is made. */
export interface CompareOptions extends CompareFilters {
  /** `include_schemas`: all schemas and not only what the search path finds. Default false. */
  readonly includeSchemas?: boolean;
  /** Default true, as in Alembic. */
  readonly compareType?: boolean | CompareType;
  /** Default false, as in Alembic. */
  readonly compareServerDefault?: boolean | CompareServerDefault;
  /** The version table, which no revision is about. */
  readonly versionTable: { readonly name: string; readonly schema: string | null };
  /** Whether a table is one that the program keeps its own history in. */
  readonly isOwnTable?: (name: string, schema: string | null) => boolean;
  readonly improvements?: Partial<Improvements>;
  /** Default: nothing is logged. */
  readonly log?: CompareLog;
}
