import {
  nativeClass,
  nativeFunction,
  type PyClass,
  PyInstance,
  type Value,
} from "../../../runtime/mod.ts";
import { columnState } from "../schema/column.ts";
import { mapperPropertyOf } from "./mapping.ts";

/** `MapperProperty`: what a mapper is given besides columns. */
export const mapperPropertyClass: PyClass = nativeClass({
  name: "MapperProperty",
  module: "sqlalchemy.orm.interfaces",
});

function property(name: string): PyClass {
  return nativeClass({
    name,
    module: "sqlalchemy.orm.properties",
    bases: [mapperPropertyClass],
  });
}

/** The class of what each function gives. */
const CLASSES: Readonly<Record<string, PyClass>> = {
  relationship: property("RelationshipProperty"),
  backref: property("ORMBackrefArgument"),
  column_property: property("ColumnProperty"),
  deferred: property("ColumnProperty"),
  query_expression: property("ColumnProperty"),
  composite: property("CompositeProperty"),
  synonym: property("SynonymProperty"),
  foreign: property("Foreign"),
  remote: property("Remote"),
};

/** An object that stands for a call of one of the functions that make properties of mappers. */
export function mapperProperty(
  kind: string,
  args: readonly Value[],
  keywords: ReadonlyMap<string, Value>,
): PyInstance {
  const object = new PyInstance(CLASSES[kind] ?? mapperPropertyClass);
  object.native = { kind, args, keywords };
  return object;
}

/** `relationship(…)` and the like, by name. */
export const propertyFunctions: Readonly<Record<string, Value>> = Object.fromEntries(
  [
    "relationship",
    "backref",
    "column_property",
    "composite",
    "synonym",
    "deferred",
    "foreign",
    "remote",
    "dynamic_loader",
    "query_expression",
  ].map((name) => [
    name,
    nativeFunction(
      name,
      "*args, **kw",
      (args: Value[], kw: Map<string, Value>) => mapperProperty(name, args, kw),
    ),
  ]),
);

/** The classes behind them, under the names of SQLAlchemy. */
export const propertyClasses: Readonly<Record<string, Value>> = {
  MapperProperty: mapperPropertyClass,
  RelationshipProperty: CLASSES["relationship"]!,
  Relationship: CLASSES["relationship"]!,
  ColumnProperty: CLASSES["column_property"]!,
  Composite: CLASSES["composite"]!,
  CompositeProperty: CLASSES["composite"]!,
  Synonym: CLASSES["synonym"]!,
  SynonymProperty: CLASSES["synonym"]!,
};

/** The columns that a property brings into the table: `deferred(Column(…))`, `composite(Point, mapped_column(…), …)`. */
export function columnsOfProperty(value: Value): readonly PyInstance[] {
  const property = mapperPropertyOf(value);
  if (property === undefined) return [];
  if (!["column_property", "deferred", "composite"].includes(property.kind)) return [];
  return property.args.filter((argument): argument is PyInstance => {
    const state = columnState(argument);
    return state !== undefined && state.table === null;
  });
}
