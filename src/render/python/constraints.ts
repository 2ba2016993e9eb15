import { effectiveName, type Owner } from "../../dialect/constraint_name.ts";
import type {
  CheckConstraint,
  Constraint,
  ExcludeConstraint,
  ForeignKeyConstraint,
  ForeignKeyOptions,
  PrimaryKeyConstraint,
} from "../../schema/constraint.ts";
import { nameText } from "../../schema/name.ts";
import { reprText } from "../../sql/python_text.ts";
import { dialectArguments, excludeElementCode, expressionCode, textSql } from "./expressions.ts";
import { postgresqlName } from "./types.ts";
import {
  booleanCode,
  generatedName,
  hasName,
  nameCode,
  namesCode,
  projectCode,
  type PythonWriter,
  type RenderedItem,
  schemaArgument,
} from "./writer.ts";

const itemKinds = {
  primaryKey: "primary_key",
  foreignKey: "foreign_key",
  unique: "unique",
  check: "check",
  exclude: "exclude",
} as const satisfies Readonly<Record<Constraint["kind"], RenderedItem["kind"]>>;

/** A constraint inside `op.create_table(…)`; `null` where there is nothing to write. */
export function inlineConstraint(
  constraint: Constraint,
  owner: Owner,
  writer: PythonWriter,
): string | null {
  const item: RenderedItem = { kind: itemKinds[constraint.kind], constraint };
  const rendered = projectCode(item, writer);
  if (rendered !== false) return rendered;
  const name = effectiveName(constraint, owner, writer.naming);
  const named = name === null ? [] : [`name=${generatedName(name, writer)}`];
  switch (constraint.kind) {
    case "primaryKey":
      return constraint.columns.length === 0 ? null : primaryKeyCode(constraint, named, writer);
    case "foreignKey":
      return foreignKeyCode(constraint, named, writer);
    case "unique":
      return `${writer.sa}UniqueConstraint(${
        [
          ...constraint.columns.map(nameCode),
          ...timingArguments(constraint),
          ...named,
          ...dialectArguments(constraint.dialectOptions, writer),
        ].join(", ")
      })`;
    case "check":
      return `${writer.sa}CheckConstraint(${
        [conditionCode(constraint, writer), ...named].join(", ")
      })`;
    case "exclude":
      return postgresqlName(
        `ExcludeConstraint(${
          [...excludeArguments(constraint, writer), ...usingArgument(constraint), ...named]
            .join(", ")
        })`,
        writer,
      );
  }
}

/** `op.create_…_constraint(…)`. */
export function constraintDirective(
  constraint: Constraint,
  owner: Owner,
  writer: PythonWriter,
): string {
  const name = generatedName(effectiveName(constraint, owner, writer.naming), writer);
  const head = writer.inBatch ? [name] : [name, nameCode(owner.name)];
  const schema = writer.inBatch ? [] : schemaArgument(owner.schema);
  const call = (directive: string, ...args: readonly string[]) =>
    `${writer.op}${directive}(${args.join(", ")})`;
  switch (constraint.kind) {
    case "primaryKey":
      return call(
        "create_primary_key",
        ...head,
        namesCode(constraint.columns),
        ...schema,
        ...dialectArguments(constraint.dialectOptions, writer),
      );
    case "unique":
      return call(
        "create_unique_constraint",
        ...head,
        namesCode(constraint.columns),
        ...timingArguments(constraint),
        ...schema,
        ...dialectArguments(constraint.dialectOptions, writer),
      );
    case "foreignKey":
      return call("create_foreign_key", ...head, ...foreignKeyArguments(constraint, owner, writer));
    case "check":
      return call("create_check_constraint", ...head, conditionCode(constraint, writer), ...schema);
    case "exclude":
      return call(
        "create_exclude_constraint",
        ...head,
        ...excludeArguments(constraint, writer),
        ...usingArgument(constraint),
        ...schema,
      );
  }
}

function primaryKeyCode(
  { columns, dialectOptions }: PrimaryKeyConstraint,
  named: readonly string[],
  writer: PythonWriter,
): string {
  const args = [
    ...columns.map(nameCode),
    ...named,
    ...dialectArguments(dialectOptions, writer),
  ];
  return `${writer.sa}PrimaryKeyConstraint(${args.join(", ")})`;
}

function foreignKeyCode(
  constraint: ForeignKeyConstraint,
  named: readonly string[],
  writer: PythonWriter,
): string {
  const { schema, table } = constraint.referred;
  const owner = hasName(schema) ? `${nameText(schema)}.${nameText(table)}` : nameText(table);
  const { onUpdate, onDelete, initially, deferrable, useAlter, match } = constraint;
  const options = [
    ...named,
    ...text("onupdate", onUpdate),
    ...text("ondelete", onDelete),
    ...text("initially", initially),
    ...truth("deferrable", deferrable || undefined),
    ...truth("use_alter", useAlter || undefined),
    ...text("match", match),
  ];
  const referred = constraint.referredColumns
    .map((column) => reprText(`${owner}.${nameText(column)}`));
  return `${writer.sa}ForeignKeyConstraint(${namesCode(constraint.columns)}, [${
    referred.join(", ")
  }], ${options.join(", ")})`;
}

function foreignKeyArguments(
  constraint: ForeignKeyConstraint,
  owner: Owner,
  writer: PythonWriter,
): readonly string[] {
  const { referred, columns, referredColumns, dialectOptions } = constraint;
  const { onUpdate, onDelete, initially, deferrable, useAlter, match }: ForeignKeyOptions =
    constraint;
  return [
    nameCode(referred.table),
    namesCode(columns),
    namesCode(referredColumns),
    ...(writer.inBatch || !hasName(owner.schema)
      ? []
      : [`source_schema=${nameCode(owner.schema)}`]),
    ...(hasName(referred.schema) ? [`referent_schema=${nameCode(referred.schema)}`] : []),
    ...text("onupdate", onUpdate),
    ...text("ondelete", onDelete),
    ...text("initially", initially),
    ...truth("deferrable", deferrable),
    ...truth("use_alter", useAlter || undefined),
    ...text("match", match),
    ...dialectArguments(dialectOptions, writer),
  ];
}

function conditionCode({ condition }: CheckConstraint, writer: PythonWriter): string {
  return reprText(textSql(condition, writer));
}

function excludeArguments(
  { elements, where, deferrable, initially }: ExcludeConstraint,
  writer: PythonWriter,
): readonly string[] {
  return [
    ...elements.map(({ expression, operator }) =>
      `(${excludeElementCode(expression, writer)}, ${reprText(operator)})`
    ),
    ...(where === undefined ? [] : [`where=${expressionCode(where, writer)}`]),
    ...timingArguments({ deferrable, initially }),
  ];
}

function usingArgument({ using, ops }: ExcludeConstraint): readonly string[] {
  const classes = Object.entries(ops ?? {})
    .map(([key, value]) => `${reprText(key)}: ${reprText(value)}`);
  return [
    ...text("using", using),
    ...(classes.length === 0 ? [] : [`ops={${classes.join(", ")}}`]),
  ];
}

function timingArguments(
  { deferrable, initially }: { readonly deferrable?: boolean; readonly initially?: string },
): readonly string[] {
  return [...truth("deferrable", deferrable || undefined), ...text("initially", initially)];
}

function text(key: string, value: string | undefined): readonly string[] {
  return value === undefined || value === "" ? [] : [`${key}=${reprText(value)}`];
}

function truth(key: string, value: boolean | undefined): readonly string[] {
  return value === undefined ? [] : [`${key}=${booleanCode(value)}`];
}
