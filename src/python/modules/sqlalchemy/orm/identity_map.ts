/** The objects of a Session as it shows them: sets of them, and those in the database by their keys. */
import {
  callMethod,
  getIterator,
  nativeClass,
  type NativeEntry,
  type PyClass,
  PyDict,
  PyInstance,
  PyList,
  PySet,
  PyTuple,
  repr,
  setClass,
  type Value,
} from "../../../runtime/mod.ts";
import { entityState } from "./entity_state.ts";
import type { ClassMapping } from "./mapping.ts";
import { mappingOfObject } from "./mapping_lookup.ts";

const identitySetClass: PyClass = nativeClass({
  name: "IdentitySet",
  module: "sqlalchemy.util._collections",
  bases: [setClass],
  layout: "set",
  methods: {
    __repr__: ["", (self: PySet) => `IdentitySet(${repr(new PyList([...self.values()]))})`],
  },
});

/** `session.new` and the like. */
export function identitySet(objects: Iterable<PyInstance>): PySet {
  return new PySet(objects, identitySetClass);
}

/** What tells an object from all others: the class at the top of those that derive from one another, and its key. */
export function identityKeyOf(mapping: ClassMapping, key: readonly Value[]): PyTuple {
  return new PyTuple([mapping.root.cls, new PyTuple(key), null]);
}

function listed(name: string): NativeEntry {
  return ["", (self: PyInstance) => {
    const entries = [...(self.native as PyDict).entries()];
    return new PyList(
      entries.map(([key, value]) =>
        name === "keys" ? key : name === "values" ? value : new PyTuple([key, value])
      ),
    );
  }];
}

function asDict(name: string, signature: string): NativeEntry {
  return [signature, (self: PyInstance, ...args: Value[]) => {
    const dict = self.native as PyDict;
    return callMethod(dict, name, args.filter((arg) => arg !== undefined));
  }];
}

const identityMapClass: PyClass = nativeClass({
  name: "WeakInstanceDict",
  module: "sqlalchemy.orm.identity",
  methods: {
    __len__: ["", (self: PyInstance) => (self.native as PyDict).size],
    __iter__: ["", (self: PyInstance) => getIterator(self.native as PyDict)],
    __contains__: asDict("__contains__", "key"),
    __getitem__: asDict("__getitem__", "key"),
    get: asDict("get", "key, default=None"),
    has_key: asDict("__contains__", "key"),
    ...Object.fromEntries(["keys", "values", "items"].map((name) => [name, listed(name)])),
  },
});

/** `session.identity_map`. */
export function identityMap(objects: readonly PyInstance[]): PyInstance {
  const map = new PyInstance(identityMapClass);
  map.native = new PyDict(
    objects.map((object): [Value, Value] => [
      identityKeyOf(mappingOfObject(object), entityState(object).identity!),
      object,
    ]),
  );
  return map;
}
