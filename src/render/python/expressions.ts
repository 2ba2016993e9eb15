import type { DialectOption, DialectOptions } from "../../schema/dialect_options.ts";
import type { Index } from "../../schema/index_definition.ts";
import type { MarkedName, Name } from "../../schema/name.ts";
import type { Expression } from "../../sql/expression.ts";
import { reprText, reprValue } from "../../sql/python_text.ts";
import { booleanCode, nameCode, type PythonWriter } from "./writer.ts";

/** The SQL of an expression as `text()` reads it: what looks like a place there is a colon. */
export function textSql(expression: Expression, writer: PythonWriter): string {
  return writer.dialect.ddlExpression(expression, writer.compile)
    .replaceAll(/(?<![:\w\\]):(?=\w+(?!:))/g, "\\:");
}

/** `sa.text('…')`. */
export function expressionCode(expression: Expression, writer: PythonWriter): string {
  return `${writer.sa}text(${reprText(textSql(expression, writer))})`;
}

/** A part of an index: the name of a column, or `sa.literal_column('…')`. */
export function elementCode(element: Index["expressions"][number], writer: PythonWriter): string {
  if (!isExpression(element)) return nameCode(element);
  if (element.kind === "column" && element.from !== null) return nameCode(element.name);
  const sql = writer.dialect.indexExpression(element, writer.compile);
  const code = `${writer.sa}literal_column(${reprText(sql)})`;
  return element.kind === "label" ? `${code}.label(${nameCode(element.name)})` : code;
}

/** A part of an EXCLUDE constraint. */
export function excludeElementCode(element: Name | Expression, writer: PythonWriter): string {
  if (!isExpression(element)) return `${writer.sa}column(${nameCode(element)})`;
  switch (element.kind) {
    case "column":
      return `${writer.sa}column(${nameCode(element.name)})`;
    case "literalColumn":
      return `${writer.sa}literal_column(${reprText(element.sql)})`;
    default:
      return expressionCode(element, writer);
  }
}

/** The keywords of a dialect, `postgresql_using='gin'`. */
export function dialectArguments(
  options: DialectOptions | undefined,
  writer: PythonWriter,
): readonly string[] {
  return Object.entries(options ?? {}).map(([key, value]) => `${key}=${optionCode(value, writer)}`);
}

function optionCode(value: DialectOption, writer: PythonWriter): string {
  if (value === null) return "None";
  if (typeof value === "string") return reprText(value);
  if (typeof value === "boolean") return booleanCode(value);
  if (typeof value === "number") return reprValue(Number.isInteger(value) ? BigInt(value) : value);
  if (Array.isArray(value)) {
    return `[${value.map((each) => optionCode(each, writer)).join(", ")}]`;
  }
  if (isExpression(value)) {
    return value.kind === "column" ? nameCode(value.name) : expressionCode(value, writer);
  }
  if (isMarkedName(value)) {
    return `${writer.sa}quoted_name(${nameCode(value)}, ${booleanCode(value.quote)})`;
  }
  const entries = Object.entries(value as Readonly<Record<string, DialectOption>>);
  return `{${
    entries.map(([key, each]) => `${reprText(key)}: ${optionCode(each, writer)}`).join(", ")
  }}`;
}

function isMarkedName(value: object): value is MarkedName & { readonly quote: boolean } {
  return "name" in value && "quote" in value && typeof value.quote === "boolean";
}

function isExpression(value: unknown): value is Expression {
  return value !== null && typeof value === "object" &&
    typeof (value as { readonly kind?: unknown }).kind === "string";
}
