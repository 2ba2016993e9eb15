import type { Dialect } from "../../dialect/dialect.ts";
import { effectiveName } from "../../dialect/constraint_name.ts";
import { conventionalName } from "../../dialect/naming.ts";
import { nextValue } from "../../dialect/postgresql/sequence_default.ts";
import type { Constraint } from "../../schema/constraint.ts";
import type { Index } from "../../schema/index_definition.ts";
import type { Metadata } from "../../schema/metadata.ts";
import { isName, type Name, nameText } from "../../schema/name.ts";
import type { Sequence } from "../../schema/sequence.ts";
import { reprText } from "../../sql/python_text.ts";
import { defaultCode } from "../python/columns.ts";
import { inlineConstraint } from "../python/constraints.ts";
import { dialectArguments, elementCode } from "../python/expressions.ts";
import { sequenceCode } from "../python/objects.ts";
import { typeCode } from "../python/types.ts";
import {
  booleanCode,
  nameCode,
  type PythonWriter,
  pythonWriter,
  schemaArgument,
} from "../python/writer.ts";
import { annotationOf } from "./model_annotations.ts";
import { ddlAfter, ddlBefore, type ModelTable } from "./model_ddl.ts";
import { gapsComment } from "./model_gaps.ts";
import {
  allAttributes,
  uniqueAttributes,
  uniqueClassNames,
  uniqueVariables,
} from "./model_names.ts";
import { modelTypes } from "./model_types.ts";
import { owningSequence, type PlainColumn, type PlainTable, plainTables } from "./tables.ts";
import { sequenceWithoutUsual } from "./usual.ts";

/** The library that models are written for. */
export type ModelStyle = "sqlalchemy" | "sqlmodel";

/** What the writing of models goes by. */
interface ModelWriter {
  readonly metadata: Metadata;
  readonly style: ModelStyle;
  readonly python: PythonWriter;
  /** The expression of the `MetaData`. */
  readonly target: string;
  /** Modules that annotations need. */
  readonly modules: Set<string>;
}

/**
 * Metadata as Python models: a class for each table that has a primary key; a `Table` for the others, which cannot be
 * mapped, and for partitions, whose rows are those of another. What models have no words for follows as DDL that
 * `create_all()` runs with the rest.
 */
export function schemaModels(metadata: Metadata, style: ModelStyle, dialect: Dialect): string {
  const target = style === "sqlmodel" ? "SQLModel.metadata" : "Base.metadata";
  const taken = allAttributes(metadata);
  const types = modelTypes(metadata, target, taken);
  // Names that a convention has given are said; a model without the convention would get others.
  const python = pythonWriter(
    dialect,
    { namingConvention: metadata.namingConvention, renderItem: types.renderItem },
    () => {},
  );
  const writer: ModelWriter = { metadata, style, python, target, modules: new Set() };
  const plain = plainTables(metadata);
  const isClass = ({ table, primaryKey }: PlainTable) =>
    primaryKey !== null && table.partitionOf === undefined;
  const classNames = uniqueClassNames(plain);
  const variables = uniqueVariables(plain.map(({ table }) => `t_${nameText(table.name)}`), taken);
  const tables = plain.map((table, index): ModelTable => ({
    plain: table,
    expression: isClass(table) ? `${classNames[index]}.__table__` : variables[index]!,
    sequences: table.columns.map((each) => columnSequence(each, table, metadata))
      .filter((sequence) => sequence?.ownedBy !== undefined) as readonly Sequence[],
  }));
  const bodies = plain.map((table, index) =>
    isClass(table)
      ? classCode(table, classNames[index]!, writer)
      : tableCode(table, variables[index]!, writer)
  );
  const sequences = metadata.sequences.filter(({ ownedBy }) => ownedBy === undefined)
    .map((each) =>
      sequenceCode(sequenceWithoutUsual(each), python).replace(/\)$/, `, metadata=${target})`)
    );
  const before = ddlBefore(metadata, target, python);
  const after = ddlAfter(tables, python);
  const definitions = types.definitions(python);
  const base = style === "sqlmodel" ? [] : ["class Base(DeclarativeBase):\n    pass\n"];
  return [
    importLines(writer),
    ...paragraph(gapsComment(metadata)),
    ...base,
    ...paragraph(before),
    ...definitions,
    ...paragraph(sequences),
    ...bodies,
    ...after.flatMap(paragraph),
  ].join("\n\n");
}

/** Lines that stand together, if there are any. */
function paragraph(lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : [lines.map((line) => `${line}\n`).join("")];
}

function importLines({ style, python, modules }: ModelWriter): string {
  const lines = [
    ...[...modules].sort().map((module) => `import ${module}`),
    "",
    "import sqlalchemy as sa",
    ...[...python.imports].sort(),
    style === "sqlmodel"
      ? "from sqlmodel import Field, SQLModel"
      : "from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column",
  ];
  return `${lines.join("\n").trimStart()}\n`;
}

function classCode(plain: PlainTable, className: string, writer: ModelWriter): string {
  const { table } = plain;
  const { style, python, modules } = writer;
  const options = tableOptions(plain, python).map(([key, value]) => `'${key}': ${value}`);
  const parts = partsCode(plain, python);
  const args = [...parts, ...(options.length === 0 ? [] : [`{${options.join(", ")}}`])];
  const attributes = uniqueAttributes(plain.columns.map(({ column }) => column.name));
  const lines = plain.columns.map((each, index) => {
    const name = attributes[index]!;
    if (style === "sqlalchemy") {
      const annotation = annotationOf(each, each.nullable, modules);
      return `    ${name}: Mapped[${annotation}] = ${
        columnCode(each, plain, "mapped_column", writer)
      }`;
    }
    // The database counts such a key, so a new object has none yet.
    const optional = each.nullable || isCounting(each, plain);
    const annotation = annotationOf(each, optional, modules);
    const value = optional ? "default=None, " : "";
    return `    ${name}: ${annotation} = Field(${value}sa_column=${
      columnCode(each, plain, `${python.sa}Column`, writer)
    })`;
  });
  return [
    style === "sqlmodel"
      ? `class ${className}(SQLModel, table=True):`
      : `class ${className}(Base):`,
    `    __tablename__ = ${nameCode(table.name)}`,
    ...(args.length === 0
      ? []
      : parts.length === 0
      ? [`    __table_args__ = ${args[0]}`]
      : [`    __table_args__ = (\n${args.map((each) => `        ${each},`).join("\n")}\n    )`]),
    "",
    ...lines,
  ].join("\n") + "\n";
}

function isCounting({ column }: PlainColumn, { primaryKey }: PlainTable): boolean {
  return primaryKey?.columns.length === 1 && column.type.kind === "integer";
}

function tableCode(plain: PlainTable, variable: string, writer: ModelWriter): string {
  const { python, target } = writer;
  const args = [
    nameCode(plain.table.name),
    target,
    ...plain.columns.map((each) => columnCode(each, plain, `${python.sa}Column`, writer)),
    ...partsCode(plain, python),
    ...tableOptions(plain, python).map(([key, value]) => `${key}=${value}`),
  ];
  return `${variable} = ${python.sa}Table(\n${args.map((each) => `    ${each},\n`).join("")})\n`;
}

/** The keywords of a table, in the order in which they are written. */
function tableOptions(
  { table }: PlainTable,
  writer: PythonWriter,
): readonly (readonly [key: string, code: string])[] {
  const { schema, comment, prefixes = [], dialectOptions } = table;
  const written = [
    ...schemaArgument(schema),
    ...(comment ? [`comment=${reprText(comment)}`] : []),
    ...(prefixes.length === 0 ? [] : [`prefixes=[${prefixes.map(reprText).join(", ")}]`]),
    ...dialectArguments(dialectOptions, writer),
  ];
  return written.map((each) => {
    const at = each.indexOf("=");
    return [each.slice(0, at), each.slice(at + 1)] as const;
  });
}

/** The constraints and indexes, the primary key only where it says more than its columns. */
function partsCode(
  { table, primaryKey, constraints, indexes }: PlainTable,
  given: PythonWriter,
): readonly string[] {
  const { namingConvention = given.naming } = table;
  const writer = { ...given, naming: namingConvention };
  const keyName = primaryKey && effectiveName(primaryKey, table, writer.naming);
  // The server gives the others this name.
  const isUsual = keyName === null || nameText(keyName) === `${nameText(table.name)}_pkey`;
  const says = primaryKey !== null &&
    (!isUsual || primaryKey.comment !== undefined || primaryKey.deferrable === true ||
      primaryKey.dialectOptions !== undefined);
  return [
    ...[...(says ? [primaryKey] : []), ...constraints]
      .map((each) => constraintCode(each, table, writer))
      .filter((each) => each !== null),
    ...indexes.map((index) => indexCode(index, table, writer)),
  ].map(withoutFinalName);
}

/** A constraint with what directives of revisions leave out. */
function constraintCode(
  constraint: Constraint,
  table: PlainTable["table"],
  writer: PythonWriter,
): string | null {
  const isForeignKey = constraint.kind === "foreignKey";
  const notValid = constraint.dialectOptions?.postgresql_not_valid === true;
  // CREATE TABLE would look at what it holds, that is at nothing, and take it for valid.
  const given = isForeignKey && notValid ? { ...constraint, useAlter: true } : constraint;
  const code = inlineConstraint(given, table, writer);
  const more = [
    ...(constraint.kind === "primaryKey" && constraint.deferrable ? ["deferrable=True"] : []),
    ...(constraint.kind === "primaryKey" && constraint.initially
      ? [`initially=${reprText(constraint.initially)}`]
      : []),
    ...(isForeignKey || constraint.kind === "check"
      ? dialectArguments(constraint.dialectOptions, writer)
      : []),
    ...(constraint.comment && constraint.kind !== "exclude"
      ? [`comment=${reprText(constraint.comment)}`]
      : []),
  ];
  return code === null || more.length === 0 ? code : code.replace(/\)$/, `, ${more.join(", ")})`);
}

/** In a model a name is complete as it is. */
function withoutFinalName(code: string): string {
  return code.replaceAll(/\bop\.f\(('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")\)/g, "$1");
}

function indexCode(index: Index, table: PlainTable["table"], writer: PythonWriter): string {
  const columns = index.expressions.filter((each): each is Name => isName(each));
  const facts = { table: table.name, schema: table.schema, columns };
  const name = conventionalName(index.name, "ix", facts, writer.naming);
  const args = [
    name === null ? "None" : nameCode(name),
    // In a model a text is the name of a column, so an expression must say that it is one.
    ...index.expressions.map((each) =>
      elementCode(each, writer).replace("sa.literal_column(", "sa.text(")
    ),
    ...(index.unique ? ["unique=True"] : []),
    ...dialectArguments(index.dialectOptions, writer),
  ];
  return `${writer.sa}Index(${args.join(", ")})`;
}

/** The sequence that counts for a column, where SQLAlchemy would not make it SERIAL. */
function columnSequence(
  { column, inPrimaryKey, serial }: PlainColumn,
  { table }: PlainTable,
  metadata: Metadata,
): Sequence | undefined {
  const own = owningSequence(column, table, metadata);
  if (own !== undefined) return sequenceWithoutUsual(own);
  if (!serial || inPrimaryKey) return undefined;
  return sequenceWithoutUsual({
    kind: "sequence",
    name: `${nameText(table.name)}_${nameText(column.name)}_seq`,
    schema: table.schema,
    dataType: column.type,
    ownedBy: { table: table.name, schema: table.schema, column: column.name },
  });
}

function columnCode(
  plainColumn: PlainColumn,
  plain: PlainTable,
  constructor: string,
  { metadata, python }: ModelWriter,
): string {
  const { column, inPrimaryKey, nullable, serial } = plainColumn;
  const sequence = columnSequence(plainColumn, plain, metadata);
  const generated = column.computed ?? column.identity;
  const value = generated !== undefined || (serial && inPrimaryKey)
    ? undefined
    : sequence === undefined
    ? column.serverDefault
    : nextValue(sequence);
  const args = [
    nameCode(column.name),
    typeCode(column.type, python),
    ...(generated === undefined ? [] : [defaultCode(generated, python) ?? "None"]),
    ...(sequence === undefined ? [] : [sequenceCode(sequence, python)]),
    ...(inPrimaryKey ? ["primary_key=True"] : []),
    ...(value === undefined ? [] : [`server_default=${defaultCode(value, python) ?? "None"}`]),
    ...autoincrementCode(plainColumn, plain),
    ...(inPrimaryKey ? [] : [`nullable=${booleanCode(nullable)}`]),
    ...(column.comment ? [`comment=${reprText(column.comment)}`] : []),
  ];
  return `${constructor}(${args.join(", ")})`;
}

/** Said where SQLAlchemy would come to something else by its own rules. */
function autoincrementCode(
  { column, inPrimaryKey, serial }: PlainColumn,
  { primaryKey, constraints }: PlainTable,
): readonly string[] {
  if (!inPrimaryKey || column.type.kind !== "integer") return [];
  if (column.autoincrement === false) return ["autoincrement=False"];
  const refers = constraints.some((each) =>
    each.kind === "foreignKey" &&
    each.columns.some((name) => nameText(name) === nameText(column.name))
  );
  const alone = primaryKey?.columns.length === 1 && !refers;
  return serial && !alone ? ["autoincrement=True"] : [];
}
