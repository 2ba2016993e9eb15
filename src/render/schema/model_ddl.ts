/** What models have no words for is said as DDL that runs with what they create. */
import {
  attachPartitionText,
  constraintCommentText,
  extensionTexts,
  sequenceOwnerText,
} from "../../dialect/postgresql/whole_schema.ts";
import { quote } from "../../dialect/postgresql/identifiers.ts";
import { schemasOf } from "../../operations/create_all.ts";
import type { Metadata } from "../../schema/metadata.ts";
import type { Sequence } from "../../schema/sequence.ts";
import { referredKey, tableKey } from "../../schema/sort_tables.ts";
import { parentTables } from "../../schema/parent_tables.ts";
import { reprText } from "../../sql/python_text.ts";
import type { PythonWriter } from "../python/writer.ts";
import type { PlainTable } from "./tables.ts";

/** A table of models, and the expression that stands for its `Table`. */
export interface ModelTable {
  readonly plain: PlainTable;
  readonly expression: string;
  /** The sequences of its columns that SQLAlchemy would not let go with them. */
  readonly sequences: readonly Sequence[];
}

/**
 * The statements that stand before all that makes types: these are made by the same event, in the order in which they were
 * defined. `target` is the expression of the `MetaData`.
 */
export function ddlBefore(
  metadata: Metadata,
  target: string,
  writer: PythonWriter,
): readonly string[] {
  return [
    ...schemasOf(metadata).map((name) => `CREATE SCHEMA IF NOT EXISTS ${quote(name)}`),
    ...(metadata.extensions ?? []).flatMap(extensionTexts),
  ].map((sql) => listening(target, "before_create", sql, writer));
}

/** The statements after the models: what order tables need, and what follows them. */
export function ddlAfter(
  tables: readonly ModelTable[],
  writer: PythonWriter,
): readonly (readonly string[])[] {
  const expressions = new Map(tables.map((each) => [tableKey(each.plain.table), each.expression]));
  const needs = tables.flatMap(({ plain: { table }, expression }) =>
    parentTables(table).map((parent) => expressions.get(referredKey({ referred: parent })))
      .filter((parent) => parent !== undefined)
      .map((parent) => `${expression}.add_is_dependent_on(${parent})`)
  );
  const after = tables.flatMap(({ plain: { table }, expression, sequences }) =>
    [
      ...sequences.map(sequenceOwnerText),
      attachPartitionText(table),
      // ExcludeConstraint keeps no comment.
      ...table.constraints.filter(({ kind }) => kind === "exclude")
        .map((each) => constraintCommentText(each, each.name, table)),
    ]
      .filter((sql) => sql !== null)
      .map((sql) => listening(expression, "after_create", sql, writer))
  );
  return [needs, after];
}

function listening(on: string, event: string, sql: string, { sa, imports }: PythonWriter): string {
  imports.add("from sqlalchemy import event");
  // DDL() has places that percent signs mark.
  const text = reprText(sql.replaceAll("%", "%%"));
  return `event.listen(${on}, '${event}', ${sa}DDL(${text}))`;
}
