import { call, type Evaluation, PyInstance, runNow, type Value } from "../../../runtime/mod.ts";
import { verbatimText } from "../../../../dialect/postgresql/reflection/text.ts";
import { nextCreationOrder } from "../../../../schema/creation_order.ts";
import type { Constraint } from "../../../../schema/constraint.ts";
import { nameText } from "../../../../schema/name.ts";
import { columnObject } from "../schema/column.ts";
import { ColumnState } from "../schema/column_state.ts";
import {
  constraintClass,
  foreignKeyConstraintClass,
  primaryKeyConstraintClass,
  uniqueConstraintClass,
} from "../schema/constraints.ts";
import { defaultClauseClass } from "../schema/defaults.ts";
import { indexClass, IndexState } from "../schema/index.ts";
import type { TableState } from "../schema/table_state.ts";
import { makeText } from "../expression/text.ts";
import { sqlType } from "../types/engine.ts";
import { typeValue } from "../types/from_data.ts";
import { requireBinding } from "./binding.ts";
import { tableOid } from "./catalogue.ts";
import {
  type ColumnFacts,
  columnFacts,
  foreignKeyFacts,
  indexFacts,
  keyFacts,
} from "./reflection.ts";
import { referentialActions as actions } from "./reflection.ts";

function columnStateOf(facts: ColumnFacts): ColumnState {
  const state = new ColumnState();
  state.name = facts.name;
  state.typeObject = typeValue(facts.type);
  state.sqlType = sqlType(state.typeObject);
  state.nullable = facts.nullable;
  state.comment = facts.comment;
  const isSerial = facts.default?.startsWith("nextval(") ?? false;
  if (facts.generated !== "" && facts.default !== null) {
    state.computed = {
      kind: "computed",
      expression: verbatimText(facts.default),
      persisted: true,
    };
  } else if (facts.identity !== "") {
    state.identity = { kind: "identity", always: facts.identity === "a" };
  } else if (facts.default !== null) {
    const expression = verbatimText(facts.default);
    state.serverDefault = { kind: "expression", expression };
    state.serverDefaultValue = runNow(call(defaultClauseClass, [makeText(expression.sql)]));
  }
  state.autoincrement = isSerial ? true : "auto";
  return state;
}

function constraintObject(data: Constraint): PyInstance {
  const cls = data.kind === "primaryKey"
    ? primaryKeyConstraintClass
    : data.kind === "unique"
    ? uniqueConstraintClass
    : data.kind === "foreignKey"
    ? foreignKeyConstraintClass
    : constraintClass;
  const object = new PyInstance(cls);
  object.native = data;
  return object;
}

/** Fills a table with what the database says about it (`autoload_with=`). */
export function* reflectInto(
  state: TableState,
  bind: Value,
  include: ReadonlySet<string> | null,
): Evaluation<void> {
  const binding = requireBinding(bind, "Table");
  const name = nameText(state.name);
  const schema = state.schema === null ? null : nameText(state.schema);
  const columns = yield* columnFacts(binding, name, schema);
  const oid = yield* tableOid(binding, name, schema);
  const [primaryKey] = yield* keyFacts(binding, oid, "p");
  for (const facts of columns) {
    if (include !== null && !include.has(facts.name)) continue;
    const column = columnStateOf(facts);
    column.primaryKey = primaryKey?.columns.includes(facts.name) ?? false;
    state.add(columnObject(column));
  }
  const whole = (names: readonly string[]) =>
    include === null || names.every((each) => include.has(each));
  if (primaryKey !== undefined && whole(primaryKey.columns)) {
    state.add(constraintObject({
      kind: "primaryKey",
      name: primaryKey.name,
      order: nextCreationOrder(),
      columns: primaryKey.columns,
    }));
  }
  for (const key of yield* foreignKeyFacts(binding, oid, schema)) {
    if (!whole(key.columns)) continue;
    state.add(constraintObject({
      kind: "foreignKey",
      name: key.name,
      order: nextCreationOrder(),
      columns: key.columns,
      referred: { table: key.table, schema: key.schema },
      referredColumns: key.referred,
      ...(actions[key.onDelete] === undefined ? {} : { onDelete: actions[key.onDelete]! }),
      ...(actions[key.onUpdate] === undefined ? {} : { onUpdate: actions[key.onUpdate]! }),
      ...(key.deferrable ? { deferrable: true } : {}),
      ...(key.deferred ? { initially: "DEFERRED" } : {}),
    }));
  }
  for (const key of yield* keyFacts(binding, oid, "u")) {
    if (!whole(key.columns)) continue;
    state.add(constraintObject({
      kind: "unique",
      name: key.name,
      order: nextCreationOrder(),
      columns: key.columns,
    }));
  }
  for (const index of yield* indexFacts(binding, oid)) {
    if (index.constraint !== null) continue;
    const keys = index.parts.filter((part) => part.key);
    if (!whole(keys.map((part) => part.column).filter((column) => column !== null))) continue;
    const object = new PyInstance(indexClass);
    object.native = new IndexState({
      kind: "index",
      name: index.name,
      expressions: keys.map((part) => part.column ?? { kind: "text", sql: part.text }),
      ...(index.unique ? { unique: true } : {}),
      dialectOptions: {
        ...(index.method === "btree" ? {} : { postgresql_using: index.method }),
        ...(index.where === null
          ? {}
          : { postgresql_where: { kind: "text", sql: index.where } as const }),
      },
    }, null);
    state.add(object);
  }
}
