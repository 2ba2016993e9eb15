import type { AlteredDefault } from "../../operations/operation.ts";
import type { Column, ServerDefault } from "../../schema/column.ts";
import type { Computed, Identity } from "../../schema/sequence.ts";
import { reprText } from "../../sql/python_text.ts";
import { dialectArguments, expressionCode, textSql } from "./expressions.ts";
import { typeCode } from "./types.ts";
import { booleanCode, nameCode, projectCode, type PythonWriter } from "./writer.ts";

/** `sa.Column(…)`, or `null` where the project leaves it out. */
export function columnCode(
  column: Column,
  writer: PythonWriter,
  inPrimaryKey = column.primaryKey === true,
): string | null {
  const rendered = projectCode({ kind: "column", column }, writer);
  if (rendered !== false) return rendered;
  const positional: string[] = [];
  const keywords: string[] = [];
  const generated = column.computed ?? column.identity;
  if (generated !== undefined) {
    const code = defaultCode(generated, writer);
    if (code !== null) positional.push(code);
  } else if (column.serverDefault !== undefined) {
    const code = defaultCode(column.serverDefault, writer);
    if (code !== null) keywords.push(`server_default=${code}`);
  }
  const { autoincrement = "auto" } = column;
  if (autoincrement !== "auto") {
    keywords.push(
      `autoincrement=${
        typeof autoincrement === "boolean" ? booleanCode(autoincrement) : autoincrement
      }`,
    );
  }
  const nullable = column.nullable ?? !(inPrimaryKey || column.identity !== undefined);
  keywords.push(`nullable=${booleanCode(nullable)}`);
  if (column.system) keywords.push("system=True");
  if (column.comment) keywords.push(`comment=${reprText(column.comment)}`);
  keywords.push(...dialectArguments(column.dialectOptions, writer));
  const head = [nameCode(column.name), typeCode(column.type, writer), ...positional];
  return `${writer.sa}Column(${[...head, ...keywords].join(", ")})`;
}

/** What stands for a default, an identity or a computed column; `null` to leave it out. */
export function defaultCode(
  value: ServerDefault | NonNullable<AlteredDefault>,
  writer: PythonWriter,
): string | null {
  const rendered = projectCode({ kind: "server_default", value }, writer);
  if (rendered !== false) return rendered;
  switch (value.kind) {
    case "computed":
      return computedCode(value, writer);
    case "identity":
      return identityCode(value, writer);
    case "expression":
      return expressionCode(value.expression, writer);
    case "fetched":
      return `${writer.sa}FetchedValue()`;
    case "string":
      // Quotation marks that the author wrote around the literal are not part of it.
      return reprText(value.value.replaceAll(/^'|'$/g, ""));
  }
}

function computedCode({ expression, persisted }: Computed, writer: PythonWriter): string {
  const sql = reprText(textSql(expression, writer));
  const stored = persisted === undefined ? "" : `persisted=${booleanCode(persisted)}`;
  return `${writer.sa}Computed(${sql}, ${stored})`;
}

function identityCode(identity: Identity, writer: PythonWriter): string {
  const { always, onNull, start, increment, minValue, maxValue, noMinValue, noMaxValue } = identity;
  const { cycle, cache } = identity;
  const options: readonly (readonly [string, boolean | number | bigint | null | undefined])[] = [
    ["always", always],
    ["on_null", onNull],
    ["start", start],
    ["increment", increment],
    ["minvalue", minValue],
    ["maxvalue", maxValue],
    ["nominvalue", noMinValue],
    ["nomaxvalue", noMaxValue],
    ["cycle", cycle],
    ["cache", cache],
  ];
  const args = options.flatMap(([key, value]) => {
    if (value === undefined) return [];
    if (value === null) return [`${key}=None`];
    return [`${key}=${typeof value === "boolean" ? booleanCode(value) : value}`];
  });
  return `${writer.sa}Identity(${args.join(", ")})`;
}
