import { type CompileOptions, type Dialect, newRunMemory } from "../../dialect/dialect.ts";
import { effectiveName } from "../../dialect/constraint_name.ts";
import { conventionalName } from "../../dialect/naming.ts";
import type { Constraint } from "../../schema/constraint.ts";
import type { Index } from "../../schema/index_definition.ts";
import type { Metadata } from "../../schema/metadata.ts";
import { type Name, nameText } from "../../schema/name.ts";
import type { DialectOption, DialectOptions } from "../../schema/dialect_options.ts";
import type { NamingConvention } from "../../schema/naming_convention.ts";
import { type PlainColumn, type PlainTable, plainTables } from "./tables.ts";

const options: CompileOptions = { offline: true, standardStrings: true, memory: newRunMemory() };

/** Metadata as plain JSON data: types and expressions as SQL, everything by its name. */
export function schemaJson(metadata: Metadata, dialect: Dialect): object {
  return {
    tables: plainTables(metadata).map((each) =>
      tableJson(each, each.table.namingConvention ?? metadata.namingConvention, dialect)
    ),
    types: metadata.types.map((type) => ({
      name: text(type.name),
      schema: text(type.schema),
      ...(type.kind === "enum"
        ? { kind: "enum", labels: type.values }
        : { kind: "domain", type: dialect.typeText(type.dataType) }),
    })),
    sequences: metadata.sequences.map(({ name, schema }) => ({
      name: text(name),
      schema: text(schema),
    })),
  };
}

function tableJson(
  { table, columns, primaryKey, constraints, indexes }: PlainTable,
  naming: NamingConvention,
  dialect: Dialect,
): object {
  const named = (constraint: Constraint) => text(effectiveName(constraint, table, naming));
  const of = <Kind extends Constraint["kind"]>(kind: Kind) =>
    constraints.filter((each): each is Extract<Constraint, { readonly kind: Kind }> =>
      each.kind === kind
    );
  return {
    name: text(table.name),
    schema: text(table.schema),
    comment: table.comment ?? null,
    columns: columns.map((each) => columnJson(each, dialect)),
    primary_key: primaryKey && { name: named(primaryKey), columns: names(primaryKey.columns) },
    unique_constraints: of("unique").map((each) => ({
      name: named(each),
      columns: names(each.columns),
      ...timing(each),
      options: optionsJson(each.dialectOptions, dialect),
    })),
    foreign_keys: of("foreignKey").map((each) => ({
      name: named(each),
      columns: names(each.columns),
      referred_schema: text(each.referred.schema),
      referred_table: text(each.referred.table),
      referred_columns: names(each.referredColumns),
      on_delete: each.onDelete ?? null,
      on_update: each.onUpdate ?? null,
      match: each.match ?? null,
      ...timing(each),
    })),
    check_constraints: of("check").map((each) => ({
      name: named(each),
      condition: dialect.ddlExpression(each.condition, options),
    })),
    exclude_constraints: of("exclude").map((each) => ({
      name: named(each),
      using: each.using ?? "gist",
      elements: each.elements.map(({ expression, operator }) => ({
        expression: partText(expression, dialect),
        operator,
      })),
      where: each.where === undefined ? null : dialect.ddlExpression(each.where, options),
    })),
    indexes: indexes.map((each) => indexJson(each, table, naming, dialect)),
  };
}

function columnJson({ column, inPrimaryKey, nullable, serial }: PlainColumn, dialect: Dialect) {
  const { serverDefault, identity, computed } = column;
  const value = serverDefault?.kind === "expression"
    ? dialect.ddlExpression(serverDefault.expression, options)
    : serverDefault?.kind === "string"
    ? dialect.literal(serverDefault.value)
    : null;
  return {
    name: text(column.name),
    type: dialect.typeText(column.type),
    nullable,
    primary_key: inPrimaryKey,
    serial,
    default: value,
    identity: identity === undefined ? null : identity.always ? "always" : "by default",
    computed: computed === undefined ? null : dialect.ddlExpression(computed.expression, options),
    comment: column.comment ?? null,
  };
}

function indexJson(
  index: Index,
  table: PlainTable["table"],
  naming: NamingConvention,
  dialect: Dialect,
): object {
  const columns = index.expressions.filter((each): each is Name =>
    typeof each === "string" || !("kind" in each)
  );
  const facts = { table: table.name, schema: table.schema, columns };
  return {
    name: text(conventionalName(index.name, "ix", facts, naming)),
    unique: index.unique === true,
    expressions: index.expressions.map((each) => partText(each, dialect)),
    options: optionsJson(index.dialectOptions, dialect),
  };
}

function partText(part: Index["expressions"][number], dialect: Dialect): string {
  return typeof part === "string" || !("kind" in part)
    ? nameText(part)
    : dialect.indexExpression(part, options);
}

/** The keywords of the dialect without its prefix. */
function optionsJson(given: DialectOptions | undefined, dialect: Dialect): object {
  const prefix = `${dialect.name}_`;
  return Object.fromEntries(
    Object.entries(given ?? {}).filter(([key, value]) => key.startsWith(prefix) && value !== null)
      .map(([key, value]) => [key.slice(prefix.length), optionJson(value, dialect)]),
  );
}

function optionJson(value: DialectOption, dialect: Dialect): unknown {
  if (value === null || typeof value !== "object") return value;
  if (Array.isArray(value)) return value.map((each) => optionJson(each, dialect));
  if ("kind" in value && typeof value.kind === "string") {
    return dialect.ddlExpression(value as never, options);
  }
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [key, optionJson(each as DialectOption, dialect)]),
  );
}

function timing({ deferrable, initially }: Pick<Constraint, "deferrable" | "initially">): object {
  return { deferrable: deferrable === true, initially: initially ?? null };
}

function names(of: readonly Name[]): readonly string[] {
  return of.map(nameText);
}

function text(name: Name | null | undefined): string | null {
  return name === null || name === undefined ? null : nameText(name);
}
