import { effectiveName, type Owner } from "../../dialect/constraint_name.ts";
import { tableConstraints } from "../../dialect/postgresql/create_table.ts";
import { conventionalName } from "../../dialect/naming.ts";
import type {
  AddColumn,
  AlterColumn,
  CreateIndex,
  CreateTable,
  CreateTableComment,
  DropColumn,
  DropConstraint,
  DropIndex,
  DropTable,
  DropTableComment,
  Operation,
} from "../../operations/operation.ts";
import type { Constraint, PrimaryKeyConstraint } from "../../schema/constraint.ts";
import { columnsOfIndex, type Index } from "../../schema/index_definition.ts";
import { type Name, nameText } from "../../schema/name.ts";
import type { Table } from "../../schema/table.ts";
import { reprText } from "../../sql/python_text.ts";
import { columnCode, defaultCode } from "./columns.ts";
import { constraintDirective, inlineConstraint } from "./constraints.ts";
import { dialectArguments, elementCode } from "./expressions.ts";
import { objectDirective } from "./objects.ts";
import { typeCode } from "./types.ts";
import {
  booleanCode,
  generatedName,
  nameCode,
  type PythonWriter,
  schemaArgument,
} from "./writer.ts";

/** The most arguments that a call of Python may have in writing. */
const mostArguments = 255;

const unnamedWarning = [
  "# WARNING: constraint name is None; this directive will fail as",
  "# rendered.  Add a name, or use a naming convention; see",
  "# https://alembic.sqlalchemy.org/en/latest/naming.html",
];

/** The directives of an operation, each a text that may have several lines. */
export function directives(operation: Operation, writer: PythonWriter): readonly string[] {
  switch (operation.kind) {
    case "createTable":
      return [createTable(operation, writer)];
    case "dropTable":
      return [dropTable(operation, writer)];
    case "addColumn":
      return [addColumn(operation, writer)];
    case "dropColumn":
      return [dropColumn(operation, writer)];
    case "alterColumn":
      return [alterColumn(operation, writer)];
    case "createIndex":
      return [createIndex(operation, writer)];
    case "dropIndex":
      return [dropIndex(operation, writer)];
    case "addConstraint": {
      const owner = { name: operation.tableName, schema: operation.schema };
      return [constraintDirective(operation.constraint, owner, writer)];
    }
    case "dropConstraint":
      return dropConstraint(operation, writer);
    case "createTableComment":
      return [tableComment(operation, writer)];
    case "dropTableComment":
      return [tableComment(operation, writer)];
    default:
      return objectDirective(operation, writer);
  }
}

function createTable(operation: CreateTable, writer: PythonWriter): string {
  const { table, namingConvention, ifNotExists } = operation;
  const own = namingConvention === undefined ? writer : { ...writer, naming: namingConvention };
  const primaryKey = primaryKeyOf(table);
  const keyColumns = new Set(primaryKey.columns.map(nameText));
  const columns = table.columns.map((column) =>
    columnCode(column, own, column.primaryKey === true || keyColumns.has(nameText(column.name)))
  );
  const constraints = [primaryKey, ...otherConstraints(table)]
    .map((constraint) => inlineConstraint(constraint, table, own));
  const args = [
    ...columns.filter((each) => each !== null && each !== ""),
    ...constraints.filter((each) => each !== null).toSorted(byCodePoint),
  ];
  const body = args.length > mostArguments ? `*[${args.join(",\n")}]` : args.join(",\n");
  const options = [
    ...schemaArgument(table.schema),
    ...(table.comment ? [`comment=${reprText(table.comment)}`] : []),
    ...dialectArguments(table.dialectOptions, own).toSorted(byCodePoint),
    ...((table.prefixes ?? []).length === 0
      ? []
      : [`prefixes=[${table.prefixes!.map(reprText).join(", ")}]`]),
    ...existence("if_not_exists", ifNotExists),
  ];
  const lines = [`${own.op}create_table(${nameCode(table.name)}`, body, ...options];
  return `${lines.join(",\n")}\n)`;
}

/** As it was written: the columns stand in the order of the table where no constraint gives another. */
function primaryKeyOf(table: Table): PrimaryKeyConstraint {
  const given = table.constraints.find((each): each is PrimaryKeyConstraint =>
    each.kind === "primaryKey"
  );
  if (given !== undefined && given.columns.length > 0) return given;
  const columns = table.columns.filter(({ primaryKey }) => primaryKey).map(({ name }) => name);
  return { kind: "primaryKey", name: null, order: 0, ...given, columns };
}

/** All constraints but the primary key. The CHECK of a column's type comes with the type. */
function otherConstraints(table: Table): readonly Constraint[] {
  const columns = table.columns.map((column) => ({
    ...column,
    type: column.type.kind === "enum" ? { ...column.type, createConstraint: false } : column.type,
  }));
  return [
    ...tableConstraints({ ...table, columns }),
    ...table.columns.flatMap(({ checks = [] }) => checks),
  ];
}

function byCodePoint(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function dropTable({ tableName, schema, ifExists }: DropTable, writer: PythonWriter): string {
  const args = [
    nameCode(tableName),
    ...schemaArgument(schema),
    ...existence("if_exists", ifExists),
  ];
  return `${writer.op}drop_table(${args.join(", ")})`;
}

function addColumn(operation: AddColumn, writer: PythonWriter): string {
  const { tableName, schema, column, ifNotExists } = operation;
  const code = columnCode(column, writer) ?? "None";
  const args = writer.inBatch ? [code] : [
    nameCode(tableName),
    code,
    ...schemaArgument(schema),
    ...existence("if_not_exists", ifNotExists),
  ];
  return `${writer.op}add_column(${args.join(", ")})`;
}

function dropColumn(operation: DropColumn, writer: PythonWriter): string {
  const { tableName, schema, columnName, ifExists } = operation;
  const args = writer.inBatch ? [nameCode(columnName)] : [
    nameCode(tableName),
    nameCode(columnName),
    ...schemaArgument(schema),
    ...existence("if_exists", ifExists),
  ];
  return `${writer.op}drop_column(${args.join(", ")})`;
}

function alterColumn(operation: AlterColumn, writer: PythonWriter): string {
  const { tableName, columnName, schema, type, nullable, serverDefault, comment } = operation;
  const { newName, existingType, existingNullable, existingComment } = operation;
  const { existingServerDefault, autoincrement, dialectOptions } = operation;
  const defaultOf = (value: NonNullable<typeof serverDefault> | null) =>
    value === null ? "None" : defaultCode(value, writer) ?? "None";
  const options = [
    ...(existingType === undefined ? [] : [`existing_type=${typeCode(existingType, writer)}`]),
    ...(serverDefault === undefined ? [] : [`server_default=${defaultOf(serverDefault)}`]),
    ...(newName === undefined ? [] : [`new_column_name=${nameCode(newName)}`]),
    ...(type === undefined ? [] : [`type_=${typeCode(type, writer)}`]),
    ...(nullable === undefined ? [] : [`nullable=${booleanCode(nullable)}`]),
    ...(comment === undefined ? [] : [`comment=${textOrNone(comment)}`]),
    ...(existingComment === undefined || existingComment === null
      ? []
      : [`existing_comment=${reprText(existingComment)}`]),
    ...(nullable !== undefined || existingNullable === undefined
      ? []
      : [`existing_nullable=${booleanCode(existingNullable)}`]),
    ...(autoincrement === undefined ? [] : [`autoincrement=${booleanCode(autoincrement)}`]),
    // To add, change and drop an identity are three statements; what was there tells them apart.
    ...(isIdentityChange(serverDefault, existingServerDefault) ||
        (serverDefault === undefined && existingServerDefault)
      ? [`existing_server_default=${defaultOf(existingServerDefault ?? null)}`]
      : []),
    ...(writer.inBatch ? [] : schemaArgument(schema)),
    ...dialectArguments(dialectOptions, writer),
  ];
  const target = writer.inBatch
    ? nameCode(columnName)
    : `${nameCode(tableName)}, ${nameCode(columnName)}`;
  return `${writer.op}alter_column(${[target, ...options].join(`,\n${" ".repeat(11)}`)})`;
}

function createIndex(operation: CreateIndex, writer: PythonWriter): string {
  const { tableName, schema, index, ifNotExists } = operation;
  const name = indexName(index, { name: tableName, schema }, writer);
  const args = [
    generatedName(name, writer),
    ...(writer.inBatch ? [] : [nameCode(tableName)]),
    `[${index.expressions.map((each) => elementCode(each, writer)).join(", ")}]`,
    `unique=${booleanCode(index.unique === true)}`,
    ...(writer.inBatch ? [] : schemaArgument(schema)),
    ...dialectArguments(index.dialectOptions, writer),
    ...existence("if_not_exists", ifNotExists),
  ];
  return `${writer.op}create_index(${args.join(", ")})`;
}

function dropIndex(operation: DropIndex, writer: PythonWriter): string {
  const { indexName: given, tableName = null, schema, index, dialectOptions, ifExists } = operation;
  const name = given === null && index !== undefined && tableName !== null
    ? indexName(index, { name: tableName, schema }, writer)
    : given;
  const args = [
    generatedName(name, writer),
    ...(writer.inBatch || tableName === null
      ? []
      : [`table_name=${nameCode(tableName)}`, ...schemaArgument(schema)]),
    ...dialectArguments(dialectOptions ?? index?.dialectOptions, writer),
    ...existence("if_exists", ifExists),
  ];
  return `${writer.op}drop_index(${args.join(", ")})`;
}

function indexName(index: Index, owner: Owner, writer: PythonWriter): Name | null {
  const facts = { table: owner.name, schema: owner.schema, columns: columnsOfIndex(index) };
  return conventionalName(index.name, "ix", facts, writer.naming);
}

function dropConstraint(operation: DropConstraint, writer: PythonWriter): readonly string[] {
  const { tableName, schema, constraintName, constraintType, constraint, ifExists } = operation;
  const owner = { name: tableName, schema };
  const name = constraint === undefined
    ? constraintName
    : effectiveName({ ...constraint, name: constraintName }, owner, writer.naming);
  const args = [
    generatedName(name, writer),
    ...(writer.inBatch ? [] : [nameCode(tableName), ...schemaArgument(schema)]),
    ...(constraintType === undefined ? [] : [`type_=${reprText(constraintType)}`]),
    ...existence("if_exists", ifExists),
  ];
  const line = `${writer.op}drop_constraint(${args.join(", ")})`;
  if (name !== null) return [line];
  writer.warn(
    "Autogenerate rendered a drop_constraint() directive for an unnamed constraint on table " +
      `${nameCode(tableName)}; the migration will fail unless a constraint name is added to the ` +
      "directive.  Consider using a naming convention so that constraint names are known ahead " +
      "of time.",
  );
  return [...unnamedWarning, line];
}

function tableComment(
  operation: CreateTableComment | DropTableComment,
  writer: PythonWriter,
): string {
  const { tableName, schema, existingComment = null } = operation;
  const creates = operation.kind === "createTableComment";
  const args = [
    ...(writer.inBatch ? [] : [nameCode(tableName)]),
    ...(creates ? [textOrNone(operation.comment)] : []),
    `existing_comment=${textOrNone(existingComment)}`,
    ...(writer.inBatch
      ? []
      : schemaArgument(schema).length > 0
      ? schemaArgument(schema)
      : ["schema=None"]),
  ];
  const directive = creates ? "create_table_comment" : "drop_table_comment";
  return `${writer.op}${directive}(\n${args.map((each) => `    ${each}`).join(",\n")}\n)`;
}

function textOrNone(text: string | null): string {
  return text === null ? "None" : reprText(text);
}

function existence(key: string, value: boolean | undefined): readonly string[] {
  return value === undefined ? [] : [`${key}=${booleanCode(value)}`];
}

function isIdentityChange(
  wanted: AlterColumn["serverDefault"],
  existing: AlterColumn["existingServerDefault"],
): boolean {
  return wanted !== undefined && existing !== undefined &&
    (wanted?.kind === "identity" || existing?.kind === "identity");
}
