import { ColumnState } from "../../python/modules/sqlalchemy/schema/column_state.ts";
import { columnObject, columnState } from "../../python/modules/sqlalchemy/schema/column.ts";
import {
  checkConstraintClass,
  constraintClass,
  foreignKeyConstraintClass,
  primaryKeyConstraintClass,
  uniqueConstraintClass,
} from "../../python/modules/sqlalchemy/schema/constraints.ts";
import { excludeConstraintClass } from "../../python/modules/sqlalchemy/schema/exclude_constraint.ts";
import {
  computedClass,
  fetchedValueClass,
  identityClass,
} from "../../python/modules/sqlalchemy/schema/defaults.ts";
import { element } from "../../python/modules/sqlalchemy/expression/element.ts";
import { typeObject } from "../../python/modules/sqlalchemy/types/engine.ts";
import { typeValue } from "../../python/modules/sqlalchemy/types/from_data.ts";
import { PyInstance, type Value } from "../../python/runtime/mod.ts";
import type { AlteredDefault } from "../../operations/operation.ts";
import type { Column, ServerDefault } from "../../schema/column.ts";
import type { Constraint } from "../../schema/constraint.ts";
import type { SqlType } from "../../schema/types.ts";

/** The Python object of a type: the one that it was read from, or one like it. */
export function objectOfType(type: SqlType): PyInstance | null {
  return typeObject(type) ?? typeValue(type);
}

/** The Python object of a default, an identity or a computed column. */
export function objectOfDefault(value: ServerDefault | AlteredDefault | undefined): Value {
  if (value === undefined || value === null) return null;
  switch (value.kind) {
    case "string":
      return value.value;
    case "expression":
      return element(value.expression);
    case "fetched":
      return native(fetchedValueClass, value);
    case "identity":
      return native(identityClass, value);
    case "computed":
      return native(computedClass, value);
  }
}

/** The Python object of a constraint. */
export function objectOfConstraint(constraint: Constraint): PyInstance {
  return native(constraintClasses[constraint.kind] ?? constraintClass, constraint);
}

const constraintClasses = {
  primaryKey: primaryKeyConstraintClass,
  unique: uniqueConstraintClass,
  check: checkConstraintClass,
  foreignKey: foreignKeyConstraintClass,
  exclude: excludeConstraintClass,
} as const;

function native(cls: PyInstance["cls"], data: object): PyInstance {
  const object = new PyInstance(cls);
  object.native = data;
  return object;
}

/** A `Column` object of its own for a column. */
export function objectOfColumn(column: Column): PyInstance {
  const state = new ColumnState();
  state.name = column.name;
  state.typeObject = objectOfType(column.type);
  state.sqlType = column.type;
  state.nullable = column.nullable;
  state.primaryKey = column.primaryKey === true;
  state.serverDefault = column.serverDefault ?? null;
  state.serverDefaultValue = objectOfDefault(
    column.computed ?? column.identity ?? column.serverDefault,
  );
  state.identity = column.identity ?? null;
  state.computed = column.computed ?? null;
  state.sequence = column.sequence ?? null;
  state.autoincrement = column.autoincrement ?? "auto";
  state.unique = column.unique || column.beside?.unique ? true : null;
  state.index = column.index || column.beside?.index ? true : null;
  state.comment = column.comment ?? null;
  state.system = column.system === true;
  state.foreignKeys.push(...column.foreignKeys ?? []);
  state.checks.push(...column.checks ?? []);
  state.dialectOptions = column.dialectOptions;
  state.origin = { column, seen: state.definition() };
  return columnObject(state);
}

/** The column behind a `Column` object; undefined where it is none. */
export function columnOfObject(object: Value): Column | undefined {
  const state = columnState(object);
  if (state === undefined) return undefined;
  const now = state.definition();
  const { origin } = state;
  if (origin === null) return now;
  // What Python did not touch stays as it was, also what an object has no place for.
  const changed = Object.entries(now).filter(([key, value]) =>
    !sameValue(value, origin.seen[key as keyof Column])
  );
  return changed.length === 0
    ? origin.column
    : { ...origin.column, ...Object.fromEntries(changed) };
}

function sameValue(a: unknown, b: unknown): boolean {
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((each, index) => each === b[index]);
  }
  return a === b;
}
