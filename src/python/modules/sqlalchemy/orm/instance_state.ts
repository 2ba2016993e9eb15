/** What `sa.inspect(instance)` tells: where an object stands, and what has become of its attributes. */
import {
  asString,
  type Evaluation,
  extendClass,
  getAttribute,
  nativeClass,
  type PyClass,
  PyDict,
  PyInstance,
  PySet,
  PyTuple,
  UnsupportedConstructError,
  type Value,
  wait,
} from "../../../runtime/mod.ts";
import { historyOfAttribute } from "./attribute_history.ts";
import { NO_VALUE } from "./no_value.ts";
import { attributeNames } from "./attribute_property.ts";
import { entityState, type EntityStatus } from "./entity_state.ts";
import { isTouched } from "./history.ts";
import { identityKeyOf } from "./identity_map.ts";
import { instanceStateClass, mapperOf } from "./inspected.ts";
import { objectsByName } from "./mapper.ts";
import { mappingOfObject } from "./mapping_lookup.ts";

function instance(self: PyInstance): PyInstance {
  return self.native as PyInstance;
}

function is(status: EntityStatus): (self: PyInstance) => boolean {
  return (self) => statusOf(instance(self)) === status;
}

/** What is deleted belongs to its Session until that is committed. */
function statusOf(object: PyInstance): EntityStatus {
  const { status, deletedBy } = entityState(object);
  return status === "deleted" && deletedBy === null ? "detached" : status;
}

function key(self: PyInstance): Value {
  const { identity } = entityState(instance(self));
  return identity === null ? null : identityKeyOf(mappingOfObject(instance(self)), identity);
}

function unloaded(self: PyInstance): PySet {
  const object = instance(self);
  const names = attributeNames(mappingOfObject(object));
  return new PySet(names.filter((name) => !object.attributes?.has(name)));
}

interface AttributeOf {
  readonly object: PyInstance;
  readonly name: string;
}

/** `inspect(instance).attrs.name`. */
const attributeStateClass: PyClass = nativeClass({
  name: "AttributeState",
  module: "sqlalchemy.orm.state",
  properties: {
    key: (self: PyInstance) => (self.native as AttributeOf).name,
    loaded_value: (self: PyInstance) => {
      const { object, name } = self.native as AttributeOf;
      return object.attributes?.get(name) ?? NO_VALUE;
    },
    value: (self: PyInstance) => {
      const { object, name } = self.native as AttributeOf;
      return getAttribute(object, name);
    },
    history: (self: PyInstance) => {
      const { object, name } = self.native as AttributeOf;
      return historyOfAttribute(object, name);
    },
  },
  methods: {
    load_history: ["", function* (self: PyInstance): Evaluation {
      const { object, name } = self.native as AttributeOf;
      yield* wait(getAttribute(object, name));
      return historyOfAttribute(object, name);
    }],
  },
});

function attributesOf(self: PyInstance): PyInstance {
  const object = instance(self);
  return objectsByName(
    new Map(
      attributeNames(mappingOfObject(object)).map((name) => {
        const attribute = new PyInstance(attributeStateClass);
        attribute.native = { object, name } satisfies AttributeOf;
        return [name, attribute];
      }),
    ),
  );
}

extendClass(instanceStateClass, {
  attributes: { is_instance: true, is_mapper: false, is_aliased_class: false },
  methods: {
    obj: ["", instance],
    __getattr__: ["name", (_self: PyInstance, name: Value): never => {
      throw new UnsupportedConstructError(
        `InstanceState.${asString(name)}`,
        `'${asString(name)}' of the state of an object cannot be evaluated`,
      );
    }],
  },
  properties: {
    object: instance,
    class_: (self: PyInstance) => instance(self).cls,
    mapper: (self: PyInstance) => mapperOf(mappingOfObject(instance(self))),
    session: (self: PyInstance) => entityState(instance(self)).owner?.object ?? null,
    transient: is("transient"),
    pending: is("pending"),
    persistent: is("persistent"),
    deleted: is("deleted"),
    detached: is("detached"),
    was_deleted: (self: PyInstance) => entityState(instance(self)).status === "deleted",
    has_identity: (self: PyInstance) => entityState(instance(self)).identity !== null,
    identity: (self: PyInstance) => {
      const { identity } = entityState(instance(self));
      return identity && new PyTuple(identity);
    },
    key,
    identity_key: key,
    modified: (self: PyInstance) => isTouched(instance(self)),
    unloaded,
    dict: (self: PyInstance) => new PyDict(instance(self).attributes ?? []),
    attrs: attributesOf,
  },
});
