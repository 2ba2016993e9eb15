/** Classes that derive from a mapped class and have all of their columns in a table of their own (`concrete`). */
import {
  isTrue,
  nativeClass,
  type PyClass,
  PyInstance,
  raise,
  type Value,
} from "../../../runtime/mod.ts";
import type { ClassMapping } from "./mapping.ts";

/** Whether a class that derives from another has all of its columns in a table of its own. */
export function isConcrete(mapperArguments: ReadonlyMap<string, Value>): boolean {
  return isTrue(mapperArguments.get("concrete") ?? null);
}

/** What such a class has of the other in Python, but not in its table, its objects do not have. */
export function hideInherited(cls: PyClass, above: ClassMapping): void {
  for (const name of [...above.allColumns().keys(), ...above.allProperties().keys()]) {
    if (cls.namespace.has(name)) continue;
    const hidden = new PyInstance(hiddenClass);
    hidden.attributes = new Map([["name", name], ["mapped", cls.name]]);
    cls.define(name, hidden);
  }
}

const hiddenClass: PyClass = nativeClass({
  name: "ConcreteInheritedProperty",
  module: "sqlalchemy.orm.descriptor_props",
  methods: {
    __get__: [
      "instance, owner=None",
      (self: PyInstance, instance: Value) => instance === null ? self : refuseHidden(self),
    ],
    __set__: ["instance, value", refuseHidden],
    __delete__: ["instance", refuseHidden],
  },
});

function refuseHidden(self: PyInstance): never {
  const mapper = `Mapper[${self.attributes!.get("mapped")}]`;
  throw raise(
    "AttributeError",
    `Concrete ${mapper} does not implement attribute '${
      self.attributes!.get("name")
    }' at the instance level.  Add this property explicitly to ${mapper}.`,
  );
}
