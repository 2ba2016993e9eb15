/** `query.column_descriptions`: what a statement asks for, told item by item. */
import type { Select } from "../../../../sql/query.ts";
import { nameText } from "../../../../schema/name.ts";
import type { Expression } from "../../../../sql/expression.ts";
import {
  getAttribute,
  PyDict,
  PyInstance,
  PyList,
  runNow,
  type Value,
} from "../../../runtime/mod.ts";
import { element } from "./element.ts";
import { aliasAt, classAt, type Entity, type OutputPart, outputParts } from "./entities.ts";
import { expressionParts } from "./expression_parts.ts";
import { outputColumns } from "./output_columns.ts";
import { isFrom } from "./select_joins.ts";

/** A list of dicts; of statements that speak of no mapped class they say less. */
export function columnDescriptions(select: Select): PyList {
  const parts = outputParts(select);
  const entities = parts.map(entityOf);
  const isOfClasses = entities.some((entity) => entity !== null);
  return new PyList(parts.map((part, index) => {
    const entity = entities[index]!;
    const own = part.entity;
    const expression = part.value ?? element(part.columns[0] as Expression);
    const told: [Value, Value][] = [
      ["name", own === undefined ? nameOf(part) : nameOfEntity(own)],
      ["type", own?.cls ?? runNow(getAttribute(expression, "type"))],
    ];
    if (isOfClasses) told.push(["aliased", entity instanceof PyInstance]);
    told.push(["expr", expression]);
    if (isOfClasses) told.push(["entity", entity]);
    return new PyDict(told);
  }));
}

/** The class or the alias that something is about; `null` where it is about none. */
function entityOf({ entity, columns }: OutputPart): Value {
  if (entity !== undefined) return entity.value;
  for (const column of columns) {
    if (isFrom(column)) continue;
    for (const part of expressionParts(column)) {
      if (part.kind !== "column" || !part.from) continue;
      return aliasAt(part.from) ?? classAt(part.from) ?? null;
    }
  }
  return null;
}

/** The class's, or the one that was given to an alias of it. */
function nameOfEntity({ value, name, from }: Entity): Value {
  if (!(value instanceof PyInstance)) return name;
  return "name" in from && from.name ? nameText(from.name) : null;
}

function nameOf({ name, composed, columns }: OutputPart): Value {
  if (name !== undefined || composed !== undefined) return name ?? composed!.name;
  const [first] = outputColumns({ kind: "select", columns });
  if (first === undefined) return null;
  const [given, , key] = first;
  return key ?? nameText(given);
}
