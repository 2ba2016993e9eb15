import { CommandError } from "../../errors/mod.ts";
import type {
  AddColumn,
  AddConstraint,
  AlterColumn,
  AlteredDefault,
  DropColumn,
  DropConstraint,
  RenameTable,
} from "../../operations/operation.ts";
import type { Column } from "../../schema/column.ts";
import type { Constraint } from "../../schema/constraint.ts";
import { nameText } from "../../schema/name.ts";
import type { Identity } from "../../schema/sequence.ts";
import { reprText } from "../../sql/python_text.ts";
import { effectiveName, type Owner } from "../constraint_name.ts";
import { doublesBackslashes } from "../dialect.ts";
import {
  autoincrementColumn,
  columnChecks,
  columnText,
  identityText,
  sequenceOptionsText,
  serverDefaultText,
} from "./column_text.ts";
import { constraintText, foreignKeyTail, refuseRepeated } from "./constraint_text.ts";
import { columnConstraints, columnIndexes, typeCheck } from "./create_table.ts";
import type { DdlContext } from "./ddl_context.ts";
import { constraintName, qualified, qualifiedDotted, quote } from "./identifiers.ts";
import { indexText } from "./index_text.ts";
import { takenAsItStands } from "./percent_signs.ts";
import { scriptString } from "./script_literal.ts";
import { typeText } from "./type_text.ts";

/** `op.rename_table`. */
export function compileRenameTable(operation: RenameTable): string {
  return `ALTER TABLE ${qualifiedDotted(operation.oldName, operation.schema)} RENAME TO ${
    quote(operation.newName)
  }`;
}

/** `op.add_column`: the column, then what follows from it. */
export function compileAddColumn(operation: AddColumn, context: DdlContext): readonly string[] {
  const { column, schema } = operation;
  const owner: Owner = { name: operation.tableName, schema };
  const inPrimaryKey = column.primaryKey === true;
  const role = {
    inPrimaryKey,
    autoincrements: inPrimaryKey &&
      autoincrementColumn([column], nameText(operation.tableName)) === column,
  };
  const keys = column.foreignKeys ?? [];
  const inlined = operation.inlineReferences === true && keys.length === 1;

  let text = `ALTER TABLE ${qualifiedDotted(owner.name, schema)} ADD COLUMN ${
    operation.ifNotExists ? "IF NOT EXISTS " : ""
  }${columnText(column, role, owner, context)}`;
  if (operation.inlinePrimaryKey && inPrimaryKey) text += " PRIMARY KEY";
  if (inlined) {
    const key = keys[0]!;
    text += ` REFERENCES ${qualified(key.referred.table, key.referred.schema)} (${
      quote(key.referredColumn ?? column.name)
    })${foreignKeyTail(key)}`;
  }
  text += columnChecks(column, owner, context);

  const constraints = columnConstraints(column)
    .filter((constraint) => !(inlined && constraint.kind === "foreignKey"));
  return [
    text,
    ...constraints.flatMap((constraint) => addConstraintText(constraint, owner, context)),
    ...columnIndexes(column).map((index) => indexText(index, owner, context)),
    ...columnCommentTexts(column, owner, context),
  ];
}

function columnCommentTexts(
  column: Column,
  owner: Owner,
  context: DdlContext,
): readonly string[] {
  if (!column.comment) return [];
  return [
    `COMMENT ON COLUMN ${qualified(owner.name, owner.schema)}.${quote(column.name)} IS ${
      scriptString(column.comment, doublesBackslashes(context.options))
    }`,
  ];
}

/** `op.drop_column`. */
export function compileDropColumn(operation: DropColumn): string {
  return `ALTER TABLE ${qualifiedDotted(operation.tableName, operation.schema)} DROP COLUMN ${
    operation.ifExists ? "IF EXISTS " : ""
  }${quote(operation.columnName)}`;
}

/** ALTER TABLE … ADD of a constraint; nothing for one without columns. */
function addConstraintText(
  constraint: Constraint,
  owner: Owner,
  context: DdlContext,
): readonly string[] {
  const text = constraintText(constraint, owner, context);
  return text === null ? [] : [`ALTER TABLE ${qualified(owner.name, owner.schema)} ADD ${text}`];
}

/** `op.create_unique_constraint` and its relatives. */
export function compileAddConstraint(
  operation: AddConstraint,
  context: DdlContext,
): readonly string[] {
  const owner = { name: operation.tableName, schema: operation.schema };
  const { constraint } = operation;
  if (constraint.kind === "unique" || constraint.kind === "primaryKey") {
    refuseRepeated(constraint.columns, operation.tableName);
  } else if (constraint.kind === "foreignKey") {
    refuseRepeated(constraint.referredColumns, constraint.referred.table);
  }
  return addConstraintText(constraint, owner, context);
}

const constraintTypes = {
  foreignkey: { kind: "foreignKey", className: "ForeignKeyConstraint" },
  primary: { kind: "primaryKey", className: "PrimaryKeyConstraint" },
  unique: { kind: "unique", className: "UniqueConstraint" },
  check: { kind: "check", className: "CheckConstraint" },
} as const;

/** `op.drop_constraint`. */
export function compileDropConstraint(
  operation: DropConstraint,
  context: DdlContext,
): string {
  const given = operation.constraintType;
  if (given !== undefined && !Object.hasOwn(constraintTypes, given)) {
    throw new CommandError(
      "argument_error",
      "'type' can be one of 'check', 'foreignkey', 'primary', 'unique', None",
      { hint: `Found ${reprText(given)}` },
    );
  }
  const type = given === undefined ? null : constraintTypes[given as keyof typeof constraintTypes];
  const owner: Owner = { name: operation.tableName, schema: operation.schema };
  const name = type === null
    ? operation.constraintName
    : effectiveName(emptyConstraint(type.kind, operation), owner, context.naming);
  if (name === null) throw unnamed(type?.className ?? "Constraint");
  return dropConstraintText(constraintName(name), owner, operation.ifExists);
}

function unnamed(className: string): CommandError {
  return new CommandError(
    "compile_error",
    `Can't emit DROP CONSTRAINT for constraint ${className}(); it has no name`,
    { hint: "Give the name that the database has for it" },
  );
}

function dropConstraintText(name: string, owner: Owner, ifExists?: boolean): string {
  return `ALTER TABLE ${qualified(owner.name, owner.schema)} DROP CONSTRAINT ${
    ifExists ? "IF EXISTS " : ""
  }${name}`;
}

/** A constraint that has nothing but a kind and a name, for naming conventions to look at. */
function emptyConstraint(
  kind: "foreignKey" | "primaryKey" | "unique" | "check",
  operation: DropConstraint,
): Constraint {
  const base = { name: operation.constraintName, order: 0 };
  switch (kind) {
    case "foreignKey":
      return { ...base, kind, columns: [], referred: { table: "" }, referredColumns: [] };
    case "check":
      return { ...base, kind, condition: { kind: "text", sql: "" } };
    default:
      return { ...base, kind, columns: [] };
  }
}

/**
 * `op.alter_column`: up to five statements in Alembic's order (type, nullability, default, comment, name), between
 * the CHECK constraints that the old and the new type bring along.
 */
export function compileAlterColumn(
  operation: AlterColumn,
  context: DdlContext,
): readonly string[] {
  const owner: Owner = { name: operation.tableName, schema: operation.schema };
  const table = qualifiedDotted(owner.name, owner.schema);
  const column = quote(operation.columnName);
  const alter = `ALTER TABLE ${table} ALTER COLUMN ${column}`;
  const statements: string[] = [];

  const using = operation.dialectOptions?.postgresql_using;
  const hasUsing = using !== undefined && using !== null;
  if (hasUsing && operation.type === undefined) {
    throw new CommandError(
      "invalid_argument",
      "postgresql_using must be used with the type_ parameter",
    );
  }
  if (operation.type && operation.existingType) {
    const check = typeCheck(asColumn(operation, operation.existingType));
    if (check) {
      const name = effectiveName(check, owner, context.naming);
      if (name === null) throw unnamed("CheckConstraint");
      statements.push(dropConstraintText(constraintName(name), owner));
    }
  }
  if (operation.type) {
    statements.push(
      `${alter} TYPE ${
        // In a batch the column belongs to a table, from which its type may take the schema.
        typeText(operation.type, context.inBatch ? operation.schema ?? null : undefined)}${
        using ? ` USING ${takenAsItStands(String(using))}` : ""
      }`,
    );
  }
  if (operation.nullable !== undefined) {
    statements.push(`${alter} ${operation.nullable ? "DROP" : "SET"} NOT NULL`);
  }
  if (operation.serverDefault !== undefined) {
    statements.push(
      `${alter} ${
        defaultChange(operation.serverDefault, operation.existingServerDefault, context)
      }`,
    );
  }
  if (operation.comment !== undefined) {
    const comment = operation.comment === null
      ? "NULL"
      : scriptString(operation.comment, doublesBackslashes(context.options));
    statements.push(`COMMENT ON COLUMN ${table}.${column} IS ${comment}`);
  }
  if (operation.newName !== undefined) {
    statements.push(`ALTER TABLE ${table} RENAME ${column} TO ${quote(operation.newName)}`);
  }
  if (operation.type) {
    const check = typeCheck(asColumn(operation, operation.type));
    if (check) statements.push(...addConstraintText(check, owner, context));
  }
  return statements;
}

function asColumn(operation: AlterColumn, type: Column["type"]): Column {
  return { kind: "columnDefinition", name: operation.columnName, type };
}

/** What follows ALTER COLUMN for a new default, identity, or the end of one. */
function defaultChange(
  wanted: AlteredDefault,
  existing: AlteredDefault | undefined,
  context: DdlContext,
): string {
  if (wanted?.kind === "computed" || existing?.kind === "computed") {
    throw new CommandError(
      "compile_error",
      'Adding or removing a "computed" construct, e.g. GENERATED ALWAYS AS, to or from an existing column is not supported.',
      { hint: "Drop the column and add it again" },
    );
  }
  if (wanted?.kind === "identity" || existing?.kind === "identity") {
    return identityChange(wanted, existing);
  }
  if (wanted === null) return "DROP DEFAULT";
  const text = serverDefaultText(wanted, context);
  if (text === null) {
    throw new CommandError(
      "invalid_argument",
      "alter_column cannot set a server default that the database makes itself (FetchedValue)",
    );
  }
  return `SET DEFAULT ${text}`;
}

function identityChange(wanted: AlteredDefault, existing: AlteredDefault | undefined): string {
  if (wanted === null) return "DROP IDENTITY";
  if (wanted.kind !== "identity") {
    throw new CommandError(
      "invalid_argument",
      "alter_column cannot turn an identity column into one with a default in one step",
      { hint: "Drop the identity first with server_default=None, then set the default" },
    );
  }
  if (existing === null) return `ADD ${identityText(wanted)}`;
  // What is no identity, or not known, is taken for one without options.
  const before = existing?.kind === "identity" ? existing : {};
  const changes = identityChanges(wanted, before);
  if (changes.length === 0) {
    throw new CommandError(
      "invalid_argument",
      "alter_column was given an Identity that does not differ from existing_server_default",
      { hint: "Give existing_server_default=None to add one, or say what is to change" },
    );
  }
  return changes.join(" ");
}

/** One SET for each attribute that is asked for and differs, in alphabetical order as Alembic writes them. */
function identityChanges(wanted: Identity, existing: Partial<Identity>): readonly string[] {
  const changes: string[] = [];
  if (Boolean(wanted.always) !== Boolean(existing.always)) {
    changes.push(`SET GENERATED ${wanted.always ? "ALWAYS" : "BY DEFAULT"}`);
  }
  const attributes = [
    "cache",
    "cycle",
    "increment",
    "maxValue",
    "minValue",
    "noMaxValue",
    "noMinValue",
    "start",
  ] as const;
  for (const attribute of attributes) {
    const value = wanted[attribute];
    if (value === undefined || String(value) === String(existing[attribute])) continue;
    changes.push(`SET ${sequenceOptionsText({ [attribute]: value })}`);
  }
  return changes;
}
