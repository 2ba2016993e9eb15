import type { ReferredTable } from "../../../../schema/constraint.ts";
import type { Metadata } from "../../../../schema/metadata.ts";
import { nameText } from "../../../../schema/name.ts";
import { defaultNamingConvention } from "../../../../schema/naming_convention.ts";
import type { Sequence } from "../../../../schema/sequence.ts";
import type { Table } from "../../../../schema/table.ts";
import type { DomainType, EnumType, SqlType } from "../../../../schema/types.ts";
import { type PyInstance, typeName } from "../../../runtime/mod.ts";
import { sqlalchemyError } from "../exc.ts";
import { nameFrom } from "../names.ts";
import { metadataState } from "./metadata_state.ts";
import { checkReferences, columnReferred, columnsReferred } from "./references.ts";
import type { TableState } from "./table_state.ts";

/**
 * A `MetaData` object as data. What each table, column, constraint and index was read from is entered in `objects`.
 */
export function metadataFrom(value: PyInstance, objects: Map<object, PyInstance>): Metadata {
  const state = metadataState(value);
  if (state === null) {
    throw sqlalchemyError("ArgumentError", `a MetaData is expected, got ${typeName(value)}`);
  }
  checkReferences(state);
  const tables = [...state.tables.values()].map((table) => tableFrom(table, objects));
  return {
    tables,
    schema: nameFrom(state.schema),
    namingConvention: state.namingConvention ?? defaultNamingConvention,
    sequences: sequencesOf(state.sequences, tables),
    types: namedTypes([...state.types.map((type) => type()), ...tables.flatMap(typesOf)]),
  };
}

function tableFrom(state: TableState, objects: Map<object, PyInstance>): Table {
  const table = withReferences(state);
  if (state.object !== null) objects.set(table, state.object);
  const columns = [...state.columns().values()];
  table.columns.forEach((column, index) => objects.set(column, columns[index]!));
  table.constraints.forEach((part, index) => objects.set(part, state.constraintObjects[index]!));
  const own = table.indexes.length - state.indexObjects.length;
  state.indexObjects.forEach((object, index) => objects.set(table.indexes[own + index]!, object));
  return table;
}

/**
 * The table with what only its MetaData knows of foreign keys: the names of the columns that they refer to, and the default
 * schema where one names none.
 */
function withReferences(state: TableState): Table {
  const table = state.definition();
  const metadata = state.metadata!;
  const schema = nameFrom(metadata.schema);
  const within = (referred: ReferredTable): ReferredTable =>
    schema === null ? referred : { ...referred, schema: referred.schema ?? schema };
  return {
    ...table,
    columns: table.columns.map((column) => ({
      ...column,
      foreignKeys: column.foreignKeys?.map((key) => ({
        ...key,
        referred: within(key.referred),
        referredColumn: columnReferred(metadata, state, key, column.name),
      })),
    })),
    constraints: table.constraints.map((part) =>
      part.kind !== "foreignKey" ? part : {
        ...part,
        referred: within(part.referred),
        referredColumns: columnsReferred(metadata, state, part),
      }
    ),
  };
}

/** Those that belong to the MetaData and those of columns, each once. */
function sequencesOf(own: readonly Sequence[], tables: readonly Table[]): readonly Sequence[] {
  const found = new Map<string, Sequence>();
  const add = (sequence: Sequence) => {
    const key = `${nameText(sequence.schema ?? "")}.${nameText(sequence.name)}`;
    if (!found.has(key)) found.set(key, sequence);
  };
  own.forEach(add);
  for (const { columns } of tables) {
    for (const { sequence } of columns) {
      if (sequence !== undefined && sequence.optional !== true) add(sequence);
    }
  }
  return [...found.values()];
}

function typesOf({ columns }: Table): readonly SqlType[] {
  return columns.map(({ type }) => type);
}

/** The enums and domains among types, each once, in the order in which they come. */
function namedTypes(types: readonly SqlType[]): readonly (EnumType | DomainType)[] {
  const found = new Map<string, EnumType | DomainType>();
  const visit = (type: SqlType): void => {
    switch (type.kind) {
      case "array":
        return visit(type.itemType);
      case "variant":
        return visit(type.variants["postgresql"] ?? type.base);
      case "enum":
        if (type.nativeEnum === false || type.name === undefined) return;
        break;
      case "domain":
        visit(type.dataType);
        break;
      default:
        return;
    }
    const key = `${nameText(type.schema ?? "")}.${nameText(type.name!)}`;
    if (!found.has(key)) found.set(key, type);
  };
  types.forEach(visit);
  return [...found.values()];
}
