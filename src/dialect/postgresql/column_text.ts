import { CommandError } from "../../errors/mod.ts";
import type { Column, ServerDefault } from "../../schema/column.ts";
import { nameText } from "../../schema/name.ts";
import type { Computed, Identity, SequenceOptions } from "../../schema/sequence.ts";
import type { SqlType } from "../../schema/types.ts";
import type { Owner } from "../constraint_name.ts";
import { doublesBackslashes } from "../dialect.ts";
import { constraintText } from "./constraint_text.ts";
import type { DdlContext } from "./ddl_context.ts";
import { expressionText } from "./expression_text.ts";
import { quote } from "./identifiers.ts";
import { ddlScope } from "./scope.ts";
import { scriptString } from "./script_literal.ts";
import { resolved, typeText } from "./type_text.ts";

/** What the table knows of one of its columns. */
export interface ColumnRole {
  /** Whether it belongs to the primary key, or to one that another was given for. */
  readonly inPrimaryKey: boolean;
  /** Whether it is the column that SQLAlchemy takes as the autoincrementing one. */
  readonly autoincrements: boolean;
}

/** `name TYPE [DEFAULT …] [GENERATED …] [NOT NULL]` without the constraints of the column. */
export function columnText(
  column: Column,
  role: ColumnRole,
  owner: Owner,
  context: DdlContext,
): string {
  let text = quote(column.name);
  if (isSerial(column, role)) {
    text += ` ${serialWord(column.type)}`;
  } else {
    text += ` ${typeText(column.type, owner.schema ?? null)}`;
    const defaultSql = serverDefaultText(column.serverDefault, context);
    if (defaultSql !== null) text += ` DEFAULT ${defaultSql}`;
  }
  if (column.computed) text += ` ${computedText(column.computed, context)}`;
  if (column.identity) {
    text += ` ${identityText(column.identity)}`;
    if (column.nullable === true) text += " NULL";
  } else if (column.nullable === undefined ? role.inPrimaryKey : !column.nullable) {
    text += " NOT NULL";
  }
  return text;
}

/** The CHECK constraints that were given inside the column, each with a blank before it. */
export function columnChecks(column: Column, owner: Owner, context: DdlContext): string {
  let text = "";
  for (const check of column.checks ?? []) text += ` ${constraintText(check, owner, context)}`;
  return text;
}

function isSerial(column: Column, role: ColumnRole): boolean {
  if (!role.autoincrements || column.identity) return false;
  if (column.sequence) return column.sequence.optional === true;
  return !column.hasDefault && column.insertDefault === undefined;
}

function serialWord(type: SqlType): string {
  const actual = resolved(type);
  if (actual.kind !== "integer") return "SERIAL";
  switch (actual.form) {
    case "BigInteger":
    case "BIGINT":
      return "BIGSERIAL";
    case "SmallInteger":
    case "SMALLINT":
      return "SMALLSERIAL";
    default:
      return "SERIAL";
  }
}

/**
 * The column of a primary key that counts by itself, as SQLAlchemy chooses it: the only column if it is a number
 * without default or foreign key, or the one that says `autoincrement=True`. `refers` tells of columns that a
 * foreign key of the table is over.
 */
export function autoincrementColumn(
  columns: readonly Column[],
  table: string,
  refers: (column: Column) => boolean = () => false,
): Column | null {
  const asked = columns.filter((column) => column.autoincrement === true);
  if (asked.length > 1) {
    const [first, second] = asked as [Column, Column];
    throw new CommandError(
      "argument_error",
      `Only one Column may be marked autoincrement=True, found both ${nameText(second.name)} and ${
        nameText(first.name)
      }.`,
    );
  }
  const chosen = asked[0];
  if (chosen) {
    if (!countable(chosen.type)) {
      throw new CommandError(
        "argument_error",
        `Column type ${typeText(chosen.type)} on column '${table}.${
          nameText(chosen.name)
        }' is not compatible with autoincrement=True`,
      );
    }
    return chosen;
  }
  const only = columns[0];
  if (columns.length !== 1 || !only || only.autoincrement === false) return null;
  const taken = (only.hasDefault || only.insertDefault !== undefined) && !only.sequence ||
    only.serverDefault !== undefined || only.computed !== undefined ||
    ((only.foreignKeys?.length ?? 0) > 0 || refers(only)) && only.autoincrement !== "ignore_fk";
  return !taken && countable(only.type) ? only : null;
}

function countable(type: SqlType): boolean {
  const base = type.kind === "variant" ? type.base : type;
  return base.kind === "integer" || base.kind === "numeric" || base.kind === "float";
}

/** The SQL of a DEFAULT; `null` where none is written. */
export function serverDefaultText(
  value: ServerDefault | undefined,
  context: DdlContext,
): string | null {
  switch (value?.kind) {
    case "string":
      return scriptString(value.value, doublesBackslashes(context.options));
    case "expression":
      return expressionText(value.expression, ddlScope(context.options));
    default:
      return null;
  }
}

/** GENERATED ALWAYS AS (…) STORED. */
export function computedText(computed: Computed, context: DdlContext): string {
  if (computed.persisted === false) {
    throw new CommandError(
      "compile_error",
      "PostrgreSQL computed columns do not support 'virtual' persistence; set the 'persisted' flag to None or True for PostgreSQL support.",
    );
  }
  return `GENERATED ALWAYS AS (${
    expressionText(computed.expression, ddlScope(context.options))
  }) STORED`;
}

/** GENERATED … AS IDENTITY with its options. */
export function identityText(identity: Identity): string {
  const options = sequenceOptionsText(identity);
  return `GENERATED ${identity.always ? "ALWAYS" : "BY DEFAULT"} AS IDENTITY${
    options === "" ? "" : ` (${options})`
  }`;
}

/** INCREMENT BY, START WITH and the other options that were given. */
export function sequenceOptionsText(options: SequenceOptions): string {
  const parts: string[] = [];
  if (options.increment !== undefined) parts.push(`INCREMENT BY ${options.increment}`);
  if (options.start !== undefined) parts.push(`START WITH ${options.start}`);
  if (options.minValue !== undefined) parts.push(`MINVALUE ${options.minValue}`);
  if (options.maxValue !== undefined) parts.push(`MAXVALUE ${options.maxValue}`);
  if (options.noMinValue !== undefined) parts.push("NO MINVALUE");
  if (options.noMaxValue !== undefined) parts.push("NO MAXVALUE");
  if (options.cache !== undefined) parts.push(`CACHE ${options.cache}`);
  if (options.cycle !== undefined) parts.push(options.cycle ? "CYCLE" : "NO CYCLE");
  return parts.join(" ");
}
