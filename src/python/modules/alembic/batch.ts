import type { Constraint } from "../../../schema/constraint.ts";
import type { Operation } from "../../../operations/operation.ts";
import {
  asString,
  type InterpreterContext,
  nativeClass,
  type NativeEntry,
  type PyClass,
  PyInstance,
  raise,
  type Value,
} from "../../runtime/mod.ts";
import { asConstraint } from "../sqlalchemy/schema/constraints.ts";
import { tableState } from "../sqlalchemy/schema/table_state.ts";
import { valuesOf } from "../sqlalchemy/values.ts";
import * as directives from "./directives.ts";
import { emit } from "./emission.ts";

/** What stands behind one `with op.batch_alter_table(…)` block. */
interface Batch {
  readonly on: directives.Target;
  readonly recreate: string;
  readonly copyFrom: Value;
  readonly tableArguments: readonly Value[];
  readonly operations: Operation[];
}

/** The arguments of `op.batch_alter_table`. */
export const batchSignature =
  "table_name, schema=None, recreate='auto', partial_reordering=None, copy_from=None, " +
  "table_args=(), table_kwargs=None, reflect_args=(), reflect_kwargs=None, naming_convention=None";

/** A method of `batch_op`, which adds an operation to the block's. */
function adding(
  signature: string,
  make: (batch: Batch, ...values: never[]) => Operation,
): NativeEntry {
  return [signature, (self: PyInstance, ...values: never[]) => {
    const batch = self.native as Batch;
    batch.operations.push(make(batch, ...values));
    return null;
  }];
}

const methods: Readonly<Record<string, NativeEntry>> = {
  add_column: adding(
    "column, *, insert_before=None, insert_after=None, if_not_exists=None, " +
      "inline_references=None, inline_primary_key=None",
    (
      { on },
      column: Value,
      insertBefore: Value,
      insertAfter: Value,
      ifNotExists: Value,
      inlineReferences: Value,
      inlinePrimaryKey: Value,
    ) =>
      directives.addColumn(on, column, {
        insertBefore,
        insertAfter,
        ifNotExists,
        inlineReferences,
        inlinePrimaryKey,
      }),
  ),
  alter_column: adding(
    `column_name, *, ${directives.alterColumnSignature}, insert_before=None, insert_after=None, **kw`,
    ({ on }, column: Value, ...values: never[]) => {
      const [insertBefore, insertAfter, kw] = values.slice(9) as unknown as [Value, Value, never];
      return directives.alterColumn(on, column, values.slice(0, 9), kw, {
        insertBefore,
        insertAfter,
      });
    },
  ),
  drop_column: adding(
    "column_name, **kw",
    ({ on }, name: Value, kw: Map<string, Value>) => directives.dropColumn(on, name, kw),
  ),
  create_index: adding(
    "index_name, columns, **kw",
    ({ on }, name: Value, columns: Value, kw: Map<string, Value>) => {
      const rest = new Map(kw);
      const unique = take(rest, "unique");
      const ifNotExists = take(rest, "if_not_exists");
      return directives.createIndex(on, name, columns, unique, ifNotExists, rest);
    },
  ),
  drop_index: adding("index_name, **kw", ({ on }, name: Value, kw: Map<string, Value>) => {
    const rest = new Map(kw);
    const ifExists = take(rest, "if_exists");
    return directives.dropIndex(on, name, ifExists, rest);
  }),
  create_unique_constraint: adding(
    "constraint_name, columns, **kw",
    ({ on }, name: Value, columns: Value, kw: Map<string, Value>) =>
      directives.createUniqueConstraint(on, name, columns, kw),
  ),
  create_check_constraint: adding(
    "constraint_name, condition, **kw",
    ({ on }, name: Value, condition: Value, kw: Map<string, Value>) =>
      directives.createCheckConstraint(on, name, condition, kw),
  ),
  create_exclude_constraint: adding(
    "constraint_name, *elements, **kw",
    ({ on }, name: Value, elements: Value[], kw: Map<string, Value>) =>
      directives.createExcludeConstraint(on, name, elements, kw),
  ),
  create_primary_key: adding(
    "constraint_name, columns",
    ({ on }, name: Value, columns: Value) => directives.createPrimaryKey(on, name, columns),
  ),
  create_foreign_key: adding(
    "constraint_name, referent_table, local_cols, remote_cols, *, referent_schema=None, " +
      "onupdate=None, ondelete=None, deferrable=None, initially=None, match=None, **dialect_kw",
    (
      { on },
      name: Value,
      referent: Value,
      local: Value,
      remote: Value,
      referentSchema: Value,
      onUpdate: Value,
      onDelete: Value,
      deferrable: Value,
      initially: Value,
      match: Value,
      kw: Map<string, Value>,
    ) =>
      directives.createForeignKey(on, name, referent, local, remote, {
        referentSchema,
        onUpdate,
        onDelete,
        deferrable,
        initially,
        match,
      }, kw),
  ),
  drop_constraint: adding(
    "constraint_name, type_=None",
    ({ on }, name: Value, type: Value) => directives.dropConstraint(on, name, type, null),
  ),
  create_table_comment: adding(
    "comment, *, existing_comment=None",
    ({ on }, comment: Value, existing: Value) =>
      directives.createTableComment(on, comment, existing),
  ),
  drop_table_comment: adding(
    "*, existing_comment=None",
    ({ on }, existing: Value) => directives.dropTableComment(on, existing),
  ),
};

function take(kw: Map<string, Value>, name: string): Value {
  const value = kw.get(name) ?? null;
  kw.delete(name);
  return value;
}

/** The classes of a batch block, with what it shares with `op` (`execute`, `f`, `get_bind` …). */
export function batchClasses(
  context: InterpreterContext,
  shared: Readonly<Record<string, NativeEntry>>,
): { readonly operations: PyClass; readonly block: PyClass } {
  const sharedMethods = Object.fromEntries(
    Object.entries(shared).map(([name, [signature, implementation]]) =>
      [name, [
        signature,
        (_self: Value, ...values: never[]) => implementation(...values),
      ]] as const
    ),
  );
  const operations = nativeClass({
    name: "BatchOperations",
    module: "alembic.operations.base",
    methods: { ...sharedMethods, ...methods },
  });
  const block = nativeClass({
    name: "_BatchBlock",
    module: "alembic.operations.base",
    methods: {
      __enter__: ["", (self: PyInstance) => {
        const batchOperations = new PyInstance(operations);
        batchOperations.native = self.native;
        return batchOperations;
      }],
      __exit__: ["exc_type, exc_value, traceback", (self: PyInstance, error: Value) => {
        // An exception inside the block throws its operations away.
        if (error !== null) return false;
        const batch = self.native as Batch;
        const recreates = batch.recreate === "always";
        if (batch.operations.length === 0 && !recreates) return false;
        const copyFrom = tableState(batch.copyFrom)?.definition();
        const outcome = emit(context, "op.batch_alter_table", {
          kind: "batchAlterTable",
          ...batch.on,
          recreate: batch.recreate,
          operations: batch.operations,
          ...(copyFrom === undefined ? {} : { copyFrom }),
          tableArguments: batch.tableArguments.map(asConstraint).filter((
            item,
          ): item is Constraint => item !== undefined),
        });
        return outcome ?? false;
      }],
    },
  });
  return { operations, block };
}

const RECREATE = ["auto", "always", "never"];

function recreateFrom(value: Value): string {
  const text = asString(value) ?? "";
  if (RECREATE.includes(text)) return text;
  throw raise("ValueError", "recreate may be one of 'auto', 'always', or 'never'.");
}

/** The context manager of `op.batch_alter_table(…)`; values in the order of {@link batchSignature}. */
export function makeBatch(block: PyClass, values: readonly Value[]): PyInstance {
  const [table, schema, recreate, , copyFrom, tableArguments] = values as Value[];
  const manager = new PyInstance(block);
  manager.native = {
    on: directives.target(table!, schema!),
    recreate: recreateFrom(recreate!),
    copyFrom: copyFrom!,
    tableArguments: valuesOf(tableArguments!),
    operations: [],
  } satisfies Batch;
  return manager;
}
