import { CommandError } from "../../errors/mod.ts";
import type { CreateTable, DropTable } from "../../operations/operation.ts";
import type { Column } from "../../schema/column.ts";
import type {
  CheckConstraint,
  Constraint,
  ForeignKey,
  ForeignKeyConstraint,
  PrimaryKeyConstraint,
} from "../../schema/constraint.ts";
import type { Index } from "../../schema/index_definition.ts";
import { type Name, nameText } from "../../schema/name.ts";
import { inheritedNames } from "../../schema/parent_tables.ts";
import type { Sequence } from "../../schema/sequence.ts";
import type { Table } from "../../schema/table.ts";
import type { EnumType } from "../../schema/types.ts";
import { doublesBackslashes, newRunMemory } from "../dialect.ts";
import { autoincrementColumn, columnChecks, type ColumnRole, columnText } from "./column_text.ts";
import { condition, doBlock, relationExists, tableKinds, typeExists } from "./conditional.ts";
import { constraintText } from "./constraint_text.ts";
import type { DdlContext } from "./ddl_context.ts";
import { ownOptions } from "./dialect_options.ts";
import { qualified, quote } from "./identifiers.ts";
import { indexText } from "./index_text.ts";
import { createNamedType, dropNamedType, typesOfTable } from "./named_types.ts";
import { scriptString } from "./script_literal.ts";
import { createSequenceText, dropSequenceText, sequenceExists } from "./sequence_text.ts";
import { enumLabels, isNative, resolved } from "./type_text.ts";

/** `op.create_table`: types, the table, its indexes, comments of the table and of its columns. */
export function compileCreateTable(
  operation: CreateTable,
  context: DdlContext,
): readonly string[] {
  const { table, checkFirst } = operation;
  const memory = checkFirst === undefined ? context.options.memory : newRunMemory();
  const types = typesOfTable(table.columns, table.schema, memory, checkFirst);
  const looks = checkFirst === true && !context.options.offline;
  const statements = [
    ...types.map((type) => {
      const create = createNamedType(type, table.schema, context);
      return looks ? condition(false, typeExists(type, table.schema), [create]) : create;
    }),
    ...(checkFirst === undefined ? [] : sequencesOf(table)).map((sequence) => {
      const create = createSequenceText(sequence);
      return looks ? condition(false, sequenceExists(sequence), [create]) : create;
    }),
    tableText(table, context, operation.ifNotExists),
    ...tableIndexes(table).map((index) => indexText(index, table, context)),
    ...commentTexts(table, context, checkFirst !== undefined),
  ];
  if (!looks) return statements;
  const probe = relationExists(table.name, table.schema, tableKinds);
  return [doBlock(condition(false, probe, statements))];
}

/** `op.drop_table`, and the types that go with `Table.drop(bind)`. */
export function compileDropTable(operation: DropTable, context: DdlContext): readonly string[] {
  const { tableName, schema, checkFirst } = operation;
  const drop = `DROP TABLE ${operation.ifExists ? "IF EXISTS " : ""}${
    qualified(tableName, schema)
  }`;
  if (checkFirst === undefined) return [drop];
  const types = typesOfTable(operation.table?.columns ?? [], schema, newRunMemory(), checkFirst);
  const looks = checkFirst && !context.options.offline;
  const statements = [
    drop,
    ...(operation.table === undefined ? [] : sequencesOf(operation.table)).map((sequence) => {
      const dropSequence = dropSequenceText(sequence);
      return looks ? condition(true, sequenceExists(sequence), [dropSequence]) : dropSequence;
    }),
    ...types.map((type) => {
      const dropType = dropNamedType(type, schema);
      return looks ? condition(true, typeExists(type, schema), [dropType]) : dropType;
    }),
  ];
  if (!looks) return statements;
  return [doBlock(condition(true, relationExists(tableName, schema, tableKinds), statements))];
}

/** The sequences that columns take their values from, as far as the database has no way of its own. */
function sequencesOf({ columns }: Table): readonly Sequence[] {
  return columns.map(({ sequence }) => sequence)
    .filter((sequence) => sequence !== undefined && sequence.optional !== true)
    .map((sequence) => sequence!);
}

/** CREATE TABLE alone. */
export function tableText(table: Table, context: DdlContext, ifNotExists = false): string {
  const lines = tableLines(table, context, false);
  const prefixes = (table.prefixes ?? []).map((prefix) => `${prefix} `).join("");
  const body = lines.length > 0 ? `(\n${lines.map((line) => `\t${line}`).join(", \n")}\n)` : "(\n)";
  return `CREATE ${prefixes}TABLE ${ifNotExists ? "IF NOT EXISTS " : ""}${
    qualified(table.name, table.schema)
  } ${body}${tableSuffix(table)}`;
}

/**
 * The columns and constraints of a table, as they stand in CREATE TABLE. `withInherited`: also what comes from the
 * tables that it inherits from.
 */
export function tableLines(
  table: Table,
  context: DdlContext,
  withInherited = true,
): readonly string[] {
  refuseDuplicates(table);
  const primaryKey = primaryKeyOf(table);
  const roleOf = rolesIn(table, primaryKey);
  const lines = table.columns
    .filter((column) => !column.system && (withInherited || !column.inherited))
    .map((column) => columnLine(column, roleOf(column), table, context));
  const constraints = [
    ...(primaryKey.columns.length > 0 ? [primaryKey] : []),
    ...tableConstraints(table),
  ];
  for (const constraint of constraints) {
    if (constraint.kind === "foreignKey" && constraint.useAlter) continue;
    if (constraint.kind === "check" && constraint.inherited && !withInherited) continue;
    const text = constraintText(constraint, table, context);
    if (text !== null) lines.push(text);
  }
  return lines;
}

/** Tells the role of each column; what is wrong with the primary key comes up with the first that needs to know. */
function rolesIn(table: Table, primaryKey: PrimaryKeyConstraint): (column: Column) => ColumnRole {
  let keyColumns: readonly Column[] | undefined;
  let counting: Column | null | undefined;
  const replaced = primaryKeysOf(table).filter((key) => key !== primaryKey);
  return (column) => {
    keyColumns ??= columnsNamed(primaryKey.columns, table, "PrimaryKeyConstraint");
    const isKey = keyColumns.includes(column);
    if (isKey && counting === undefined) counting = countingColumn(keyColumns, table);
    return {
      inPrimaryKey: isKey || column.primaryKey === true || isIn(replaced, column),
      autoincrements: isKey && counting === column,
    };
  };
}

function columnLine(
  column: Column,
  role: ColumnRole,
  table: Table,
  context: DdlContext,
): string {
  try {
    return columnText(column, role, table, context) + columnChecks(column, table, context);
  } catch (error) {
    if (!(error instanceof CommandError) || error.code !== "compile_error") throw error;
    throw new CommandError(
      error.code,
      `(in table '${nameText(table.name)}', column '${nameText(column.name)}'): ${error.message}`,
      { hint: error.hint, cause: error },
    );
  }
}

/** Whether a key names a column. */
function isIn(keys: readonly PrimaryKeyConstraint[], { name }: Column): boolean {
  return keys.some((key) => key.columns.some((other) => nameText(other) === nameText(name)));
}

function primaryKeysOf(table: Table): readonly PrimaryKeyConstraint[] {
  return table.constraints.filter((each) => each.kind === "primaryKey");
}

/** The primary key: the constraint that was given last, or one over the columns that say so. */
export function primaryKeyOf(table: Table): PrimaryKeyConstraint {
  const given = primaryKeysOf(table).at(-1);
  if (given && given.columns.length > 0) return given;
  const flagged = table.columns.filter((column) => column.primaryKey);
  if (given) return { ...given, columns: flagged.map((column) => column.name) };
  const counting = countingColumn(flagged, table);
  const ordered = counting === null
    ? flagged
    : [counting, ...flagged.filter((column) => column !== counting)];
  return {
    kind: "primaryKey",
    name: null,
    order: 0,
    columns: ordered.map((column) => column.name),
  };
}

/** The column of a primary key that counts by itself, if there is one. */
export function countingColumn(columns: readonly Column[], table: Table): Column | null {
  return autoincrementColumn(
    columns,
    nameText(table.name),
    ({ name }) =>
      table.constraints.some((each) =>
        each.kind === "foreignKey" &&
        each.columns.some((other) => nameText(other) === nameText(name))
      ),
  );
}

/** The other constraints: those given, in the order of their making, then those of the columns. */
export function tableConstraints(table: Table): readonly Constraint[] {
  const given = table.constraints.filter((each) => each.kind !== "primaryKey")
    .toSorted((a, b) => a.order - b.order);
  for (const constraint of given) {
    if (constraint.kind === "unique") columnsNamed(constraint.columns, table, "UniqueConstraint");
    if (constraint.kind === "foreignKey") {
      columnsNamed(constraint.columns, table, "ForeignKeyConstraint");
    }
  }
  return [...given, ...table.columns.flatMap(columnConstraints)];
}

/** What a column says that becomes a constraint of its table: unique, the CHECK of its type, foreign keys. */
export function columnConstraints(column: Column): readonly Constraint[] {
  const constraints: Constraint[] = [];
  if (column.unique && !column.index) {
    constraints.push({ kind: "unique", name: null, order: 0, columns: [column.name] });
  }
  const check = typeCheck(column);
  if (check) constraints.push(check);
  for (const key of column.foreignKeys ?? []) constraints.push(asConstraint(key, column.name));
  return constraints;
}

function asConstraint(key: ForeignKey, column: Name): ForeignKeyConstraint {
  const { kind: _kind, referredColumn, ...rest } = key;
  if (referredColumn === null) {
    const target = nameText(key.referred.table);
    throw new CommandError(
      "no_referenced_column",
      `Could not initialize target column for ForeignKey '${target}': table '${target}' has no column named '${
        nameText(column)
      }'`,
      { hint: `Write ForeignKey("${target}.column")` },
    );
  }
  return {
    ...rest,
    kind: "foreignKey",
    order: 0,
    columns: [column],
    referredColumns: [referredColumn],
  };
}

/** The CHECK that an enumeration brings where it is not a type of the database's. */
export function typeCheck(column: Column): CheckConstraint | null {
  const type = resolved(column.type);
  if (type.kind !== "enum" || isNative(type) || !type.createConstraint) return null;
  return {
    kind: "check",
    name: type.name ?? null,
    order: 0,
    condition: {
      kind: "in",
      operand: { kind: "column", name: column.name, type, from: null },
      members: labels(type),
    },
  };
}

function labels(type: EnumType) {
  return enumLabels(type).map((value) => ({
    kind: "bind" as const,
    value,
    type: { kind: "string", form: "String" } as const,
  }));
}

/** The indexes: those of columns, then those given. */
export function tableIndexes(table: Table): readonly Index[] {
  return [...table.columns.flatMap(columnIndexes), ...table.indexes];
}

/** The index of a column that says `index=True`. */
export function columnIndexes(column: Column): readonly Index[] {
  return column.index
    ? [{ kind: "index", name: null, expressions: [column.name], unique: column.unique === true }]
    : [];
}

/** The comments of a table and its columns; Alembic leaves out empty ones, SQLAlchemy (`withEmpty`) does not. */
function commentTexts(table: Table, context: DdlContext, withEmpty: boolean): readonly string[] {
  const isWritten = (comment: string | null | undefined): comment is string =>
    withEmpty ? typeof comment === "string" : Boolean(comment);
  const double = doublesBackslashes(context.options);
  const name = qualified(table.name, table.schema);
  const texts = isWritten(table.comment)
    ? [`COMMENT ON TABLE ${name} IS ${scriptString(table.comment, double)}`]
    : [];
  for (const column of table.columns) {
    if (!isWritten(column.comment)) continue;
    texts.push(
      `COMMENT ON COLUMN ${name}.${quote(column.name)} IS ${scriptString(column.comment, double)}`,
    );
  }
  return texts;
}

function tableSuffix(table: Table): string {
  const options = ownOptions(table.dialectOptions, "Table");
  let text = "";
  const parents = inheritedNames(table).map(quote);
  if (parents.length > 0) text += `\n INHERITS ( ${parents.join(", ")} )`;
  if (options.partition_by) text += `\n PARTITION BY ${options.partition_by}`;
  if (options.using) text += `\n USING ${options.using}`;
  if (options.with_oids === true) text += "\n WITH OIDS";
  else if (options.with_oids === false) text += "\n WITHOUT OIDS";
  if (options.on_commit) {
    text += `\n ON COMMIT ${String(options.on_commit).replaceAll("_", " ").toUpperCase()}`;
  }
  if (options.tablespace) text += `\n TABLESPACE ${quote(String(options.tablespace))}`;
  return text;
}

function columnsNamed(
  names: readonly Name[],
  table: Table,
  constraintClass: string,
): readonly Column[] {
  return names.map((name) => {
    const found = table.columns.find((column) => nameText(column.name) === nameText(name));
    if (found) return found;
    throw new CommandError(
      "argument_error",
      `Can't create ${constraintClass} on table '${nameText(table.name)}': no column named '${
        nameText(name)
      }' is present.`,
    );
  });
}

function refuseDuplicates(table: Table): void {
  const seen = new Set<string>();
  for (const column of table.columns) {
    const name = nameText(column.name);
    if (seen.has(name)) {
      throw new CommandError(
        "argument_error",
        `A column with name '${name}' is already present in table '${nameText(table.name)}'.`,
      );
    }
    seen.add(name);
  }
}
