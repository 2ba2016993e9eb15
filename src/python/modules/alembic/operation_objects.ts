/** The objects of `alembic.operations.ops`, for projects that give them to `invoke()`. */
import {
  collectNow,
  nativeClass,
  type NativeEntry,
  nativeFunction,
  type Outcome,
  type PyClass,
  PyInstance,
  type Value,
} from "../../runtime/mod.ts";

/** The classes whose arguments are those of a function of `op`. */
const FUNCTIONS: Readonly<Record<string, string>> = {
  AddColumnOp: "add_column",
  BulkInsertOp: "bulk_insert",
  CreateCheckConstraintOp: "create_check_constraint",
  CreateForeignKeyOp: "create_foreign_key",
  CreateIndexOp: "create_index",
  CreatePrimaryKeyOp: "create_primary_key",
  CreateTableCommentOp: "create_table_comment",
  CreateTableOp: "create_table",
  CreateUniqueConstraintOp: "create_unique_constraint",
  DropColumnOp: "drop_column",
  DropConstraintOp: "drop_constraint",
  DropIndexOp: "drop_index",
  DropTableCommentOp: "drop_table_comment",
  DropTableOp: "drop_table",
  ExecuteSQLOp: "execute",
  RenameTableOp: "rename_table",
};

interface Call {
  readonly args: readonly Value[];
  readonly keywords: Map<string, Value>;
}

/** What they are, and what doing one of them is; undefined for objects of other classes. */
export interface OperationObjects {
  readonly classes: Readonly<Record<string, PyClass>>;
  run(operation: PyInstance): Outcome | undefined;
}

/** The classes, bound to the functions of one `op`. */
export function operationObjects(
  base: PyClass,
  functions: Readonly<Record<string, NativeEntry>>,
): OperationObjects {
  const runs = new Map<PyClass, (call: Call) => Outcome>();
  const classes: Record<string, PyClass> = {};
  for (const [name, directive] of Object.entries(FUNCTIONS)) {
    const cls = classes[name] = nativeClass({
      name,
      module: "alembic.operations.ops",
      bases: [base],
      init: ["*args, **kw", (self: PyInstance, args: Value[], keywords: Map<string, Value>) => {
        self.native = { args, keywords } satisfies Call;
      }],
    });
    const fn = nativeFunction(directive, ...functions[directive]!);
    runs.set(cls, ({ args, keywords }) => {
      // Its columns are one list, and those of the function are arguments.
      const [table, columns, ...rest] = args;
      const spread = name === "CreateTableOp" && columns !== undefined
        ? [table!, ...collectNow(columns), ...rest]
        : args;
      return fn.invoke(spread, keywords.size === 0 ? null : keywords);
    });
  }
  return {
    classes,
    run: (operation) => runs.get(operation.cls)?.(operation.native as Call),
  };
}
