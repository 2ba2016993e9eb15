import type { Change } from "../../operations/change.ts";
import type { AlteredDefault } from "../../operations/operation.ts";
import type { Constraint, ForeignKeyConstraint } from "../../schema/constraint.ts";
import type { Index } from "../../schema/index_definition.ts";
import { isName, type Name } from "../../schema/name.ts";
import { element } from "../../python/modules/sqlalchemy/expression/element.ts";
import { nameValue } from "../../python/modules/sqlalchemy/names.ts";
import { PyDict, PyInstance, PyList, type Value } from "../../python/runtime/mod.ts";
import { classes, otherOperationClass, setAttribute } from "./classes.ts";
import { objectOfColumn, objectOfConstraint, objectOfDefault, objectOfType } from "./columns.ts";
import { optionsValue } from "./options.ts";

/** What an object was made from, with its attributes as they were then. */
export interface Original {
  readonly change: Change;
  readonly attributes: ReadonlyMap<string, Value>;
}

const originals = new WeakMap<PyInstance, Original>();

/** What an object was made from; undefined for one that Python code made. */
export function originalOf(object: PyInstance): Original | undefined {
  return originals.get(object);
}

/** The Python object of a change, for functions that look at it, alter it or leave it out. */
export function objectOfChange(change: Change): PyInstance {
  const [cls, attributes] = described(change);
  const object = new PyInstance(cls);
  for (const [name, value] of Object.entries(attributes)) setAttribute(object, name, value);
  remember(object, change);
  return object;
}

function remember(object: PyInstance, change: Change): void {
  const attributes = [...object.attributes ?? []].map(([name, value]) =>
    [name, snapshot(value)] as const
  );
  originals.set(object, { change, attributes: new Map(attributes) });
}

/** A value that stays as it is when Python code changes the list or the dict that it was. */
function snapshot(value: Value): Value {
  if (value instanceof PyList) return new PyList([...value.items]);
  return value instanceof PyDict ? new PyDict([...value.entries()]) : value;
}

/** A list of the objects of changes. */
export function objectsOfChanges(changes: readonly Change[]): PyList {
  return new PyList(changes.map(objectOfChange));
}

type Described = readonly [cls: PyInstance["cls"], attributes: Readonly<Record<string, Value>>];

function described(change: Change): Described {
  const on = (operation: { readonly tableName?: Name | null; readonly schema?: Name | null }) => ({
    table_name: nameValue(operation.tableName),
    schema: nameValue(operation.schema),
  });
  switch (change.kind) {
    case "modifyTable":
      return [classes.ModifyTableOps, { ...on(change), ops: objectsOfChanges(change.operations) }];
    case "createTable": {
      const { table, ifNotExists } = change;
      return [classes.CreateTableOp, {
        table_name: nameValue(table.name),
        schema: nameValue(table.schema),
        columns: new PyList([
          ...table.columns.map(objectOfColumn),
          ...table.constraints.map(objectOfConstraint),
        ]),
        if_not_exists: ifNotExists ?? null,
        comment: table.comment ?? null,
        info: new PyDict(),
        prefixes: table.prefixes === undefined ? null : new PyList([...table.prefixes]),
        kw: optionsValue(table.dialectOptions),
        // What columns say of indexes and constraints is there beside them.
        _constraints_included: true,
      }];
    }
    case "dropTable":
      return [classes.DropTableOp, { ...on(change), if_exists: change.ifExists ?? null }];
    case "renameTable":
      return [classes.RenameTableOp, {
        table_name: nameValue(change.oldName),
        new_table_name: nameValue(change.newName),
        schema: nameValue(change.schema),
      }];
    case "addColumn":
      return [classes.AddColumnOp, {
        ...on(change),
        column: objectOfColumn(change.column),
        if_not_exists: change.ifNotExists ?? null,
        kw: new PyDict(),
      }];
    case "dropColumn":
      return [classes.DropColumnOp, {
        ...on(change),
        column_name: nameValue(change.columnName),
        if_exists: change.ifExists ?? null,
        kw: new PyDict(),
      }];
    case "alterColumn":
      return [classes.AlterColumnOp, {
        ...on(change),
        column_name: nameValue(change.columnName),
        existing_type: change.existingType === undefined ? null : objectOfType(change.existingType),
        existing_nullable: change.existingNullable ?? null,
        existing_comment: change.existingComment ?? null,
        existing_server_default: altered(change.existingServerDefault),
        modify_type: change.type === undefined ? null : objectOfType(change.type),
        modify_nullable: change.nullable ?? null,
        modify_comment: change.comment === undefined ? false : change.comment,
        modify_server_default: altered(change.serverDefault),
        modify_name: nameValue(change.newName),
        kw: optionsValue(change.dialectOptions),
      }];
    case "createIndex":
      return [classes.CreateIndexOp, {
        ...on(change),
        index_name: nameValue(change.index.name),
        columns: new PyList(change.index.expressions.map(elementValue)),
        unique: change.index.unique === true,
        if_not_exists: change.ifNotExists ?? null,
        kw: optionsValue(change.index.dialectOptions),
      }];
    case "dropIndex":
      return [classes.DropIndexOp, {
        ...on(change),
        index_name: nameValue(change.indexName),
        if_exists: change.ifExists ?? null,
        kw: optionsValue(change.dialectOptions),
      }];
    case "addConstraint":
      return describedConstraint(change.constraint, on(change));
    case "dropConstraint":
      return [classes.DropConstraintOp, {
        ...on(change),
        constraint_name: nameValue(change.constraintName),
        constraint_type: change.constraintType ?? null,
        if_exists: change.ifExists ?? null,
      }];
    case "createTableComment":
      return [classes.CreateTableCommentOp, {
        ...on(change),
        comment: change.comment,
        existing_comment: change.existingComment ?? null,
      }];
    case "dropTableComment":
      return [classes.DropTableCommentOp, {
        ...on(change),
        existing_comment: change.existingComment ?? null,
      }];
    case "execute":
      if (change.statement.kind === "text") {
        return [classes.ExecuteSQLOp, { sqltext: change.statement.sql }];
      }
      return [otherOperationClass, { kind: change.kind }];
    default:
      return [otherOperationClass, { kind: change.kind }];
  }
}

function describedConstraint(
  constraint: Constraint,
  on: { readonly table_name: Value; readonly schema: Value },
): Described {
  const named = { ...on, constraint_name: nameValue(constraint.name) };
  switch (constraint.kind) {
    case "primaryKey":
    case "unique": {
      const columns = new PyList(constraint.columns.map(nameValue));
      const kw = constraintKeywords(constraint);
      return constraint.kind === "unique"
        ? [classes.CreateUniqueConstraintOp, { ...named, columns, kw }]
        : [classes.CreatePrimaryKeyOp, { ...named, columns, kw }];
    }
    case "foreignKey":
      return [classes.CreateForeignKeyOp, {
        constraint_name: named.constraint_name,
        source_table: on.table_name,
        referent_table: nameValue(constraint.referred.table),
        local_cols: new PyList(constraint.columns.map(nameValue)),
        remote_cols: new PyList(constraint.referredColumns.map(nameValue)),
        kw: foreignKeyKeywords(constraint, on.schema),
      }];
    case "check":
      return [classes.CreateCheckConstraintOp, {
        ...named,
        condition: element(constraint.condition),
        kw: constraintKeywords(constraint),
      }];
    case "exclude":
      return [classes.CreateExcludeConstraintOp, { ...named, kw: new PyDict() }];
  }
}

function constraintKeywords({ deferrable, initially, dialectOptions }: Constraint): PyDict {
  const kw = optionsValue(dialectOptions);
  if (deferrable !== undefined) kw.set("deferrable", deferrable);
  if (initially !== undefined) kw.set("initially", initially);
  return kw;
}

function foreignKeyKeywords(key: ForeignKeyConstraint, sourceSchema: Value): PyDict {
  const kw = constraintKeywords(key);
  const { onUpdate, onDelete, match, useAlter, referred } = key;
  const given = { onupdate: onUpdate, ondelete: onDelete, match, use_alter: useAlter };
  for (const [name, value] of Object.entries(given)) if (value !== undefined) kw.set(name, value);
  kw.set("source_schema", sourceSchema);
  kw.set("referent_schema", nameValue(referred.schema));
  return kw;
}

function altered(value: AlteredDefault | undefined): Value {
  return value === undefined ? false : objectOfDefault(value);
}

function elementValue(part: Index["expressions"][number]): Value {
  return isName(part) ? nameValue(part) : element(part);
}
