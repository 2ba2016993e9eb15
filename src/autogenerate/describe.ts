import type { Dialect } from "../dialect/dialect.ts";
import { newRunMemory } from "../dialect/dialect.ts";
import type { AlterColumn, AlteredDefault, Operation } from "../operations/operation.ts";
import type { Column } from "../schema/column.ts";
import type { Constraint } from "../schema/constraint.ts";
import type { Index } from "../schema/index_definition.ts";
import { type Name, nameText } from "../schema/name.ts";
import { type Change, operationsOf } from "../operations/change.ts";

/** One thing that models and database differ in, for people and for programs. */
export interface Difference {
  /** Whether an upgrade adds it, removes it, or alters what is there. */
  readonly action: "add" | "remove" | "alter";
  /** What it is: a table, a column, an index, a constraint, a comment, a type … */
  readonly object: string;
  /** Its name, with its table and schema where it has one. */
  readonly name: string;
  /** What it is or becomes, such as `VARCHAR(50) NOT NULL`; empty where the name says all. */
  readonly detail: string;
}

const marks = { add: "+", remove: "-", alter: "~" } as const;

/** A difference as a line: `+ column t.c VARCHAR(50) NOT NULL`. */
export function differenceLine({ action, object, name, detail }: Difference): string {
  return `${marks[action]} ${object} ${name} ${detail}`.trimEnd();
}

/** What changes come to, one entry for each operation. */
export function describeChanges(
  changes: readonly Change[],
  dialect: Dialect,
): readonly Difference[] {
  return changes.flatMap(operationsOf).map((operation) => describe(operation, dialect));
}

function describe(operation: Operation, dialect: Dialect): Difference {
  const on = (operation: { readonly tableName?: Name | null; readonly schema?: Name | null }) =>
    qualified(operation.tableName ?? null, operation.schema);
  switch (operation.kind) {
    case "createTable": {
      const { name, schema, columns } = operation.table;
      const detail = `(${
        columns.map((each) => `${nameText(each.name)} ${columnText(each, dialect)}`).join(", ")
      })`;
      return { action: "add", object: "table", name: qualified(name, schema), detail };
    }
    case "dropTable":
      return { action: "remove", object: "table", name: on(operation), detail: "" };
    case "renameTable": {
      const name = qualified(operation.oldName, operation.schema);
      return {
        action: "alter",
        object: "table",
        name,
        detail: `-> ${nameText(operation.newName)}`,
      };
    }
    case "addColumn": {
      const { column } = operation;
      const name = `${on(operation)}.${nameText(column.name)}`;
      return { action: "add", object: "column", name, detail: columnText(column, dialect) };
    }
    case "dropColumn": {
      const name = `${on(operation)}.${nameText(operation.columnName)}`;
      return { action: "remove", object: "column", name, detail: "" };
    }
    case "alterColumn": {
      const name = `${on(operation)}.${nameText(operation.columnName)}`;
      return { action: "alter", object: "column", name, detail: alteration(operation, dialect) };
    }
    case "createIndex": {
      const { index } = operation;
      const detail = `on ${on(operation)} ${indexText(index, dialect)}`;
      return { action: "add", object: "index", name: nameOf(index.name), detail };
    }
    case "dropIndex":
      return {
        action: "remove",
        object: "index",
        name: nameOf(operation.indexName),
        detail: operation.tableName ? `on ${on(operation)}` : "",
      };
    case "addConstraint":
      return {
        action: "add",
        object: constraintObject(operation.constraint.kind),
        name: nameOf(operation.constraint.name),
        detail: `on ${on(operation)} ${constraintText(operation.constraint, dialect)}`.trimEnd(),
      };
    case "dropConstraint":
      return {
        action: "remove",
        object: operation.constraint === undefined
          ? "constraint"
          : constraintObject(operation.constraint.kind),
        name: nameOf(operation.constraintName),
        detail: `on ${on(operation)}`,
      };
    case "createTableComment": {
      const detail = JSON.stringify(operation.comment);
      return { action: "alter", object: "comment of table", name: on(operation), detail };
    }
    case "dropTableComment":
      return { action: "remove", object: "comment of table", name: on(operation), detail: "" };
    case "createType":
    case "dropType": {
      const { type } = operation;
      return {
        action: operation.kind === "createType" ? "add" : "remove",
        object: "type",
        name: qualified(type.name ?? null, type.schema),
        detail: type.kind === "enum" ? `(${type.values.join(", ")})` : "",
      };
    }
    default: {
      const options = { offline: true, standardStrings: true, memory: newRunMemory() };
      const sql = dialect.compile(operation, options).map((each) => each.sql).join("; ");
      return { action: "alter", object: "by", name: sql, detail: "" };
    }
  }
}

function alteration(operation: AlterColumn, dialect: Dialect): string {
  const { type, existingType, nullable, serverDefault, existingServerDefault, comment } = operation;
  const parts: string[] = [];
  if (operation.newName !== undefined) parts.push(`-> ${nameText(operation.newName)}`);
  if (type !== undefined) {
    const before = existingType === undefined ? "" : `${dialect.typeText(existingType)} `;
    parts.push(`type ${before}-> ${dialect.typeText(type)}`);
  }
  if (nullable !== undefined) parts.push(nullable ? "-> NULL" : "-> NOT NULL");
  if (serverDefault !== undefined) {
    const before = existingServerDefault === undefined || existingServerDefault === null
      ? ""
      : `${defaultText(existingServerDefault, dialect)} `;
    parts.push(`default ${before}-> ${defaultText(serverDefault, dialect)}`);
  }
  if (comment !== undefined) parts.push(`comment -> ${JSON.stringify(comment)}`);
  return parts.join(", ");
}

function columnText(column: Column, dialect: Dialect): string {
  const optional = column.nullable ?? !(column.primaryKey || column.identity !== undefined);
  const generated = column.computed ?? column.identity ?? column.serverDefault;
  return [
    dialect.typeText(column.type),
    ...(generated === undefined ? [] : [`DEFAULT ${defaultText(generated, dialect)}`]),
    ...(optional ? [] : ["NOT NULL"]),
  ].join(" ");
}

function defaultText(value: AlteredDefault, dialect: Dialect): string {
  if (value === null) return "none";
  switch (value.kind) {
    case "string":
      return dialect.literal(value.value);
    case "expression":
    case "computed":
      return dialect.ddlExpression(value.expression, inText);
    case "identity":
      return "identity";
    case "fetched":
      return "of the database";
  }
}

const inText = { offline: true, standardStrings: true, memory: newRunMemory() } as const;

function indexText({ expressions, unique }: Index, dialect: Dialect): string {
  const parts = expressions.map((each) =>
    typeof each === "string" || !("kind" in each)
      ? nameText(each)
      : dialect.indexExpression(each, inText)
  );
  return `(${parts.join(", ")})${unique ? " UNIQUE" : ""}`;
}

const constraintObjects: Readonly<Record<Constraint["kind"], string>> = {
  primaryKey: "primary key",
  unique: "unique constraint",
  foreignKey: "foreign key",
  check: "check constraint",
  exclude: "exclude constraint",
};

function constraintObject(kind: Constraint["kind"]): string {
  return constraintObjects[kind];
}

function constraintText(constraint: Constraint, dialect: Dialect): string {
  const list = (names: readonly Name[]) => `(${names.map(nameText).join(", ")})`;
  switch (constraint.kind) {
    case "primaryKey":
    case "unique":
      return list(constraint.columns);
    case "foreignKey": {
      const { referred, columns, referredColumns } = constraint;
      const other = qualified(referred.table, referred.schema);
      return `${list(columns)} -> ${other} ${list(referredColumns)}`;
    }
    case "check":
      return `(${dialect.ddlExpression(constraint.condition, inText)})`;
    case "exclude":
      return "";
  }
}

function qualified(name: Name | null, schema: Name | null | undefined): string {
  return schema === null || schema === undefined
    ? nameOf(name)
    : `${nameText(schema)}.${nameOf(name)}`;
}

function nameOf(name: Name | null): string {
  return name === null ? "(unnamed)" : nameText(name);
}
