/**
 * The classes of `alembic.operations.ops`: what `process_revision_directives` and rewriters see. Their objects have
 * plain attributes that Python code may read and set; `objects.ts` makes them of changes, `changes.ts` reads them back.
 */
import {
  nativeClass,
  type NativeClassOptions,
  type PyClass,
  PyDict,
  PyInstance,
  PyList,
  PySet,
  PyTuple,
  type Value,
} from "../../python/runtime/mod.ts";

const MODULE = "alembic.operations.ops";

/** The root of all operations. */
export const migrateOperationClass: PyClass = nativeClass({
  name: "MigrateOperation",
  module: MODULE,
});

/**
 * A class whose constructor keeps its arguments as attributes. `signature` has each parameter under the name of its
 * attribute, but for those in {@link RENAMED}.
 */
function operation(
  name: string,
  signature: string,
  base: PyClass = migrateOperationClass,
  more: Omit<NativeClassOptions, "name" | "module" | "bases" | "init"> = {},
): PyClass {
  const names = signature.split(",").map((part) => part.trim().replace(/=.*$/, ""))
    .filter((part) => part !== "" && part !== "*");
  return nativeClass({
    name,
    module: MODULE,
    bases: [base],
    init: [signature, (self: PyInstance, ...values: (Value | Map<string, Value>)[]) => {
      names.forEach((each, index) => {
        const value = values[index];
        if (each === "**kw") setAttribute(self, "kw", new PyDict(value as Map<string, Value>));
        else setAttribute(self, RENAMED[each] ?? each, (value as Value) ?? null);
      });
    }],
    ...more,
  });
}

/** Attributes that parameters of another name set. */
const RENAMED: Readonly<Record<string, string>> = { type_: "constraint_type" };

/** Sets an attribute of an object. */
export function setAttribute(self: PyInstance, name: string, value: Value): void {
  (self.attributes ??= new Map()).set(name, value);
}

/** The operations of a container. */
export function operationsOf(self: PyInstance): readonly Value[] {
  const ops = self.attributes?.get("ops");
  return ops instanceof PyList || ops instanceof PyTuple ? ops.items : [];
}

const containerClass = operation("OpContainer", "ops=()", migrateOperationClass, {
  methods: {
    is_empty: ["", (self: PyInstance) => operationsOf(self).length === 0],
    as_diffs: ["", (self: PyInstance) => new PyList([...leavesOf(self)])],
  },
});

/** All operations of a container, those of containers in it for themselves. */
function leavesOf(self: PyInstance): readonly Value[] {
  return operationsOf(self).flatMap((each) =>
    each instanceof PyInstance && each.cls.isSubclassOf(containerClass) ? leavesOf(each) : [each]
  );
}

const alterTableClass = operation("AlterTableOp", "table_name, *, schema=None");
const addConstraintClass = operation("AddConstraintOp", "");

/** The classes by their name in Python. */
export const classes = {
  OpContainer: containerClass,
  AlterTableOp: alterTableClass,
  AddConstraintOp: addConstraintClass,
  ModifyTableOps: operation("ModifyTableOps", "table_name, ops, *, schema=None", containerClass),
  UpgradeOps: operation("UpgradeOps", "ops=(), upgrade_token='upgrades'", containerClass),
  DowngradeOps: operation("DowngradeOps", "ops=(), downgrade_token='downgrades'", containerClass),
  CreateTableOp: operation(
    "CreateTableOp",
    "table_name, columns, *, schema=None, if_not_exists=None, info=None, comment=None, " +
      "prefixes=None, _namespace_metadata=None, _constraints_included=False, **kw",
  ),
  DropTableOp: operation("DropTableOp", "table_name, *, schema=None, if_exists=None"),
  RenameTableOp: operation(
    "RenameTableOp",
    "table_name, new_table_name, *, schema=None",
    alterTableClass,
  ),
  AddColumnOp: operation(
    "AddColumnOp",
    "table_name, column, *, schema=None, if_not_exists=None, inline_references=None, " +
      "inline_primary_key=None, **kw",
    alterTableClass,
  ),
  DropColumnOp: operation(
    "DropColumnOp",
    "table_name, column_name, *, schema=None, if_exists=None, **kw",
    alterTableClass,
  ),
  AlterColumnOp: operation(
    "AlterColumnOp",
    "table_name, column_name, *, schema=None, existing_type=None, existing_server_default=False, " +
      "existing_nullable=None, existing_comment=None, modify_nullable=None, modify_comment=False, " +
      "modify_server_default=False, modify_name=None, modify_type=None, **kw",
    alterTableClass,
  ),
  CreateIndexOp: operation(
    "CreateIndexOp",
    "index_name, table_name, columns, *, schema=None, unique=False, if_not_exists=None, **kw",
  ),
  DropIndexOp: operation(
    "DropIndexOp",
    "index_name, table_name=None, *, schema=None, if_exists=None, **kw",
  ),
  CreatePrimaryKeyOp: operation(
    "CreatePrimaryKeyOp",
    "constraint_name, table_name, columns, *, schema=None, **kw",
    addConstraintClass,
  ),
  CreateUniqueConstraintOp: operation(
    "CreateUniqueConstraintOp",
    "constraint_name, table_name, columns, *, schema=None, **kw",
    addConstraintClass,
  ),
  CreateForeignKeyOp: operation(
    "CreateForeignKeyOp",
    "constraint_name, source_table, referent_table, local_cols, remote_cols, **kw",
    addConstraintClass,
  ),
  CreateCheckConstraintOp: operation(
    "CreateCheckConstraintOp",
    "constraint_name, table_name, condition, *, schema=None, **kw",
    addConstraintClass,
  ),
  CreateExcludeConstraintOp: operation(
    "CreateExcludeConstraintOp",
    "constraint_name, table_name, elements, *, schema=None, **kw",
    addConstraintClass,
  ),
  DropConstraintOp: operation(
    "DropConstraintOp",
    "constraint_name, table_name, type_=None, *, schema=None, if_exists=None",
  ),
  CreateTableCommentOp: operation(
    "CreateTableCommentOp",
    "table_name, comment, *, schema=None, existing_comment=None",
    alterTableClass,
  ),
  DropTableCommentOp: operation(
    "DropTableCommentOp",
    "table_name, *, schema=None, existing_comment=None",
    alterTableClass,
  ),
  ExecuteSQLOp: operation("ExecuteSQLOp", "sqltext, *, execution_options=None"),
} as const satisfies Readonly<Record<string, PyClass>>;

/** What Alembic has no class for: named types, sequences, schemas. Its objects can be moved and left out. */
export const otherOperationClass: PyClass = nativeClass({
  name: "OtherOp",
  module: "migrator.operations",
  bases: [migrateOperationClass],
});

const parts = (kind: "upgrade" | "downgrade") => {
  const list = (self: PyInstance): PyList => self.attributes?.get(`_${kind}_ops`) as PyList;
  return {
    [`${kind}_ops`]: {
      get: (self: PyInstance) => list(self).items[0] ?? null,
      set: (self: PyInstance, value: Value) => {
        const container = value instanceof PyInstance ? value : null;
        setAttribute(self, `_${kind}_ops`, new PyList([container]));
      },
    },
    [`${kind}_ops_list`]: list,
  };
};

/** The parameters of a script; its operations may be one container or a list of them. */
const scriptFields = [
  "rev_id",
  "upgrade_ops",
  "downgrade_ops",
  "message",
  "imports",
  "head",
  "splice",
  "branch_label",
  "version_path",
  "depends_on",
] as const;

/** `MigrationScript`: one revision that is to be written. */
export const migrationScriptClass: PyClass = nativeClass({
  name: "MigrationScript",
  module: MODULE,
  bases: [migrateOperationClass],
  init: [
    "rev_id, upgrade_ops, downgrade_ops, *, message=None, imports=None, head=None, splice=None, " +
    "branch_label=None, version_path=None, depends_on=None",
    (self: PyInstance, ...values: Value[]) =>
      fillScript(
        self,
        Object.fromEntries(scriptFields.map((name, index) => [name, values[index]])),
      ),
  ],
  properties: { ...parts("upgrade"), ...parts("downgrade") },
});

/** Makes a script from its fields. */
export function makeScript(fields: Readonly<Record<string, Value>>): PyInstance {
  const script = new PyInstance(migrationScriptClass);
  fillScript(script, fields);
  return script;
}

function fillScript(self: PyInstance, fields: Readonly<Record<string, Value | undefined>>): void {
  for (const name of scriptFields) {
    const value = fields[name] ?? null;
    if (name === "imports") setAttribute(self, name, value ?? new PySet());
    else if (name === "upgrade_ops" || name === "downgrade_ops") {
      const items = value instanceof PyList || value instanceof PyTuple ? value.items : [value];
      setAttribute(self, `_${name}`, new PyList([...items]));
    } else setAttribute(self, name, value);
  }
}
