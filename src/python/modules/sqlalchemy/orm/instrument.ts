/** The attributes of mapped classes: columns and relationships that follow what their objects are given. */
import {
  asString,
  collectNow,
  listClass,
  missingAttribute,
  nativeClass,
  nativeFunction,
  type Outcome,
  Pending,
  type PyClass,
  PyInstance,
  PyList,
  setAttribute,
  typeError,
  UnsupportedConstructError,
  type Value,
} from "../../../runtime/mod.ts";
import { sqlalchemyError } from "../exc.ts";
import { fromSource, type JoinPath } from "../expression/from_source.ts";
import { conditionOf } from "../expression/coercion.ts";
import { element } from "../expression/element.ts";
import { columnClass, columnState } from "../schema/column.ts";
import { ormError } from "./exc.ts";
import { columnObjectOf, equals } from "./columns.ts";
import { entityState, hasState } from "./entity_state.ts";
import { type ClassMapping, mappingOf } from "./mapping.ts";
import { knownValue } from "./mapping_lookup.ts";
import { mapperPropertyClass } from "./mapper_properties.ts";
import { type Relation, relationOf, relationsOf, rememberColumns, tableOf } from "./relation.ts";

interface Attribute {
  readonly mapping: ClassMapping;
  readonly name: string;
}

const attributes = new WeakMap<PyInstance, Attribute>();

/** `InstrumentedAttribute`: the column itself on the class, its value on an object. */
export const instrumentedAttributeClass: PyClass = nativeClass({
  name: "InstrumentedAttribute",
  module: "sqlalchemy.orm.attributes",
  bases: [columnClass],
  methods: {
    __get__: [
      "instance, owner=None",
      (self: PyInstance, instance: Value) =>
        instance instanceof PyInstance ? readColumn(instance, attributes.get(self)!) : self,
    ],
    __set__: ["instance, value", (self: PyInstance, instance: PyInstance, value: Value) => {
      writeValue(instance, attributes.get(self)!.name, value);
    }],
    __delete__: ["instance", (self: PyInstance, instance: PyInstance) => {
      writeValue(instance, attributes.get(self)!.name, null);
    }],
  },
});

/** A relationship on the class; on an object, the objects that it leads to. */
export const relationAttributeClass: PyClass = nativeClass({
  name: "InstrumentedAttribute",
  module: "sqlalchemy.orm.attributes",
  bases: [mapperPropertyClass],
  methods: {
    __get__: [
      "instance, owner=None",
      (self: PyInstance, instance: Value) =>
        instance instanceof PyInstance ? readRelation(instance, attributes.get(self)!) : self,
    ],
    __set__: ["instance, value", (self: PyInstance, instance: PyInstance, value: Value) => {
      writeRelation(instance, relationBehind(attributes.get(self)!), value);
    }],
    __eq__: ["other", (self: PyInstance, other: Value) => sameKey(self, other)],
    __ne__: ["other", (self: PyInstance, other: Value) => {
      const same = sameKey(self, other);
      return element({ kind: "unary", operator: "not", operand: conditionOf(same) } as never);
    }],
    any: [
      "criterion=None, **kw",
      (self: PyInstance, criterion: Value, kw: Map<string, Value>) =>
        existing(relationBehind(attributes.get(self)!), criterion, kw),
    ],
    has: [
      "criterion=None, **kw",
      (self: PyInstance, criterion: Value, kw: Map<string, Value>) =>
        existing(relationBehind(attributes.get(self)!), criterion, kw),
    ],
    __getattr__: ["name", (_self: PyInstance, name: string) => {
      throw new UnsupportedConstructError(
        `relationship.${name}`,
        `'${name}' of a relationship cannot be evaluated`,
        { hint: "write the condition with the columns" },
      );
    }],
  },
});

/** The relationship behind an attribute of a class; undefined for any other value. */
export function relationOfAttribute(value: Value): Relation | undefined {
  const attribute = value instanceof PyInstance ? attributes.get(value) : undefined;
  return attribute === undefined ? undefined : relationOf(attribute.mapping, attribute.name);
}

/** Puts the attributes of a mapping on its class; once the others of its registry are there, backrefs too. */
export function instrument(mapping: ClassMapping): void {
  const { cls, table } = mapping;
  if (table !== null) rememberColumns(tableOf(mapping));
  for (const [name, column] of mapping.allColumns()) {
    if (attributes.has(cls.namespace.get(name) as PyInstance)) continue;
    const attribute = new PyInstance(instrumentedAttributeClass);
    attribute.native = columnState(column);
    attributes.set(attribute, { mapping, name });
    cls.define(name, attribute);
  }
  for (const name of mapping.properties.keys()) defineRelation(mapping, name);
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
    joins: () => joinsOf(relationBehind({ mapping, name })),
  } satisfies JoinPath;
  attributes.set(attribute, { mapping, name });
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

/** `.join(Class.relationship)` as joins of tables. */
function joinsOf(relation: Relation): ReturnType<JoinPath["joins"]> {
  const { mapping, target, pairs, secondary } = relation;
  const equal = (left: PyInstance, right: PyInstance) =>
    element({
      kind: "binary",
      operator: "eq",
      left: columnState(left)!.toExpression(),
      right: columnState(right)!.toExpression(),
      type: { kind: "boolean", form: "Boolean" },
    });
  const all = (conditions: readonly PyInstance[]) =>
    conditions.length === 1 ? conditions[0]! : element({
      kind: "booleanList",
      operator: "and",
      clauses: conditions.map((condition) => conditionOf(condition)),
    });
  if (secondary === null) {
    const on = pairs.map(({ local, remote }) =>
      equal(columnObjectOf(mapping, local), columnObjectOf(target, remote))
    );
    return [{ target: target.cls, on: all(on) }];
  }
  const side = (of: ClassMapping, links: typeof secondary.local) =>
    all(
      links.map(({ attribute, column }) =>
        equal(columnObjectOf(of, attribute), columnObjectOf(secondary.table, column))
      ),
    );
  return [
    { target: secondary.table.object!, on: side(mapping, secondary.local) },
    { target: target.cls, on: side(target, secondary.remote) },
  ];
}

/** `Class.relationship.any(…)` and `has(…)`: EXISTS over what it leads to. */
function existing(
  relation: Relation,
  criterion: Value,
  kw: ReadonlyMap<string, Value>,
): PyInstance {
  const { mapping, target } = relation;
  if (tableOf(mapping) === tableOf(target)) {
    throw new UnsupportedConstructError(
      "any() and has() within one table",
      `${mapping.cls.name}.${relation.name} leads to its own table: any() and has() cannot be evaluated`,
      { hint: "write the condition with an alias" },
    );
  }
  const joins = joinsOf(relation);
  const where = [
    ...joins.map(({ on }) => conditionOf(on)),
    ...criterion === null ? [] : [conditionOf(criterion)],
    ...[...kw].map(([name, value]) => conditionOf(equals(columnObjectOf(target, name), value))),
  ];
  return element({
    kind: "exists",
    select: {
      kind: "select",
      columns: [{ kind: "literalColumn", sql: "1", type: { kind: "integer", form: "Integer" } }],
      from: joins.map((join) => fromSource(join.target).toFrom()),
      where,
    },
  });
}

/** `Child.parent == parent`: the columns of the key. */
function sameKey(self: PyInstance, other: Value): PyInstance {
  const { mapping, direction, pairs } = relationBehind(attributes.get(self)!);
  if (direction !== "manyToOne" || (other !== null && !hasState(other))) {
    throw new UnsupportedConstructError(
      "a comparison of a relationship",
      "only relationships to one object can be compared, with an object or None",
      { hint: "write the condition with the columns" },
    );
  }
  const clauses = pairs.map(({ local, remote }) =>
    conditionOf(
      equals(
        columnObjectOf(mapping, local),
        other === null ? null : knownValue(other, remote),
      ),
    )
  );
  return clauses.length === 1 ? element(clauses[0]!) : element({
    kind: "booleanList",
    operator: "and",
    clauses,
  });
}

// Columns

function readColumn(instance: PyInstance, { mapping, name }: Attribute): Outcome {
  const own = instance.attributes?.get(name);
  if (own !== undefined) return own;
  const { owner, identity, status } = entityState(instance);
  if (identity === null || status === "deleted") return null;
  if (owner === null) {
    throw ormError(
      "DetachedInstanceError",
      `Instance <${mapping.cls.name}> is not bound to a Session; attribute refresh operation cannot proceed`,
    );
  }
  return new Pending((function* () {
    yield* owner.refresh(instance);
    return instance.attributes?.get(name) ?? null;
  })());
}

/** Sets a value and keeps what was there before. */
export function writeValue(instance: PyInstance, name: string, value: Value): void {
  const { committed } = entityState(instance);
  const own = instance.attributes ??= new Map();
  if (!committed.has(name)) committed.set(name, own.get(name));
  own.set(name, value);
}

/** `flag_modified(instance, name)`: the value counts as changed though it is the same object. */
export const flagModified: Value = nativeFunction(
  "flag_modified",
  "instance, key",
  (instance: PyInstance, key: Value) => {
    entityState(instance).committed.set(asString(key) ?? "", undefined);
  },
);

// Relationships

function readRelation(instance: PyInstance, attribute: Attribute): Outcome {
  const own = instance.attributes?.get(attribute.name);
  if (own !== undefined) return own;
  const relation = relationBehind(attribute);
  const { owner, identity } = entityState(instance);
  if (owner !== null && identity !== null) {
    return new Pending(owner.related(instance, relation));
  }
  if (!relation.isList) return null;
  const list = collection(instance, relation, []);
  (instance.attributes ??= new Map()).set(relation.name, list);
  return list;
}

function writeRelation(instance: PyInstance, relation: Relation, value: Value): void {
  const before = instance.attributes?.get(relation.name);
  if (!relation.isList) {
    if (value !== null && !(value instanceof PyInstance && mappingOf(value.cls) !== undefined)) {
      throw typeError(`${relation.name} must be an object of ${relation.target.cls.name} or None`);
    }
    writeValue(instance, relation.name, value);
    if (before instanceof PyInstance && before !== value) removeBack(relation, instance, before);
    if (value !== null) addBack(relation, instance, value as PyInstance);
    return;
  }
  const members = collectNow(value) as PyInstance[];
  const known = before instanceof PyList ? before.items as PyInstance[] : [];
  writeValue(instance, relation.name, collection(instance, relation, members));
  for (const member of known) if (!members.includes(member)) removeBack(relation, instance, member);
  for (const member of members) if (!known.includes(member)) addBack(relation, instance, member);
}

interface Membership {
  readonly owner: PyInstance;
  readonly relation: Relation;
}

const memberships = new WeakMap<PyList, Membership>();

/** The list of a relationship, which keeps the other side in step. */
export function collection(
  owner: PyInstance,
  relation: Relation,
  members: readonly PyInstance[],
): PyList {
  const list = new PyList([...members], instrumentedListClass);
  memberships.set(list, { owner, relation });
  return list;
}

function changed(list: PyList, change: () => void): void {
  const before = [...list.items] as PyInstance[];
  change();
  const membership = memberships.get(list);
  if (membership === undefined) return;
  const { owner, relation } = membership;
  for (const member of list.items as PyInstance[]) {
    if (!before.includes(member)) addBack(relation, owner, member);
  }
  for (const member of before) {
    if (!list.items.includes(member)) removeBack(relation, owner, member);
  }
}

const instrumentedListClass: PyClass = nativeClass({
  name: "InstrumentedList",
  module: "sqlalchemy.orm.collections",
  bases: [listClass],
  layout: "list",
  methods: {
    append: ["item", (self: PyList, item: Value) => changed(self, () => self.items.push(item))],
    add: ["item", (self: PyList, item: Value) =>
      changed(self, () => {
        if (!self.items.includes(item)) self.items.push(item);
      })],
    extend: [
      "items",
      (self: PyList, items: Value) => changed(self, () => self.items.push(...collectNow(items))),
    ],
    insert: [
      "index, item",
      (self: PyList, index: Value, item: Value) =>
        changed(self, () => self.items.splice(Number(index), 0, item)),
    ],
    remove: ["item", (self: PyList, item: Value) =>
      changed(self, () => {
        const index = self.items.indexOf(item);
        if (index < 0) {
          throw sqlalchemyError("InvalidRequestError", "the object is not in the list");
        }
        self.items.splice(index, 1);
      })],
    clear: ["", (self: PyList) => changed(self, () => self.items.splice(0))],
  },
});

/** Brings the other side of a relationship in step with a new member. */
function addBack(relation: Relation, instance: PyInstance, member: PyInstance): void {
  const other = relation.back === null ? undefined : relationOf(relation.target, relation.back);
  if (other === undefined) return;
  const theirs = member.attributes?.get(other.name);
  if (!other.isList) {
    if (theirs === instance) return;
    writeValue(member, other.name, instance);
    return;
  }
  const state = entityState(member);
  if (theirs instanceof PyList) {
    if (theirs.items.includes(instance)) return;
    theirs.items.push(instance);
  } else if (state.identity === null) {
    (member.attributes ??= new Map()).set(other.name, collection(member, other, [instance]));
  }
  state.passive.add(instance);
}

function removeBack(relation: Relation, instance: PyInstance, member: PyInstance): void {
  const other = relation.back === null ? undefined : relationOf(relation.target, relation.back);
  if (other === undefined) return;
  const theirs = member.attributes?.get(other.name);
  if (!other.isList) {
    if (theirs === instance) writeValue(member, other.name, null);
  } else if (theirs instanceof PyList) {
    const index = theirs.items.indexOf(instance);
    if (index >= 0) theirs.items.splice(index, 1);
  }
}

/** `Class(name=value, …)`: sets attributes that the class has. */
export function initialise(self: PyInstance, kw: ReadonlyMap<string, Value>): void {
  const { cls } = self;
  self.attributes ??= new Map();
  entityState(self);
  const mapping = cls.mro.map(mappingOf).find((found) => found !== undefined);
  if (mapping !== undefined) instrumentBackrefs(mapping);
  for (const [name, value] of kw) {
    if (cls.lookup(name) === undefined) {
      throw typeError(`'${name}' is an invalid keyword argument for ${cls.name}`);
    }
    const set = setAttribute(self, name, value);
    if (set instanceof Pending) throw missingAttribute(self, name);
  }
}
