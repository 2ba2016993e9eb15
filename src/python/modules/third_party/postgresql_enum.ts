/** What alembic_postgresql_enum adds to `op`: other values for an enum that columns use. */
import {
  asString,
  call,
  collectNow,
  type Evaluation,
  type InterpreterContext,
  nativeClass,
  type NativeEntry,
  nativeFunction,
  nativeModule,
  type NativeModuleFactory,
  type PyClass,
  PyInstance,
  PyTuple,
  raise,
  typeError,
  typeName,
  type Value,
  wait,
} from "../../runtime/mod.ts";
import { isOfOldAndNewValues, type Send, syncOldAndNewValues } from "./autogenerate_enums.ts";
import { revisionHost } from "../host.ts";
import { Binding, settle } from "../sqlalchemy/engine/binding.ts";
import { ask } from "../sqlalchemy/engine/statements.ts";

const MODULE = "alembic_postgresql_enum";

const columnTypeClass: PyClass = nativeClass({ name: "ColumnType", module: MODULE });
const [common, array] = ["COMMON", "ARRAY"].map((name) => {
  const member = new PyInstance(columnTypeClass);
  member.attributes = new Map([["name", name]]);
  columnTypeClass.define(name, member);
  return member;
});

/** A column that has the enum, or an array of it, as its type. */
interface Column {
  /** `undefined`: that of the enum. */
  readonly schema: string | null | undefined;
  readonly table: string;
  readonly column: string;
  readonly isArray: boolean;
  /** `undefined`: to be read from the database. */
  readonly serverDefault: string | null | undefined;
}

const tableReferenceClass: PyClass = nativeClass({
  name: "TableReference",
  module: MODULE,
  init: [
    "table_name, column_name, table_schema=..., column_type=..., existing_server_default=None",
    (
      self: PyInstance,
      table: Value,
      column: Value,
      schema: Value | undefined,
      type: Value | undefined,
      serverDefault: Value,
    ) => {
      self.attributes = new Map([
        ["table_name", table],
        ["column_name", column],
        ["column_type", type ?? common!],
        ["existing_server_default", serverDefault],
      ]);
      self.native = {
        schema: schema === undefined ? undefined : asString(schema),
        table: text(table, "table_name"),
        column: text(column, "column_name"),
        isArray: type === array,
        serverDefault: asString(serverDefault),
      } satisfies Column;
    },
  ],
});

const configClass: PyClass = nativeClass({
  name: "Config",
  module: MODULE,
  init: ["**kw", (self: PyInstance, kw: Map<string, Value>) => {
    self.attributes = new Map(kw);
  }],
});

const module: NativeModuleFactory = () =>
  nativeModule(MODULE, {
    ColumnType: columnTypeClass,
    TableReference: tableReferenceClass,
    Config: configClass,
    // It says what autogenerate looks at.
    set_configuration: nativeFunction("set_configuration", "config", () => null),
  });

/** The factory of the module, by its name. */
export function postgresqlEnumFactory(name: string): NativeModuleFactory | undefined {
  return name === MODULE ? module : undefined;
}

/** `op.sync_enum_values()`, of this package or of the other that has one by that name. */
export function enumOperations(context: InterpreterContext): Record<string, NativeEntry> {
  return {
    sync_enum_values: ["*args, **kw", function* (
      args: Value[],
      keywords: Map<string, Value>,
    ): Evaluation {
      const host = revisionHost(context, "op.sync_enum_values");
      const place = context.currentPlace();
      const send = (sql: string) =>
        host.emit({ kind: "execute", statement: { kind: "text", sql } }, place);
      const function_ = isOfOldAndNewValues(args, keywords)
        ? syncOldAndNewValues(send)
        : syncValuesOfColumns(new Binding(host, context), send);
      yield* wait(call(function_, args, keywords));
      return yield* wait(settle(host, context, null));
    }],
  };
}

function syncValuesOfColumns(binding: Binding, send: Send): Value {
  return nativeFunction(
    "sync_enum_values",
    "enum_schema, enum_name, new_values, affected_columns, enum_values_to_rename=()",
    function* (
      schema: Value,
      name: Value,
      values: Value,
      columns: Value,
      renamed: Value,
    ): Evaluation {
      const change: EnumChange = {
        schema: text(schema, "enum_schema"),
        name: text(name, "enum_name"),
        values: items(values).map((value) => text(value, "new_values")),
        renamed: items(renamed).map((pair) => {
          const [before, after] = items(pair);
          return [text(before!, "the old value"), text(after!, "the new value")];
        }),
      };
      const known: KnownColumn[] = [];
      for (const column of items(columns).map(columnOf)) {
        const placed = {
          ...column,
          schema: column.schema === undefined ? change.schema : column.schema,
        };
        const serverDefault = column.serverDefault === undefined
          ? yield* serverDefaultOf(binding, placed)
          : column.serverDefault;
        known.push({ ...placed, serverDefault });
      }
      for (const sql of statements(change, known)) send(sql);
      return null;
    },
  );
}

/** What an enum is to become. */
interface EnumChange {
  readonly schema: string;
  readonly name: string;
  readonly values: readonly string[];
  readonly renamed: readonly (readonly [before: string, after: string])[];
}

/** A column of which all is known. */
interface KnownColumn extends Column {
  readonly schema: string | null;
  readonly serverDefault: string | null;
}

/** Operators that what depends on the columns, such as a partial index, needs while types change. */
const OPERATORS = [["!=", "new_old_not_equals"], ["=", "new_old_equals"]] as const;

/** A new type takes the place of the old one, column by column. */
function statements(change: EnumChange, columns: readonly KnownColumn[]): readonly string[] {
  const { schema, name, values, renamed } = change;
  const [type, old] = [`"${schema}"."${name}"`, `"${schema}"."${name}_old"`];
  const cases = (operand: string, cast = "") =>
    renamed.map(([before, after]) => `WHEN ${operand} = '${before}' THEN '${after}'${cast}`).join(
      " ",
    );
  const oldText = renamed.length === 0
    ? "old_enum_val::text"
    : `CASE ${cases("old_enum_val::text")} ELSE old_enum_val::text END`;
  return [
    `ALTER TYPE ${type} RENAME TO "${name}_old"`,
    `CREATE TYPE ${type} AS ENUM(${values.map((value) => `'${value}'`).join(", ")})`,
    ...OPERATORS.flatMap(([operator, fn]) => [
      `CREATE FUNCTION ${fn}(new_enum_val ${type}, old_enum_val ${old}) RETURNS boolean AS $$ ` +
      `SELECT new_enum_val::text ${operator} ${oldText}; $$ LANGUAGE SQL IMMUTABLE`,
      `CREATE OPERATOR ${operator} (leftarg = ${type}, rightarg = ${old}, procedure = ${fn})`,
    ]),
    ...columns.flatMap((column) => {
      const quoted = `"${column.column}"`;
      const alter = `ALTER TABLE ${column.schema ? `"${column.schema}".` : ""}"${column.table}" ` +
        `ALTER COLUMN ${quoted}`;
      const before = column.serverDefault;
      const asText = `${quoted}::text`;
      const using = column.isArray
        ? renamed.reduce(
          (operand, [was, is]) => `array_replace(${operand}, '${was}', '${is}')`,
          `${asText}[]`,
        ) + `::${type}[]`
        : renamed.length === 0
        ? `${asText}::${type}`
        : `CASE ${cases(asText, `::${type}`)} ELSE ${asText}::${type} END`;
      return [
        ...before === null ? [] : [`${alter} DROP DEFAULT`],
        `${alter} TYPE ${type}${column.isArray ? "[]" : ""} USING ${using}`,
        ...before === null ? [] : [`${alter} SET DEFAULT ${newDefault(before, change)}`],
      ];
    }),
    ...OPERATORS.map(([, fn]) =>
      `DROP FUNCTION ${fn}(new_enum_val ${type}, old_enum_val ${old}) CASCADE`
    ),
    `DROP TYPE ${old}`,
  ];
}

/** `'a'::old`, `'{a}'::old[]` or `ARRAY['a'::old]` with the new type and the new names of values. */
function newDefault(before: string, { schema, name, renamed }: EnumChange): string {
  const type = schema === "" ? name : `${schema}.${name}`;
  const rename = (sql: string) =>
    renamed.reduce(
      (result, [was, is]) =>
        result.replaceAll(`'${was}'`, `'${is}'`).replaceAll(`"${was}"`, `"${is}"`),
      sql,
    );
  if (before.startsWith("ARRAY[")) return rename(before).replaceAll(/::[.\w]+/g, `::${type}`);
  const value = rename(before.slice(0, before.indexOf("::")));
  return `${value}::${type}${before.endsWith("[]") ? "[]" : ""}`;
}

/** The default of a column, as the catalogue shows it. */
function* serverDefaultOf(
  binding: Binding,
  { schema, table, column }: Pick<Column, "schema" | "table" | "column">,
): Evaluation<string | null> {
  const literal = (value: string) => binding.host.dialect.literal(value);
  const { rows } = yield* ask(binding, {
    sql: "SELECT column_default FROM information_schema.columns WHERE " +
      `table_schema = ${literal(schema ?? "")} AND table_name = ${literal(table)} AND ` +
      `column_name = ${literal(column)}`,
  });
  return rows[0]?.[0] ?? null;
}

/** A TableReference, or a tuple of table and column, which says nothing of the default. */
function columnOf(value: Value): Column {
  if (value instanceof PyInstance && value.cls === tableReferenceClass) {
    return value.native as Column;
  }
  if (!(value instanceof PyTuple)) {
    throw raise("ValueError", "Affected columns must contain tuples or TableReferences");
  }
  const [table, column, type] = value.items;
  return {
    schema: undefined,
    table: text(table ?? null, "the table of an affected column"),
    column: text(column ?? null, "the column of an affected column"),
    isArray: type === array,
    serverDefault: undefined,
  };
}

function text(value: Value, what: string): string {
  const string = asString(value);
  if (string === null) throw typeError(`${what} must be a string, not ${typeName(value)}`);
  return string;
}

function items(value: Value): readonly Value[] {
  return collectNow(value);
}
