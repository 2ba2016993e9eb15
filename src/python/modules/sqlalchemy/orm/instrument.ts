/** The attributes of mapped classes: columns and relationships that follow what their objects are given. */
import {
  andThen,
  nativeClass,
  type Outcome,
  Pending,
  PyClass,
  PyInstance,
  typeError,
  UnsupportedConstructError,
  type Value,
} from "../../../runtime/mod.ts";
import { type Name, nameText } from "../../../../schema/name.ts";
import { conditionOf } from "../expression/coercion.ts";
import type { Listener } from "../event.ts";
import { rememberTableOf } from "../expression/entities.ts";
import { type JoinPath, rememberAttributes } from "../expression/from_source.ts";
import { columnClass, columnState } from "../schema/column.ts";
import { sqlalchemyError } from "../exc.ts";
import { dynamicQuery } from "./dynamic.ts";
import { collection, dismiss, takeIn, welcome, writeValue } from "./collection.ts";
import { introduceEntity } from "./entity_columns.ts";
import { entityState } from "./entity_state.ts";
import { ormError } from "./exc.ts";
import { propertyOf } from "./attribute_property.ts";
import { heardValue } from "./instance_events.ts";
import { INSPECTS_ITSELF, makeInspectable, mapperOf } from "./inspected.ts";
import { isCollection, membersGiven, membersOf } from "./instrumented_collections.ts";
import { tableOf } from "./table_of.ts";
import { mapperPropertyClass } from "./mapper_properties.ts";
import { type ClassMapping, mappingOf } from "./mapping.ts";
import { tracked, trackingClass } from "./mutable.ts";
import { defineProperty } from "./plain_properties.ts";
import { readLoaded } from "./read_attribute.ts";
import { type Relation, relationOf, relationsOf } from "./relation.ts";
import {
  containing,
  existing,
  joinsAlong,
  ofType,
  type RelationPath,
  sameKey,
} from "./relation_path.ts";
import { introduceAttribute } from "./subjects.ts";
import { validate, validatorsOf } from "./validators.ts";

interface Attribute {
  readonly mapping: ClassMapping;
  readonly name: string;
  /** The class that tracks changes inside values; left out where none does. */
  readonly tracking?: PyClass | null;
  /** What values pass through that are given to the attribute. */
  readonly validator?: Value;
}

const attributes = new WeakMap<PyInstance, Attribute>();
/** Those of aliases, and those with `of_type()` or `and_()`. */
const paths = new WeakMap<PyInstance, RelationPath>();

/** `InstrumentedAttribute`: the column itself on the class, its value on an object. */
export const instrumentedAttributeClass: PyClass = nativeClass({
  name: "InstrumentedAttribute",
  module: "sqlalchemy.orm.attributes",
  bases: [columnClass],
  attributes: { [INSPECTS_ITSELF]: true },
  methods: {
    __get__: [
      "instance, owner=None",
      (self: PyInstance, instance: Value) =>
        instance instanceof PyInstance ? readColumn(instance, attributes.get(self)!) : self,
    ],
    __set__: ["instance, value", (self: PyInstance, instance: PyInstance, value: Value) => {
      const { name, tracking, validator } = attributes.get(self)!;
      const heard = andThen(
        validate(validator, instance, name, value),
        (given) => heardValue(instance, name, given, isMeant(instance, name)),
      );
      return andThen(heard, (given) => {
        const value = tracking ? tracked(tracking, instance, name, given) : given;
        writeValue(instance, name, value);
        return null;
      });
    }],
    __delete__: ["instance", (self: PyInstance, instance: PyInstance) => {
      writeValue(instance, attributes.get(self)!.name, null);
    }],
  },
  properties: {
    ...toldByMapper((self) => attributes.get(self)!),
    key: (self: PyInstance) => attributes.get(self)!.name,
    expression: (self: PyInstance) => {
      const { mapping, name } = attributes.get(self)!;
      return mapping.allColumns().get(name)!;
    },
  },
});

/** Whether a listener is one of an attribute of an object's class. */
function isMeant(instance: PyInstance, name: string): (listener: Listener) => boolean {
  return ({ target, propagate }) => {
    const attribute = attributes.get(target as PyInstance);
    if (attribute?.name !== name) return false;
    const { cls } = attribute.mapping;
    return instance.cls === cls || (propagate && instance.cls.isSubclassOf(cls));
  };
}

/** A relationship on the class; on an object, the objects that it leads to. */
export const relationAttributeClass: PyClass = nativeClass({
  name: "InstrumentedAttribute",
  module: "sqlalchemy.orm.attributes",
  bases: [mapperPropertyClass],
  attributes: { [INSPECTS_ITSELF]: true },
  methods: {
    __get__: [
      "instance, owner=None",
      (self: PyInstance, instance: Value) =>
        instance instanceof PyInstance ? readRelation(instance, attributes.get(self)!) : self,
    ],
    __set__: ["instance, value", (self: PyInstance, instance: PyInstance, value: Value) => {
      const attribute = attributes.get(self)!;
      const relation = relationBehind(attribute);
      if (attribute.validator !== undefined && relation.isList) {
        throw new UnsupportedConstructError(
          "validates() of a collection",
          `${relation.mapping.cls.name}.${relation.name}: the members of a collection cannot be validated`,
        );
      }
      return andThen(
        validate(attribute.validator, instance, relation.name, value),
        (given) =>
          andThen(knowBefore(instance, relation), () => {
            writeRelation(instance, relation, given);
            return null;
          }),
      );
    }],
    __eq__: ["other", (self: PyInstance, other: Value) => sameKey(pathOf(self), other, true)],
    __ne__: ["other", (self: PyInstance, other: Value) => sameKey(pathOf(self), other, false)],
    any: [
      "criterion=None, **kw",
      (self: PyInstance, criterion: Value, kw: Map<string, Value>) =>
        existing(pathOf(self), criterion, kw),
    ],
    has: [
      "criterion=None, **kw",
      (self: PyInstance, criterion: Value, kw: Map<string, Value>) =>
        existing(pathOf(self), criterion, kw),
    ],
    contains: ["other, **kw", (self: PyInstance, other: Value) => containing(pathOf(self), other)],
    of_type: [
      "entity",
      (self: PyInstance, entity: Value) => changedPath(self, ofType(pathOf(self), entity)),
    ],
    and_: ["*criteria", (self: PyInstance, criteria: Value[]) => {
      const path = pathOf(self);
      return changedPath(self, {
        ...path,
        further: [...path.further, ...criteria.map(conditionOf)],
      });
    }],
    __getattr__: ["name", (_self: PyInstance, name: string) => {
      throw new UnsupportedConstructError(
        `relationship.${name}`,
        `'${name}' of a relationship cannot be evaluated`,
        { hint: "write the condition with the columns" },
      );
    }],
    __str__: ["", (self: PyInstance) => {
      const { mapping, name } = pathOf(self).relation;
      return `${mapping.cls.name}.${name}`;
    }],
  },
  properties: {
    ...toldByMapper((self) => pathOf(self).relation),
    key: (self: PyInstance) => pathOf(self).relation.name,
    mapper: (self: PyInstance) => mapperOf(pathOf(self).relation.target),
    entity: (self: PyInstance) => mapperOf(pathOf(self).relation.target),
  },
});

/** What attributes of a class know of it from its mapper. */
function toldByMapper(
  of: (self: PyInstance) => Attribute,
): Readonly<Record<string, (self: PyInstance) => Value>> {
  const property = (self: PyInstance) => {
    const { mapping, name } = of(self);
    return propertyOf(mapping, name)!;
  };
  const parent = (self: PyInstance) => mapperOf(of(self).mapping);
  return {
    property,
    prop: property,
    parent,
    parententity: parent,
    class_: (self) => of(self).mapping.cls,
  };
}

/** The relationship that an attribute of a class or of an alias follows; undefined for any other value. */
export function relationPathOf(value: Value): RelationPath | undefined {
  return value instanceof PyInstance && value.cls === relationAttributeClass
    ? pathOf(value)
    : undefined;
}

function pathOf(self: PyInstance): RelationPath {
  const known = paths.get(self);
  if (known !== undefined) return known;
  return { relation: relationBehind(attributes.get(self)!), from: null, to: null, further: [] };
}

/** A relationship as an attribute of an alias. */
export function relationOfAlias(alias: PyInstance, relation: Relation): PyInstance {
  return madeOf({ relation, from: alias, to: null, further: [] });
}

function changedPath(self: PyInstance, path: RelationPath): PyInstance {
  const made = madeOf(path);
  const attribute = attributes.get(self);
  if (attribute !== undefined) attributes.set(made, attribute);
  return made;
}

function madeOf(path: RelationPath): PyInstance {
  const attribute = new PyInstance(relationAttributeClass);
  attribute.native = { joins: (target) => joinsAlong(path, target) } satisfies JoinPath;
  paths.set(attribute, path);
  return attribute;
}

/** Puts the attributes of a mapping on its class; once the others of its registry are there, backrefs too. */
export function instrument(mapping: ClassMapping): void {
  const { cls, table } = mapping;
  makeInspectable(mapping);
  if (mapping.localTable !== null) rememberTableOf(cls, tableOf(mapping).toFrom());
  introduceEntity(mapping, () => instrumentBackrefs(mapping));
  const validators = validatorsOf(cls);
  const renamed = new Map<string, Name>();
  for (const [name, column] of mapping.allColumns()) {
    if (attributes.has(cls.namespace.get(name) as PyInstance)) continue;
    const attribute = new PyInstance(instrumentedAttributeClass);
    const state = columnState(column)!;
    attribute.native = state;
    const tracking = trackingClass(state.typeObject);
    attributes.set(attribute, { mapping, name, tracking, validator: validators.get(name) });
    if (nameText(state.name) !== name) renamed.set(name, state.name);
    introduceAttribute(mapping, attribute, name);
    cls.define(name, attribute);
  }
  if (table !== null && renamed.size > 0) rememberAttributes(tableOf(mapping).toFrom(), renamed);
  for (const [name, property] of mapping.properties) {
    if (!defineProperty(mapping, name, property)) defineRelation(mapping, name);
  }
}

/** Puts the relationships that `backref=` makes on their classes. */
export function instrumentBackrefs(mapping: ClassMapping): void {
  for (const each of mapping.registry.mappings) {
    for (const { name } of relationsOf(each)) defineRelation(each, name);
  }
}

function defineRelation(mapping: ClassMapping, name: string): void {
  const known = mapping.cls.namespace.get(name);
  if (known instanceof PyInstance && attributes.has(known)) return;
  const kind = (known as PyInstance | undefined)?.native as { kind?: string } | undefined;
  if (kind?.kind !== undefined && kind.kind !== "relationship") return;
  const attribute = new PyInstance(relationAttributeClass);
  attribute.native = {
    ...(known as PyInstance | undefined)?.native as object,
    joins: (target) => joinsAlong(pathOf(attribute), target),
  } satisfies JoinPath;
  attributes.set(attribute, { mapping, name, validator: validatorsOf(mapping.cls).get(name) });
  mapping.cls.define(name, attribute);
}

function relationBehind({ mapping, name }: Attribute): Relation {
  const relation = relationOf(mapping, name);
  if (relation !== undefined) return relation;
  throw new UnsupportedConstructError(
    `${mapping.cls.name}.${name}`,
    `${mapping.cls.name}.${name} is a property of the mapper that cannot be evaluated`,
  );
}

function readColumn(instance: PyInstance, attribute: Attribute): Outcome {
  const { tracking, name } = attribute;
  const value = readLoaded(instance, attribute.mapping, name);
  if (!tracking) return value;
  return andThen(value, (value) => {
    const own = tracked(tracking, instance, name, value);
    if (own !== value) instance.attributes!.set(name, own);
    return own;
  });
}

function readRelation(instance: PyInstance, attribute: Attribute): Outcome {
  const own = instance.attributes?.get(attribute.name);
  // A list of members that a query is to give anew is kept for what is added to it.
  if (own !== undefined && !isCollection(own)) return own;
  const relation = relationBehind(attribute);
  if (own !== undefined && relation.lazy !== "dynamic") return own;
  refuseCollectionClass(relation);
  const state = entityState(instance);
  const { identity } = state;
  const owner = state.owner ?? state.deletedBy;
  if (identity !== null && relation.lazy !== "noload") {
    if (owner === null) {
      if (own !== undefined) return own;
      throw ormError(
        "DetachedInstanceError",
        `Parent instance <${instance.cls.name}> is not bound to a Session; ` +
          `lazy load operation of attribute '${relation.name}' cannot proceed`,
      );
    }
    if (relation.lazy === "dynamic") return new Pending(dynamicQuery(instance, relation));
    if (relation.lazy === "raise") {
      throw sqlalchemyError(
        "InvalidRequestError",
        `'${relation.mapping.cls.name}.${relation.name}' is not available due to lazy='raise'`,
      );
    }
    return new Pending(owner.related(instance, relation));
  }
  if (own !== undefined) return own;
  if (!relation.isList) return null;
  const { empties } = entityState(instance);
  const list = empties.get(relation.name) ?? collection(instance, relation, []);
  empties.set(relation.name, list);
  return list;
}

/** Reads what is to be replaced, where SQLAlchemy does: a collection, and the one object that has the key of this one. */
function knowBefore(instance: PyInstance, relation: Relation): Outcome {
  const { owner, identity } = entityState(instance);
  if (relation.direction === "manyToOne" || relation.viewOnly) return null;
  if (owner === null || identity === null || instance.attributes?.has(relation.name)) return null;
  return new Pending((function* () {
    return yield* owner.related(instance, relation, relation.isList);
  })());
}

/** Collections that are neither lists nor sets have other members than objects. */
function refuseCollectionClass({ collectionClass, isList, mapping, name }: Relation): void {
  const isPlain = collectionClass === null ||
    collectionClass instanceof PyClass && ["list", "set"].includes(collectionClass.name);
  if (!isList || isPlain) return;
  throw new UnsupportedConstructError(
    "relationship(collection_class=…)",
    `the collection of ${mapping.cls.name}.${name} is neither a list nor a set and cannot be evaluated`,
    { hint: "query the members themselves" },
  );
}

function writeRelation(instance: PyInstance, relation: Relation, value: Value): void {
  refuseCollectionClass(relation);
  const before = instance.attributes?.get(relation.name);
  if (!relation.isList) {
    if (value !== null && !(value instanceof PyInstance && mappingOf(value.cls) !== undefined)) {
      throw typeError(`${relation.name} must be an object of ${relation.target.cls.name} or None`);
    }
    const known = before ?? entityState(instance).owner?.knownRelated(instance, relation);
    writeValue(instance, relation.name, value);
    // A new object that is let go with what it had takes nobody in any more.
    if (value !== null && value !== known) takeIn(relation, instance, value as PyInstance);
    if (known instanceof PyInstance && known !== value) dismiss(relation, instance, known);
    if (value !== null && value !== known) {
      welcome(relation, instance, value as PyInstance);
    }
    return;
  }
  if (value === before) return;
  const members = membersGiven(relation.collects, value);
  const known = membersOf(before) ?? [];
  writeValue(instance, relation.name, collection(instance, relation, members));
  // As in SQLAlchemy: who comes, then who stays, then who goes.
  for (const member of members) {
    if (!known.includes(member)) welcome(relation, instance, member);
  }
  for (const member of members) if (known.includes(member)) takeIn(relation, instance, member);
  for (const member of known) if (!members.includes(member)) dismiss(relation, instance, member);
}
