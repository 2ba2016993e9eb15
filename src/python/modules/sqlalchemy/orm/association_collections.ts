/** Collections seen through an `association_proxy()`: of an attribute of their members, in place of these. */
import {
  binary,
  callMethod,
  collectNow,
  compare,
  contains,
  type Evaluation,
  getAttribute,
  getItem,
  getIterator,
  nativeClass,
  type NativeEntry,
  type Outcome,
  type PyClass,
  PyInstance,
  PyList,
  PySet,
  raise,
  repr,
  type Value,
  wait,
} from "../../../runtime/mod.ts";
import { type Collection, membersOf } from "./instrumented_collections.ts";

/** How members and values belong together. */
interface Association {
  /** The attribute of a member that is its value. */
  readonly attribute: string;
  /** Makes a member of a new value. */
  readonly make: (value: Value) => Evaluation;
}

interface Associated extends Association {
  readonly collection: Collection;
}

/** The values of the members of a collection. */
export function associated(collection: Collection, association: Association): PyInstance {
  const isList = collection instanceof PyList;
  const values = new PyInstance(isList ? associationListClass : associationSetClass);
  values.native = { ...association, collection } satisfies Associated;
  return values;
}

function behind(self: PyInstance): Associated {
  return self.native as Associated;
}

function* valuesOf(self: PyInstance): Evaluation<PyList | PySet> {
  const { collection, attribute } = behind(self);
  const values: Value[] = [];
  for (const member of membersOf(collection)!) {
    values.push(yield* wait(getAttribute(member, attribute)));
  }
  return collection instanceof PyList ? new PyList(values) : new PySet(values);
}

/** A method that does something with a list or set of the values. */
function withValues(
  signature: string,
  does: (values: PyList | PySet, other: Value) => Outcome<unknown>,
): NativeEntry {
  return [signature, function* (self: PyInstance, other: Value = null): Evaluation {
    const isOne = other instanceof PyInstance &&
      (other.cls === associationListClass || other.cls === associationSetClass);
    const beside = isOne ? yield* valuesOf(other) : other;
    return yield* wait(does(yield* valuesOf(self), beside) as Outcome);
  }];
}

function* put(self: PyInstance, method: string, value: Value): Evaluation {
  const { collection, make } = behind(self);
  return yield* wait(callMethod(collection, method, [yield* make(value)]));
}

const shared: Readonly<Record<string, NativeEntry>> = {
  __len__: ["", (self: PyInstance) => membersOf(behind(self).collection)!.length],
  __iter__: withValues("", (values) => getIterator(values)),
  __contains__: withValues("value", (values, value) => contains(values, value)),
  __eq__: withValues("other", (values, other) => compare("Eq", values, other)),
  __ne__: withValues("other", (values, other) => compare("NotEq", values, other)),
  __repr__: withValues("", (values) => repr(values)),
  copy: withValues("", (values) => values),
  clear: ["", (self: PyInstance) => callMethod(behind(self).collection, "clear", [])],
};

const associationListClass: PyClass = nativeClass({
  name: "_AssociationList",
  module: "sqlalchemy.ext.associationproxy",
  methods: {
    ...shared,
    __getitem__: withValues("index", (values, index) => getItem(values, index)),
    __add__: withValues("other", (values, other) => binary("Add", values, other)),
    index: withValues("value", (values, value) => callMethod(values, "index", [value])),
    count: withValues("value", (values, value) => callMethod(values, "count", [value])),
    append: ["value", (self: PyInstance, value: Value) => put(self, "append", value)],
    extend: ["values", function* (self: PyInstance, values: Value): Evaluation {
      for (const value of collectNow(values)) yield* put(self, "append", value);
      return null;
    }],
    remove: ["value", function* (self: PyInstance, value: Value): Evaluation {
      const values = yield* valuesOf(self);
      const at = yield* wait(callMethod(values, "index", [value]));
      return yield* wait(callMethod(behind(self).collection, "__delitem__", [at]));
    }],
    pop: ["index=-1", function* (self: PyInstance, index: Value): Evaluation {
      const { collection, attribute } = behind(self);
      const member = yield* wait(callMethod(collection, "pop", [index]));
      return yield* wait(getAttribute(member, attribute));
    }],
  },
});

function* has(self: PyInstance, value: Value): Evaluation<boolean> {
  return ((yield* valuesOf(self)) as PySet).has(value);
}

function* add(self: PyInstance, value: Value): Evaluation {
  return (yield* has(self, value)) ? null : yield* put(self, "add", value);
}

/** Takes the member with a value; false where there is none. */
function* take(self: PyInstance, value: Value): Evaluation<boolean> {
  const { collection, attribute } = behind(self);
  for (const member of membersOf(collection)!) {
    if ((yield* wait(getAttribute(member, attribute))) !== value) continue;
    yield* wait(callMethod(collection, "discard", [member]));
    return true;
  }
  return false;
}

const associationSetClass: PyClass = nativeClass({
  name: "_AssociationSet",
  module: "sqlalchemy.ext.associationproxy",
  methods: {
    ...shared,
    add: ["value", add],
    update: ["*values", function* (self: PyInstance, values: Value[]): Evaluation {
      for (const value of values.flatMap(collectNow)) yield* add(self, value);
      return null;
    }],
    discard: ["value", function* (self: PyInstance, value: Value): Evaluation {
      yield* take(self, value);
      return null;
    }],
    remove: ["value", function* (self: PyInstance, value: Value): Evaluation {
      if (yield* take(self, value)) return null;
      throw raise("KeyError", value);
    }],
    pop: ["", function* (self: PyInstance): Evaluation {
      const { collection, attribute } = behind(self);
      const member = yield* wait(callMethod(collection, "pop", []));
      return yield* wait(getAttribute(member, attribute));
    }],
    ...Object.fromEntries(
      ["union", "intersection", "difference", "symmetric_difference"].map((name) => [
        name,
        withValues("other", (values, other) => callMethod(values, name, [other])),
      ]),
    ),
  },
});
