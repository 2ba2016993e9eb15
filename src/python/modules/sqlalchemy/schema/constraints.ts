import {
  type CheckConstraint,
  type Constraint,
  type ConstraintBase,
  type ForeignKeyConstraint,
  type ForeignKeyOptions,
  parseForeignKeyTarget,
  type ReferredTable,
} from "../../../../schema/constraint.ts";
import { nextCreationOrder } from "../../../../schema/creation_order.ts";
import { type Name, nameText } from "../../../../schema/name.ts";
import type { Expression } from "../../../../sql/expression.ts";
import {
  asString,
  isTrue,
  nativeClass,
  type PyClass,
  PyInstance,
  PyList,
  type Value,
} from "../../../runtime/mod.ts";
import { sqlalchemyError } from "../exc.ts";
import { asExpression, describe } from "../expression/payload.ts";
import { partsOfTables } from "../known_arguments.ts";
import { nameFrom, nameOfText, nameValue, textFrom, textOption } from "../names.ts";
import { valuesOf } from "../values.ts";
import { columnCollection } from "../expression/column_collection.ts";
import { asFromSource } from "../expression/from_source.ts";
import { attachToTable } from "./auto_attach.ts";
import { schemaItemClass } from "./defaults.ts";
import { keepInfo } from "./info.ts";
import { dialectOptions } from "./options.ts";
import { rememberOrigin } from "./reference_origin.ts";

/** The constraint behind a Python object; undefined where it is none. */
export function asConstraint(value: Value): Constraint | undefined {
  if (!(value instanceof PyInstance) || !value.cls.isSubclassOf(constraintClass)) return undefined;
  const constraint = value.native as Constraint;
  const columns = columnArguments.get(value);
  return columns === undefined || !("columns" in constraint)
    ? constraint
    : { ...constraint, columns: namesOf(columns) };
}

/** The names of columns, each once: `UniqueConstraint("a", "a")` is one of a single column. */
function namesOf(columns: readonly Value[]): readonly Name[] {
  const names = columns.map(columnNameOf);
  const texts = names.map(nameText);
  return names.filter((_, index) => texts.indexOf(texts[index]!) === index);
}

/** The name of a column given as a string or as a column object. */
export function columnNameOf(value: Value): Name {
  const name = nameOfText(value);
  if (name !== null) return name;
  const expression = asExpression(value);
  if (expression?.kind === "column") return expression.name;
  throw sqlalchemyError(
    "ArgumentError",
    `Column object or string column name expected, got ${describe(value)}`,
  );
}

/** The table of the first argument that is a column of one. */
export function tableOfColumns(
  values: readonly Value[],
): { name: Name; schema: Name | null } | null {
  for (const value of values) {
    const expression = asExpression(value);
    if (expression?.kind === "column" && expression.from?.kind === "table") {
      return { name: expression.from.name, schema: expression.from.schema ?? null };
    }
  }
  return null;
}

/** `name`, `deferrable`, `initially` and the rest that all constraints share. */
export function constraintBase(
  name: Value,
  deferrable: Value,
  initially: Value,
  keywords: ReadonlyMap<string, Value>,
  ignored: readonly string[] = [],
): ConstraintBase {
  const comment = textFrom(keywords.get("comment") ?? null);
  const options = dialectOptions(keywords, ["comment", "info", ...ignored]);
  return {
    name: nameFrom(name),
    order: nextCreationOrder(),
    ...(deferrable === null ? {} : { deferrable: isTrue(deferrable) }),
    ...textOption("initially", initially),
    ...(comment === null ? {} : { comment }),
    ...(options === undefined ? {} : { dialectOptions: options }),
  };
}

/** Options of foreign keys from keyword values. */
export function foreignKeyOptions(
  onUpdate: Value,
  onDelete: Value,
  match: Value,
  useAlter: Value = false,
): ForeignKeyOptions {
  return {
    ...textOption("onUpdate", onUpdate),
    ...textOption("onDelete", onDelete),
    ...textOption("match", match),
    ...(isTrue(useAlter) ? { useAlter: true } : {}),
  };
}

/** A CHECK condition or another piece that may be SQL text. */
export function sqlText(value: Value): Expression {
  const text = asString(value);
  if (text !== null) return { kind: "text", sql: text };
  const expression = asExpression(value);
  if (expression !== undefined) return expression;
  if (typeof value === "boolean") return { kind: "constant", value: value ? "true" : "false" };
  throw sqlalchemyError(
    "ArgumentError",
    `SQL text or a SQL expression is expected, got ${describe(value)}`,
  );
}

/** `Constraint`. */
export const constraintClass: PyClass = nativeClass({
  name: "Constraint",
  module: "sqlalchemy.sql.schema",
  bases: [schemaItemClass],
  methods: {
    copy: ["**kw", copyConstraint],
    _copy: ["**kw", copyConstraint],
  },
  properties: {
    columns: (self: PyInstance) => {
      const attached = self.attributes?.get("columns");
      if (attached !== undefined) return attached;
      const constraint = self.native as Constraint;
      const names = ("columns" in constraint ? constraint.columns : []).map(nameText);
      const columns = asFromSource(self.attributes?.get("table") ?? null)?.columns();
      if (columns === undefined) return new PyList(names);
      return columnCollection(() =>
        new Map(names.flatMap((name) => {
          const column = columns.get(name);
          return column === undefined ? [] : [[name, column]];
        }))
      );
    },
    table: (self: PyInstance) => self.attributes?.get("table") ?? null,
    deferrable: (self: PyInstance) => (self.native as Constraint).deferrable ?? null,
    initially: (self: PyInstance) => (self.native as Constraint).initially ?? null,
    name: {
      get: (self: PyInstance) => nameValue((self.native as Constraint).name),
      set: (self: PyInstance, value: Value) => {
        self.native = { ...(self.native as Constraint), name: nameFrom(value) };
      },
    },
  },
});

/** A constraint like another, in no table. */
export function copyConstraint(constraint: PyInstance): PyInstance {
  const copy = new PyInstance(constraint.cls);
  copy.native = asConstraint(constraint);
  return copy;
}

/** The columns that a constraint was made of, read again when it is asked for: they may get their names later. */
const columnArguments = new WeakMap<PyInstance, readonly Value[]>();

/** `columnsIn` gives the columns among the arguments, by which the constraint finds its table. */
function constraint(
  name: string,
  signature: string,
  make: (...values: never[]) => Constraint,
  columnsIn: (first: Value | Value[]) => readonly Value[],
  properties: Readonly<Record<string, (self: PyInstance) => Value>> = {},
): PyClass {
  const infoAt = signature.split(", ").indexOf("info=None");
  return nativeClass({
    name,
    module: "sqlalchemy.sql.schema",
    bases: [constraintClass],
    init: [signature, (self: PyInstance, ...values: never[]) => {
      const made = make(...values);
      self.native = made;
      keepInfo(self, values[infoAt] ?? null);
      const columns = columnsIn(values[0]!);
      if ("columns" in made) columnArguments.set(self, columns);
      attachToTable(self, columns);
    }],
    properties,
  });
}

export const primaryKeyConstraintClass: PyClass = constraint(
  "PrimaryKeyConstraint",
  "*columns, name=None, deferrable=None, initially=None, info=None, _implicit_generated=False, **kw",
  (
    columns: Value[],
    name: Value,
    deferrable: Value,
    initially: Value,
    _info: Value,
    _implicit: Value,
    kw: Map<string, Value>,
  ) => ({
    kind: "primaryKey",
    columns: namesOf(columns),
    ...constraintBase(name, deferrable, initially, kw),
  }),
  (columns) => columns as Value[],
);

export const uniqueConstraintClass: PyClass = constraint(
  "UniqueConstraint",
  "*columns, name=None, deferrable=None, initially=None, info=None, **kw",
  (
    columns: Value[],
    name: Value,
    deferrable: Value,
    initially: Value,
    _info: Value,
    kw: Map<string, Value>,
  ) => ({
    kind: "unique",
    columns: namesOf(columns),
    ...constraintBase(name, deferrable, initially, kw),
  }),
  (columns) => columns as Value[],
);

export const checkConstraintClass: PyClass = constraint(
  "CheckConstraint",
  "sqltext, name=None, deferrable=None, initially=None, table=None, info=None, **kw",
  (
    text: Value,
    name: Value,
    deferrable: Value,
    initially: Value,
    _table: Value,
    _info: Value,
    kw: Map<string, Value>,
  ): CheckConstraint => ({
    kind: "check",
    condition: sqlText(text),
    ...constraintBase(name, deferrable, initially, kw, [
      "_create_rule",
      "_autoattach",
      "_type_bound",
    ]),
  }),
  (text) => [text as Value],
);

/** The other side of a foreign key of several columns: `["t.a", "t.b"]` or column objects. */
function referred(values: readonly Value[], local: readonly Name[]) {
  const tables: ReferredTable[] = [];
  const columns = values.map((value, index): Name => {
    const text = asString(value);
    if (text === null) {
      const expression = asExpression(value);
      if (expression?.kind === "column" && expression.from?.kind === "table") {
        tables.push({ table: expression.from.name, schema: expression.from.schema ?? null });
        return expression.name;
      }
      throw sqlalchemyError("ArgumentError", `'table.column' expected, got ${describe(value)}`);
    }
    const target = parseForeignKeyTarget(text);
    tables.push(target.referred);
    return target.referredColumn ?? local[index] ?? text;
  });
  const [first] = tables;
  if (first === undefined) {
    throw sqlalchemyError("ArgumentError", "ForeignKeyConstraint needs the columns it refers to");
  }
  return { referred: first, tables, columns };
}

export const foreignKeyConstraintClass: PyClass = constraint(
  "ForeignKeyConstraint",
  "columns, refcolumns, name=None, onupdate=None, ondelete=None, deferrable=None, " +
    "initially=None, use_alter=False, link_to_name=False, match=None, table=None, info=None, **kw",
  (
    columns: Value,
    references: Value,
    name: Value,
    onUpdate: Value,
    onDelete: Value,
    deferrable: Value,
    initially: Value,
    useAlter: Value,
    link: Value,
    match: Value,
    _table: Value,
    _info: Value,
    kw: Map<string, Value>,
  ) => {
    const given = valuesOf(columns);
    const local = namesOf(given);
    const remote = valuesOf(references);
    const target = referred(remote, local);
    if (local.length !== target.columns.length) {
      throw sqlalchemyError(
        "ArgumentError",
        local.length === given.length
          ? "ForeignKeyConstraint number of constrained columns must match the number of " +
            "referenced columns."
          : "ForeignKeyConstraint with duplicate source column references are not supported.",
      );
    }
    const key: ForeignKeyConstraint = {
      kind: "foreignKey",
      columns: local,
      referred: target.referred,
      referredColumns: target.columns,
      ...foreignKeyOptions(onUpdate, onDelete, match, useAlter),
      ...constraintBase(name, deferrable, initially, kw),
    };
    rememberOrigin(key, remote, link, target.tables);
    return key;
  },
  (columns) => valuesOf(columns as Value),
  {
    ondelete: (self: PyInstance) => (self.native as ForeignKeyConstraint).onDelete ?? null,
    onupdate: (self: PyInstance) => (self.native as ForeignKeyConstraint).onUpdate ?? null,
    match: (self: PyInstance) => (self.native as ForeignKeyConstraint).match ?? null,
  },
);

partsOfTables(
  primaryKeyConstraintClass,
  uniqueConstraintClass,
  checkConstraintClass,
  foreignKeyConstraintClass,
);
