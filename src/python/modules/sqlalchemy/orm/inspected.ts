/** What `sa.inspect()` gives for mapped classes and for their objects; what that tells is in `mapper.ts` and `instance_state.ts`. */
import {
  nativeClass,
  type PyClass,
  PyInstance,
  PyNativeProperty,
  type Value,
} from "../../../runtime/mod.ts";
import type { ClassMapping } from "./mapping.ts";

/** Of a class whose objects `sa.inspect()` gives themselves. */
export const INSPECTS_ITSELF = "_sa_inspects_itself";

/** The class of Mappers. */
export const mapperClass: PyClass = nativeClass({
  name: "Mapper",
  module: "sqlalchemy.orm.mapper",
  attributes: { [INSPECTS_ITSELF]: true },
});

const mappers = new WeakMap<ClassMapping, PyInstance>();

/** The Mapper of a class. */
export function mapperOf(mapping: ClassMapping): PyInstance {
  let mapper = mappers.get(mapping);
  if (mapper === undefined) {
    mapper = new PyInstance(mapperClass);
    mapper.native = mapping;
    mappers.set(mapping, mapper);
  }
  return mapper;
}

/** The mapping that a Mapper stands for; undefined for any other value. */
export function mappingOfMapper(value: Value): ClassMapping | undefined {
  return value instanceof PyInstance && value.cls === mapperClass
    ? value.native as ClassMapping
    : undefined;
}

/** The class of what stands beside objects of mapped classes. */
export const instanceStateClass: PyClass = nativeClass({
  name: "InstanceState",
  module: "sqlalchemy.orm.state",
  attributes: { [INSPECTS_ITSELF]: true },
});

const STATE = "_sa_instance_state";

/** The InstanceState of an object, which is among its attributes, too. */
export function instanceStateOf(instance: PyInstance): PyInstance {
  const own = instance.attributes ??= new Map();
  let state = own.get(STATE) as PyInstance | undefined;
  if (state === undefined) {
    state = new PyInstance(instanceStateClass);
    state.native = instance;
    own.set(STATE, state);
  }
  return state;
}

const stateProperty = new PyNativeProperty(STATE, instanceStateOf);

/** Lets a class and its objects be inspected. */
export function makeInspectable(mapping: ClassMapping): void {
  mapping.cls.define("__mapper__", mapperOf(mapping));
  mapping.cls.define(STATE, stateProperty);
}
