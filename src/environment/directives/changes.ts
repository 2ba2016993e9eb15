import type { Change } from "../../operations/change.ts";
import { CommandError } from "../../errors/mod.ts";
import type { Operation } from "../../operations/operation.ts";
import { nameFrom, nameOfText } from "../../python/modules/sqlalchemy/names.ts";
import {
  asConstraint,
  constraintBase,
  foreignKeyOptions,
  sqlText,
} from "../../python/modules/sqlalchemy/schema/constraints.ts";
import { defaultFrom } from "../../python/modules/sqlalchemy/schema/defaults.ts";
import { makeIndex } from "../../python/modules/sqlalchemy/schema/index.ts";
import { sqlType } from "../../python/modules/sqlalchemy/types/engine.ts";
import {
  asString,
  PyDict,
  PyInstance,
  PyList,
  PyTuple,
  repr,
  type Value,
} from "../../python/runtime/mod.ts";
import type { Column } from "../../schema/column.ts";
import type { Constraint, UniqueConstraint } from "../../schema/constraint.ts";
import { type Name, nameText } from "../../schema/name.ts";
import type { Table } from "../../schema/table.ts";
import { classes, operationsOf } from "./classes.ts";
import { columnOfObject } from "./columns.ts";
import { type Original, originalOf } from "./objects.ts";
import { keywordsOf, optionsOf } from "./options.ts";

/** The changes of a container's operations, as they are now. */
export function changesOfContainer(container: Value): readonly Change[] {
  if (!(container instanceof PyInstance)) return [];
  return operationsOf(container).map(changeOfObject);
}

/** The change that an object stands for, as it is now. */
export function changeOfObject(object: Value): Change {
  if (!(object instanceof PyInstance)) throw unknownOperation(object);
  const original = originalOf(object);
  if (object.cls.isSubclassOf(classes.ModifyTableOps)) {
    return {
      kind: "modifyTable",
      ...place(object),
      operations: operationsOf(object).map((each) => changeOfObject(each) as Operation),
    };
  }
  if (original !== undefined && isUntouched(object, original)) return original.change;
  return rebuilt(object, original?.change);
}

function isUntouched({ attributes }: PyInstance, original: Original): boolean {
  const isSame = (now: Value, then: Value): boolean => {
    if (now instanceof PyList && then instanceof PyList) {
      return now.items.length === then.items.length &&
        now.items.every((item, index) => isSame(item, then.items[index] ?? null));
    }
    if (now instanceof PyDict && then instanceof PyDict) {
      return now.size === then.size &&
        [...now.entries()].every(([key, value]) => isSame(value, then.get(key) ?? null));
    }
    return now === then;
  };
  const { change } = original;
  for (const [name, then] of original.attributes) {
    if (!isSame(attributes?.get(name) ?? null, then)) return false;
  }
  if (change.kind === "addColumn") {
    return columnOfObject(attributes?.get("column") ?? null) === change.column;
  }
  // What became of the items of the list shows in what they stand for.
  if (change.kind === "createTable") {
    const parts = listOf(attributes?.get("columns"));
    const known: readonly (Column | Constraint)[] = [
      ...change.table.columns,
      ...change.table.constraints,
    ];
    return parts.length === known.length &&
      parts.every((part, index) => (columnOfObject(part) ?? asConstraint(part)) === known[index]);
  }
  return true;
}

function rebuilt(object: PyInstance, base: Change | undefined): Operation {
  const get = (name: string): Value => object.attributes?.get(name) ?? null;
  const is = (cls: PyInstance["cls"]) => object.cls.isSubclassOf(cls);
  const flag = (name: string) => typeof get(name) === "boolean" ? get(name) as boolean : undefined;
  const text = (name: string) => asString(get(name));
  if (is(classes.CreateTableOp)) {
    const parts = listOf(get("columns"));
    const table: Table = {
      ...(base?.kind === "createTable" ? base.table : {}),
      kind: "tableDefinition",
      name: place(object).tableName,
      schema: place(object).schema,
      ...partsOfTable(parts, get("_constraints_included") === true),
      indexes: [],
      comment: text("comment") ?? undefined,
      prefixes: listOf(get("prefixes")).map((prefix) => asString(prefix) ?? ""),
      dialectOptions: undefined,
      ...optionsOf(get("kw"), TABLE_KEYWORDS),
    };
    return { kind: "createTable", table, ifNotExists: flag("if_not_exists") };
  }
  if (is(classes.DropTableOp)) {
    const table = base?.kind === "dropTable" ? base.table : undefined;
    return { kind: "dropTable", ...place(object), table, ifExists: flag("if_exists") };
  }
  if (is(classes.RenameTableOp)) {
    return {
      kind: "renameTable",
      oldName: place(object).tableName,
      newName: requiredName(get("new_table_name")),
      schema: place(object).schema,
    };
  }
  if (is(classes.AddColumnOp)) {
    const column = columnOfObject(get("column"));
    if (column === undefined) throw unknownOperation(object);
    return { kind: "addColumn", ...place(object), column, ifNotExists: flag("if_not_exists") };
  }
  if (is(classes.DropColumnOp)) {
    const column = base?.kind === "dropColumn" ? base.column : undefined;
    const columnName = requiredName(get("column_name"));
    return {
      kind: "dropColumn",
      ...place(object),
      columnName,
      column,
      ifExists: flag("if_exists"),
    };
  }
  if (is(classes.AlterColumnOp)) return alterColumn(object, base, get, flag, text);
  if (is(classes.CreateIndexOp)) {
    const keywords = keywordsOf(get("kw"));
    return {
      kind: "createIndex",
      ...place(object),
      index: makeIndex(get("index_name"), listOf(get("columns")), get("unique"), keywords),
      ifNotExists: flag("if_not_exists"),
    };
  }
  if (is(classes.DropIndexOp)) {
    const known = base?.kind === "dropIndex" ? base : undefined;
    return {
      kind: "dropIndex",
      indexName: nameFrom(get("index_name")),
      tableName: nameFrom(get("table_name")),
      schema: nameFrom(get("schema")),
      ...optionsOf(get("kw"), ["unique"]),
      index: known?.index,
      ifExists: flag("if_exists"),
    };
  }
  if (is(classes.AddConstraintOp)) return addConstraint(object, get, base);
  if (is(classes.DropConstraintOp)) {
    return {
      kind: "dropConstraint",
      ...place(object),
      constraintName: nameFrom(get("constraint_name")),
      constraintType: text("constraint_type") ?? undefined,
      constraint: base?.kind === "dropConstraint" ? base.constraint : undefined,
      ifExists: flag("if_exists"),
    };
  }
  if (is(classes.CreateTableCommentOp)) {
    const existingComment = text("existing_comment");
    return {
      kind: "createTableComment",
      ...place(object),
      comment: text("comment"),
      existingComment,
    };
  }
  if (is(classes.DropTableCommentOp)) {
    return {
      kind: "dropTableComment",
      ...place(object),
      existingComment: text("existing_comment"),
    };
  }
  if (is(classes.ExecuteSQLOp)) {
    return { kind: "execute", statement: { kind: "text", sql: sqlOf(get("sqltext")) } };
  }
  throw unknownOperation(object);
}

/** Keywords of `create_table` that say something else than a dialect's. */
const TABLE_KEYWORDS = ["info", "quote", "listeners", "sqlite_autoincrement"];

/**
 * Columns and constraints as a revision writes them. What columns say of unique constraints becomes one beside them unless
 * it is `included`, and what they say of indexes is said by operations of their own.
 */
function partsOfTable(
  parts: readonly Value[],
  included: boolean,
): Pick<Table, "columns" | "constraints"> {
  const columns = parts.map(columnOfObject).filter((each) => each !== undefined);
  const constraints = parts.map(asConstraint).filter((each) => each !== undefined);
  const said = columns.filter(({ unique, index, beside }) =>
    (unique || beside?.unique) && !(index || beside?.index)
  ).map(({ name }): UniqueConstraint => ({
    kind: "unique",
    name: null,
    order: 0,
    columns: [name],
  }));
  const isThere = ([name]: readonly Name[]) =>
    constraints.some(({ kind, ...each }) =>
      kind === "unique" && "columns" in each && each.columns.length === 1 &&
      nameText(each.columns[0]!) === nameText(name!)
    );
  return {
    columns: columns.map((column) => ({ ...column, unique: false, index: false })),
    constraints: included
      ? constraints
      : [...constraints, ...said.filter(({ columns }) => !isThere(columns))],
  };
}

function alterColumn(
  object: PyInstance,
  base: Change | undefined,
  get: (name: string) => Value,
  flag: (name: string) => boolean | undefined,
  text: (name: string) => string | null,
): Operation {
  const typeOf = (name: string) => get(name) === null ? undefined : sqlType(get(name));
  const defaultOf = (name: string) => get(name) === false ? undefined : defaultFrom(get(name));
  const commentOf = (name: string) => get(name) === false ? undefined : text(name);
  return {
    kind: "alterColumn",
    ...place(object),
    columnName: requiredName(get("column_name")),
    existingType: typeOf("existing_type"),
    existingNullable: flag("existing_nullable"),
    existingComment: text("existing_comment") ?? undefined,
    existingServerDefault: defaultOf("existing_server_default"),
    type: typeOf("modify_type"),
    nullable: flag("modify_nullable"),
    comment: commentOf("modify_comment"),
    serverDefault: defaultOf("modify_server_default"),
    newName: nameFrom(get("modify_name")) ?? undefined,
    autoincrement: base?.kind === "alterColumn" ? base.autoincrement : undefined,
    ...optionsOf(get("kw"), ["autoincrement", "existing_autoincrement"]),
  };
}

/** Keywords of constraints that are no dialect's. */
const CONSTRAINT_KEYWORDS = [
  "deferrable",
  "initially",
  "onupdate",
  "ondelete",
  "match",
  "use_alter",
  "source_schema",
  "referent_schema",
];

function addConstraint(
  object: PyInstance,
  get: (name: string) => Value,
  base: Change | undefined,
): Operation {
  const is = (cls: PyInstance["cls"]) => object.cls.isSubclassOf(cls);
  const keywords = keywordsOf(get("kw"));
  const known = base?.kind === "addConstraint" ? base.constraint : undefined;
  const common = {
    ...(known?.comment === undefined ? {} : { comment: known.comment }),
    ...constraintBase(
      get("constraint_name"),
      keywords.get("deferrable") ?? null,
      keywords.get("initially") ?? null,
      keywords,
      CONSTRAINT_KEYWORDS,
    ),
  };
  const name = nameFrom(get("constraint_name"));
  const names = (attribute: string) => listOf(get(attribute)).map(requiredName);
  if (is(classes.CreateForeignKeyOp)) {
    return {
      kind: "addConstraint",
      tableName: requiredName(get("source_table")),
      schema: nameFrom(keywords.get("source_schema") ?? null),
      constraint: {
        ...common,
        ...foreignKeyOptions(
          keywords.get("onupdate") ?? null,
          keywords.get("ondelete") ?? null,
          keywords.get("match") ?? null,
          keywords.get("use_alter") ?? false,
        ),
        kind: "foreignKey",
        name,
        columns: names("local_cols"),
        referred: {
          table: requiredName(get("referent_table")),
          schema: nameFrom(keywords.get("referent_schema") ?? null),
        },
        referredColumns: names("remote_cols"),
      },
    };
  }
  const at = { kind: "addConstraint", ...place(object) } as const;
  if (is(classes.CreateUniqueConstraintOp)) {
    return { ...at, constraint: { ...common, kind: "unique", name, columns: names("columns") } };
  }
  if (is(classes.CreatePrimaryKeyOp)) {
    return {
      ...at,
      constraint: { ...common, kind: "primaryKey", name, columns: names("columns") },
    };
  }
  if (is(classes.CreateCheckConstraintOp)) {
    const condition = sqlText(get("condition"));
    return { ...at, constraint: { ...common, kind: "check", name, condition } };
  }
  if (known?.kind === "exclude") return { ...at, constraint: { ...known, name } };
  throw unknownOperation(object);
}

function place(object: PyInstance): { readonly tableName: Name; readonly schema: Name | null } {
  return {
    tableName: requiredName(object.attributes?.get("table_name") ?? null),
    schema: nameFrom(object.attributes?.get("schema") ?? null),
  };
}

function requiredName(value: Value): Name {
  const name = nameOfText(value);
  if (name !== null) return name;
  throw new CommandError(
    "bad_directive",
    `A name is expected in an operation, got ${repr(value)}`,
    {
      hint: "look at what process_revision_directives of env.py puts into the revision",
    },
  );
}

function listOf(value: Value | undefined): readonly Value[] {
  return value instanceof PyList || value instanceof PyTuple ? value.items : [];
}

function sqlOf(value: Value): string {
  const text = asString(value);
  if (text !== null) return text;
  const expression = sqlText(value);
  if (expression.kind === "text") return expression.sql;
  throw new CommandError(
    "bad_directive",
    "Autogenerate rendering of SQL Expression language constructs not supported here; please use " +
      "a plain SQL string",
  );
}

function unknownOperation(value: Value): CommandError {
  return new CommandError(
    "unknown_directive",
    `An operation of process_revision_directives cannot be written: ${repr(value)}`,
    { hint: "use the classes of alembic.operations.ops" },
  );
}
