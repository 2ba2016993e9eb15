import {
  deleteAttribute,
  lookupGeneric,
  missingAttribute,
  objectDefaults,
  setGeneric,
} from "../runtime/attributes.ts";
import {
  noneTypeClass,
  objectClass,
  typeClass,
  typeName,
  typeOf,
} from "../runtime/builtin_classes.ts";
import {
  PyClassMethod,
  PyNativeFunction,
  PyNativeProperty,
  PyStaticMethod,
} from "../runtime/callable.ts";
import { PyClass } from "../runtime/class.ts";
import { createClass, deriveMetaclass, resolveBases } from "../runtime/create_class.ts";
import { compareNatively, type Comparison } from "../runtime/compare.ts";
import { PyDict } from "../runtime/dict.ts";
import { UnsupportedConstructError } from "../runtime/errors.ts";
import { typeError } from "../runtime/exceptions.ts";
import { defaultFormat } from "../runtime/format.ts";
import { identity, keyOf } from "../runtime/hash.ts";
import { constructPlainly, newInstance } from "../runtime/instantiate.ts";
import { extendClass } from "../runtime/native.ts";
import { asString, PyList, PyModule, PyTuple } from "../runtime/objects.ts";
import { defaultRepr, defaultStr } from "../runtime/repr.ts";
import type { Keywords } from "../runtime/signature.ts";
import {
  type Evaluation,
  type Outcome,
  PyDynamic,
  PyObject,
  type Value,
} from "../runtime/value.ts";
import { PyMappingProxy } from "./mappings.ts";
import { PyScopeDict } from "./scope_dict.ts";

type Entry = readonly [
  signature: string,
  implementation: ConstructorParameters<typeof PyNativeFunction>[2],
];

function define(name: string, [signature, implementation]: Entry): PyNativeFunction {
  const fn = new PyNativeFunction(name, signature, implementation, true);
  fn.owner = objectClass;
  objectDefaults.set(name, fn);
  return fn;
}

/** Comparison methods of `object` and of the built-in classes, without what classes override. */
function comparison(op: Comparison): Entry {
  return ["other, /", (self: Value, other: Value): Outcome => {
    if (self === other && (op === "Eq" || op === "NotEq")) return op === "Eq";
    return compareNatively(op, self, other);
  }];
}

define("__eq__", comparison("Eq"));
define("__ne__", comparison("NotEq"));
define("__lt__", comparison("Lt"));
define("__le__", comparison("LtE"));
define("__gt__", comparison("Gt"));
define("__ge__", comparison("GtE"));
define("__hash__", ["", (self: Value) => {
  const key = keyOf(self);
  return typeof key === "number" ? key : identity(self as PyObject);
}]);
define("__repr__", ["", (self: Value) => defaultRepr(self)]);
define("__str__", ["", (self: Value) => defaultStr(self)]);
define("__format__", [
  "spec, /",
  (self: Value, spec: Value) => defaultFormat(self, asString(spec) ?? ""),
]);
define("__init__", [
  "*args, **kwargs",
  (self: Value, args: Value[], keywords: Map<string, Value>) => {
    const cls = typeOf(self);
    if ((args.length > 0 || keywords.size > 0) && cls.lookup("__new__") === undefined) {
      throw typeError(
        `${cls.name}.__init__() takes exactly one argument (the instance to initialize)`,
      );
    }
  },
]);
define("__setattr__", [
  "name, value, /",
  (self: Value, name: Value, value: Value): Outcome =>
    setGeneric(self, asString(name) ?? "", value),
]);
define("__delattr__", [
  "name, /",
  (self: Value, name: Value): Outcome => deleteAttribute(self, asString(name) ?? ""),
]);
define("__getattribute__", ["name, /", (self: Value, name: Value): Outcome => {
  const text = asString(name) ?? "";
  const found = lookupGeneric(self, typeOf(self), text);
  if (found === undefined) throw missingAttribute(self, text);
  return found;
}]);
define("__dir__", ["", (self: Value) => new PyList(attributeNames(self))]);
define("__reduce__", ["", () => {
  throw typeError("objects cannot be pickled here");
}]);

objectDefaults.set(
  "__new__",
  new PyStaticMethod(
    new PyNativeFunction("__new__", "cls, *args, **kwargs", (cls: Value) => {
      if (cls instanceof PyClass) return newInstance(cls);
      throw typeError("object.__new__(X): X is not a type object");
    }),
  ),
);
objectDefaults.set(
  "__init_subclass__",
  new PyClassMethod(
    new PyNativeFunction(
      "__init_subclass__",
      "cls, **kwargs",
      (cls: PyClass, keywords: Map<string, Value>) => {
        if (keywords.size === 0) return;
        throw typeError(`${cls.name}.__init_subclass__() takes no keyword arguments`);
      },
    ),
  ),
);
objectDefaults.set("__class__", new PyNativeProperty("__class__", (self: Value) => typeOf(self)));
objectDefaults.set("__doc__", null);
objectDefaults.set(
  "__dict__",
  new PyNativeProperty("__dict__", (self: Value) => {
    if (self instanceof PyObject && (self.attributes !== null || self.cls.module !== "builtins")) {
      return new PyScopeDict(self.attributes ??= new Map());
    }
    throw missingAttribute(self, "__dict__");
  }),
);
objectDefaults.set(
  "__module__",
  new PyNativeProperty("__module__", (self: Value) => typeOf(self).module),
);

/** The names that `dir(value)` lists. */
export function attributeNames(value: Value): string[] {
  const names = new Set<string>();
  if (value instanceof PyModule) { for (const name of value.names()) names.add(name); }
  else {
    const cls = value instanceof PyClass ? value : typeOf(value);
    for (const ancestor of cls.mro) for (const name of ancestor.namespace.keys()) names.add(name);
    for (const name of objectDefaults.keys()) names.add(name);
    if (value instanceof PyObject) {
      for (const name of value.attributes?.keys() ?? []) names.add(name);
    }
  }
  return [...names].sort();
}

extendClass(typeClass, {
  new: [
    "*args, **kwargs",
    function* (metaclass: PyClass, args: Value[], keywords: Map<string, Value>): Evaluation {
      if (args.length === 1 && metaclass === typeClass) {
        const [value] = args as [Value];
        if (value instanceof PyDynamic) value.refuseType();
        return typeOf(value);
      }
      const [name, bases, namespace] = args;
      if (args.length !== 3) throw typeError("type() takes 1 or 3 arguments");
      const text = asString(name!);
      if (text === null || !(bases instanceof PyTuple) || !(namespace instanceof PyDict)) {
        throw typeError(`type.__new__() argument 1 must be str, not ${typeName(name!)}`);
      }
      const classes = yield* resolveBases(bases.items, bases);
      const attributes = new Map<string, Value>();
      for (const [key, value] of namespace.entries()) attributes.set(asString(key) ?? "", value);
      if (!attributes.has("__module__")) attributes.set("__module__", "__main__");
      return yield* createClass(
        deriveMetaclass(metaclass, classes),
        text,
        classes,
        attributes,
        keywords,
      );
    },
  ],
  init: ["*args, **kwargs", () => null],
  methods: {
    __call__: [
      "*args, **kwargs",
      (self: PyClass, args: Value[], keywords: Map<string, Value>): Outcome =>
        constructPlainly(self, args, (keywords.size === 0 ? null : keywords) as Keywords),
    ],
    mro: ["", (self: PyClass) => new PyList([...self.mro])],
    __subclasses__: ["", (self: PyClass) => {
      if (self.module === "builtins") {
        throw new UnsupportedConstructError(
          "__subclasses__()",
          `${self.name}.__subclasses__() is not available in evaluated code`,
        );
      }
      return new PyList(
        self.subclasses.map((reference) => reference.deref()).filter((cls) => cls !== undefined),
      );
    }],
    __instancecheck__: [
      "instance, /",
      (self: PyClass, instance: Value) => typeOf(instance).isSubclassOf(self),
    ],
    __subclasscheck__: [
      "cls, /",
      (self: PyClass, cls: Value) => cls instanceof PyClass && cls.isSubclassOf(self),
    ],
  },
  properties: {
    __name__: {
      get: (self: PyClass) => self.name,
      set: (self: PyClass, value: Value) => void (self.name = asString(value) ?? self.name),
    },
    __qualname__: {
      get: (self: PyClass) => self.qualname,
      set: (self: PyClass, value: Value) => void (self.qualname = asString(value) ?? self.qualname),
    },
    __module__: {
      get: (self: PyClass) => self.namespace.get("__module__") ?? self.module,
      set: (self: PyClass, value: Value) => {
        self.module = asString(value) ?? self.module;
        self.define("__module__", value);
      },
    },
    __bases__: (self: PyClass) => new PyTuple(self.bases),
    __base__: (self: PyClass) => self.bases[0] ?? null,
    __mro__: (self: PyClass) => new PyTuple(self.mro),
    __dict__: (self: PyClass) => new PyMappingProxy(self.namespace),
    __doc__: {
      get: (self: PyClass) => self.namespace.get("__doc__") ?? null,
      set: (self: PyClass, value: Value) => self.define("__doc__", value),
    },
    __annotations__: (self: PyClass) => self.namespace.get("__annotations__") ?? new PyDict(),
  },
});

extendClass(noneTypeClass, {
  methods: { __bool__: ["", () => false] },
});
