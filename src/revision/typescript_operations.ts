import type { Dialect } from "../dialect/dialect.ts";
import { CommandError, type Place } from "../errors/mod.ts";
import type { AlterColumn, Operation } from "../operations/operation.ts";
import type { Column } from "../schema/column.ts";
import type { Constraint } from "../schema/constraint.ts";
import type { DialectOptions } from "../schema/dialect_options.ts";
import type { Index } from "../schema/index_definition.ts";
import type { DomainType, EnumType, SqlType } from "../schema/types.ts";
import { nullType } from "../schema/types.ts";
import { replacePlaces } from "../sql/parameter_places.ts";
import type { Statement } from "../sql/statement.ts";
import type { BodyHost } from "./body.ts";
import type { Operations } from "./typescript_api.ts";
import * as parts from "./typescript_parts.ts";
import { placeInStack } from "./typescript_place.ts";
import { rowsOf } from "./typescript_rows.ts";
import type { AlterColumnOptions, CreateTableOptions, TablePart } from "./typescript_schema_api.ts";
import { typeConstructors } from "./typescript_types.ts";
import {
  parameterLiteral,
  parameterValue,
  rawSql,
  Sql,
  valueExpression,
} from "./typescript_values.ts";
import type { ColumnType, SqlInput } from "./typescript_values_api.ts";

/** What the operations of one running body need. */
export interface Session {
  readonly host: BodyHost;
  readonly dialect: Dialect;
  /** The file of the revision, for the places of its calls. */
  readonly path: string;
  /** Whether the revision's function has ended; calls after that are errors. */
  ended: boolean;
}

const done = Promise.resolve();

/** The argument of a TypeScript revision's functions. */
export function makeOperations(session: Session): Operations {
  const { host, dialect } = session;
  const place = (): Place => placeInStack(session.path, new Error().stack);

  /** Runs a directive with the place of its call, which an error of it gets too. */
  function at<T>(work: (place: Place) => T): T {
    const here = place();
    if (session.ended) {
      throw new CommandError(
        "invalid_call",
        "An operation was called after the revision's function had ended",
        { place: here, hint: "await what the function starts" },
      );
    }
    try {
      return work(here);
    } catch (error) {
      if (!(error instanceof CommandError) || error.place) throw error;
      throw new CommandError(error.code, error.message, {
        place: here,
        hint: error.hint,
        cause: error,
      });
    }
  }

  function emit(make: () => Operation): Promise<void> {
    at((here) => host.emit({ kind: "operation", operation: make(), place: here }));
    return done;
  }

  function statement(sql: string, parameters: readonly SqlInput[] | undefined): Statement {
    if (parameters === undefined || parameters.length === 0) return { sql };
    if (!host.offline) return { sql, parameters: parameters.map(parameterValue) };
    return {
      sql: replacePlaces(sql, (number) => {
        if (number < 1 || number > parameters.length) {
          throw new CommandError(
            "missing_parameter",
            `The statement has the place $${number}, but ${parameters.length} parameters were given`,
          );
        }
        return parameterLiteral(parameters[number - 1]!, dialect);
      }),
    };
  }

  const func = new Proxy({} as Operations["func"], {
    get: (_target, name) => (...args: SqlInput[]) =>
      new Sql({
        kind: "function",
        path: [String(name)],
        arguments: args.map((each) => valueExpression(each, dialect)),
        type: nullType,
      }),
  });

  return {
    offline: host.offline,
    types: typeConstructors,
    func,
    text: (sql) => new Sql(rawSql(sql)),
    finalName: (name) => ({ name, final: true }),

    column: (name, type, options) => at(() => parts.column(name, type, options)),
    primaryKey: parts.primaryKey,
    unique: parts.unique,
    foreignKey: (columns, targets, options) =>
      at(() => parts.foreignKey(columns, targets, options)),
    check: parts.checkConstraint,
    exclude: parts.exclude,
    index: parts.index,

    createTable: (name, members, options) => emit(() => createTable(name, members, options)),
    dropTable: (tableName, options) => emit(() => ({ kind: "dropTable", tableName, ...options })),
    renameTable: (oldName, newName, options) =>
      emit(() => ({ kind: "renameTable", oldName, newName, ...options })),
    addColumn: (tableName, column, options) =>
      emit(() => ({ kind: "addColumn", tableName, column: column as Column, ...options })),
    dropColumn: (tableName, columnName, options) =>
      emit(() => ({ kind: "dropColumn", tableName, columnName, ...options })),
    alterColumn: (tableName, columnName, options) =>
      emit(() => alterColumn(tableName, columnName, options)),
    createIndex: (name, tableName, columns, options) =>
      emit(() => ({
        kind: "createIndex",
        tableName,
        schema: options?.schema,
        ifNotExists: options?.ifNotExists,
        index: parts.index(name, columns, options),
      })),
    dropIndex: (indexName, options) =>
      emit(() => ({
        kind: "dropIndex",
        indexName,
        schema: options?.schema,
        ifExists: options?.ifExists,
        dialectOptions: options?.concurrently ? { postgresql_concurrently: true } : undefined,
      })),
    createPrimaryKey: (name, tableName, columns, options) =>
      emit(() =>
        constraint(
          tableName,
          options,
          parts.primaryKey(columns, { ...options, name: name ?? undefined }),
        )
      ),
    createUniqueConstraint: (name, tableName, columns, options) =>
      emit(() =>
        constraint(
          tableName,
          options,
          parts.unique(columns, { ...options, name: name ?? undefined }),
        )
      ),
    createForeignKey: (name, tableName, referredTable, columns, referredColumns, options = {}) =>
      emit(() =>
        constraint(
          tableName,
          options,
          parts.referring(
            columns,
            { table: referredTable, schema: options.referredSchema },
            referredColumns,
            { ...options, name },
          ),
        )
      ),
    createCheckConstraint: (name, tableName, condition, options) =>
      emit(() =>
        constraint(
          tableName,
          options,
          parts.checkConstraint(condition, { ...options, name: name ?? undefined }),
        )
      ),
    createExcludeConstraint: (name, tableName, elements, options) =>
      emit(() => constraint(tableName, options, parts.exclude(elements, { ...options, name }))),
    dropConstraint: (constraintName, tableName, options) =>
      emit(() => ({ kind: "dropConstraint", tableName, constraintName, ...options })),
    createTableComment: (tableName, comment, options) =>
      emit(() => ({ kind: "createTableComment", tableName, comment, ...options })),
    dropTableComment: (tableName, options) =>
      emit(() => ({ kind: "dropTableComment", tableName, ...options })),
    createType: (type) => emit(() => ({ kind: "createType", type: named(type), checkFirst: true })),
    dropType: (type) => emit(() => ({ kind: "dropType", type: named(type), checkFirst: true })),
    createSequence: (name, options = {}) =>
      emit(() => {
        const { ifNotExists, ...rest } = options;
        return {
          kind: "createSequence",
          sequence: { kind: "sequence", name, ...rest },
          ifNotExists,
        };
      }),
    dropSequence: (name, options) =>
      emit(() => ({
        kind: "dropSequence",
        sequence: { kind: "sequence", name, schema: options?.schema },
        ifExists: options?.ifExists,
      })),
    createSchema: (name, options) => emit(() => ({ kind: "createSchema", name, ...options })),
    dropSchema: (name, options) => emit(() => ({ kind: "dropSchema", name, ...options })),
    bulkInsert: (table, rows, options) =>
      emit(() => bulkInsert(table, rows, options?.schema, dialect)),

    execute: (sql, parameters) => {
      at((here) =>
        host.emit({ kind: "statement", statement: statement(sql, parameters), place: here })
      );
      return done;
    },
    query: (sql, parameters) =>
      at(async (here) => rowsOf(await host.execute(statement(sql, parameters), here))),
    flush: () => at(() => host.flush()),
    autocommit: (body) =>
      at(async (here) => {
        host.emit({ kind: "autocommit", active: true, place: here });
        try {
          await body();
        } finally {
          host.emit({ kind: "autocommit", active: false, place: here });
        }
      }),
  };
}

function constraint(
  tableName: string,
  options: { readonly schema?: string } | undefined,
  made: Constraint,
): Operation {
  return { kind: "addConstraint", tableName, schema: options?.schema, constraint: made };
}

function createTable(
  name: string,
  members: readonly TablePart[],
  options: CreateTableOptions = {},
): Operation {
  const columns: Column[] = [];
  const constraints: Constraint[] = [];
  const indexes: Index[] = [];
  for (const member of members) {
    const part = member as Column | Constraint | Index;
    if (part.kind === "columnDefinition") columns.push(part);
    else if (part.kind === "index") indexes.push(part);
    else constraints.push(part);
  }
  const dialectOptions: Record<string, string | readonly string[]> = {};
  if (options.partitionBy) dialectOptions.postgresql_partition_by = options.partitionBy;
  if (options.inherits) dialectOptions.postgresql_inherits = options.inherits;
  if (options.tablespace) dialectOptions.postgresql_tablespace = options.tablespace;
  return {
    kind: "createTable",
    ifNotExists: options.ifNotExists,
    table: {
      kind: "tableDefinition",
      name,
      schema: options.schema,
      columns,
      constraints,
      indexes,
      comment: options.comment,
      prefixes: options.prefixes,
      dialectOptions: dialectOptions as DialectOptions,
    },
  };
}

function alterColumn(
  tableName: string,
  columnName: string,
  options: AlterColumnOptions,
): AlterColumn {
  const { identity, serverDefault } = options;
  if (identity !== undefined && serverDefault !== undefined) {
    throw new CommandError(
      "invalid_argument",
      "alterColumn takes a serverDefault or an identity, not both",
    );
  }
  const changed = identity
    // `null` as what was there makes it ADD GENERATED.
    ? { serverDefault: parts.identityOf(identity), existingServerDefault: null }
    : identity === null || identity === false
    ? { serverDefault: null, existingServerDefault: parts.identityOf(true) }
    : serverDefault === undefined
    ? {}
    : { serverDefault: serverDefault === null ? null : parts.serverDefault(serverDefault) };
  return {
    kind: "alterColumn",
    tableName,
    columnName,
    schema: options.schema,
    nullable: options.nullable,
    type: options.type as SqlType | undefined,
    comment: options.comment,
    newName: options.newName,
    dialectOptions: options.using === undefined ? undefined : { postgresql_using: options.using },
    ...changed,
  };
}

function named(type: ColumnType): EnumType | DomainType {
  const actual = type as SqlType;
  if (actual.kind === "enum" || actual.kind === "domain") return actual;
  throw new CommandError(
    "invalid_argument",
    `Only enumerations can be created and dropped as types; found a type of the kind '${actual.kind}'`,
    { hint: "Use op.types.enum(name, values)" },
  );
}

function bulkInsert(
  table: string,
  rows: readonly Readonly<Record<string, SqlInput>>[],
  schema: string | undefined,
  dialect: Dialect,
): Operation {
  const names = Object.keys(rows[0] ?? {});
  rows.forEach((row, index) => {
    const extra = Object.keys(row).find((key) => !names.includes(key));
    if (extra === undefined) return;
    throw new CommandError(
      "invalid_argument",
      `Row ${
        index + 1
      } of bulkInsert into '${table}' has the key '${extra}', which the first row has not`,
      { hint: "Give all rows the same keys, null where there is no value" },
    );
  });
  return {
    kind: "bulkInsert",
    table: {
      kind: "table",
      name: table,
      schema,
      columns: names.map((name) => ({ name, type: nullType })),
    },
    rows: rows.map((row) =>
      Object.entries(row).map(([key, value]) =>
        [key, { kind: "expression", expression: valueExpression(value, dialect) }] as const
      )
    ),
  };
}
