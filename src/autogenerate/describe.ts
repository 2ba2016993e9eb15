import { newRunMemory } from "../dialect/dialect.ts";
import {
  columnText,
  computedText,
  identityText,
  serverDefaultText,
} from "../dialect/postgresql/column_text.ts";
import { constraintText } from "../dialect/postgresql/constraint_text.ts";
import { tableLines } from "../dialect/postgresql/create_table.ts";
import { ddlContext } from "../dialect/postgresql/ddl_context.ts";
import { quote } from "../dialect/postgresql/identifiers.ts";
import { indexDefinition } from "../dialect/postgresql/index_text.ts";
import { postgresql } from "../dialect/postgresql/postgresql.ts";
import { stringLiteral } from "../dialect/postgresql/server_literal.ts";
import type { AlterColumn, AlteredDefault, Operation } from "../operations/operation.ts";
import { type Change, operationsOf } from "../operations/change.ts";
import type { Column } from "../schema/column.ts";
import type { Constraint } from "../schema/constraint.ts";
import type { Index } from "../schema/index_definition.ts";
import { type Name, nameText } from "../schema/name.ts";
import type { Table } from "../schema/table.ts";

/** One thing that models and database differ in, for people and for programs. Texts are SQL. */
export interface Difference {
  /** Whether an upgrade adds it, removes it, or alters what is there. */
  readonly action: "add" | "remove" | "alter";
  /** What it is: a table, a column, an index, a constraint of some kind, a comment, a type or a statement. */
  readonly object: string;
  readonly schema: string | null;
  /** The table that it is in; `null` for tables, types and statements. */
  readonly table: string | null;
  /** `null` for comments of tables, for statements and for constraints that the models leave nameless. */
  readonly name: string | null;
  /** What it was, or what of it changes; `null` for what is added, and for tables. */
  readonly before: string | null;
  /** What it becomes; `null` for what is removed, and for tables. */
  readonly after: string | null;
  /** The columns and constraints of a table. */
  readonly parts: readonly string[];
}

/** What changes come to. Something that is dropped and made anew under its name is one difference. */
export function describeChanges(changes: readonly Change[]): readonly Difference[] {
  const differences: Difference[] = [];
  for (const operation of changes.flatMap(operationsOf)) {
    const next = describe(operation);
    const last = differences.at(-1);
    if (last !== undefined && isMadeAnew(last, next)) {
      differences[differences.length - 1] = { ...next, action: "alter", before: last.before };
    } else differences.push(next);
  }
  return differences;
}

function isMadeAnew(dropped: Difference, added: Difference): boolean {
  return dropped.action === "remove" && added.action === "add" && added.name !== null &&
    dropped.before !== null && added.after !== null &&
    (["object", "schema", "table", "name"] as const).every((key) => dropped[key] === added[key]);
}

const nothing = { schema: null, table: null, name: null, before: null, after: null, parts: [] };

function describe(operation: Operation): Difference {
  switch (operation.kind) {
    case "createTable": {
      const { table } = operation;
      const parts = [...tableLines(table, context), ...commentLines(table)];
      return { ...nothing, ...named("table", table), action: "add", parts };
    }
    case "dropTable": {
      const { tableName, schema, table } = operation;
      const parts = table === undefined ? [] : tableLines(table, context);
      return {
        ...nothing,
        ...named("table", { name: tableName, schema }),
        action: "remove",
        parts,
      };
    }
    case "renameTable": {
      const { oldName, newName, schema } = operation;
      const table = named("table", { name: oldName, schema });
      return {
        ...nothing,
        ...table,
        action: "alter",
        before: quote(oldName),
        after: quote(newName),
      };
    }
    case "addColumn": {
      const { column } = operation;
      return {
        ...inTable("column", operation, column.name),
        action: "add",
        after: columnDetail(column),
      };
    }
    case "dropColumn": {
      const { column, columnName } = operation;
      const before = column === undefined ? null : columnDetail(column);
      return { ...inTable("column", operation, columnName), action: "remove", before };
    }
    case "alterColumn": {
      return {
        ...inTable("column", operation, operation.columnName),
        action: "alter",
        ...alteration(operation),
      };
    }
    case "createIndex": {
      const { index } = operation;
      return {
        ...inTable("index", operation, index.name),
        action: "add",
        after: indexDetail(index, true),
      };
    }
    case "dropIndex": {
      const { index, indexName } = operation;
      const before = index === undefined ? null : indexDetail(index, false);
      return { ...inTable("index", operation, indexName), action: "remove", before };
    }
    case "addConstraint": {
      const { constraint } = operation;
      const object = constraintObjects[constraint.kind];
      const after = constraintDetail(constraint, operation);
      return { ...inTable(object, operation, constraint.name), action: "add", after };
    }
    case "dropConstraint": {
      const { constraint, constraintName } = operation;
      const object = constraint === undefined ? "constraint" : constraintObjects[constraint.kind];
      const before = constraint === undefined ? null : constraintDetail(constraint, operation);
      return { ...inTable(object, operation, constraintName), action: "remove", before };
    }
    case "createTableComment":
    case "dropTableComment": {
      const text = (comment: string | null | undefined) => comment ? stringLiteral(comment) : null;
      const before = text(operation.existingComment);
      const after = operation.kind === "createTableComment" ? text(operation.comment) : null;
      const action = after === null ? "remove" : before === null ? "add" : "alter";
      return { ...inTable("comment", operation, null), action, before, after };
    }
    case "createType":
    case "dropType": {
      const { kind, type } = operation;
      const text = type.kind === "enum" ? `(${type.values.map(stringLiteral).join(", ")})` : null;
      return {
        ...nothing,
        ...named("type", { name: type.name ?? null, schema: type.schema }),
        ...(kind === "createType"
          ? { action: "add", after: text }
          : { action: "remove", before: text }),
      };
    }
    default: {
      const statements = postgresql.compile(operation, context.options);
      const after = statements.map(({ sql }) => sql).join("; ");
      return { ...nothing, action: "alter", object: "statement", after };
    }
  }
}

/** How parts of statements are written; a naming convention has had its say already. */
const context = ddlContext({
  offline: true,
  standardStrings: true,
  memory: newRunMemory(),
  namingConvention: { templates: {} },
});

interface Named {
  readonly name: Name | null;
  readonly schema?: Name | null;
}

function named(object: string, { name, schema }: Named) {
  return { object, schema: textOf(schema), name: textOf(name) };
}

interface InTable {
  readonly tableName?: Name | null;
  readonly schema?: Name | null;
}

function inTable(object: string, { tableName, schema }: InTable, name: Name | null) {
  return { ...nothing, ...named(object, { name, schema }), table: textOf(tableName) };
}

function textOf(name: Name | null | undefined): string | null {
  return name === null || name === undefined ? null : nameText(name);
}

function commentLines({ comment, columns }: Table): readonly string[] {
  const ofColumns = columns.flatMap(({ name, comment }) =>
    comment ? [`COMMENT ON ${quote(name)} ${stringLiteral(comment)}`] : []
  );
  return [...comment ? [`COMMENT ${stringLiteral(comment)}`] : [], ...ofColumns];
}

/** What is different about a column: before and after, the same aspects in the same order. */
function alteration(operation: AlterColumn): Pick<Difference, "before" | "after"> {
  const { newName, columnName, type, existingType, nullable, serverDefault, comment } = operation;
  const aspects: (readonly [before: string | null, after: string])[] = [];
  if (newName !== undefined) aspects.push([quote(columnName), quote(newName)]);
  if (type !== undefined) {
    const before = existingType === undefined ? null : postgresql.typeText(existingType);
    aspects.push([before, postgresql.typeText(type)]);
  }
  if (nullable !== undefined) {
    const words = ["NOT NULL", "NULL"] as const;
    aspects.push([words[Number(!nullable)]!, words[Number(nullable)]!]);
  }
  if (serverDefault !== undefined) {
    aspects.push([
      defaultDetail(operation.existingServerDefault ?? null),
      defaultDetail(serverDefault),
    ]);
  }
  if (comment !== undefined) {
    const text = (of: string | null) => of === null ? "no COMMENT" : `COMMENT ${stringLiteral(of)}`;
    aspects.push([text(operation.existingComment ?? null), text(comment)]);
  }
  return {
    before: aspects.map(([before]) => before).filter((each) => each !== null).join(", "),
    after: aspects.map(([, after]) => after).join(", "),
  };
}

function columnDetail(column: Column): string {
  const role = { inPrimaryKey: column.primaryKey === true, autoincrements: false };
  const text = columnText(column, role, { name: "" }, context).slice(quote(column.name).length + 1);
  return column.comment ? `${text} COMMENT ${stringLiteral(column.comment)}` : text;
}

function defaultDetail(value: AlteredDefault): string {
  if (value === null) return "no DEFAULT";
  switch (value.kind) {
    case "computed":
      return computedText(value, context);
    case "identity":
      return identityText(value);
    default:
      return `DEFAULT ${serverDefaultText(value, context) ?? ""}`.trimEnd();
  }
}

function indexDetail(index: Index, textsAreKeys: boolean): string {
  const text = indexDefinition(index, context, textsAreKeys).replace(/^USING btree /, "");
  return `${index.unique ? "UNIQUE " : ""}${text}`;
}

const constraintObjects: Readonly<Record<Constraint["kind"], string>> = {
  primaryKey: "primary key",
  unique: "unique constraint",
  foreignKey: "foreign key",
  check: "check constraint",
  exclude: "exclude constraint",
};

/** A constraint without its name, the word for what it is, and what goes without saying. */
function constraintDetail(constraint: Constraint, { tableName, schema }: InTable): string {
  const owner = { name: tableName ?? "", schema };
  const text = constraintText({ ...constraint, name: null }, owner, context) ?? "";
  return text.replace(
    /^(?:CHECK|EXCLUDE|FOREIGN KEY|PRIMARY KEY|UNIQUE) ?(?:NULLS DISTINCT )?/,
    "",
  );
}
