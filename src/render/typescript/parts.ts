import type { Column, ServerDefault } from "../../schema/column.ts";
import type {
  CheckConstraint,
  Constraint,
  ConstraintBase,
  ExcludeConstraint,
  ForeignKey,
  ForeignKeyConstraint,
  ForeignKeyOptions,
} from "../../schema/constraint.ts";
import type { DialectOption, DialectOptions } from "../../schema/dialect_options.ts";
import type { Index } from "../../schema/index_definition.ts";
import { type Name, nameText } from "../../schema/name.ts";
import type { Identity, SequenceOptions } from "../../schema/sequence.ts";
import type { Table } from "../../schema/table.ts";
import { call, type CallCode, type Plain } from "./code.ts";
import {
  constraintName,
  isExpression,
  plainName,
  plainNames,
  sqlCode,
  sqlText,
  Unsaid,
  type Writer,
} from "./names.ts";
import { typeCode } from "./types.ts";

type Options = Record<string, Plain | undefined>;

/** The parts of a table in the order in which SQLAlchemy writes them: columns, constraints, indexes. */
export function tableParts(table: Table, writer: Writer): readonly CallCode[] {
  const primaryKeys = table.constraints.filter(({ kind }) => kind === "primaryKey");
  const others = table.constraints.filter(({ kind }) => kind !== "primaryKey")
    .toSorted((a, b) => a.order - b.order);
  return [
    ...table.columns.filter(({ system }) => !system).map((column) => columnCode(column, writer)),
    ...[...primaryKeys, ...others].map((constraint) => constraintPart(constraint, writer)),
    ...table.indexes.map((index) =>
      call(
        "index",
        indexName(index.name),
        indexElements(index, writer),
        indexOptions(index, writer),
      )
    ),
  ];
}

/** `op.column(…)` */
export function columnCode(column: Column, writer: Writer): CallCode {
  const { foreignKeys = [], checks = [], autoincrement } = column;
  if (foreignKeys.length > 1 || checks.length > 1 || hasOptions(column.dialectOptions)) {
    throw new Unsaid("what a column says twice");
  }
  const [key] = foreignKeys;
  const [check] = checks;
  if (check !== undefined && Object.keys(namedOptions(check)).length > 0) {
    throw new Unsaid("a named check of a column");
  }
  // A primary key with a default of the program's is not SERIAL.
  const counts = column.hasDefault || column.insertDefault !== undefined || column.sequence
    ? false
    : autoincrement;
  return call("column", plainName(column.name), typeCode(column.type, writer), {
    primaryKey: column.primaryKey || undefined,
    autoincrement: column.primaryKey && typeof counts === "boolean" ? counts : undefined,
    nullable: column.nullable,
    serverDefault: column.serverDefault && defaultCode(column.serverDefault, writer),
    identity: column.identity && identityCode(column.identity),
    computed: column.computed && sqlText(column.computed.expression, writer),
    unique: column.unique || undefined,
    index: column.index || undefined,
    references: key && referenceCode(key, nameText(column.name)),
    check: check && sqlText(check.condition, writer),
    comment: column.comment || undefined,
  });
}

/** A DEFAULT: a text as the literal that it is, else SQL. */
export function defaultCode(value: ServerDefault, writer: Writer): Plain | undefined {
  switch (value.kind) {
    case "string":
      return value.value;
    case "expression":
      return sqlCode(value.expression, writer);
    case "fetched":
      return undefined;
  }
}

/** An identity: its options, or `true` for one without. */
export function identityCode(identity: Identity): Plain {
  if (identity.onNull) throw new Unsaid("an identity ON NULL");
  const options = definedOnly({
    always: identity.always || undefined,
    ...sequenceOptions(identity),
  });
  return Object.keys(options).length === 0 ? true : options;
}

/** The numbers of a sequence or an identity. */
export function sequenceOptions(options: SequenceOptions): Options {
  if (options.noMinValue || options.noMaxValue) throw new Unsaid("NO MINVALUE");
  const { start, increment, minValue, maxValue, cycle, cache } = options;
  return { start, increment, minValue, maxValue, cycle, cache };
}

function referenceCode(key: ForeignKey, column: string): Plain {
  const { table, schema } = key.referred;
  const target = [
    ...(schema === null || schema === undefined ? [] : [plainName(schema)]),
    plainName(table),
    key.referredColumn === null ? column : plainName(key.referredColumn),
  ].join(".");
  const options = definedOnly({
    name: key.name === null ? undefined : constraintName(key.name),
    ...actionOptions(key),
  });
  return Object.keys(options).length === 0 ? target : { target, ...options };
}

function constraintPart(constraint: Constraint, writer: Writer): CallCode {
  switch (constraint.kind) {
    case "primaryKey":
      refuseOptions(constraint.dialectOptions);
      return call("primaryKey", plainNames(constraint.columns), namedOptions(constraint));
    case "unique":
      return call("unique", plainNames(constraint.columns), {
        ...namedOptions(constraint),
        ...uniqueOptions(constraint.dialectOptions),
      });
    case "foreignKey": {
      const { table, schema } = constraint.referred;
      const owner = [
        ...(schema === null || schema === undefined ? [] : [plainName(schema)]),
        plainName(table),
      ].join(".");
      return call(
        "foreignKey",
        plainNames(constraint.columns),
        constraint.referredColumns.map((column) => `${owner}.${plainName(column)}`),
        {
          name: constraint.name === null ? undefined : constraintName(constraint.name),
          ...actionOptions(constraint),
        },
      );
    }
    case "check":
      return call("check", sqlText(constraint.condition, writer), {
        ...namedOptions(constraint),
        ...checkOptions(constraint),
      });
    case "exclude":
      return call("exclude", excludeElements(constraint, writer), {
        ...namedOptions(constraint),
        ...excludeOptions(constraint, writer),
      });
  }
}

function namedOptions(constraint: ConstraintBase): Options {
  return definedOnly({
    name: constraint.name === null ? undefined : constraintName(constraint.name),
    ...timing(constraint),
  });
}

/** DEFERRABLE and INITIALLY. */
export function timing(
  { deferrable, initially }: Pick<ConstraintBase, "deferrable" | "initially">,
) {
  return { deferrable, initially };
}

/** NULLS NOT DISTINCT of a UNIQUE constraint. */
export function uniqueOptions(options: DialectOptions | undefined): Options {
  const { postgresql_nulls_not_distinct: nullsNotDistinct, ...others } = own(options);
  if (Object.keys(others).length > 0) throw new Unsaid(Object.keys(others).join(", "));
  return { nullsNotDistinct: boolean(nullsNotDistinct) };
}

/** The actions and the timing of a foreign key. */
export function actionOptions(
  key: ForeignKeyOptions & Pick<ForeignKeyConstraint, "dialectOptions">,
): Options {
  if (key.useAlter) throw new Unsaid("use_alter");
  const { onDelete, onUpdate, match } = key;
  return { onDelete, onUpdate, match, ...timing(key), ...validity(key.dialectOptions) };
}

/** NOT VALID of a CHECK. */
export function checkOptions(constraint: CheckConstraint): Options {
  return validity(constraint.dialectOptions);
}

function validity(options: DialectOptions | undefined): Options {
  const { postgresql_not_valid: notValid, ...others } = own(options);
  if (Object.keys(others).length > 0) throw new Unsaid(Object.keys(others).join(", "));
  return { notValid: boolean(notValid) };
}

/** The pairs of an EXCLUDE constraint. */
export function excludeElements(constraint: ExcludeConstraint, writer: Writer): Plain {
  return constraint.elements.map(({ expression, operator }) => [
    element(expression, writer),
    operator,
  ]);
}

/** The method and the condition of an EXCLUDE constraint. */
export function excludeOptions(constraint: ExcludeConstraint, writer: Writer): Options {
  refuseOptions(constraint.dialectOptions);
  if (constraint.ops !== undefined && Object.keys(constraint.ops).length > 0) {
    throw new Unsaid("operator classes of an EXCLUDE constraint");
  }
  return {
    using: constraint.using,
    where: constraint.where && sqlText(constraint.where, writer),
  };
}

/** What an index is called, or `null`. */
export function indexName(name: Name | null): Plain {
  return name === null ? null : constraintName(name);
}

/** What an index stands on. */
export function indexElements(index: Index, writer: Writer): Plain {
  return index.expressions.map((each) => element(each, writer));
}

/** Expressions that stand in parentheses where a name could stand. */
const operators: ReadonlySet<string> = new Set(["binary", "booleanList", "collate"]);

function element(part: Index["expressions"][number], writer: Writer): Plain {
  if (typeof part === "string" || !isExpression(part)) return plainName(part);
  return part.kind === "column" && part.from === null
    ? plainName(part.name)
    : call("text", operators.has(part.kind) ? `(${sqlText(part, writer)})` : sqlText(part, writer));
}

/** The options of an index. */
export function indexOptions(index: Index, writer: Writer): Options {
  const {
    postgresql_using: using,
    postgresql_where: where,
    postgresql_ops: ops,
    postgresql_include: include,
    postgresql_with: storage,
    postgresql_tablespace: tablespace,
    postgresql_nulls_not_distinct: nullsNotDistinct,
    postgresql_concurrently: concurrently,
    ...others
  } = own(index.dialectOptions);
  if (Object.keys(others).length > 0) throw new Unsaid(Object.keys(others).join(", "));
  return {
    unique: index.unique || undefined,
    concurrently: boolean(concurrently) || undefined,
    using: text(using),
    where: where !== null && typeof where === "object" && isExpression(where)
      ? sqlText(where, writer)
      : text(where),
    ops: record(ops),
    include: Array.isArray(include) ? include.map((each) => text(each) ?? "") : undefined,
    with: record(storage),
    tablespace: text(tablespace),
    nullsNotDistinct: boolean(nullsNotDistinct),
  };
}

/** The keywords of PostgreSQL; those of other dialects mean nothing there. */
function own(options: DialectOptions | undefined): Record<string, DialectOption> {
  return Object.fromEntries(
    Object.entries(options ?? {}).filter(([key, value]) =>
      key.startsWith("postgresql_") && value !== null
    ),
  );
}

function hasOptions(options: DialectOptions | undefined): boolean {
  return Object.keys(own(options)).length > 0;
}

function refuseOptions(options: DialectOptions | undefined): void {
  if (hasOptions(options)) throw new Unsaid(Object.keys(own(options)).join(", "));
}

function boolean(value: DialectOption | undefined): boolean | undefined {
  if (value === undefined || typeof value === "boolean") return value;
  throw new Unsaid("a keyword that is neither true nor false");
}

function text(value: DialectOption | undefined): string | undefined {
  if (value === undefined || typeof value === "string") return value;
  throw new Unsaid("a keyword that is no text");
}

function record(value: DialectOption | undefined): Plain | undefined {
  if (value === undefined) return undefined;
  if (typeof value !== "object" || value === null || Array.isArray(value) || isExpression(value)) {
    throw new Unsaid("a keyword that is no mapping");
  }
  const entries = Object.entries(value).map(([key, each]) => {
    if (each === null || typeof each === "object") throw new Unsaid("a mapping of mappings");
    return [key, each] as const;
  });
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}

function definedOnly(options: Options): Options {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
}
