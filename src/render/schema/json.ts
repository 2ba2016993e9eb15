import { type CompileOptions, type Dialect, newRunMemory } from "../../dialect/dialect.ts";
import { effectiveName } from "../../dialect/constraint_name.ts";
import { conventionalName } from "../../dialect/naming.ts";
import type { Constraint, ReferredTable } from "../../schema/constraint.ts";
import type { Index } from "../../schema/index_definition.ts";
import type { Metadata } from "../../schema/metadata.ts";
import { isName, type Name, nameText } from "../../schema/name.ts";
import type { DialectOption, DialectOptions } from "../../schema/dialect_options.ts";
import type { NamingConvention } from "../../schema/naming_convention.ts";
import { inheritedTables } from "../../schema/parent_tables.ts";
import type { SequenceOptions } from "../../schema/sequence.ts";
import type { Expression } from "../../sql/expression.ts";
import type { DomainType } from "../../schema/types.ts";
import { sequenceWithoutUsual } from "./usual.ts";
import { type PlainColumn, type PlainTable, plainTables } from "./tables.ts";

const options: CompileOptions = { offline: true, standardStrings: true, memory: newRunMemory() };

/** Metadata as plain JSON data: types and expressions as SQL, everything by its name. */
export function schemaJson(metadata: Metadata, dialect: Dialect): object {
  return {
    extensions: (metadata.extensions ?? []).map(({ name, schema }) => ({
      name: text(name),
      schema: text(schema),
    })),
    tables: plainTables(metadata).map((each) =>
      tableJson(each, each.table.namingConvention ?? metadata.namingConvention, dialect)
    ),
    types: metadata.types.map((type) => ({
      name: text(type.name),
      schema: text(type.schema),
      ...(type.kind === "enum" ? { kind: "enum", labels: type.values } : {
        kind: "domain",
        type: dialect.typeText(type.dataType),
        collation: text(type.collation),
        nullable: type.notNull !== true,
        default: domainDefault(type, dialect),
        check_constraints: domainChecks(type).map(({ name, condition }) => ({
          name: text(name),
          condition: dialect.ddlExpression(condition, options),
        })),
      }),
    })),
    sequences: metadata.sequences.map((sequence) => ({
      name: text(sequence.name),
      schema: text(sequence.schema),
      type: sequence.dataType === undefined ? null : dialect.typeText(sequence.dataType),
      owned_by: sequence.ownedBy === undefined
        ? null
        : { ...relation(sequence.ownedBy), column: text(sequence.ownedBy.column) },
      options: sequenceJson(sequenceWithoutUsual(sequence)),
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
    unlogged: (table.prefixes ?? []).some((prefix) => /^unlogged$/i.test(prefix)),
    inherits: inheritedTables(table).map(relation),
    partition_of: table.partitionOf === undefined
      ? null
      : { ...relation(table.partitionOf), bound: table.partitionOf.bound },
    options: optionsJson({ ...table.dialectOptions, postgresql_inherits: null }, dialect),
    columns: columns.map((each) => columnJson(each, dialect)),
    primary_key: primaryKey && {
      name: named(primaryKey),
      columns: names(primaryKey.columns),
      ...timing(primaryKey),
      options: optionsJson(primaryKey.dialectOptions, dialect),
      comment: primaryKey.comment ?? null,
    },
    unique_constraints: of("unique").map((each) => ({
      name: named(each),
      columns: names(each.columns),
      ...timing(each),
      options: optionsJson(each.dialectOptions, dialect),
      comment: each.comment ?? null,
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
      options: optionsJson(each.dialectOptions, dialect),
      comment: each.comment ?? null,
    })),
    check_constraints: of("check").map((each) => ({
      name: named(each),
      condition: dialect.ddlExpression(each.condition, options),
      inherited: each.inherited === true,
      no_inherit: each.noInherit === true,
      options: optionsJson(each.dialectOptions, dialect),
      comment: each.comment ?? null,
    })),
    exclude_constraints: of("exclude").map((each) => ({
      name: named(each),
      using: each.using ?? "gist",
      elements: each.elements.map(({ expression, operator }) => ({
        expression: partText(expression, dialect),
        operator,
      })),
      where: each.where === undefined ? null : dialect.ddlExpression(each.where, options),
      operator_classes: each.ops ?? {},
      ...timing(each),
      comment: each.comment ?? null,
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
    identity: identity === undefined ? null : {
      generated: identity.always ? "always" : "by default",
      ...sequenceJson(identity),
    },
    computed: computed === undefined ? null : dialect.ddlExpression(computed.expression, options),
    inherited: column.inherited === true,
    comment: column.comment ?? null,
  };
}

/** The numbers of a sequence that were given. A text where JSON's numbers do not hold them. */
function sequenceJson(
  { start, increment, minValue, maxValue, cache, cycle }: SequenceOptions,
): object {
  const number = (value: number | bigint | undefined) =>
    typeof value === "bigint" && !Number.isSafeInteger(Number(value))
      ? String(value)
      : value === undefined
      ? undefined
      : Number(value);
  return {
    start: number(start),
    increment: number(increment),
    min_value: number(minValue),
    max_value: number(maxValue),
    cache: number(cache),
    cycle,
  };
}

function relation({ table, schema }: ReferredTable): object {
  return { schema: text(schema), table: text(table) };
}

function domainDefault(type: DomainType, dialect: Dialect): string | null {
  if (type.default === undefined) return null;
  return typeof type.default === "string"
    ? dialect.literal(type.default)
    : dialect.ddlExpression(type.default, options);
}

function domainChecks(
  { check, checks, constraintName }: DomainType,
): readonly { readonly name: Name | null; readonly condition: Expression }[] {
  if (checks !== undefined || check === undefined) return checks ?? [];
  return [{ name: constraintName ?? null, condition: check }];
}

function indexJson(
  index: Index,
  table: PlainTable["table"],
  naming: NamingConvention,
  dialect: Dialect,
): object {
  const columns = index.expressions.filter((each): each is Name => isName(each));
  const facts = { table: table.name, schema: table.schema, columns };
  return {
    name: text(conventionalName(index.name, "ix", facts, naming)),
    unique: index.unique === true,
    expressions: index.expressions.map((each) => partText(each, dialect)),
    options: optionsJson(index.dialectOptions, dialect),
  };
}

function partText(part: Index["expressions"][number], dialect: Dialect): string {
  return isName(part) ? nameText(part) : dialect.indexExpression(part, options);
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
