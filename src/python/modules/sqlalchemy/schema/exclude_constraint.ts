import { type ExcludeConstraint } from "../../../../schema/constraint.ts";
import {
  asString,
  nativeClass,
  type PyClass,
  PyInstance,
  PyList,
  PyTuple,
  type Value,
} from "../../../runtime/mod.ts";
import { sqlalchemyError } from "../exc.ts";
import { partsOfTables } from "../known_arguments.ts";
import { nameOfText, textFrom } from "../names.ts";
import { keepInfo } from "./info.ts";
import { dialectOptions } from "./options.ts";
import { constraintBase, constraintClass, sqlText } from "./constraints.ts";

/** `(expression, operator)` of an EXCLUDE constraint. */
export function excludeElement(value: Value): ExcludeConstraint["elements"][number] {
  const items = value instanceof PyTuple || value instanceof PyList ? value.items : [];
  const [expression, operator] = items;
  if (items.length !== 2 || asString(operator!) === null) {
    throw sqlalchemyError("ArgumentError", "EXCLUDE takes pairs of an expression and an operator");
  }
  return {
    // A string is a column where it can be one, else SQL.
    expression: nameOfText(expression!) ?? sqlText(expression!),
    operator: asString(operator!)!,
  };
}

/** The EXCLUDE constraint of `ExcludeConstraint(…)` and `op.create_exclude_constraint`. */
export function excludeConstraint(
  elements: readonly Value[],
  kw: ReadonlyMap<string, Value>,
  name: Value = kw.get("name") ?? null,
): ExcludeConstraint {
  const where = kw.get("where") ?? null;
  const ops = kw.get("ops") ?? null;
  const using = textFrom(kw.get("using") ?? null);
  const mapping = ops === null ? undefined : dialectOptions(new Map([["postgresql_ops", ops]]));
  return {
    kind: "exclude",
    elements: elements.map(excludeElement),
    ...(using === null ? {} : { using }),
    ...(where === null ? {} : { where: sqlText(where) }),
    ...(mapping === undefined
      ? {}
      : { ops: mapping["postgresql_ops"] as Readonly<Record<string, string>> }),
    ...constraintBase(name, kw.get("deferrable") ?? null, kw.get("initially") ?? null, kw, [
      "name",
      "where",
      "using",
      "ops",
      "deferrable",
      "initially",
      "schema",
    ]),
  };
}

/** `postgresql.ExcludeConstraint`. */
export const excludeConstraintClass: PyClass = nativeClass({
  name: "ExcludeConstraint",
  module: "sqlalchemy.dialects.postgresql.ext",
  bases: [constraintClass],
  init: ["*elements, **kw", (self: PyInstance, elements: Value[], kw: Map<string, Value>) => {
    self.native = excludeConstraint(elements, kw);
    keepInfo(self, kw.get("info") ?? null);
  }],
});

partsOfTables(excludeConstraintClass);
