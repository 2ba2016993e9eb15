import type { CreateType, DropType } from "../../operations/operation.ts";
import type { Column } from "../../schema/column.ts";
import { type Name, nameText } from "../../schema/name.ts";
import type { DomainType, EnumType, SqlType } from "../../schema/types.ts";
import { doublesBackslashes, type RunMemory } from "../dialect.ts";
import { onlyIf, typeExists } from "./conditional.ts";
import type { DdlContext } from "./ddl_context.ts";
import { expressionText } from "./expression_text.ts";
import { constraintName, quote } from "./identifiers.ts";
import { ddlScope } from "./scope.ts";
import { scriptString } from "./script_literal.ts";
import {
  enumLabels,
  isNative,
  namedTypeSchema,
  namedTypeText,
  resolved,
  typeText,
} from "./type_text.ts";

/** A type that exists in the database by itself. */
export type NamedType = EnumType | DomainType;

/** The named type that a column's type is or holds, if it has one that the database knows. */
export function namedTypeIn(type: SqlType): NamedType | null {
  const actual = resolved(type);
  switch (actual.kind) {
    case "array":
      return namedTypeIn(actual.itemType);
    case "enum":
      return isNative(actual) ? actual : null;
    case "domain":
      return actual;
    default:
      return null;
  }
}

/** CREATE TYPE or CREATE DOMAIN. */
export function createNamedType(
  type: NamedType,
  tableSchema: Name | null | undefined,
  context: DdlContext,
): string {
  const name = namedTypeText(type, tableSchema);
  const double = doublesBackslashes(context.options);
  if (type.kind === "enum") {
    const labels = enumLabels(type).map((value) => scriptString(value, double));
    return `CREATE TYPE ${name} AS ENUM (${labels.join(", ")})`;
  }
  const scope = ddlScope(context.options);
  const parts = [`CREATE DOMAIN ${name} AS ${typeText(type.dataType)}`];
  if (type.collation !== undefined) parts.push(`COLLATE ${quote(type.collation)}`);
  if (type.default !== undefined) {
    parts.push(
      `DEFAULT ${
        typeof type.default === "string"
          ? scriptString(type.default, double)
          : expressionText(type.default, scope)
      }`,
    );
  }
  if (type.checks !== undefined) {
    if (type.notNull) parts.push("NOT NULL");
    for (const { name, condition } of type.checks) {
      parts.push(`CONSTRAINT ${constraintName(name)} CHECK (${expressionText(condition, scope)})`);
    }
    return parts.join(" ");
  }
  if (type.constraintName !== undefined) {
    parts.push(`CONSTRAINT ${constraintName(type.constraintName)}`);
  }
  if (type.notNull) parts.push("NOT NULL");
  if (type.check) parts.push(`CHECK (${expressionText(type.check, scope)})`);
  return parts.join(" ");
}

/** DROP TYPE or DROP DOMAIN. */
export function dropNamedType(type: NamedType, tableSchema?: Name | null): string {
  return `DROP ${type.kind === "domain" ? "DOMAIN" : "TYPE"} ${namedTypeText(type, tableSchema)}`;
}

/**
 * The named types that creating or dropping a table brings along, each once: those that are tied neither to a
 * `MetaData` nor to `create_type=False`, and that the memory does not hold yet.
 */
export function typesOfTable(
  columns: readonly Column[],
  tableSchema: Name | null | undefined,
  memory: RunMemory,
  evenIfTiedToMetadata = false,
): readonly NamedType[] {
  const result: NamedType[] = [];
  for (const column of columns) {
    const type = namedTypeIn(column.type);
    if (type === null || type.createType === false) continue;
    if (type.metadata && !evenIfTiedToMetadata) continue;
    const schema = namedTypeSchema(type, tableSchema);
    const key = JSON.stringify([
      type.kind,
      schema === null ? null : nameText(schema),
      type.name === undefined ? null : nameText(type.name),
    ]);
    if (memory.createdTypes.has(key)) continue;
    memory.createdTypes.add(key);
    result.push(type);
  }
  return result;
}

/** `Enum.create(bind)`: nothing for a type that is not native. */
export function compileCreateType(operation: CreateType, context: DdlContext): readonly string[] {
  const { type } = operation;
  if (type.kind === "enum" && !isNative(type)) return [];
  const create = createNamedType(type, undefined, context);
  return operation.checkFirst ? onlyIf(false, typeExists(type), [create], context) : [create];
}

/** `Enum.drop(bind)`. */
export function compileDropType(operation: DropType, context: DdlContext): readonly string[] {
  const { type } = operation;
  if (type.kind === "enum" && !isNative(type)) return [];
  const drop = dropNamedType(type);
  return operation.checkFirst ? onlyIf(true, typeExists(type), [drop], context) : [drop];
}
