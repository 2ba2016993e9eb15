/** `Class.attribute.property`: what a mapper says of an attribute. */
import {
  frozensetClass,
  nativeClass,
  type PyClass,
  PyInstance,
  PyList,
  PySet,
  PyTuple,
  type Value,
} from "../../../runtime/mod.ts";
import { element } from "../expression/element.ts";
import { columnState } from "../schema/column.ts";
import type { ColumnState } from "../schema/column_state.ts";
import { columnObjectOf } from "./columns.ts";
import { loadedColumns } from "./entity_columns.ts";
import { mapperOf } from "./inspected.ts";
import { mapperPropertyClass, propertyClasses } from "./mapper_properties.ts";
import { type ClassMapping, type MapperProperty, mapperPropertyOf } from "./mapping.ts";
import { type Relation, relationOf, relationsOf } from "./relation.ts";
import { directionObject } from "./relation_direction.ts";
import { joinsAlong } from "./relation_path.ts";

/** An attribute of a mapped class. */
interface Attribute {
  readonly mapping: ClassMapping;
  readonly name: string;
}

const attributes = new WeakMap<PyInstance, Attribute>();

function attributeOf(self: PyInstance): Attribute {
  return attributes.get(self)!;
}

const shared = {
  key: (self: PyInstance) => attributeOf(self).name,
  parent: (self: PyInstance) => mapperOf(attributeOf(self).mapping),
  class_attribute: (self: PyInstance) => {
    const { mapping, name } = attributeOf(self);
    return mapping.cls.lookup(name) ?? null;
  },
  is_property: () => true,
};

function view(
  name: string,
  module: string,
  base: Value | undefined,
  properties: Readonly<Record<string, (self: PyInstance) => Value>>,
): PyClass {
  return nativeClass({
    name,
    module,
    bases: [base as PyClass],
    properties: { ...shared, ...properties },
  });
}

/** The columns, or the expression, that an attribute stands for. */
export function columnsOf(mapping: ClassMapping, name: string): readonly PyInstance[] {
  return loadedColumns(mapping).filter(({ attribute }) => attribute === name)
    .map(({ state, expression }) =>
      state === null ? element(expression) : columnObject(mapping, name, state)
    );
}

function columnObject(mapping: ClassMapping, name: string, state: ColumnState): PyInstance {
  const own = mapping.columns.get(name);
  return own !== undefined && columnState(own) === state || mapping.inherits === null
    ? own!
    : columnObject(mapping.inherits, name, state);
}

function columnsBehind(self: PyInstance): readonly PyInstance[] {
  const { mapping, name } = attributeOf(self);
  return columnsOf(mapping, name);
}

const columnClass = view(
  "ColumnProperty",
  "sqlalchemy.orm.properties",
  propertyClasses["ColumnProperty"],
  {
    columns: (self) => new PyList([...columnsBehind(self)]),
    expression: (self) => columnsBehind(self)[0]!,
  },
);

function relation(self: PyInstance): Relation {
  const { mapping, name } = attributeOf(self);
  return relationOf(mapping, name)!;
}

/** The columns that are equal, of the class that has the relationship and of where it leads. */
function pairsOf(self: PyInstance): readonly (readonly [PyInstance, PyInstance])[] {
  const { mapping, target, pairs, secondary } = relation(self);
  if (secondary === null) {
    return pairs.map(({ local, remote }) => [
      columnObjectOf(mapping, local),
      columnObjectOf(target, remote),
    ]);
  }
  const between = (column: ColumnState) => columnObjectOf(secondary.table, column);
  return [
    ...secondary.local.map(({ attribute, column }) =>
      [columnObjectOf(mapping, attribute), between(column)] as const
    ),
    ...secondary.remote.map(({ attribute, column }) =>
      [columnObjectOf(target, attribute), between(column)] as const
    ),
  ];
}

/** The conditions of the joins that a relationship stands for. */
function conditionOf(self: PyInstance, index: number): Value {
  const path = { relation: relation(self), from: null, to: null, further: [] };
  return joinsAlong(path, null, false)[index]?.on ?? null;
}

/** The keyword as the program gave it. */
function given(self: PyInstance, keyword: string): Value {
  const { mapping, name } = attributeOf(self);
  return mapperPropertyOf(mapping.properties.get(name) ?? null)?.keywords.get(keyword) ?? null;
}

const ALL = ["save-update", "merge", "refresh-expire", "expunge", "delete"];

const cascadeClass: PyClass = nativeClass({
  name: "CascadeOptions",
  module: "sqlalchemy.orm.util",
  bases: [frozensetClass],
  layout: "frozenset",
  methods: {
    __repr__: ["", (self: PySet) => `CascadeOptions('${[...self.values()].sort().join(",")}')`],
  },
  properties: Object.fromEntries(
    [...ALL, "delete-orphan"].map((word) => [
      word.replace("-", "_"),
      (self: PySet) => self.has(word),
    ]),
  ),
});

function cascades({ cascade }: Relation): PySet {
  const words = cascade.has("all") ? [...cascade, ...ALL] : [...cascade];
  return new PySet(words.filter((word) => word !== "all"), cascadeClass);
}

const relationshipClass = view(
  "Relationship",
  "sqlalchemy.orm.relationships",
  propertyClasses["RelationshipProperty"],
  {
    mapper: (self) => mapperOf(relation(self).target),
    entity: (self) => mapperOf(relation(self).target),
    target: (self) => relation(self).target.table,
    uselist: (self) => relation(self).isList,
    direction: (self) => directionObject(relation(self).direction),
    secondary: (self) => relation(self).secondary?.table.object ?? null,
    local_remote_pairs: (self) => new PyList(pairsOf(self).map((pair) => new PyTuple([...pair]))),
    local_columns: (self) => {
      const { secondary } = relation(self);
      const own = pairsOf(self).slice(0, secondary?.local.length);
      return new PySet(own.map(([local]) => local));
    },
    remote_side: (self) => new PySet(pairsOf(self).map(([, remote]) => remote)),
    primaryjoin: (self) => conditionOf(self, 0),
    secondaryjoin: (self) => relation(self).secondary === null ? null : conditionOf(self, 1),
    back_populates: (self) => relation(self).back,
    backref: (self) => given(self, "backref"),
    cascade: (self) => cascades(relation(self)),
    lazy: (self) => relation(self).lazy ?? "select",
    viewonly: (self) => relation(self).viewOnly,
    passive_deletes: (self) => relation(self).passiveDeletes,
    order_by: (self) => {
      const { orderBy } = relation(self);
      return orderBy.length === 0 ? false : new PyList([...orderBy]);
    },
    collection_class: (self) => relation(self).collectionClass,
  },
);

const otherClasses = new Map<string, PyClass>();

/** What a mapper says of a `synonym()` and a `composite()`. */
function otherClass({ kind }: MapperProperty): PyClass {
  let cls = otherClasses.get(kind);
  if (cls === undefined) {
    const isComposite = kind === "composite";
    const name = isComposite ? "Composite" : kind === "synonym" ? "Synonym" : "MapperProperty";
    cls = view(
      name,
      "sqlalchemy.orm.descriptor_props",
      propertyClasses[name] ?? mapperPropertyClass,
      { name: (self) => mapperPropertyOf(propertyBehind(self))!.args[0] ?? null },
    );
    otherClasses.set(kind, cls);
  }
  return cls;
}

function propertyBehind(self: PyInstance): Value {
  const { mapping, name } = attributeOf(self);
  return mapping.properties.get(name) ?? null;
}

const made = new WeakMap<ClassMapping, Map<string, PyInstance>>();

/** What the mapper of a class says of an attribute; undefined where it has none of that name. */
export function propertyOf(mapping: ClassMapping, name: string): PyInstance | undefined {
  const known = made.get(mapping)?.get(name);
  if (known !== undefined) return known;
  const cls = classFor(mapping, name);
  if (cls === undefined) return undefined;
  const property = new PyInstance(cls);
  attributes.set(property, { mapping, name });
  const own = made.get(mapping) ?? new Map<string, PyInstance>();
  made.set(mapping, own.set(name, property));
  return property;
}

function classFor(mapping: ClassMapping, name: string): PyClass | undefined {
  if (loadedColumns(mapping).some(({ attribute }) => attribute === name)) return columnClass;
  if (relationOf(mapping, name) !== undefined) return relationshipClass;
  const property = mapperPropertyOf(mapping.allProperties().get(name) ?? null);
  return property === undefined ? undefined : otherClass(property);
}

/** The names of attributes in the order in which a mapper has them (`Mapper._configure_properties`). */
export function attributeNames(mapping: ClassMapping): readonly string[] {
  const { cls, properties, assigned, inherits } = mapping;
  const declared = [...cls.namespace.keys()].filter((name) => properties.has(name));
  const early = [
    ...declared,
    ...inherits === null ? [] : attributeNames(inherits),
    ...loadedColumns(mapping).map(({ attribute }) => attribute),
  ].filter((name) => !assigned.has(name));
  return [...new Set([...early, ...assigned, ...relationsOf(mapping).map(({ name }) => name)])];
}
