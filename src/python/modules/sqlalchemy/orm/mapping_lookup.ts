/** Mappings by class, and the rows of classes that derive from one another. */
import { nameText } from "../../../../schema/name.ts";
import type { Expression } from "../../../../sql/expression.ts";
import type { FromClause } from "../../../../sql/from_clause.ts";
import { asString, type PyClass, PyInstance, type Value } from "../../../runtime/mod.ts";
import { columnState } from "../schema/column.ts";
import { assigned, columnOver, keyColumns, type MappedColumn, mappedColumns } from "./columns.ts";
import { entityState } from "./entity_state.ts";
import { ormError } from "./exc.ts";
import { type ClassMapping, mappingOf } from "./mapping.ts";

/** The mapping of a class, its own or that of the nearest class above; undefined where there is none. */
export function mappingFor(cls: PyClass): ClassMapping | undefined {
  for (const base of cls.mro) {
    const mapping = mappingOf(base);
    if (mapping !== undefined) return mapping;
  }
  return undefined;
}

/** The mapping of an object that must have one. */
export function mappingOfObject(value: Value): ClassMapping {
  const mapping = value instanceof PyInstance ? mappingFor(value.cls) : undefined;
  if (mapping === undefined) {
    const name = value instanceof PyInstance ? value.cls.name : String(value);
    throw ormError(
      "UnmappedInstanceError",
      `Class '${name}' is not mapped`,
    );
  }
  return mapping;
}

/** The column that tells which class a row is of; `null` where there is none. */
export function discriminatorOf(mapping: ClassMapping): MappedColumn | null {
  const on = mapping.mapperArguments.get("polymorphic_on") ?? null;
  return on === null
    ? mapping.inherits && discriminatorOf(mapping.inherits)
    : columnGiven(mapping, on);
}

/** The column of a class that an argument of its mapper means, by name or as such; `null` where there is none. */
export function columnGiven(mapping: ClassMapping, on: Value): MappedColumn | null {
  const name = asString(on);
  const state = columnState(on);
  return mappedColumns(mapping).find((column) =>
    column.attribute === name || column.state === state ||
    (state !== undefined && nameText(column.state.name) === nameText(state.name))
  ) ?? null;
}

/** What stands in that column for a class; `null` where it is not said. */
export function identityOf(mapping: ClassMapping): Value {
  return mapping.mapperArguments.get("polymorphic_identity") ?? null;
}

/** The class that a row is of. */
export function mappingOfRow(mapping: ClassMapping, value: Value): ClassMapping {
  const found = mapping.registry.mappings.find((other) =>
    other.root === mapping.root && identityOf(other) === value && value !== null
  );
  return found ?? mapping;
}

/** The condition for the rows of a class among those of its table, or of an alias of it; `null` for all of them. */
export function onlyOf(mapping: ClassMapping, over: FromClause | null = null): Expression | null {
  if (mapping.inherits === null || mapping.localTable !== null) return null;
  const discriminator = discriminatorOf(mapping);
  if (discriminator === null) return null;
  const identities = mapping.registry.mappings
    .filter((other) => other.cls.isSubclassOf(mapping.cls))
    .map(identityOf);
  const { state } = discriminator;
  return {
    kind: "in",
    operand: columnOver(state, over),
    members: identities.map((identity) => assigned(identity, state)),
  };
}

/** A value of an object, without reading it: those of its key are known in any case. */
export function knownValue(instance: PyInstance, attribute: string): Value {
  const own = instance.attributes?.get(attribute);
  if (own !== undefined) return own;
  const at = keyColumns(mappingOfObject(instance)).findIndex((column) =>
    column.attribute === attribute
  );
  return entityState(instance).identity?.[at] ?? null;
}
