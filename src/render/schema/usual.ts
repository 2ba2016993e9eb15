/** A reflected table says everything; what goes without saying is taken out here. */
import { postgresql } from "../../dialect/postgresql/postgresql.ts";
import { type Column, isDefaultOfType } from "../../schema/column.ts";
import type { Constraint } from "../../schema/constraint.ts";
import type { DialectOptions } from "../../schema/dialect_options.ts";
import type { Index } from "../../schema/index_definition.ts";
import type { Sequence } from "../../schema/sequence.ts";
import { unusualOptions } from "../../schema/sequence.ts";
import type { Table } from "../../schema/table.ts";
import { newRunMemory } from "../../dialect/dialect.ts";

/** A table without what the server would do anyway; operator classes of expressions stand in their texts. */
export function withoutUsual(table: Table): Table {
  return {
    ...table,
    columns: table.columns.map(columnWithoutUsual),
    constraints: table.constraints.map(withoutNullsDistinct),
    indexes: table.indexes.map(withClassesInTexts),
  };
}

/** A sequence without the numbers that it would have anyway. */
export function sequenceWithoutUsual(sequence: Sequence): Sequence {
  const { kind, name, schema, dataType, optional, ownedBy, ...options } = sequence;
  if (dataType !== undefined && dataType.kind !== "integer") return sequence;
  const unusual = unusualOptions(options, dataType?.form ?? "BIGINT");
  const ofUsualType = dataType?.form === "BIGINT";
  return {
    kind,
    name,
    schema,
    ...(ofUsualType ? {} : { dataType }),
    optional,
    ownedBy,
    ...unusual,
  };
}

function columnWithoutUsual(column: Column): Column {
  const { identity, type, serverDefault, ...rest } = column;
  return {
    ...rest,
    type,
    ...(isDefaultOfType(column) ? {} : { serverDefault }),
    ...(identity === undefined ? {} : { identity: usualIdentity(identity, type) }),
  };
}

function usualIdentity(identity: NonNullable<Column["identity"]>, type: Column["type"]) {
  const { kind, always, onNull, ...options } = identity;
  if (type.kind !== "integer") return identity;
  return { kind, always, onNull, ...unusualOptions(options, type.form) };
}

function withoutNullsDistinct(constraint: Constraint): Constraint {
  const { postgresql_nulls_not_distinct: notDistinct, ...options } = constraint.dialectOptions ??
    {};
  if (notDistinct !== false) return constraint;
  const dialectOptions = Object.keys(options).length === 0 ? undefined : options;
  return { ...constraint, dialectOptions };
}

/** The keyword of operator classes knows columns alone: an expression has no name. */
function withClassesInTexts(index: Index): Index {
  const { postgresql_ops: ops, ...options } = index.dialectOptions ?? {};
  if (ops === null || typeof ops !== "object") return index;
  const left = new Map(Object.entries(ops as DialectOptions));
  const expressions = index.expressions.map((each) => {
    const operand = typeof each === "object" && "kind" in each && each.kind === "unary"
      ? innermost(each)
      : each;
    if (typeof operand !== "object" || !("kind" in operand) || operand.kind !== "text") return each;
    const text = postgresql.ddlExpression(operand, {
      offline: true,
      standardStrings: true,
      memory: newRunMemory(),
    });
    const operatorClass = left.get(text);
    if (operatorClass === undefined) return each;
    left.delete(text);
    return replaced(each, { kind: "text", sql: `(${operand.sql}) ${operatorClass}` });
  });
  return {
    ...index,
    expressions,
    dialectOptions: left.size === 0
      ? options
      : { ...options, postgresql_ops: Object.fromEntries(left) },
  };
}

type Part = Index["expressions"][number];

/** What `DESC` and `NULLS FIRST` stand after. */
function innermost(part: Part): Part {
  return typeof part === "object" && "kind" in part && part.kind === "unary"
    ? innermost(part.operand)
    : part;
}

function replaced(part: Part, inner: Extract<Part, { readonly kind: "text" }>): Part {
  if (typeof part !== "object" || !("kind" in part) || part.kind !== "unary") return inner;
  const operand = replaced(part.operand, inner);
  return { ...part, operand: operand as typeof part.operand };
}
