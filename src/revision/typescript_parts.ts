import { CommandError } from "../errors/mod.ts";
import type { Column, ServerDefault } from "../schema/column.ts";
import {
  type CheckConstraint,
  type ExcludeConstraint,
  type ForeignKey,
  type ForeignKeyConstraint,
  parseForeignKeyTarget,
  type PrimaryKeyConstraint,
  type UniqueConstraint,
} from "../schema/constraint.ts";
import { nextCreationOrder } from "../schema/creation_order.ts";
import type { DialectOptions } from "../schema/dialect_options.ts";
import type { Index } from "../schema/index_definition.ts";
import type { Name } from "../schema/name.ts";
import type { Identity } from "../schema/sequence.ts";
import type { SqlType } from "../schema/types.ts";
import type {
  CheckOptions,
  ColumnOptions,
  ConstraintOptions,
  CreateIndexOptions,
  DefaultInput,
  ExcludeOptions,
  ForeignKeyActions,
  IdentityOptions,
  NameInput,
  UniqueOptions,
} from "./typescript_schema_api.ts";
import type { ColumnType, SqlExpression } from "./typescript_values_api.ts";
import { rawSql, Sql, sqlOf } from "./typescript_values.ts";

type Named = { readonly name?: NameInput | null };

function base(options: ConstraintOptions & Named | undefined) {
  return {
    name: options?.name ?? null,
    order: nextCreationOrder(),
    deferrable: options?.deferrable,
    initially: options?.initially,
  };
}

/** Dialect keywords of those that were given. */
function given(options: Readonly<Record<string, unknown>>): DialectOptions | undefined {
  const entries = Object.entries(options).filter(([, value]) => value !== undefined);
  return entries.length > 0 ? Object.fromEntries(entries) as DialectOptions : undefined;
}

/** A column. */
export function column(name: string, type: ColumnType, options: ColumnOptions = {}): Column {
  const { identity, references, check } = options;
  return {
    kind: "columnDefinition",
    name,
    type: type as SqlType,
    nullable: options.nullable,
    primaryKey: options.primaryKey,
    autoincrement: options.autoincrement,
    unique: options.unique,
    index: options.index,
    comment: options.comment,
    serverDefault: options.serverDefault === undefined
      ? undefined
      : serverDefault(options.serverDefault),
    identity: identity ? identityOf(identity) : undefined,
    computed: options.computed === undefined
      ? undefined
      : { kind: "computed", expression: sqlOf(options.computed) },
    foreignKeys: references === undefined
      ? undefined
      : [reference(typeof references === "string" ? { target: references } : references)],
    checks: check === undefined ? undefined : [checkConstraint(check)],
  };
}

/** A default: text is a literal, numbers and truth values are written as SQL has them. */
export function serverDefault(input: DefaultInput): ServerDefault {
  if (typeof input === "string") return { kind: "string", value: input };
  if (input instanceof Sql) return { kind: "expression", expression: input.expression };
  if (typeof input === "object") return { kind: "expression", expression: sqlOf(input) };
  return { kind: "expression", expression: rawSql(String(input)) };
}

/** GENERATED … AS IDENTITY. */
export function identityOf(options: true | IdentityOptions): Identity {
  const { always = false, ...rest } = options === true ? {} : options;
  return { kind: "identity", always, ...rest };
}

function actions(options: ForeignKeyActions) {
  const { onDelete, onUpdate, match, deferrable, initially, notValid } = options;
  return {
    onDelete,
    onUpdate,
    match,
    deferrable,
    initially,
    dialectOptions: given({ postgresql_not_valid: notValid }),
  };
}

function reference(options: ForeignKeyActions & Named & { readonly target: string }): ForeignKey {
  return {
    kind: "columnForeignKey",
    name: options.name ?? null,
    ...parseForeignKeyTarget(options.target),
    ...actions(options),
  };
}

/** PRIMARY KEY. */
export function primaryKey(
  columns: readonly string[],
  options?: ConstraintOptions & Named,
): PrimaryKeyConstraint {
  return { kind: "primaryKey", columns, ...base(options) };
}

/** UNIQUE. */
export function unique(
  columns: readonly string[],
  options?: UniqueOptions & Named,
): UniqueConstraint {
  return {
    kind: "unique",
    columns,
    ...base(options),
    dialectOptions: given({ postgresql_nulls_not_distinct: options?.nullsNotDistinct }),
  };
}

/** FOREIGN KEY to targets like `schema.table.column`. */
export function foreignKey(
  columns: readonly string[],
  targets: readonly string[],
  options: ForeignKeyActions & Named = {},
): ForeignKeyConstraint {
  const parsed = targets.map(parseForeignKeyTarget);
  const [first] = parsed;
  const same = (each: typeof first) =>
    each?.referred.table === first?.referred.table &&
    each?.referred.schema === first?.referred.schema;
  if (!first || parsed.length !== columns.length || !parsed.every(same)) {
    throw new CommandError(
      "invalid_argument",
      `A foreign key needs as many targets as columns, all of one table; found columns ${
        columns.join(", ")
      } and targets ${targets.join(", ")}`,
    );
  }
  return referring(
    columns,
    first.referred,
    parsed.map(({ referredColumn }, index) => referredColumn ?? columns[index]!),
    options,
  );
}

/** FOREIGN KEY to columns of a table. */
export function referring(
  columns: readonly string[],
  referred: { readonly table: Name; readonly schema?: Name | null },
  referredColumns: readonly string[],
  options: ForeignKeyActions & Named,
): ForeignKeyConstraint {
  return {
    kind: "foreignKey",
    columns,
    referred,
    referredColumns,
    ...base(options),
    ...actions(options),
  };
}

/** CHECK. */
export function checkConstraint(
  condition: string | SqlExpression,
  options?: ConstraintOptions & CheckOptions & Named,
): CheckConstraint {
  return {
    kind: "check",
    condition: sqlOf(condition),
    ...base(options),
    dialectOptions: given({ postgresql_not_valid: options?.notValid }),
  };
}

/** EXCLUDE. */
export function exclude(
  elements: readonly (readonly [string | SqlExpression, string])[],
  options?: ExcludeOptions & Named,
): ExcludeConstraint {
  return {
    kind: "exclude",
    elements: elements.map(([expression, operator]) => ({
      expression: typeof expression === "string" ? expression : sqlOf(expression),
      operator,
    })),
    ...base(options),
    using: options?.using,
    where: options?.where === undefined ? undefined : sqlOf(options.where),
  };
}

/** An index. */
export function index(
  name: NameInput | null,
  columns: readonly (string | SqlExpression)[],
  options: CreateIndexOptions = {},
): Index {
  return {
    kind: "index",
    name,
    expressions: columns.map((each) => typeof each === "string" ? each : sqlOf(each)),
    unique: options.unique,
    dialectOptions: given({
      postgresql_using: options.using,
      postgresql_where: options.where === undefined ? undefined : sqlOf(options.where),
      postgresql_ops: options.ops,
      postgresql_include: options.include,
      postgresql_with: options.with,
      postgresql_tablespace: options.tablespace,
      postgresql_nulls_not_distinct: options.nullsNotDistinct,
      postgresql_concurrently: options.concurrently,
    }),
  };
}
