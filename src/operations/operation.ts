import type { Column } from "../schema/column.ts";
import type {
  CheckConstraint,
  Constraint,
  ExcludeConstraint,
  ForeignKeyConstraint,
  PrimaryKeyConstraint,
  UniqueConstraint,
} from "../schema/constraint.ts";
import type { ServerDefault } from "../schema/column.ts";
import type { DialectOptions } from "../schema/dialect_options.ts";
import type { Index } from "../schema/index_definition.ts";
import type { Name } from "../schema/name.ts";
import type { NamingConvention } from "../schema/naming_convention.ts";
import type { Computed, Identity, Sequence } from "../schema/sequence.ts";
import type { Table } from "../schema/table.ts";
import type { DomainType, EnumType, SqlType } from "../schema/types.ts";
import type { Executable, Expression } from "../sql/expression.ts";
import type { TableClause } from "../sql/from_clause.ts";
import type { SqlValue } from "../sql/value.ts";

/** One directive of a revision as plain data. */
export type Operation =
  | CreateTable
  | DropTable
  | RenameTable
  | AddColumn
  | DropColumn
  | AlterColumn
  | CreateIndex
  | DropIndex
  | AddConstraint
  | DropConstraint
  | CreateTableComment
  | DropTableComment
  | BatchAlterTable
  | CreateType
  | DropType
  | CreateSequence
  | DropSequence
  | CreateSchema
  | DropSchema
  | BulkInsert
  | Execute
  | RawDdl;

/** The table that an operation works on. */
export interface OnTable {
  readonly tableName: Name;
  readonly schema?: Name | null;
}

/**
 * `op.create_table`, or `Table.create(bind, checkfirst=…)` if `checkFirst` is there. The two differ in the named
 * types they create: the former each type once in a run, the latter each it needs.
 */
export interface CreateTable {
  readonly kind: "createTable";
  readonly table: Table;
  readonly ifNotExists?: boolean;
  /** True: look in the database first and do nothing if it is there. Offline it is not looked. */
  readonly checkFirst?: boolean;
  /** That of the table's own `MetaData`, which takes the place of the run's. */
  readonly namingConvention?: NamingConvention;
}

/**
 * `op.drop_table`, or `Table.drop(bind, checkfirst=…)` if `checkFirst` is there; the latter also drops the named
 * types of the columns of `table`.
 */
export interface DropTable extends OnTable {
  readonly kind: "dropTable";
  readonly ifExists?: boolean;
  readonly checkFirst?: boolean;
  /** What is dropped, where it is known. */
  readonly table?: Table;
}

/** `op.rename_table`. */
export interface RenameTable {
  readonly kind: "renameTable";
  readonly oldName: Name;
  readonly newName: Name;
  readonly schema?: Name | null;
}

/** `op.add_column`. */
export interface AddColumn extends OnTable {
  readonly kind: "addColumn";
  readonly column: Column;
  readonly ifNotExists?: boolean;
  readonly inlineReferences?: boolean;
  readonly inlinePrimaryKey?: boolean;
  /** Only in a batch that makes the table anew. */
  readonly insertBefore?: string;
  readonly insertAfter?: string;
}

/** `op.drop_column`. */
export interface DropColumn extends OnTable {
  readonly kind: "dropColumn";
  readonly columnName: Name;
  readonly ifExists?: boolean;
  /** What was dropped, where it is known: for the inverse. */
  readonly column?: Column;
}

/** A default as `alter_column` may name it: one to have, or `null` for none. */
export type AlteredDefault = ServerDefault | Identity | Computed | null;

/**
 * `op.alter_column`. A field that is left out was not mentioned (Python's `False` for defaults and
 * comments); `null` asks for none.
 */
export interface AlterColumn extends OnTable {
  readonly kind: "alterColumn";
  readonly columnName: Name;
  readonly nullable?: boolean;
  readonly type?: SqlType;
  readonly serverDefault?: AlteredDefault;
  readonly newName?: Name;
  readonly comment?: string | null;
  /** `postgresql_using` and other keywords of a dialect. */
  readonly dialectOptions?: DialectOptions;
  readonly existingType?: SqlType;
  readonly existingServerDefault?: AlteredDefault;
  readonly existingNullable?: boolean;
  readonly existingComment?: string | null;
  /** What a comparison says of it; on PostgreSQL there is no SQL for it. */
  readonly autoincrement?: boolean;
  readonly insertBefore?: string;
  readonly insertAfter?: string;
}

/** `op.create_index`. */
export interface CreateIndex extends OnTable {
  readonly kind: "createIndex";
  readonly index: Index;
  readonly ifNotExists?: boolean;
}

/** `op.drop_index`. */
export interface DropIndex {
  readonly kind: "dropIndex";
  readonly indexName: Name | null;
  readonly tableName?: Name | null;
  readonly schema?: Name | null;
  readonly ifExists?: boolean;
  readonly dialectOptions?: DialectOptions;
  /** What was dropped, where it is known: for the inverse. */
  readonly index?: Index;
}

/** `op.create_primary_key`, `_unique_constraint`, `_foreign_key`, `_check_constraint`, `_exclude_constraint`. */
export interface AddConstraint extends OnTable {
  readonly kind: "addConstraint";
  readonly constraint:
    | PrimaryKeyConstraint
    | UniqueConstraint
    | ForeignKeyConstraint
    | CheckConstraint
    | ExcludeConstraint;
  /** That of the `MetaData` of the constraint's table, which takes the place of the run's. */
  readonly namingConvention?: NamingConvention;
}

/** `op.drop_constraint`. */
export interface DropConstraint extends OnTable {
  readonly kind: "dropConstraint";
  readonly constraintName: Name | null;
  /** As written; the dialect refuses any but `foreignkey`, `primary`, `unique`, `check`. */
  readonly constraintType?: string;
  readonly ifExists?: boolean;
  /** What was dropped, where it is known: for the inverse. */
  readonly constraint?: Constraint;
}

/** `op.create_table_comment`. */
export interface CreateTableComment extends OnTable {
  readonly kind: "createTableComment";
  readonly comment: string | null;
  readonly existingComment?: string | null;
}

/** `op.drop_table_comment`. */
export interface DropTableComment extends OnTable {
  readonly kind: "dropTableComment";
  readonly existingComment?: string | null;
}

/**
 * `op.batch_alter_table`: the operations of one `with` block, in order. With `auto` and `never` they are
 * what they would be alone; `always` makes the table anew.
 */
export interface BatchAlterTable extends OnTable {
  readonly kind: "batchAlterTable";
  /** As written; a dialect refuses any but `auto`, `always` and `never`. */
  readonly recreate: string;
  readonly operations: readonly Operation[];
  /** `copy_from=`: the table as it is, so that it need not be read from the database. */
  readonly copyFrom?: Table;
  readonly tableArguments?: readonly Constraint[];
}

/** `Enum.create(bind)`, `ENUM(…).create(bind)`, `DOMAIN(…).create(bind)`. */
export interface CreateType {
  readonly kind: "createType";
  readonly type: EnumType | DomainType;
  /** Look in the database first and do nothing if the type is there. Offline it is not looked. */
  readonly checkFirst?: boolean;
}

/** `Enum.drop(bind)` and its relatives. */
export interface DropType {
  readonly kind: "dropType";
  readonly type: EnumType | DomainType;
  readonly checkFirst?: boolean;
}

/** `CreateSequence(sequence)` and `Sequence.create(bind)`. */
export interface CreateSequence {
  readonly kind: "createSequence";
  readonly sequence: Sequence;
  readonly ifNotExists?: boolean;
  readonly checkFirst?: boolean;
}

/** `DropSequence(sequence)` and `Sequence.drop(bind)`. */
export interface DropSequence {
  readonly kind: "dropSequence";
  readonly sequence: Sequence;
  readonly ifExists?: boolean;
  readonly checkFirst?: boolean;
}

/** `CreateSchema(name)`. */
export interface CreateSchema {
  readonly kind: "createSchema";
  readonly name: Name;
  readonly ifNotExists?: boolean;
}

/** `DropSchema(name)`. */
export interface DropSchema {
  readonly kind: "dropSchema";
  readonly name: Name;
  readonly ifExists?: boolean;
  readonly cascade?: boolean;
}

/** One row of `op.bulk_insert`: values, or expressions such as an inline literal, by column name. */
export type InsertRow = readonly (readonly [column: string, value: InsertValue])[];

/** A value or an expression of a row. */
export type InsertValue =
  | { readonly kind: "value"; readonly value: SqlValue }
  | { readonly kind: "expression"; readonly expression: Expression };

/** `op.bulk_insert`. */
export interface BulkInsert {
  readonly kind: "bulkInsert";
  readonly table: TableClause;
  readonly rows: readonly InsertRow[];
  /** False: one INSERT a row. Default true. */
  readonly multiInsert?: boolean;
}

/** `op.execute` of a query, and of a string (which is read as `text()`). */
export interface Execute {
  readonly kind: "execute";
  readonly statement: Executable;
  /** Values for the places of `text()`, as `connection.execute(text, {…})` gives them. */
  readonly parameters?: Readonly<Record<string, SqlValue>>;
}

/** `sa.DDL("…")`: text that is sent as it stands. */
export interface RawDdl {
  readonly kind: "rawDdl";
  readonly sql: string;
}
