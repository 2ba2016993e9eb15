import type { Operation } from "../../../operations/operation.ts";
import {
  andThen,
  asString,
  type InterpreterContext,
  isTrue,
  type NativeEntry,
  type Outcome,
  type PyInstance,
  typeError,
  typeName,
  UnsupportedConstructError,
  type Value,
} from "../../runtime/mod.ts";
import { revisionHost } from "../host.ts";
import { connectionFor } from "../sqlalchemy/engine/connection.ts";
import { executableItem, textItem } from "../sqlalchemy/engine/executable.ts";
import { element } from "../sqlalchemy/expression/element.ts";
import { typeOfValue } from "../sqlalchemy/expression/infer.ts";
import { finalNameValue, nameFrom } from "../sqlalchemy/names.ts";
import { withCallableDefaults } from "../sqlalchemy/schema/callable_defaults.ts";
import { newTable } from "../sqlalchemy/schema/table.ts";
import { tellingOfTable } from "../sqlalchemy/schema/table_events.ts";
import { tableState } from "../sqlalchemy/schema/table_state.ts";
import { sqlType } from "../sqlalchemy/types/engine.ts";
import { sqlValue } from "../sqlalchemy/values.ts";
import { batchClasses, batchSignature, makeBatch } from "./batch.ts";
import { bulkInsert } from "./bulk_insert.ts";
import * as directives from "./directives.ts";
import { emit } from "./emission.ts";
import { migrationContext } from "./migration_context.ts";
import { plugInOperations } from "./plug_ins.ts";

/** `op.f(name)`. */
function finalName(name: Value): Value {
  const text = asString(name);
  if (text === null) throw typeError(`op.f() takes a string, got ${typeName(name)}`);
  return finalNameValue(text);
}

/** The functions of `alembic.op` by name, bound to one interpreter. */
export function opFunctions(context: InterpreterContext): Record<string, NativeEntry> {
  const { target } = directives;
  const send = (name: string, operation: Operation): Outcome =>
    emit(context, `op.${name}`, operation);
  const telling = (action: "create" | "drop", table: () => PyInstance, work: () => Outcome) =>
    tellingOfTable(context, revisionHost(context, `op.${action}_table`), action, table, work);
  const functions: Record<string, NativeEntry> = {};

  const shared: Readonly<Record<string, NativeEntry>> = {
    execute: ["sqltext, *, execution_options=None", (sql: Value) => {
      const item = textItem(sql) ?? executableItem(sql);
      return send(
        "execute",
        item.kind === "operation"
          ? item.operation
          : { kind: "execute", statement: withCallableDefaults(item.statement) },
      );
    }],
    f: ["name", finalName],
    get_bind: ["", () => connectionFor(context, revisionHost(context, "op.get_bind"))],
    get_context: ["", () => migrationContext(context, revisionHost(context, "op.get_context"))],
    inline_literal: ["value, type_=None", (value: Value, type: Value) =>
      element({
        kind: "inlineLiteral",
        value: sqlValue(value),
        type: type === null ? typeOfValue(value) : sqlType(type),
      })],
    run_async: ["async_function, *args, **kw_args", () => {
      throw new UnsupportedConstructError("op.run_async", "op.run_async() cannot be evaluated", {
        place: context.currentPlace(),
        hint: "use op.get_bind() and its execute() instead",
      });
    }],
    bulk_insert: [
      "table, rows, *, multiinsert=True",
      (table: Value, rows: Value, multiInsert: Value) => {
        const operation = bulkInsert(table, rows, multiInsert);
        return operation === null ? null : send("bulk_insert", operation);
      },
    ],
  };
  const batches = batchClasses(context, shared);

  const execute = shared.execute![1] as (statement: Value) => Outcome;
  return Object.assign(functions, shared, plugInOperations(execute), {
    create_table: [
      "table_name, *columns, if_not_exists=None, **kw",
      (name: Value, columns: Value[], ifNotExists: Value, kw: Map<string, Value>) => {
        const table = newTable(name, null, directives.tableItems(columns), kw);
        const outcome = telling("create", () => table, () =>
          send("create_table", {
            kind: "createTable",
            table: tableState(table)!.definition(),
            ...(isTrue(ifNotExists) ? { ifNotExists: true } : {}),
          }));
        return andThen(outcome, () => table);
      },
    ],
    drop_table: [
      "table_name, *, schema=None, if_exists=None, **kw",
      (name: Value, schema: Value, ifExists: Value) =>
        telling(
          "drop",
          () => newTable(name, null, [], new Map([["schema", schema]])),
          () =>
            send("drop_table", {
              kind: "dropTable",
              ...target(name, schema),
              ...(isTrue(ifExists) ? { ifExists: true } : {}),
            }),
        ),
    ],
    rename_table: [
      "old_table_name, new_table_name, *, schema=None",
      (before: Value, after: Value, schema: Value) => {
        const { tableName, schema: schemaName } = target(before, schema);
        return send("rename_table", {
          kind: "renameTable",
          oldName: tableName,
          newName: target(after, null).tableName,
          schema: schemaName,
        });
      },
    ],
    add_column: [
      "table_name, column, *, schema=None, if_not_exists=None, inline_references=None, " +
      "inline_primary_key=None",
      (
        table: Value,
        column: Value,
        schema: Value,
        ifNotExists: Value,
        inlineReferences: Value,
        inlinePrimaryKey: Value,
      ) =>
        send(
          "add_column",
          directives.addColumn(target(table, schema), column, {
            ifNotExists,
            inlineReferences,
            inlinePrimaryKey,
          }),
        ),
    ],
    drop_column: [
      "table_name, column_name, *, schema=None, **kw",
      (table: Value, column: Value, schema: Value, kw: Map<string, Value>) =>
        send("drop_column", directives.dropColumn(target(table, schema), column, kw)),
    ],
    alter_column: [
      `table_name, column_name, *, ${directives.alterColumnSignature}, schema=None, **kw`,
      (table: Value, column: Value, ...values: Value[]) => {
        const [schema, kw] = values.slice(9) as [Value, never];
        return send(
          "alter_column",
          directives.alterColumn(target(table, schema), column, values.slice(0, 9), kw),
        );
      },
    ],
    create_index: [
      "index_name, table_name, columns, *, schema=None, unique=False, if_not_exists=None, **kw",
      (
        name: Value,
        table: Value,
        columns: Value,
        schema: Value,
        unique: Value,
        ifNotExists: Value,
        kw: Map<string, Value>,
      ) =>
        send(
          "create_index",
          directives.createIndex(target(table, schema), name, columns, unique, ifNotExists, kw),
        ),
    ],
    drop_index: [
      "index_name, table_name=None, *, schema=None, if_exists=None, **kw",
      (name: Value, table: Value, schema: Value, ifExists: Value, kw: Map<string, Value>) =>
        send(
          "drop_index",
          directives.dropIndex(
            { tableName: nameFrom(table), schema: nameFrom(schema) },
            name,
            ifExists,
            kw,
          ),
        ),
    ],
    create_primary_key: [
      "constraint_name, table_name, columns, *, schema=None",
      (name: Value, table: Value, columns: Value, schema: Value) =>
        send(
          "create_primary_key",
          directives.createPrimaryKey(target(table, schema), name, columns),
        ),
    ],
    create_unique_constraint: [
      "constraint_name, table_name, columns, *, schema=None, **kw",
      (name: Value, table: Value, columns: Value, schema: Value, kw: Map<string, Value>) =>
        send(
          "create_unique_constraint",
          directives.createUniqueConstraint(target(table, schema), name, columns, kw),
        ),
    ],
    create_check_constraint: [
      "constraint_name, table_name, condition, *, schema=None, **kw",
      (name: Value, table: Value, condition: Value, schema: Value, kw: Map<string, Value>) =>
        send(
          "create_check_constraint",
          directives.createCheckConstraint(target(table, schema), name, condition, kw),
        ),
    ],
    create_exclude_constraint: [
      "constraint_name, table_name, *elements, **kw",
      (name: Value, table: Value, elements: Value[], kw: Map<string, Value>) =>
        send(
          "create_exclude_constraint",
          directives.createExcludeConstraint(
            target(table, kw.get("schema") ?? null),
            name,
            elements,
            kw,
          ),
        ),
    ],
    create_foreign_key: [
      "constraint_name, source_table, referent_table, local_cols, remote_cols, *, onupdate=None, " +
      "ondelete=None, deferrable=None, initially=None, match=None, source_schema=None, " +
      "referent_schema=None, **dialect_kw",
      (
        name: Value,
        source: Value,
        referent: Value,
        local: Value,
        remote: Value,
        onUpdate: Value,
        onDelete: Value,
        deferrable: Value,
        initially: Value,
        match: Value,
        sourceSchema: Value,
        referentSchema: Value,
        kw: Map<string, Value>,
      ) =>
        send(
          "create_foreign_key",
          directives.createForeignKey(target(source, sourceSchema), name, referent, local, remote, {
            onUpdate,
            onDelete,
            deferrable,
            initially,
            match,
            referentSchema,
          }, kw),
        ),
    ],
    drop_constraint: [
      "constraint_name, table_name, type_=None, *, schema=None, if_exists=None",
      (name: Value, table: Value, type: Value, schema: Value, ifExists: Value) =>
        send(
          "drop_constraint",
          directives.dropConstraint(target(table, schema), name, type, ifExists),
        ),
    ],
    create_table_comment: [
      "table_name, comment, *, existing_comment=None, schema=None",
      (table: Value, comment: Value, existing: Value, schema: Value) =>
        send(
          "create_table_comment",
          directives.createTableComment(target(table, schema), comment, existing),
        ),
    ],
    drop_table_comment: [
      "table_name, *, existing_comment=None, schema=None",
      (table: Value, existing: Value, schema: Value) =>
        send("drop_table_comment", directives.dropTableComment(target(table, schema), existing)),
    ],
    batch_alter_table: [batchSignature, (...values: Value[]) => makeBatch(batches.block, values)],
  } as Record<string, NativeEntry>);
}
