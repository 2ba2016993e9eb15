/**
 * What the classes of operations make of tables, columns, indexes and constraints, these of them again, and the operations
 * that take others back.
 */
import { effectiveName } from "../../dialect/constraint_name.ts";
import { primaryKeyOf, tableConstraints } from "../../dialect/postgresql/create_table.ts";
import { type Change, reverseChanges } from "../../operations/change.ts";
import type { OnTable, Operation } from "../../operations/operation.ts";
import { nameFrom, nameValue, requiredName } from "../../python/modules/sqlalchemy/names.ts";
import { requireColumn } from "../../python/modules/sqlalchemy/schema/column.ts";
import { asConstraint } from "../../python/modules/sqlalchemy/schema/constraints.ts";
import { asIndex, indexClass, IndexState } from "../../python/modules/sqlalchemy/schema/index.ts";
import { newTable } from "../../python/modules/sqlalchemy/schema/table.ts";
import { tableState } from "../../python/modules/sqlalchemy/schema/table_state.ts";
import type { Constraint } from "../../schema/constraint.ts";
import type { Index } from "../../schema/index_definition.ts";
import type { Table } from "../../schema/table.ts";
import { nullType } from "../../schema/types.ts";
import {
  callNow,
  extendClass,
  type PyClass,
  PyInstance,
  PyList,
  raise,
  typeError,
  typeName,
  type Value,
} from "../../python/runtime/mod.ts";
import { changeOfObject, changesOfContainer } from "./changes.ts";
import { classes, migrateOperationClass, setAttribute } from "./classes.ts";
import { objectOfColumn, objectOfConstraint } from "./columns.ts";
import { objectOfChange, objectsOfChanges } from "./objects.ts";
import { keywordsOf, optionsValue } from "./options.ts";

/** The operation that an object stands for, as it is now. */
function operationOf<Kind extends Operation["kind"]>(
  self: PyInstance,
  kind: Kind,
): Extract<Operation, { readonly kind: Kind }> {
  const change = changeOfObject(self);
  if (change.kind !== kind) {
    throw typeError(`${typeName(self)} is no operation of the kind ${kind}`);
  }
  return change as Extract<Operation, { readonly kind: Kind }>;
}

/** A `Table` of a model as revisions write it: what columns say of constraints and indexes stands beside them. */
function tableOfModel(value: Value): Table {
  const state = tableState(value);
  if (state === undefined) throw typeError(`a Table is expected, not ${typeName(value)}`);
  const table = state.definition();
  const constraints = [
    primaryKeyOf(table),
    // The CHECK of a column's type comes with the type.
    ...tableConstraints(table).filter(({ kind, order }) => kind !== "check" || order > 0),
  ];
  return {
    ...table,
    columns: table.columns.map(({ unique, index, foreignKeys: _, ...column }) => ({
      ...column,
      beside: { unique: unique === true, index: index === true },
    })),
    constraints: constraints.map((constraint) => ({
      ...constraint,
      name: effectiveName(constraint, table, state.namingConvention),
    })),
    indexes: [],
  };
}

function tableObject(table: Table): PyInstance {
  const items = [
    ...table.columns.map((column) => objectOfColumn({ ...column, beside: undefined })),
    ...table.constraints.map(objectOfConstraint),
  ];
  const keywords = new Map<string, Value>([
    ["schema", nameValue(table.schema)],
    ["comment", table.comment ?? null],
    ["prefixes", new PyList([...table.prefixes ?? []])],
    ...keywordsOf(optionsValue(table.dialectOptions)),
  ]);
  return newTable(nameValue(table.name), null, items, keywords);
}

/** A table of which no more is known. */
function bareTable({ tableName, schema }: OnTable): Table {
  return {
    kind: "tableDefinition",
    name: tableName,
    schema,
    columns: [],
    constraints: [],
    indexes: [],
  };
}

extendClass(classes.CreateTableOp, {
  classMethods: {
    from_table: [
      "table, *, _namespace_metadata=None",
      (_cls: PyClass, table: Value) =>
        objectOfChange({ kind: "createTable", table: tableOfModel(table) }),
    ],
  },
  methods: {
    to_table: [
      "migration_context=None",
      (self: PyInstance) => tableObject(operationOf(self, "createTable").table),
    ],
  },
});

extendClass(classes.DropTableOp, {
  classMethods: {
    from_table: ["table, *, _namespace_metadata=None", (_cls: PyClass, value: Value) => {
      const table = tableOfModel(value);
      return objectOfChange({
        kind: "dropTable",
        tableName: table.name,
        schema: table.schema,
        table,
      });
    }],
  },
  methods: {
    to_table: ["migration_context=None", (self: PyInstance) => {
      const operation = operationOf(self, "dropTable");
      return tableObject(operation.table ?? bareTable(operation));
    }],
  },
});

/** Where a column, a constraint or an index of a model stands. */
function tableOf(value: Value): OnTable {
  const state = tableState(value);
  if (state === undefined) {
    throw raise("AttributeError", "'NoneType' object has no attribute 'name'");
  }
  return { tableName: state.name, schema: state.schema };
}

const columnOf = (value: Value) => requireColumn(value, "an operation");

extendClass(classes.AddColumnOp, {
  classMethods: {
    from_column: [
      "col",
      (cls: PyClass, column: Value) => addColumn(cls, tableOf(columnOf(column).table), column),
    ],
    from_column_and_tablename: [
      "schema, tname, col",
      (cls: PyClass, schema: Value, table: Value, column: Value) =>
        addColumn(cls, {
          tableName: requiredName(table, "the name of a table"),
          schema: nameFrom(schema),
        }, column),
    ],
  },
  methods: { to_column: ["", (self: PyInstance) => self.attributes?.get("column") ?? null] },
});

function addColumn(cls: PyClass, { tableName, schema }: OnTable, column: Value): Value {
  return callNow(cls, [nameValue(tableName), column], new Map([["schema", nameValue(schema)]]));
}

extendClass(classes.DropColumnOp, {
  classMethods: {
    from_column_and_tablename: [
      "schema, tname, col",
      (_cls: PyClass, schema: Value, table: Value, value: Value) => {
        const column = columnOf(value).definition();
        return objectOfChange({
          kind: "dropColumn",
          tableName: requiredName(table, "the name of a table"),
          schema: nameFrom(schema),
          columnName: column.name,
          column,
        });
      },
    ],
  },
  methods: {
    to_column: ["migration_context=None", (self: PyInstance) => {
      const { column, columnName } = operationOf(self, "dropColumn");
      return objectOfColumn(
        column ?? { kind: "columnDefinition", name: columnName, type: nullType },
      );
    }],
  },
});

function indexOf(value: Value): OnTable & { readonly index: Index } {
  const state = asIndex(value);
  if (state?.table == null) {
    throw typeError(`an Index of a table is expected, not ${typeName(value)}`);
  }
  return { tableName: state.table.name, schema: state.table.schema, index: state.index };
}

function indexObject(index: Index, { tableName, schema }: OnTable): PyInstance {
  const object = new PyInstance(indexClass);
  object.native = new IndexState(index, { name: tableName, schema: schema ?? null });
  return object;
}

extendClass(classes.CreateIndexOp, {
  classMethods: {
    from_index: [
      "index",
      (_cls: PyClass, index: Value) => objectOfChange({ kind: "createIndex", ...indexOf(index) }),
    ],
  },
  methods: {
    to_index: ["migration_context=None", (self: PyInstance) => {
      const operation = operationOf(self, "createIndex");
      return indexObject(operation.index, operation);
    }],
  },
});

extendClass(classes.DropIndexOp, {
  classMethods: {
    from_index: ["index", (_cls: PyClass, value: Value) => {
      const { index, ...table } = indexOf(value);
      const { name, dialectOptions } = index;
      return objectOfChange({
        kind: "dropIndex",
        ...table,
        indexName: name,
        dialectOptions,
        index,
      });
    }],
  },
  methods: {
    to_index: ["migration_context=None", (self: PyInstance) => {
      const { index, indexName, tableName, schema } = operationOf(self, "dropIndex");
      return indexObject(
        // Alembic's has a column of this name where none is known.
        index ?? { kind: "index", name: indexName, expressions: ["x"] },
        { tableName: tableName ?? "", schema },
      );
    }],
  },
});

function constraintOf(value: Value): OnTable & { readonly constraint: Constraint } {
  const constraint = asConstraint(value);
  if (constraint === undefined) {
    throw typeError(`a constraint is expected, not ${typeName(value)}`);
  }
  return { ...tableOf((value as PyInstance).attributes?.get("table") ?? null), constraint };
}

function constraintObject(constraint: Constraint, on: OnTable): PyInstance {
  const object = objectOfConstraint(constraint);
  setAttribute(object, "table", tableObject(bareTable(on)));
  return object;
}

extendClass(classes.AddConstraintOp, {
  classMethods: {
    from_constraint: [
      "constraint",
      (_cls: PyClass, constraint: Value) =>
        objectOfChange({ kind: "addConstraint", ...constraintOf(constraint) }),
    ],
  },
  methods: {
    to_constraint: ["migration_context=None", (self: PyInstance) => {
      const operation = operationOf(self, "addConstraint");
      return constraintObject(operation.constraint, operation);
    }],
  },
});

extendClass(classes.DropConstraintOp, {
  classMethods: {
    from_constraint: [
      "constraint",
      (_cls: PyClass, constraint: Value) =>
        objectOfChange(reversed({ kind: "addConstraint", ...constraintOf(constraint) })),
    ],
  },
  methods: {
    to_constraint: ["", (self: PyInstance) => {
      const operation = operationOf(self, "dropConstraint");
      const { constraint, constraintName } = operation;
      if (constraint === undefined) {
        throw raise(
          "ValueError",
          "constraint cannot be produced; original constraint is not present",
        );
      }
      return constraintObject({ ...constraint, name: constraintName }, operation);
    }],
  },
});

/** The change that takes another back. */
function reversed(change: Change): Change {
  const [back] = reverseChanges([change]);
  if (back !== undefined) return back;
  throw raise(
    "ValueError",
    `operation is not reversible: what ${change.kind} changed is not present`,
  );
}

/** `ops` of one container, taken back in the other order, as those of another. */
function reverseInto(from: PyInstance, to: PyInstance): PyInstance {
  setAttribute(to, "ops", objectsOfChanges(changesOfContainer(from).toReversed().map(reversed)));
  return to;
}

extendClass(migrateOperationClass, {
  methods: { reverse: ["", (self: PyInstance) => objectOfChange(reversed(changeOfObject(self)))] },
});

extendClass(classes.UpgradeOps, {
  methods: {
    reverse_into: [
      "downgrade_ops",
      (self: PyInstance, downgrade: PyInstance) => reverseInto(self, downgrade),
    ],
    reverse: [
      "",
      (self: PyInstance) => reverseInto(self, callNow(classes.DowngradeOps, []) as PyInstance),
    ],
  },
});

extendClass(classes.DowngradeOps, {
  methods: {
    reverse: [
      "",
      (self: PyInstance) => reverseInto(self, callNow(classes.UpgradeOps, []) as PyInstance),
    ],
  },
});
