import type {
  AddConstraint,
  AlterColumn,
  BulkInsert,
  CreateTable,
  DropTable,
  Operation,
} from "../../operations/operation.ts";
import { CommandError } from "../../errors/mod.ts";
import { inheritedNames } from "../../schema/parent_tables.ts";
import type { Table } from "../../schema/table.ts";
import type { SqlValue } from "../../sql/value.ts";
import { call, type CallCode, linesOf, type Plain } from "./code.ts";
import {
  constraintName,
  plainName,
  plainNames,
  schemaOption,
  sqlCode,
  sqlText,
  Unsaid,
  type Writer,
} from "./names.ts";
import {
  actionOptions,
  checkOptions,
  columnCode,
  defaultCode,
  excludeElements,
  excludeOptions,
  identityCode,
  indexElements,
  indexName,
  indexOptions,
  sequenceOptions,
  tableParts,
  timing,
  uniqueOptions,
} from "./parts.ts";
import { typeCode } from "./types.ts";

/**
 * The calls of typed operations that say what an operation says; `null` where they have no words for all of
 * it, and for free SQL. Whether they come to the same SQL is for the caller to see: `evaluate` runs them.
 */
export function typedCalls(operation: Operation, writer: Writer): readonly CallCode[] | null {
  try {
    return callsOf(operation, writer);
  } catch (error) {
    // Neither has what cannot be written as SQL in this place, such as a row's value in DDL.
    if (error instanceof Unsaid || error instanceof CommandError) return null;
    throw error;
  }
}

/** A statement as it stands. */
export function executeCall(sql: string): CallCode {
  return call("execute", sql);
}

function callsOf(operation: Operation, writer: Writer): readonly CallCode[] | null {
  switch (operation.kind) {
    case "createTable":
      return [createTable(operation, writer)];
    case "dropTable":
      return [dropTable(operation)];
    case "renameTable":
      return [
        call("renameTable", plainName(operation.oldName), plainName(operation.newName), {
          schema: schemaOption(operation.schema),
        }),
      ];
    case "addColumn": {
      const { tableName, schema, column, ifNotExists } = operation;
      if (operation.inlineReferences || operation.inlinePrimaryKey) return null;
      return [
        call(
          "addColumn",
          plainName(tableName),
          columnCode(column, { ...writer, tableSchema: schema }),
          { schema: schemaOption(schema), ifNotExists: ifNotExists || undefined },
        ),
      ];
    }
    case "dropColumn":
      return [
        call("dropColumn", plainName(operation.tableName), plainName(operation.columnName), {
          schema: schemaOption(operation.schema),
          ifExists: operation.ifExists || undefined,
        }),
      ];
    case "alterColumn": {
      const altered = alterColumn(operation, writer);
      // One that only tells what is there already changes nothing.
      return altered.arguments.length > 2 ? [altered] : [];
    }
    case "createIndex": {
      const { tableName, schema, index, ifNotExists } = operation;
      return [
        call(
          "createIndex",
          indexName(index.name),
          plainName(tableName),
          indexElements(index, writer),
          {
            ...indexOptions(index, writer),
            schema: schemaOption(schema),
            ifNotExists: ifNotExists || undefined,
          },
        ),
      ];
    }
    case "dropIndex": {
      if (operation.indexName === null) return null;
      return [
        call("dropIndex", constraintName(operation.indexName), {
          schema: schemaOption(operation.schema),
          ifExists: operation.ifExists || undefined,
          concurrently: operation.dialectOptions?.postgresql_concurrently === true || undefined,
        }),
      ];
    }
    case "addConstraint":
      return [addConstraint(operation, writer)];
    case "dropConstraint": {
      if (operation.constraintName === null) return null;
      return [
        call(
          "dropConstraint",
          constraintName(operation.constraintName),
          plainName(operation.tableName),
          {
            schema: schemaOption(operation.schema),
            ifExists: operation.ifExists || undefined,
          },
        ),
      ];
    }
    case "createTableComment":
      return [
        call("createTableComment", plainName(operation.tableName), operation.comment, {
          schema: schemaOption(operation.schema),
        }),
      ];
    case "dropTableComment":
      return [
        call("dropTableComment", plainName(operation.tableName), {
          schema: schemaOption(operation.schema),
        }),
      ];
    case "batchAlterTable": {
      const calls = operation.operations.map((each) => callsOf(each, writer));
      return calls.every((each) => each !== null) ? calls.flat() : null;
    }
    case "createType":
    case "dropType": {
      const type = typeCode(operation.type, writer);
      return type.path[1] === "enum" ? [call(operation.kind, type)] : null;
    }
    case "createSequence": {
      const { sequence, ifNotExists, checkFirst } = operation;
      if (checkFirst || sequence.dataType !== undefined) return null;
      return [
        call("createSequence", plainName(sequence.name), {
          ...sequenceOptions(sequence),
          schema: schemaOption(sequence.schema),
          ifNotExists: ifNotExists || undefined,
        }),
      ];
    }
    case "dropSequence": {
      const { sequence, ifExists, checkFirst } = operation;
      if (checkFirst) return null;
      return [
        call("dropSequence", plainName(sequence.name), {
          schema: schemaOption(sequence.schema),
          ifExists: ifExists || undefined,
        }),
      ];
    }
    case "createSchema":
      return [
        call("createSchema", plainName(operation.name), {
          ifNotExists: operation.ifNotExists || undefined,
        }),
      ];
    case "dropSchema":
      return [
        call("dropSchema", plainName(operation.name), {
          ifExists: operation.ifExists || undefined,
          cascade: operation.cascade || undefined,
        }),
      ];
    case "bulkInsert":
      return operation.rows.length === 0 ? [] : [bulkInsert(operation, writer)];
    case "execute":
    case "rawDdl":
      return null;
  }
}

function createTable({ table, ifNotExists, checkFirst }: CreateTable, writer: Writer): CallCode {
  if (checkFirst !== undefined) throw new Unsaid("checkfirst of a table");
  const {
    postgresql_partition_by: partitionBy,
    postgresql_inherits: _inherits,
    postgresql_tablespace: tablespace,
    ...others
  } = table.dialectOptions ?? {};
  if (Object.keys(others).some((key) => key.startsWith("postgresql_"))) {
    throw new Unsaid(Object.keys(others).join(", "));
  }
  const parts = tableParts(table, { ...writer, tableSchema: table.schema });
  return call("createTable", plainName(table.name), linesOf(parts), {
    schema: schemaOption(table.schema),
    ifNotExists: ifNotExists || undefined,
    comment: table.comment || undefined,
    prefixes: table.prefixes === undefined || table.prefixes.length === 0
      ? undefined
      : [...table.prefixes],
    partitionBy: textOption(partitionBy),
    inherits: inheritsOption(table),
    tablespace: textOption(tablespace),
  });
}

function inheritsOption(table: Table): string | string[] | undefined {
  const names = plainNames(inheritedNames(table));
  if (typeof table.dialectOptions?.postgresql_inherits === "string") return names[0];
  return names.length === 0 ? undefined : names;
}

function textOption(value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value === "string") return value;
  throw new Unsaid("a keyword that is no text");
}

function dropTable({ tableName, schema, ifExists, checkFirst }: DropTable): CallCode {
  if (checkFirst !== undefined) throw new Unsaid("checkfirst of a table");
  return call("dropTable", plainName(tableName), {
    schema: schemaOption(schema),
    ifExists: ifExists || undefined,
  });
}

function alterColumn(operation: AlterColumn, writer: Writer): CallCode {
  const { tableName, columnName, schema, type, nullable, comment, newName } = operation;
  const using = operation.dialectOptions?.postgresql_using;
  return call("alterColumn", plainName(tableName), plainName(columnName), {
    type: type && typeCode(type, { ...writer, tableSchema: schema }),
    using: textOption(using),
    nullable,
    ...alteredDefault(operation, writer),
    comment,
    newName: newName === undefined ? undefined : plainName(newName),
    schema: schemaOption(schema),
  });
}

function alteredDefault(
  { serverDefault, existingServerDefault }: AlterColumn,
  writer: Writer,
): Record<string, Plain | undefined> {
  if (serverDefault === undefined) return {};
  if (serverDefault === null) {
    return existingServerDefault?.kind === "identity"
      ? { identity: null }
      : { serverDefault: null };
  }
  switch (serverDefault.kind) {
    case "identity":
      // One that changes an identity has no words here.
      if (existingServerDefault !== null) throw new Unsaid("a changed identity");
      return { identity: identityCode(serverDefault) };
    case "computed":
      throw new Unsaid("a computed column");
    default:
      return { serverDefault: defaultCode(serverDefault, writer) };
  }
}

function addConstraint({ tableName, schema, constraint }: AddConstraint, writer: Writer): CallCode {
  const table = plainName(tableName);
  const name = constraint.name === null ? null : constraintName(constraint.name);
  const place = { schema: schemaOption(schema) };
  switch (constraint.kind) {
    case "primaryKey":
      if (constraint.dialectOptions?.postgresql_include) throw new Unsaid("INCLUDE");
      return call("createPrimaryKey", name, table, plainNames(constraint.columns), {
        ...timing(constraint),
        ...place,
      });
    case "unique":
      return call("createUniqueConstraint", name, table, plainNames(constraint.columns), {
        ...uniqueOptions(constraint.dialectOptions),
        ...timing(constraint),
        ...place,
      });
    case "foreignKey":
      return call(
        "createForeignKey",
        name,
        table,
        plainName(constraint.referred.table),
        plainNames(constraint.columns),
        plainNames(constraint.referredColumns),
        {
          ...actionOptions(constraint),
          ...place,
          referredSchema: schemaOption(constraint.referred.schema),
        },
      );
    case "check":
      return call("createCheckConstraint", name, table, sqlText(constraint.condition, writer), {
        ...checkOptions(constraint),
        ...timing(constraint),
        ...place,
      });
    case "exclude":
      if (name === null) throw new Unsaid("an EXCLUDE constraint without a name");
      return call("createExcludeConstraint", name, table, excludeElements(constraint, writer), {
        ...excludeOptions(constraint, writer),
        ...timing(constraint),
        ...place,
      });
  }
}

function bulkInsert({ table, rows, multiInsert }: BulkInsert, writer: Writer): CallCode {
  if (multiInsert === false) throw new Unsaid("one INSERT a row");
  const keys = (row: typeof rows[number]) => JSON.stringify(row.map(([column]) => column));
  if (rows.some((row) => keys(row) !== keys(rows[0]!))) throw new Unsaid("rows of other columns");
  const codes = rows.map((row) =>
    Object.fromEntries(
      row.map(([column, value]) =>
        [
          column,
          value.kind === "value" ? valueCode(value.value) : sqlCode(value.expression, writer),
        ] as const
      ),
    )
  );
  return call("bulkInsert", plainName(table.name), linesOf(codes), {
    schema: schemaOption(table.schema),
  });
}

/** A value that a program has a literal for. */
function valueCode(value: SqlValue): Plain {
  if (value === null || typeof value === "string" || typeof value === "boolean") return value;
  if (typeof value === "bigint") {
    const number = Number(value);
    return Number.isSafeInteger(number) ? number : value;
  }
  // A whole number of Python's floats is written with a point, which a number of JavaScript's has not.
  if (typeof value === "number" && Number.isFinite(value) && !Number.isInteger(value)) return value;
  throw new Unsaid("a value without a literal");
}
