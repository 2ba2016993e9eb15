import { type ConstraintBase, type ForeignKeyConstraint } from "../../../schema/constraint.ts";
import { nextCreationOrder } from "../../../schema/creation_order.ts";
import type { Name } from "../../../schema/name.ts";
import type {
  AddColumn,
  AddConstraint,
  AlterColumn,
  AlteredDefault,
  CreateIndex,
  DropColumn,
  DropConstraint,
  DropIndex,
  Operation,
} from "../../../operations/operation.ts";
import { asString, isTrue, typeError, type Value } from "../../runtime/mod.ts";
import { columnObject, columnState, requireColumn } from "../sqlalchemy/schema/column.ts";
import type { ColumnState } from "../sqlalchemy/schema/column_state.ts";
import {
  columnNameOf,
  constraintBase,
  foreignKeyOptions,
  sqlText,
} from "../sqlalchemy/schema/constraints.ts";
import { excludeConstraint } from "../sqlalchemy/schema/exclude_constraint.ts";
import { defaultFrom } from "../sqlalchemy/schema/defaults.ts";
import { makeIndex } from "../sqlalchemy/schema/index.ts";
import { dialectOptions } from "../sqlalchemy/schema/options.ts";
import { nameFrom, nameOfText, requiredName, textFrom } from "../sqlalchemy/names.ts";
import { sqlType } from "../sqlalchemy/types/engine.ts";
import { valuesOf } from "../sqlalchemy/values.ts";

/** The table that a directive works on. */
export interface Target {
  readonly tableName: Name;
  readonly schema?: Name | null;
}

/** The table of a directive from its arguments. */
export function target(table: Value, schema: Value): Target {
  return { tableName: requiredName(table, "the name of the table"), schema: nameFrom(schema) };
}

type Keywords = ReadonlyMap<string, Value>;

const given = (value: Value | undefined): boolean => value !== undefined && isTrue(value);

/** `add_column`. A column that belongs to a table already is copied, as Alembic does. */
export function addColumn(
  on: Target,
  column: Value,
  options: {
    readonly ifNotExists?: Value;
    readonly inlineReferences?: Value;
    readonly inlinePrimaryKey?: Value;
    readonly insertBefore?: Value;
    readonly insertAfter?: Value;
  },
): AddColumn {
  const before = asString(options.insertBefore ?? null);
  const after = asString(options.insertAfter ?? null);
  return {
    kind: "addColumn",
    ...on,
    column: requireColumn(column, "add_column()").definition(),
    ...(given(options.ifNotExists) ? { ifNotExists: true } : {}),
    ...(given(options.inlineReferences) ? { inlineReferences: true } : {}),
    ...(given(options.inlinePrimaryKey) ? { inlinePrimaryKey: true } : {}),
    ...(before === null ? {} : { insertBefore: before }),
    ...(after === null ? {} : { insertAfter: after }),
  };
}

/** `drop_column`. */
export function dropColumn(on: Target, name: Value, kw: Keywords): DropColumn {
  return {
    kind: "dropColumn",
    ...on,
    columnName: requiredName(name, "the name of the column"),
    ...(given(kw.get("if_exists")) ? { ifExists: true } : {}),
  };
}

function alteredDefault(value: Value): AlteredDefault | undefined {
  return value === false ? undefined : defaultFrom(value);
}

function optionalComment(value: Value): string | null | undefined {
  return value === false ? undefined : textFrom(value);
}

/** The signature that `op.alter_column` and `batch_op.alter_column` share after their first names. */
export const alterColumnSignature =
  "nullable=None, comment=False, server_default=False, new_column_name=None, type_=None, " +
  "existing_type=None, existing_server_default=False, existing_nullable=None, " +
  "existing_comment=None";

/** `alter_column`: values in the order of {@link alterColumnSignature}. */
export function alterColumn(
  on: Target,
  column: Value,
  values: readonly Value[],
  kw: Keywords,
  placement: { readonly insertBefore?: Value; readonly insertAfter?: Value } = {},
): AlterColumn {
  const [nullable, comment, serverDefault, newName, type, oldType, oldDefault, oldNullable] =
    values as Value[];
  const existingComment = values[8] ?? null;
  if (kw.has("name")) {
    throw typeError(
      "alter_column() got an unexpected keyword argument 'name'; use new_column_name",
    );
  }
  const options = dialectOptions(
    new Map([...kw].filter(([name]) => name.startsWith("postgresql_"))),
  );
  const before = asString(placement.insertBefore ?? null);
  const after = asString(placement.insertAfter ?? null);
  const name = nameFrom(newName!);
  // A call with nothing to alter writes nothing, whatever it says is the column.
  const altersNothing = nullable === null && type === null && name === null &&
    serverDefault === false && comment === false;
  return {
    kind: "alterColumn",
    ...on,
    columnName: altersNothing
      ? nameOfText(column) ?? ""
      : requiredName(column, "the name of the column"),
    ...(nullable === null ? {} : { nullable: isTrue(nullable!) }),
    ...(type === null ? {} : { type: sqlType(type!) }),
    ...optional("serverDefault", alteredDefault(serverDefault!)),
    ...(name === null ? {} : { newName: name }),
    ...optional("comment", optionalComment(comment!)),
    ...optional("dialectOptions", options),
    ...(oldType === null ? {} : { existingType: sqlType(oldType!) }),
    ...optional("existingServerDefault", alteredDefault(oldDefault!)),
    ...(oldNullable === null ? {} : { existingNullable: isTrue(oldNullable!) }),
    ...(existingComment === null ? {} : { existingComment: textFrom(existingComment) }),
    ...(before === null ? {} : { insertBefore: before }),
    ...(after === null ? {} : { insertAfter: after }),
  };
}

function optional<K extends string, T>(key: K, value: T | undefined): { readonly [P in K]?: T } {
  return value === undefined ? {} : { [key]: value } as { readonly [P in K]: T };
}

/** `create_index`. */
export function createIndex(
  on: Target,
  name: Value,
  columns: Value,
  unique: Value,
  ifNotExists: Value,
  kw: Keywords,
): CreateIndex {
  return {
    kind: "createIndex",
    ...on,
    index: makeIndex(name, valuesOf(columns), unique, kw),
    ...(given(ifNotExists) ? { ifNotExists: true } : {}),
  };
}

/** `drop_index`. */
export function dropIndex(
  on: { readonly tableName?: Name | null; readonly schema?: Name | null },
  name: Value,
  ifExists: Value,
  kw: Keywords,
): DropIndex {
  return {
    kind: "dropIndex",
    ...on,
    indexName: nameFrom(name),
    ...(given(ifExists) ? { ifExists: true } : {}),
    ...optional("dialectOptions", dialectOptions(kw, ["unique", "quote", "columns", "info"])),
  };
}

/** `create_primary_key`. */
export function createPrimaryKey(on: Target, name: Value, columns: Value): AddConstraint {
  return {
    kind: "addConstraint",
    ...on,
    constraint: {
      kind: "primaryKey",
      name: nameFrom(name),
      order: nextCreationOrder(),
      columns: valuesOf(columns).map(columnNameOf),
    },
  };
}

/** The name of a constraint and when it is looked at. */
function deferrableBase(name: Value, kw: Keywords): ConstraintBase {
  const given = (keyword: string) => kw.get(keyword) ?? null;
  const names = ["deferrable", "initially"];
  return constraintBase(name, given("deferrable"), given("initially"), kw, names);
}

/** `create_unique_constraint`. */
export function createUniqueConstraint(
  on: Target,
  name: Value,
  columns: Value,
  kw: Keywords,
): AddConstraint {
  return {
    kind: "addConstraint",
    ...on,
    constraint: {
      kind: "unique",
      columns: valuesOf(columns).map(columnNameOf),
      ...deferrableBase(name, kw),
    },
  };
}

/** `create_check_constraint`. */
export function createCheckConstraint(
  on: Target,
  name: Value,
  condition: Value,
  kw: Keywords,
): AddConstraint {
  return {
    kind: "addConstraint",
    ...on,
    constraint: {
      kind: "check",
      condition: sqlText(condition),
      ...deferrableBase(name, kw),
    },
  };
}

/** `create_exclude_constraint`. */
export function createExcludeConstraint(
  on: Target,
  name: Value,
  elements: readonly Value[],
  kw: Keywords,
): AddConstraint {
  return { kind: "addConstraint", ...on, constraint: excludeConstraint(elements, kw, name) };
}

/** What `create_foreign_key` says besides the names. */
export interface ForeignKeyArguments {
  readonly onUpdate: Value;
  readonly onDelete: Value;
  readonly deferrable: Value;
  readonly initially: Value;
  readonly match: Value;
  readonly referentSchema: Value;
}

/** `create_foreign_key`. */
export function createForeignKey(
  on: Target,
  name: Value,
  referent: Value,
  local: Value,
  remote: Value,
  options: ForeignKeyArguments,
  kw: Keywords,
): AddConstraint {
  const constraint: ForeignKeyConstraint = {
    kind: "foreignKey",
    columns: valuesOf(local).map(columnNameOf),
    referred: {
      table: requiredName(referent, "the name of the referent table"),
      schema: nameFrom(options.referentSchema),
    },
    referredColumns: valuesOf(remote).map(columnNameOf),
    ...foreignKeyOptions(
      options.onUpdate,
      options.onDelete,
      options.match,
      kw.get("use_alter") ?? false,
    ),
    ...constraintBase(name, options.deferrable, options.initially, kw, ["use_alter"]),
  };
  return { kind: "addConstraint", ...on, constraint };
}

/** `drop_constraint`. */
export function dropConstraint(
  on: Target,
  name: Value,
  type: Value,
  ifExists: Value,
): DropConstraint {
  const kind = textFrom(type);
  return {
    kind: "dropConstraint",
    ...on,
    constraintName: nameFrom(name),
    ...(kind === null ? {} : { constraintType: kind }),
    ...(given(ifExists) ? { ifExists: true } : {}),
  };
}

/** `create_table_comment`. */
export function createTableComment(on: Target, comment: Value, existing: Value): Operation {
  return {
    kind: "createTableComment",
    ...on,
    comment: textFrom(comment),
    existingComment: textFrom(existing),
  };
}

/** `drop_table_comment`. */
export function dropTableComment(on: Target, existing: Value): Operation {
  return { kind: "dropTableComment", ...on, existingComment: textFrom(existing) };
}

/** Arguments of `create_table`: columns of other tables are copied, not taken over. */
export function tableItems(items: readonly Value[]): Value[] {
  return items.map((item) => {
    const column = columnState(item);
    return column === undefined || column.from === null ? item : copyOf(column);
  });
}

function copyOf(column: ColumnState): Value {
  return columnObject(column.copy());
}
