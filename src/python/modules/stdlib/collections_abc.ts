import type { InterpreterContext, NativeModuleFactory } from "../../runtime/context.ts";
import {
  nativeClass,
  nativeModule,
  PyCallable,
  PyClass,
  PyModule,
  typeOf,
  type Value,
} from "../../runtime/mod.ts";
import { abcMetaClass, isVirtualSubclass } from "./abc.ts";
import { collectionMixins } from "./collections_mixins.ts";
import { ownValue } from "../../../config/own_value.ts";

/** Which special methods make a class an instance of each abstract one (Library Reference). */
const PROTOCOLS: Readonly<Record<string, readonly string[]>> = {
  Hashable: ["__hash__"],
  Iterable: ["__iter__"],
  Iterator: ["__next__", "__iter__"],
  Reversible: ["__reversed__"],
  Generator: ["send", "throw", "close"],
  Sized: ["__len__"],
  Container: ["__contains__"],
  Collection: ["__len__", "__iter__"],
  Callable: ["__call__"],
  Awaitable: ["__await__"],
};
/** Built-in classes registered with abstract ones that no protocol tells apart. */
const REGISTERED: Readonly<Record<string, readonly string[]>> = {
  Sequence: ["tuple", "str", "range", "bytes", "list", "deque"],
  MutableSequence: ["list", "deque"],
  Mapping: ["dict", "mappingproxy"],
  MutableMapping: ["dict"],
  Set: ["set", "frozenset", "dict_keys", "dict_items"],
  MutableSet: ["set"],
  ByteString: ["bytes"],
  MappingView: ["dict_keys", "dict_items", "dict_values"],
  KeysView: ["dict_keys"],
  ItemsView: ["dict_items"],
  ValuesView: ["dict_values"],
};
const CONTAINERS = new Set(["str", "list", "tuple", "dict", "set", "frozenset", "bytes", "range"]);

function provides(cls: PyClass, protocol: string): boolean {
  return PROTOCOLS[protocol]!.every((name) => {
    if (name === "__hash__") {
      return !["list", "dict", "set"].some((base) => cls.mro.some((one) => one.name === base)) &&
        cls.lookup("__hash__") !== null;
    }
    if (CONTAINERS.has(cls.name) && name !== "__next__" && name !== "__reversed__") {
      return ["__iter__", "__len__", "__contains__"].includes(name);
    }
    const found = cls.lookup(name);
    return found !== undefined && found !== null;
  });
}

let made: PyModule | null = null;

/** Module `collections.abc`: abstract classes that know the built-in ones. */
export function makeAbstractCollections(_context: InterpreterContext): PyModule {
  if (made !== null) return made;
  const meta = nativeClass({
    name: "ABCMeta",
    module: "abc",
    bases: [abcMetaClass],
    methods: {
      __instancecheck__: ["instance, /", (cls: PyClass, value: Value) => {
        if (cls.name === "Callable" && (value instanceof PyCallable || value instanceof PyClass)) {
          return true;
        }
        return matches(cls, typeOf(value));
      }],
      __subclasscheck__: [
        "cls, /",
        (cls: PyClass, other: Value) => other instanceof PyClass && matches(cls, other),
      ],
    },
  });
  const entries: Record<string, Value> = {};
  for (const name of [...Object.keys(PROTOCOLS), ...Object.keys(REGISTERED)]) {
    const base = entries[name.replace(/^Mutable/, "")];
    entries[name] = nativeClass({
      name,
      ...(base instanceof PyClass ? { bases: [base] } : {}),
      module: "collections.abc",
      metaclass: meta,
      methods: collectionMixins[name],
      classMethods: { __class_getitem__: ["item, /", (cls: PyClass) => cls] },
    });
  }
  made = nativeModule("collections.abc", entries);
  return made;
}

function matches(cls: PyClass, other: PyClass): boolean {
  if (isVirtualSubclass(cls, other)) return true;
  if (cls.module !== "collections.abc") return false;
  if (Object.hasOwn(PROTOCOLS, cls.name)) return provides(other, cls.name);
  const names = ownValue(REGISTERED, cls.name) ?? [];
  return other.mro.some((one) => names.includes(one.name) && one.module !== "__main__");
}

/** The factory of the module. */
export const create: NativeModuleFactory = makeAbstractCollections;
