import type { CompileOptions, Dialect } from "../../dialect/dialect.ts";
import type { Name } from "../../schema/name.ts";
import type { Expression } from "../../sql/expression.ts";
import { call, type Plain } from "./code.ts";

/** What rendering needs to know beside the operation. */
export interface Writer {
  readonly dialect: Dialect;
  /** How SQL inside an operation is written. */
  readonly options: CompileOptions;
  /** The schema of the table that is being written, for types that take it over. */
  readonly tableSchema?: Name | null;
}

/** Thrown where an operation has something that the typed operations have no word for. */
export class Unsaid extends Error {}

/** A name that the typed operations take as a text: they write quotation marks where it needs them. */
export function plainName(name: Name): string {
  if (typeof name === "string") return name;
  if (name.quote === undefined && !name.final) return name.name;
  throw new Unsaid(`how to quote the name ${name.name}`);
}

/** Names of columns. */
export function plainNames(names: readonly Name[]): string[] {
  return names.map(plainName);
}

/** The name of a constraint or an index, which may be marked as final. */
export function constraintName(name: Name): Plain {
  if (typeof name === "string") return name;
  if (name.quote !== undefined) throw new Unsaid(`how to quote the name ${name.name}`);
  return name.final ? call("finalName", name.name) : name.name;
}

/** A schema as an option; absent where the search path decides. */
export function schemaOption(schema: Name | null | undefined): string | undefined {
  return schema === null || schema === undefined ? undefined : plainName(schema);
}

/** The SQL of an expression. */
export function sqlText(expression: Expression, { dialect, options }: Writer): string {
  return dialect.ddlExpression(expression, options);
}

/** An expression in the place of a value: a call of a function without arguments, or SQL. */
export function sqlCode(expression: Expression, writer: Writer): Plain {
  if (expression.kind === "function" && expression.arguments.length === 0) {
    const [name, ...rest] = expression.path;
    if (rest.length === 0 && typeof name === "string" && /^[a-z_]\w*$/.test(name)) {
      return call(`func.${name}`);
    }
  }
  return call("text", sqlText(expression, writer));
}

/** Whether a dialect's keyword holds an expression. */
export function isExpression(value: object): value is Expression {
  return "kind" in value && typeof value.kind === "string";
}
