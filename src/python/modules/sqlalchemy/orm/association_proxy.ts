/** `association_proxy("children", "name")`: an attribute of what a relationship leads to, as one of the object itself. */
import {
  asString,
  call,
  callMethod,
  collectNow,
  compare,
  type Comparison,
  type Evaluation,
  getAttribute,
  nativeClass,
  type NativeEntry,
  nativeFunction,
  type PyClass,
  PyInstance,
  PyList,
  PySet,
  raise,
  runNow,
  setAttribute,
  type Value,
  wait,
} from "../../../runtime/mod.ts";
import { sqlalchemyError } from "../exc.ts";
import { associated } from "./association_collections.ts";
import { isCollection } from "./instrumented_collections.ts";
import { relationPathOf } from "./instrument.ts";
import { endOf, existing, type RelationPath } from "./relation_path.ts";

interface Proxy {
  /** The relationship that it goes through. */
  readonly through: string;
  /** The attribute of what that leads to. */
  readonly attribute: string;
  /** What makes a member of a value; `null`: the class that the relationship leads to. */
  readonly creator: Value;
}

const proxies = new WeakMap<PyInstance, Proxy>();

/** `association_proxy(target_collection, attr, *, creator=None)`. */
export const associationProxyFunction: Value = nativeFunction(
  "association_proxy",
  "target_collection, attr, *, creator=None, **kw",
  (through: Value, attribute: Value, creator: Value) => {
    const proxy = new PyInstance(associationProxyClass);
    proxies.set(proxy, {
      through: asString(through) ?? "",
      attribute: asString(attribute) ?? "",
      creator,
    });
    return proxy;
  },
);

/** The proxy as classes have it: on an object, the value or the values of others; on a class, what conditions are made of. */
export const associationProxyClass: PyClass = nativeClass({
  name: "AssociationProxy",
  module: "sqlalchemy.ext.associationproxy",
  methods: {
    __get__: ["instance, owner=None", (self: PyInstance, instance: Value, owner: Value) => {
      const proxy = proxies.get(self)!;
      return instance instanceof PyInstance ? read(instance, proxy) : onClass(owner, proxy);
    }],
    __set__: [
      "instance, value",
      (self: PyInstance, instance: PyInstance, value: Value) =>
        write(instance, proxies.get(self)!, value),
    ],
  },
  classMethods: { __class_getitem__: ["item, /", (cls: PyClass) => cls] },
});

function* read(instance: PyInstance, proxy: Proxy): Evaluation {
  const target = yield* wait(getAttribute(instance, proxy.through));
  if (isCollection(target)) {
    const make = (value: Value) => create(instance, proxy, value);
    return associated(target, { attribute: proxy.attribute, make });
  }
  return target === null ? null : yield* wait(getAttribute(target, proxy.attribute));
}

function* write(instance: PyInstance, proxy: Proxy, value: Value): Evaluation {
  const target = yield* wait(getAttribute(instance, proxy.through));
  if (isCollection(target)) {
    const members: Value[] = [];
    for (const each of collectNow(value)) members.push(yield* create(instance, proxy, each));
    const made = target instanceof PyList ? new PyList(members) : new PySet(members);
    yield* wait(setAttribute(instance, proxy.through, made));
  } else if (target !== null) {
    yield* wait(setAttribute(target, proxy.attribute, value));
  } else if (value !== null) {
    yield* wait(setAttribute(instance, proxy.through, yield* create(instance, proxy, value)));
  }
  return null;
}

/** The object that stands for a new value. */
function* create(instance: PyInstance, { through, creator }: Proxy, value: Value): Evaluation {
  if (creator !== null) return yield* wait(call(creator, [value]));
  return yield* wait(call(pathOf(instance.cls, through).relation.target.cls, [value]));
}

/** A proxy of a class, or of an alias of it. */
interface ClassProxy {
  readonly path: RelationPath;
  /** The attribute of the class that the relationship leads to. */
  readonly remote: Value;
}

function pathOf(owner: Value, through: string): RelationPath {
  const path = relationPathOf(runNow(getAttribute(owner, through)));
  if (path !== undefined) return path;
  throw sqlalchemyError(
    "InvalidRequestError",
    `association proxy refers to an attribute '${through}' that is no relationship`,
  );
}

function onClass(owner: Value, { through, attribute }: Proxy): PyInstance {
  const path = pathOf(owner, through);
  const proxy = new PyInstance(classProxyClass);
  const remote = runNow(getAttribute(endOf(path), attribute));
  proxy.native = { path, remote } satisfies ClassProxy;
  return proxy;
}

function compared(operator: Comparison): NativeEntry {
  return ["other", (self: PyInstance, other: Value) => {
    const { path, remote } = self.native as ClassProxy;
    const exists = existing(path, runNow(compare(operator, remote, other)), new Map());
    if (operator !== "Eq" || other !== null || path.relation.isList) return exists;
    // Who has none of it has no value of it either.
    const none = compare(operator, runNow(getAttribute(ownerOf(path), path.relation.name)), null);
    return callMethod(exists, "__or__", [runNow(none)]);
  }];
}

function ownerOf({ from, relation }: RelationPath): Value {
  return from ?? relation.mapping.cls;
}

/** `any()` and `has()`: of what the relationship leads to, or of what that leads to. */
function within(
  self: PyInstance,
  criterion: Value,
  kw: ReadonlyMap<string, Value>,
): PyInstance {
  const { path, remote } = self.native as ClassProxy;
  const further = relationPathOf(remote);
  if (further === undefined && kw.size > 0) {
    throw sqlalchemyError(
      "ArgumentError",
      "Can't apply keyword arguments to column-targeted association proxy; use ==",
    );
  }
  return further === undefined
    ? existing(path, criterion, kw)
    : existing(path, existing(further, criterion, kw), new Map());
}

/** Any operator of the attribute behind: EXISTS over the rows for which it holds. */
function operatorOf(self: PyInstance, name: string): Value {
  const { path, remote } = self.native as ClassProxy;
  const further = relationPathOf(remote);
  const isEnd = name === "contains" && further !== undefined && !further.relation.isList;
  const operator = isEnd
    ? nativeFunction("contains", "other", (other: Value) => compare("Eq", remote, other))
    : runNow(getAttribute(remote, name));
  if (!(operator instanceof Object) || operator instanceof PyInstance) {
    throw raise("AttributeError", name);
  }
  return nativeFunction(name, "*args, **kw", function* (
    args: Value[],
    kw: Map<string, Value>,
  ): Evaluation {
    return existing(path, yield* wait(call(operator, args, kw)), new Map());
  });
}

const classProxyClass: PyClass = nativeClass({
  name: "AssociationProxyInstance",
  module: "sqlalchemy.ext.associationproxy",
  methods: {
    __eq__: compared("Eq"),
    __ne__: compared("NotEq"),
    __lt__: compared("Lt"),
    __le__: compared("LtE"),
    __gt__: compared("Gt"),
    __ge__: compared("GtE"),
    any: ["criterion=None, **kw", within],
    has: ["criterion=None, **kw", within],
    __getattr__: ["name", operatorOf],
  },
});
