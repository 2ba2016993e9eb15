import type { Expression } from "../sql/expression.ts";
import type { DialectOptions } from "./dialect_options.ts";
import type { Name } from "./name.ts";

/** What every constraint may have. */
export interface ConstraintBase {
  /** `null`: unnamed, so that a naming convention or the database gives a name. */
  readonly name: Name | null;
  /** From `nextCreationOrder()`, taken when the constraint was made. */
  readonly order: number;
  readonly deferrable?: boolean;
  /** `DEFERRED` or `IMMEDIATE`, as written. */
  readonly initially?: string;
  readonly comment?: string;
  /** Keywords of a dialect, such as `postgresql_include`. */
  readonly dialectOptions?: DialectOptions;
}

/** PRIMARY KEY. Columns are names of columns of the table. */
export interface PrimaryKeyConstraint extends ConstraintBase {
  readonly kind: "primaryKey";
  readonly columns: readonly Name[];
}

/** UNIQUE. */
export interface UniqueConstraint extends ConstraintBase {
  readonly kind: "unique";
  readonly columns: readonly Name[];
}

/** The table that a foreign key points to. */
export interface ReferredTable {
  readonly table: Name;
  readonly schema?: Name | null;
}

/** What a foreign key may say besides its columns. The texts are written as they stand. */
export interface ForeignKeyOptions {
  readonly onDelete?: string;
  readonly onUpdate?: string;
  readonly match?: string;
  readonly deferrable?: boolean;
  readonly initially?: string;
  /** Leaves the constraint out of CREATE TABLE. */
  readonly useAlter?: boolean;
}

/** FOREIGN KEY of a table. */
export interface ForeignKeyConstraint extends ConstraintBase, ForeignKeyOptions {
  readonly kind: "foreignKey";
  readonly columns: readonly Name[];
  readonly referred: ReferredTable;
  readonly referredColumns: readonly Name[];
}

/** `ForeignKey(…)` of one column. */
export interface ForeignKey extends ForeignKeyOptions {
  readonly kind: "columnForeignKey";
  readonly name: Name | null;
  readonly referred: ReferredTable;
  /** `null`: the column of the same name (`ForeignKey("other_table")`). */
  readonly referredColumn: Name | null;
  readonly comment?: string;
  readonly dialectOptions?: DialectOptions;
}

/** CHECK. */
export interface CheckConstraint extends ConstraintBase {
  readonly kind: "check";
  readonly condition: Expression;
  /** Of a reflected one: that tables which inherit from this one do not get it. */
  readonly noInherit?: boolean;
  /** Of a reflected one: that the table has it from those that it inherits from alone. */
  readonly inherited?: boolean;
}

/** One `expression WITH operator` of an EXCLUDE constraint. */
export interface ExcludeElement {
  /** A column name, or an expression. */
  readonly expression: Name | Expression;
  readonly operator: string;
}

/** PostgreSQL's EXCLUDE. */
export interface ExcludeConstraint extends ConstraintBase {
  readonly kind: "exclude";
  readonly elements: readonly ExcludeElement[];
  /** Index method, default `gist`. */
  readonly using?: string;
  readonly where?: Expression;
  /** Operator class by column name or element key. */
  readonly ops?: Readonly<Record<string, string>>;
}

/** Any constraint of a table. */
export type Constraint =
  | PrimaryKeyConstraint
  | UniqueConstraint
  | ForeignKeyConstraint
  | CheckConstraint
  | ExcludeConstraint;

/**
 * Reads the target of `ForeignKey("schema.table.column")`: the last part is the column, the one before it
 * the table, what is left the schema. One part alone is a table.
 */
export function parseForeignKeyTarget(
  target: string,
): { readonly referred: ReferredTable; readonly referredColumn: string | null } {
  const parts = target.split(".");
  if (parts.length === 1) return { referred: { table: target }, referredColumn: null };
  const column = parts.pop()!;
  const table = parts.pop()!;
  return {
    referred: { table, schema: parts.length > 0 ? parts.join(".") : null },
    referredColumn: column,
  };
}
