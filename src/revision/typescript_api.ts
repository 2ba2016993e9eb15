import type {
  AddColumnOptions,
  AlterColumnOptions,
  CheckOptions,
  ColumnOptions,
  ColumnPart,
  ConstraintOptions,
  CreateForeignKeyOptions,
  CreateIndexOptions,
  CreateTableOptions,
  DropIndexOptions,
  DropOptions,
  ExcludeOptions,
  FinalName,
  ForeignKeyActions,
  IndexOptions,
  InSchema,
  NamedConstraintOptions,
  NameInput,
  SequenceOptions,
  TablePart,
  UniqueOptions,
} from "./typescript_schema_api.ts";
import type {
  ColumnType,
  Row,
  SqlExpression,
  SqlInput,
  TypeConstructors,
} from "./typescript_values_api.ts";

/**
 * What a TypeScript revision works with: the argument of its `upgrade` and `downgrade`.
 *
 * Directives queue: they return at once, and what they queued is sent together when the function ends. Only
 * {@linkcode Operations.query} and {@linkcode Operations.flush} wait for the database. `await` is allowed
 * everywhere and needed only for these two and {@linkcode Operations.autocommit}.
 *
 * @example A revision
 * ```ts ignore
 * import type { Operations } from "migrator";
 *
 * export const revision = "3f2a9c1d7e5b";
 * export const downRevision = "1b0c4d8e2f6a";
 *
 * export async function upgrade(op: Operations) {
 *   op.createTable("users", [
 *     op.column("id", op.types.integer(), { primaryKey: true }),
 *     op.column("email", op.types.string(255), { nullable: false, unique: true }),
 *     op.column("created", op.types.dateTime({ timezone: true }), {
 *       serverDefault: op.func.now(),
 *       nullable: false,
 *     }),
 *   ]);
 *   for (const { id } of await op.query("SELECT id FROM accounts WHERE email = $1", ["x"])) {
 *     op.execute("UPDATE accounts SET migrated = true WHERE id = $1", [id]);
 *   }
 * }
 *
 * export async function downgrade(op: Operations) {
 *   op.dropTable("users");
 * }
 * ```
 */
export interface Operations {
  /** True when SQL is written out instead of run (`--sql`): then nothing can be queried. */
  readonly offline: boolean;
  /** Constructors of column types. */
  readonly types: TypeConstructors;
  /**
   * Calls of SQL functions: `op.func.now()`, `op.func.lower("X")`. Arguments are values; SQL is given with
   * {@linkcode Operations.text}.
   */
  readonly func: Readonly<Record<string, (...args: SqlInput[]) => SqlExpression>>;

  /** SQL text in the place of a value. It is written as it stands. */
  text(sql: string): SqlExpression;
  /** Marks the name of a constraint or an index as complete. */
  finalName(name: string): FinalName;

  /** A column, for `createTable` and `addColumn`. */
  column(name: string, type: ColumnType, options?: ColumnOptions): ColumnPart;
  /** PRIMARY KEY, for `createTable`. */
  primaryKey(columns: readonly string[], options?: NamedConstraintOptions): TablePart;
  /** UNIQUE, for `createTable`. */
  unique(
    columns: readonly string[],
    options?: NamedConstraintOptions & UniqueOptions,
  ): TablePart;
  /** FOREIGN KEY, for `createTable`; targets are `table.column` or `schema.table.column`. */
  foreignKey(
    columns: readonly string[],
    targets: readonly string[],
    options?: ForeignKeyActions & { readonly name?: NameInput },
  ): TablePart;
  /** CHECK, for `createTable`. */
  check(
    condition: string | SqlExpression,
    options?: NamedConstraintOptions & CheckOptions,
  ): TablePart;
  /** EXCLUDE, for `createTable`; elements are pairs of an expression and an operator. */
  exclude(
    elements: readonly (readonly [expression: string | SqlExpression, operator: string])[],
    options?: ExcludeOptions & { readonly name?: NameInput },
  ): TablePart;
  /** An index, for `createTable`; a text is the name of a column, SQL is given with `op.text`. */
  index(
    name: NameInput | null,
    columns: readonly (string | SqlExpression)[],
    options?: IndexOptions,
  ): TablePart;

  /** CREATE TABLE, with the enumerations, indexes and comments that belong to it. */
  createTable(
    name: string,
    parts: readonly TablePart[],
    options?: CreateTableOptions,
  ): Promise<void>;
  /** DROP TABLE */
  dropTable(name: string, options?: DropOptions): Promise<void>;
  /** ALTER TABLE … RENAME TO */
  renameTable(oldName: string, newName: string, options?: InSchema): Promise<void>;
  /** ALTER TABLE … ADD COLUMN, and what follows from the column's options */
  addColumn(table: string, column: ColumnPart, options?: AddColumnOptions): Promise<void>;
  /** ALTER TABLE … DROP COLUMN */
  dropColumn(table: string, column: string, options?: DropOptions): Promise<void>;
  /** ALTER TABLE … ALTER COLUMN: type, nullability, default, comment, name, in this order */
  alterColumn(table: string, column: string, options: AlterColumnOptions): Promise<void>;
  /** CREATE INDEX; a text among the columns is the name of one, SQL is given with `op.text` */
  createIndex(
    name: NameInput | null,
    table: string,
    columns: readonly (string | SqlExpression)[],
    options?: CreateIndexOptions,
  ): Promise<void>;
  /** DROP INDEX */
  dropIndex(name: NameInput, options?: DropIndexOptions): Promise<void>;
  /** ALTER TABLE … ADD PRIMARY KEY; `null` lets the database give a name */
  createPrimaryKey(
    name: NameInput | null,
    table: string,
    columns: readonly string[],
    options?: InSchema & ConstraintOptions,
  ): Promise<void>;
  /** ALTER TABLE … ADD UNIQUE; `null` lets the database give a name */
  createUniqueConstraint(
    name: NameInput | null,
    table: string,
    columns: readonly string[],
    options?: InSchema & UniqueOptions,
  ): Promise<void>;
  /** ALTER TABLE … ADD FOREIGN KEY; `null` lets the database give a name */
  createForeignKey(
    name: NameInput | null,
    table: string,
    referredTable: string,
    columns: readonly string[],
    referredColumns: readonly string[],
    options?: CreateForeignKeyOptions,
  ): Promise<void>;
  /** ALTER TABLE … ADD CHECK; `null` lets the database give a name */
  createCheckConstraint(
    name: NameInput | null,
    table: string,
    condition: string | SqlExpression,
    options?: InSchema & ConstraintOptions & CheckOptions,
  ): Promise<void>;
  /** ALTER TABLE … ADD EXCLUDE */
  createExcludeConstraint(
    name: NameInput,
    table: string,
    elements: readonly (readonly [expression: string | SqlExpression, operator: string])[],
    options?: InSchema & ExcludeOptions,
  ): Promise<void>;
  /** ALTER TABLE … DROP CONSTRAINT */
  dropConstraint(name: NameInput, table: string, options?: DropOptions): Promise<void>;
  /** COMMENT ON TABLE … IS; `null` removes it */
  createTableComment(table: string, comment: string | null, options?: InSchema): Promise<void>;
  /** COMMENT ON TABLE … IS NULL */
  dropTableComment(table: string, options?: InSchema): Promise<void>;
  /** CREATE TYPE … AS ENUM, unless it is there; only `op.types.enum` can be created */
  createType(type: ColumnType): Promise<void>;
  /** DROP TYPE, if it is there */
  dropType(type: ColumnType): Promise<void>;
  /** CREATE SEQUENCE */
  createSequence(name: string, options?: SequenceOptions): Promise<void>;
  /** DROP SEQUENCE */
  dropSequence(name: string, options?: DropOptions): Promise<void>;
  /** CREATE SCHEMA */
  createSchema(name: string, options?: { readonly ifNotExists?: boolean }): Promise<void>;
  /** DROP SCHEMA */
  dropSchema(
    name: string,
    options?: { readonly ifExists?: boolean; readonly cascade?: boolean },
  ): Promise<void>;
  /** INSERT of many rows. All rows have the keys of the first one. */
  bulkInsert(
    table: string,
    rows: readonly Readonly<Record<string, SqlInput>>[],
    options?: InSchema,
  ): Promise<void>;

  /**
   * Queues one SQL statement (without parameters: one or several). `$1`, `$2`, … stand for the parameters.
   */
  execute(sql: string, parameters?: readonly SqlInput[]): Promise<void>;
  /**
   * Sends what is queued, runs one statement and gives its rows. `$1`, `$2`, … stand for the parameters. An
   * error with `--sql`, where there is no database to ask.
   */
  query(sql: string, parameters?: readonly SqlInput[]): Promise<Row[]>;
  /** Sends what is queued and waits for it: an error of it is thrown here. */
  flush(): Promise<void>;
  /**
   * Runs a part outside the transaction, for `CREATE INDEX CONCURRENTLY` and its like. What was done before is
   * committed; a new transaction begins afterwards.
   */
  autocommit(body: () => void | Promise<void>): Promise<void>;
}
