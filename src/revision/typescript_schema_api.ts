import type { ColumnType, SqlExpression } from "./typescript_values_api.ts";

/** A part of a table: a column, a constraint or an index; made by `op.column`, `op.foreignKey`, … */
export interface TablePart {
  /** What it is. */
  readonly kind: string;
}

/** A column; made by `op.column`. */
export interface ColumnPart extends TablePart {
  /** Always this word. */
  readonly kind: "columnDefinition";
}

/**
 * A name that `op.finalName` marked as complete: no naming convention changes it, and a too long one is shortened
 * instead of refused.
 */
export interface FinalName {
  /** The name. */
  readonly name: string;
  /** Always true. */
  readonly final: true;
}

/** The name of a constraint or an index. */
export type NameInput = string | FinalName;

/** Where something is, if not where the search path leads. */
export interface InSchema {
  /** The schema. Default: the search path decides. */
  readonly schema?: string;
}

/**
 * A default of the database's: text, numbers and truth values are written as literals, an expression as SQL.
 */
export type DefaultInput = string | number | bigint | boolean | SqlExpression;

/** The actions and the timing of a foreign key. */
export interface ForeignKeyActions {
  /** CASCADE, SET NULL, SET DEFAULT, RESTRICT or NO ACTION */
  readonly onDelete?: string;
  /** CASCADE, SET NULL, SET DEFAULT, RESTRICT or NO ACTION */
  readonly onUpdate?: string;
  /** FULL or SIMPLE */
  readonly match?: string;
  /** DEFERRABLE (true) or NOT DEFERRABLE (false) */
  readonly deferrable?: boolean;
  /** DEFERRED or IMMEDIATE */
  readonly initially?: string;
  /** Do not check the rows that are there (NOT VALID). */
  readonly notValid?: boolean;
}

/** What a column refers to. */
export interface Reference extends ForeignKeyActions {
  /** `table.column` or `schema.table.column` */
  readonly target: string;
  /** The name of the constraint. */
  readonly name?: NameInput;
}

/** GENERATED … AS IDENTITY. */
export interface IdentityOptions {
  /** ALWAYS (true) or BY DEFAULT. */
  readonly always?: boolean;
  /** The first number. */
  readonly start?: number | bigint;
  /** The step. */
  readonly increment?: number | bigint;
  /** The least number. */
  readonly minValue?: number | bigint;
  /** The greatest number. */
  readonly maxValue?: number | bigint;
  /** Begin again at the end. */
  readonly cycle?: boolean;
  /** How many numbers a session takes at a time. */
  readonly cache?: number | bigint;
}

/** What a column may be told. */
export interface ColumnOptions {
  /** Whether NULL is allowed. Default: yes, unless it is in the primary key. */
  readonly nullable?: boolean;
  /** Whether it is (a part of) the primary key. */
  readonly primaryKey?: boolean;
  /** False keeps an integer primary key from being SERIAL. */
  readonly autoincrement?: boolean;
  /** The DEFAULT. */
  readonly serverDefault?: DefaultInput;
  /** Makes it an identity column. */
  readonly identity?: boolean | IdentityOptions;
  /** Makes it GENERATED ALWAYS AS this expression, STORED. */
  readonly computed?: string | SqlExpression;
  /** Adds a UNIQUE constraint, or makes the index of `index` unique. */
  readonly unique?: boolean;
  /** Adds an index. */
  readonly index?: boolean;
  /** Adds a foreign key, as `table.column` or with options. */
  readonly references?: string | Reference;
  /** Adds a CHECK constraint. */
  readonly check?: string | SqlExpression;
  /** COMMENT ON COLUMN. */
  readonly comment?: string;
}

/** What every constraint may be told. */
export interface ConstraintOptions {
  /** DEFERRABLE (true) or NOT DEFERRABLE (false) */
  readonly deferrable?: boolean;
  /** DEFERRED or IMMEDIATE */
  readonly initially?: string;
}

/** A constraint inside `createTable`: its name, if it has one. */
export interface NamedConstraintOptions extends ConstraintOptions {
  /** The name. Default: the database gives one. */
  readonly name?: NameInput;
}

/** What a UNIQUE constraint may be told. */
export interface UniqueOptions extends ConstraintOptions {
  /** NULLS NOT DISTINCT (true) or NULLS DISTINCT (false) */
  readonly nullsNotDistinct?: boolean;
}

/** What a CHECK constraint may be told. */
export interface CheckOptions {
  /** Do not check the rows that are there (NOT VALID). */
  readonly notValid?: boolean;
}

/** What an EXCLUDE constraint may be told. */
export interface ExcludeOptions extends ConstraintOptions {
  /** The index method. Default `gist`. */
  readonly using?: string;
  /** Only rows of which this is true. */
  readonly where?: string | SqlExpression;
}

/** What `createTable` may be told. */
export interface CreateTableOptions extends InSchema {
  /** IF NOT EXISTS */
  readonly ifNotExists?: boolean;
  /** COMMENT ON TABLE. */
  readonly comment?: string;
  /** Words between CREATE and TABLE, such as `UNLOGGED`. */
  readonly prefixes?: readonly string[];
  /** What follows PARTITION BY, such as `RANGE (day)`. */
  readonly partitionBy?: string;
  /** The tables to inherit from. */
  readonly inherits?: string | readonly string[];
  /** The table space. */
  readonly tablespace?: string;
}

/** What `createIndex` and `op.index` may be told. */
export interface IndexOptions {
  /** UNIQUE */
  readonly unique?: boolean;
  /** The method, such as `gin`. */
  readonly using?: string;
  /** Only rows of which this is true. */
  readonly where?: string | SqlExpression;
  /** Operator class by column. */
  readonly ops?: Readonly<Record<string, string>>;
  /** Columns that the index carries along. */
  readonly include?: readonly string[];
  /** Storage parameters, such as `{ fillfactor: 70 }`. */
  readonly with?: Readonly<Record<string, string | number | boolean>>;
  /** The table space. */
  readonly tablespace?: string;
  /** NULLS NOT DISTINCT (true) or NULLS DISTINCT (false) */
  readonly nullsNotDistinct?: boolean;
}

/** What `createIndex` may be told. */
export interface CreateIndexOptions extends IndexOptions, InSchema {
  /** CONCURRENTLY; only inside `op.autocommit`. */
  readonly concurrently?: boolean;
  /** IF NOT EXISTS */
  readonly ifNotExists?: boolean;
}

/** What `dropIndex` may be told. */
export interface DropIndexOptions extends InSchema {
  /** CONCURRENTLY; only inside `op.autocommit`. */
  readonly concurrently?: boolean;
  /** IF EXISTS */
  readonly ifExists?: boolean;
}

/** What `alterColumn` may change; what is left out stays as it is. */
export interface AlterColumnOptions extends InSchema {
  /** The new type. */
  readonly type?: ColumnType;
  /** How values become the new type: what follows USING. */
  readonly using?: string;
  /** Whether NULL is allowed. */
  readonly nullable?: boolean;
  /** The new default; `null` drops it. */
  readonly serverDefault?: DefaultInput | null;
  /** `true` or options makes it an identity column, `null` ends that. */
  readonly identity?: boolean | IdentityOptions | null;
  /** The new comment; `null` drops it. */
  readonly comment?: string | null;
  /** The new name. */
  readonly newName?: string;
}

/** What `addColumn` may be told. */
export interface AddColumnOptions extends InSchema {
  /** IF NOT EXISTS */
  readonly ifNotExists?: boolean;
}

/** What dropping may be told. */
export interface DropOptions extends InSchema {
  /** IF EXISTS */
  readonly ifExists?: boolean;
}

/** What `createForeignKey` may be told. */
export interface CreateForeignKeyOptions extends ForeignKeyActions {
  /** The schema of the table that refers. */
  readonly schema?: string;
  /** The schema of the table that is referred to. */
  readonly referredSchema?: string;
}

/** What a sequence may be told. */
export interface SequenceOptions extends InSchema, Omit<IdentityOptions, "always"> {
  /** IF NOT EXISTS */
  readonly ifNotExists?: boolean;
}
