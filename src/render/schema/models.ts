import type { Dialect } from "../../dialect/dialect.ts";
import { effectiveName } from "../../dialect/constraint_name.ts";
import { conventionalName } from "../../dialect/naming.ts";
import type { Index } from "../../schema/index_definition.ts";
import type { Metadata } from "../../schema/metadata.ts";
import { type Name, nameText } from "../../schema/name.ts";
import { type SqlType, typeFor } from "../../schema/types.ts";
import { reprText } from "../../sql/python_text.ts";
import { defaultCode } from "../python/columns.ts";
import { inlineConstraint } from "../python/constraints.ts";
import { dialectArguments, elementCode } from "../python/expressions.ts";
import { typeCode } from "../python/types.ts";
import {
  booleanCode,
  nameCode,
  type PythonWriter,
  pythonWriter,
  schemaArgument,
} from "../python/writer.ts";
import { type PlainColumn, type PlainTable, plainTables } from "./tables.ts";

/** The library that models are written for. */
export type ModelStyle = "sqlalchemy" | "sqlmodel";

/**
 * Metadata as Python models: a class for each table that has a primary key, a `Table` for the others, which
 * cannot be mapped.
 */
export function schemaModels(metadata: Metadata, style: ModelStyle, dialect: Dialect): string {
  // Names that a convention has given are said; a model without the convention would get others.
  const writer = pythonWriter(dialect, { namingConvention: metadata.namingConvention }, () => {});
  const tables = plainTables(metadata);
  const classNames = uniqueClassNames(tables);
  const modules = new Set<string>();
  const bodies = tables.map((table, index) =>
    table.primaryKey === null
      ? tableCode(table, style, writer)
      : classCode(table, classNames[index]!, style, writer, modules)
  );
  const imports = [
    ...[...modules].sort().map((module) => `import ${module}`),
    "",
    "import sqlalchemy as sa",
    ...[...writer.imports].sort(),
    style === "sqlmodel"
      ? "from sqlmodel import Field, SQLModel"
      : "from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column",
  ];
  const base = style === "sqlmodel" ? [] : ["class Base(DeclarativeBase):\n    pass\n"];
  const head = imports.join("\n").trimStart();
  return [`${head}\n`, ...base, ...bodies].join("\n\n");
}

function classCode(
  plain: PlainTable,
  className: string,
  style: ModelStyle,
  writer: PythonWriter,
  modules: Set<string>,
): string {
  const { table } = plain;
  const options = [
    ...(table.schema ? [`"schema": ${nameCode(table.schema)}`] : []),
    ...(table.comment ? [`"comment": ${reprText(table.comment)}`] : []),
  ];
  const parts = partsCode(plain, writer);
  const args = [...parts, ...(options.length === 0 ? [] : [`{${options.join(", ")}}`])];
  const attributes = uniqueAttributes(plain.columns.map(({ column }) => column.name));
  const lines = plain.columns.map((each, index) => {
    const name = attributes[index]!;
    if (style === "sqlalchemy") {
      const annotation = annotationOf(each, each.nullable, modules);
      return `    ${name}: Mapped[${annotation}] = ${columnCode(each, "mapped_column", writer)}`;
    }
    // The database counts such a key, so a new object has none yet.
    const optional = each.nullable || isCounting(each, plain);
    const annotation = annotationOf(each, optional, modules);
    const value = optional ? "default=None, " : "";
    return `    ${name}: ${annotation} = Field(${value}sa_column=${
      columnCode(each, `${writer.sa}Column`, writer)
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

function tableCode(plain: PlainTable, style: ModelStyle, writer: PythonWriter): string {
  const { table } = plain;
  const metadata = style === "sqlmodel" ? "SQLModel.metadata" : "Base.metadata";
  const args = [
    nameCode(table.name),
    metadata,
    ...plain.columns.map((each) => columnCode(each, `${writer.sa}Column`, writer)),
    ...partsCode(plain, writer),
    ...schemaArgument(table.schema),
    ...(table.comment ? [`comment=${reprText(table.comment)}`] : []),
  ];
  const name = `t_${attributeName(nameText(table.name))}`;
  return `${name} = ${writer.sa}Table(\n${args.map((each) => `    ${each},\n`).join("")})\n`;
}

/** The constraints and indexes, the primary key only where it has a name of its own. */
function partsCode({ table, primaryKey, constraints, indexes }: PlainTable, writer: PythonWriter) {
  const keyName = primaryKey && effectiveName(primaryKey, table, writer.naming);
  // The server gives the others this name.
  const isUsual = keyName !== null && nameText(keyName) === `${nameText(table.name)}_pkey`;
  const key = primaryKey === null || keyName === null || isUsual ? [] : [primaryKey];
  return [
    ...[...key, ...constraints].map((each) => inlineConstraint(each, table, writer))
      .filter((each) => each !== null),
    ...indexes.map((index) => indexCode(index, table, writer)),
  ].map(withoutFinalName);
}

/** In a model a name is complete as it is. */
function withoutFinalName(code: string): string {
  return code.replaceAll(/\bop\.f\(('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")\)/g, "$1");
}

function indexCode(index: Index, table: PlainTable["table"], writer: PythonWriter): string {
  const columns = index.expressions.filter((each): each is Name =>
    typeof each === "string" || !("kind" in each)
  );
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

function columnCode(
  { column, inPrimaryKey, nullable, serial }: PlainColumn,
  constructor: string,
  writer: PythonWriter,
): string {
  const generated = column.computed ?? column.identity;
  const value = generated === undefined && !(serial && inPrimaryKey)
    ? column.serverDefault
    : undefined;
  const args = [
    nameCode(column.name),
    typeCode(column.type, writer),
    ...(generated === undefined ? [] : [defaultCode(generated, writer) ?? "None"]),
    ...(inPrimaryKey ? ["primary_key=True"] : []),
    ...(value === undefined ? [] : [`server_default=${defaultCode(value, writer) ?? "None"}`]),
    ...(column.autoincrement === false && inPrimaryKey && column.type.kind === "integer"
      ? ["autoincrement=False"]
      : []),
    ...(inPrimaryKey ? [] : [`nullable=${booleanCode(nullable)}`]),
    ...(column.comment ? [`comment=${reprText(column.comment)}`] : []),
  ];
  return `${constructor}(${args.join(", ")})`;
}

function annotationOf(
  { column }: PlainColumn,
  optional: boolean,
  modules: Set<string>,
): string {
  const name = pythonType(typeFor(column.type, "postgresql"));
  const [module, ...rest] = name.split(".");
  if (rest.length > 0) modules.add(module!);
  return optional ? `${name} | None` : name;
}

function pythonType(type: SqlType): string {
  switch (type.kind) {
    case "string":
    case "enum":
    case "bit":
      return "str";
    case "integer":
      return "int";
    case "numeric":
      return "decimal.Decimal";
    case "float":
      return "float";
    case "boolean":
      return "bool";
    case "date":
      return "datetime.date";
    case "datetime":
      return "datetime.datetime";
    case "time":
      return "datetime.time";
    case "interval":
      return "datetime.timedelta";
    case "binary":
      return "bytes";
    case "uuid":
      return "uuid.UUID";
    case "json":
    case "hstore":
      return "dict";
    case "array":
      return "list";
    case "domain":
      return pythonType(type.dataType);
    default:
      return "typing.Any";
  }
}

function uniqueClassNames(tables: readonly PlainTable[]): readonly string[] {
  const taken = new Set(["Base", "SQLModel", "Field", "Mapped", "DeclarativeBase"]);
  return tables.map(({ table }) => {
    const words = (text: string) => text.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== "");
    const camel = (text: string) =>
      words(text).map((word) => word[0]!.toUpperCase() + word.slice(1)).join("");
    const plain = camel(nameText(table.name));
    const candidates = [plain, `${table.schema ? camel(nameText(table.schema)) : ""}${plain}`];
    let name = candidates.find((each) => /^[\p{L}_]/u.test(each) && !taken.has(each));
    for (let number = 2; name === undefined; number++) {
      const numbered = `Table${plain}${number}`;
      if (!taken.has(numbered)) name = numbered;
    }
    taken.add(name);
    return name;
  });
}

const keywords: ReadonlySet<string> = new Set(
  ("False None True and as assert async await break class continue def del elif else except finally for from " +
    "global if import in is lambda nonlocal not or pass raise return try while with yield metadata registry")
    .split(" "),
);

function uniqueAttributes(names: readonly Name[]): readonly string[] {
  const taken = new Set<string>();
  return names.map((name) => {
    let attribute = attributeName(nameText(name));
    while (taken.has(attribute)) attribute += "_";
    taken.add(attribute);
    return attribute;
  });
}

function attributeName(text: string): string {
  const plain = text.replaceAll(/[^\p{L}\p{N}_]/gu, "_");
  const name = /^\p{L}/u.test(plain) ? plain : `c_${plain}`;
  return keywords.has(name) || name.startsWith("model_") ? `${name}_` : name;
}
