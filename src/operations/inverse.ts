import type {
  AddConstraint,
  AlterColumn,
  BatchAlterTable,
  CreateTableComment,
  DropConstraint,
  Operation,
} from "./operation.ts";

/**
 * The operation that takes another back, or `null` where there is none: rows and free SQL have no inverse, and what was
 * dropped or changed must be known to come back (`table`, `column`, `index`, `constraint`, `existing…`).
 */
export function inverse(operation: Operation): Operation | null {
  switch (operation.kind) {
    case "createTable": {
      const { table, checkFirst } = operation;
      return { kind: "dropTable", tableName: table.name, schema: table.schema, table, checkFirst };
    }
    case "dropTable":
      return operation.table === undefined
        ? null
        : { kind: "createTable", table: operation.table, checkFirst: operation.checkFirst };
    case "renameTable":
      return { ...operation, oldName: operation.newName, newName: operation.oldName };
    case "addColumn": {
      const { tableName, schema, column } = operation;
      return { kind: "dropColumn", tableName, schema, columnName: column.name, column };
    }
    case "dropColumn": {
      const { tableName, schema, column } = operation;
      return column === undefined ? null : { kind: "addColumn", tableName, schema, column };
    }
    case "alterColumn":
      return alterBack(operation);
    case "createIndex": {
      const { tableName, schema, index } = operation;
      const { dialectOptions } = index;
      return { kind: "dropIndex", indexName: index.name, tableName, schema, dialectOptions, index };
    }
    case "dropIndex": {
      const { tableName, schema, index } = operation;
      if (index === undefined || tableName === undefined || tableName === null) return null;
      return { kind: "createIndex", tableName, schema, index };
    }
    case "addConstraint":
      return dropAgain(operation);
    case "dropConstraint":
      return addAgain(operation);
    case "createTableComment":
      return commentBack(operation);
    case "dropTableComment": {
      const { tableName, schema, existingComment } = operation;
      if (existingComment === undefined || existingComment === null) return null;
      return {
        kind: "createTableComment",
        tableName,
        schema,
        comment: existingComment,
        existingComment: null,
      };
    }
    case "batchAlterTable":
      return batchBack(operation);
    case "createType":
      return { ...operation, kind: "dropType" };
    case "dropType":
      // A type that is only named to be dropped has no labels.
      return operation.type.kind === "enum" && operation.type.values.length === 0
        ? null
        : { ...operation, kind: "createType" };
    case "createSequence": {
      const { sequence, checkFirst } = operation;
      return { kind: "dropSequence", sequence, checkFirst };
    }
    case "dropSequence": {
      const { sequence, checkFirst } = operation;
      return { kind: "createSequence", sequence, checkFirst };
    }
    case "createSchema":
      return { kind: "dropSchema", name: operation.name };
    case "dropSchema":
      return { kind: "createSchema", name: operation.name };
    case "bulkInsert":
    case "execute":
    case "rawDdl":
      return null;
  }
}

/** Only if all that is changed is known from before. */
function alterBack(operation: AlterColumn): AlterColumn | null {
  const known: readonly (readonly [changed: unknown, existing: unknown])[] = [
    [operation.type, operation.existingType],
    [operation.nullable, operation.existingNullable],
    [operation.serverDefault, operation.existingServerDefault],
    [operation.comment, operation.existingComment],
  ];
  if (known.some(([changed, existing]) => changed !== undefined && existing === undefined)) {
    return null;
  }
  const { type, nullable, serverDefault, comment } = operation;
  const swapped = <T>(changed: T | undefined, existing: T | undefined) =>
    changed === undefined ? [undefined, existing] as const : [existing, changed] as const;
  const [backType, existingType] = swapped(type, operation.existingType);
  const [backNullable, existingNullable] = swapped(nullable, operation.existingNullable);
  const [backDefault, existingServerDefault] = swapped(
    serverDefault,
    operation.existingServerDefault,
  );
  const [backComment, existingComment] = swapped(comment, operation.existingComment);
  return {
    kind: "alterColumn",
    tableName: operation.tableName,
    schema: operation.schema,
    columnName: operation.newName ?? operation.columnName,
    newName: operation.newName === undefined ? undefined : operation.columnName,
    type: backType,
    existingType,
    nullable: backNullable,
    existingNullable,
    serverDefault: backDefault,
    existingServerDefault,
    comment: backComment,
    existingComment,
    autoincrement: operation.autoincrement,
  };
}

const constraintTypes = {
  primaryKey: "primary",
  unique: "unique",
  foreignKey: "foreignkey",
  check: "check",
  exclude: undefined,
} as const;

function dropAgain({ tableName, schema, constraint }: AddConstraint): DropConstraint {
  return {
    kind: "dropConstraint",
    tableName,
    schema,
    constraintName: constraint.name,
    constraintType: constraintTypes[constraint.kind],
    constraint,
  };
}

function addAgain({ tableName, schema, constraint }: DropConstraint): AddConstraint | null {
  return constraint === undefined ? null : { kind: "addConstraint", tableName, schema, constraint };
}

function commentBack(operation: CreateTableComment): Operation {
  const { tableName, schema, comment, existingComment } = operation;
  return existingComment === undefined || existingComment === null
    ? { kind: "dropTableComment", tableName, schema, existingComment: comment }
    : {
      kind: "createTableComment",
      tableName,
      schema,
      comment: existingComment,
      existingComment: comment,
    };
}

/** The inverses from the last to the first. */
function batchBack(batch: BatchAlterTable): BatchAlterTable | null {
  const operations = batch.operations.map(inverse).toReversed();
  return operations.every((each) => each !== null) ? { ...batch, operations } : null;
}
