import {
  builtinFunctionClass,
  classMethodClass,
  functionClass,
  methodClass,
  moduleClass,
  propertyClass,
  staticMethodClass,
} from "../runtime/builtin_classes.ts";
import {
  PyBoundMethod,
  PyClassMethod,
  PyNativeFunction,
  PyNativeProperty,
  PyProperty,
  PyStaticMethod,
} from "../runtime/callable.ts";
import { call } from "../runtime/call.ts";
import { getAttribute } from "../runtime/attributes.ts";
import { bindTo } from "../runtime/descriptors.ts";
import type { PyClass } from "../runtime/class.ts";
import { PyDict } from "../runtime/dict.ts";
import { extendClass } from "../runtime/native.ts";
import { asString, PyModule, PyTuple } from "../runtime/objects.ts";
import type { Outcome, Value } from "../runtime/value.ts";
import { typeOf } from "../runtime/builtin_classes.ts";
import { PyScopeDict } from "./scope_dict.ts";
import { PyFunction } from "../evaluator/functions.ts";

extendClass(functionClass, {
  methods: {
    __get__: [
      "instance, owner=None, /",
      (self: PyFunction, instance: Value): Outcome =>
        instance === null ? self : bindTo(self, instance, typeOf(instance)),
    ],
    __call__: [
      "*args, **kwargs",
      (self: PyFunction, args: Value[], keywords: Map<string, Value>): Outcome =>
        self.invoke(args, keywords.size === 0 ? null : keywords),
    ],
  },
  properties: {
    __name__: {
      get: (self: PyFunction) => self.name,
      set: (self: PyFunction, value: Value) => void (self.name = asString(value) ?? self.name),
    },
    __qualname__: {
      get: (self: PyFunction) => self.qualname,
      set: (self: PyFunction, value: Value) =>
        void (self.qualname = asString(value) ?? self.qualname),
    },
    __module__: {
      get: (self: PyFunction) =>
        self.attributes?.get("__module__") ?? self.globals.get("__name__") ?? null,
      set: (self: PyFunction, value: Value) =>
        void (self.attributes ??= new Map()).set("__module__", value),
    },
    __doc__: {
      get: (self: PyFunction) => self.attributes?.get("__doc__") ?? self.code.docstring,
      set: (self: PyFunction, value: Value) =>
        void (self.attributes ??= new Map()).set("__doc__", value),
    },
    __defaults__: (self: PyFunction) => {
      const { positionalOnly, positional } = self.signature;
      const defaults = [...positionalOnly, ...positional].flatMap((parameter) =>
        parameter.default === undefined ? [] : [parameter.default]
      );
      return defaults.length === 0 ? null : new PyTuple(defaults);
    },
    __annotations__: {
      get: (self: PyFunction) => self.annotations(),
      set: (self: PyFunction, value: Value) => {
        const dict = value instanceof PyDict ? value : new PyDict();
        self.annotations = () => dict;
      },
    },
    __globals__: (self: PyFunction) => new PyScopeDict(self.globals),
    __dict__: (self: PyFunction) => new PyScopeDict(self.attributes ??= new Map()),
  },
});

extendClass(builtinFunctionClass, {
  properties: {
    __name__: (self: PyNativeFunction) => self.name,
    __qualname__: (self: PyNativeFunction) =>
      self.owner === null ? self.name : `${self.owner.name}.${self.name}`,
    __doc__: () => null,
    __module__: (self: PyNativeFunction) => self.owner === null ? "builtins" : null,
  },
});

extendClass(methodClass, {
  methods: {
    // Other attributes are those of the function.
    __getattr__: [
      "name, /",
      (self: PyBoundMethod, name: Value): Outcome => getAttribute(self.fn, asString(name) ?? ""),
    ],
  },
  properties: {
    __func__: (self: PyBoundMethod) => self.fn,
    __self__: (self: PyBoundMethod) => self.self,
    __name__: (self: PyBoundMethod) => getAttribute(self.fn, "__name__"),
    __qualname__: (self: PyBoundMethod) => getAttribute(self.fn, "__qualname__"),
    __doc__: (self: PyBoundMethod) => getAttribute(self.fn, "__doc__"),
  },
});

extendClass(propertyClass, {
  new: [
    "fget=None, fset=None, fdel=None, doc=None",
    (cls: PyClass, get: Value, set: Value, remove: Value, doc: Value) =>
      new PyProperty(get, set, remove, doc, cls),
  ],
  methods: {
    getter: [
      "fget, /",
      (self: PyProperty, get: Value) =>
        new PyProperty(get, self.setter, self.deleter, self.doc, self.cls),
    ],
    setter: [
      "fset, /",
      (self: PyProperty, set: Value) =>
        new PyProperty(self.getter, set, self.deleter, self.doc, self.cls),
    ],
    deleter: [
      "fdel, /",
      (self: PyProperty, remove: Value) =>
        new PyProperty(self.getter, self.setter, remove, self.doc, self.cls),
    ],
  },
  properties: {
    fget: (self: PyProperty | PyNativeProperty) => self instanceof PyProperty ? self.getter : null,
    fset: (self: PyProperty | PyNativeProperty) => self instanceof PyProperty ? self.setter : null,
    fdel: (self: PyProperty | PyNativeProperty) => self instanceof PyProperty ? self.deleter : null,
    __doc__: {
      get: (self: PyProperty): Outcome =>
        self.doc ??
          (self.getter instanceof PyFunction ? getAttribute(self.getter, "__doc__") : null),
      set: (self: PyProperty, value: Value) => void (self.doc = value),
    },
  },
});

extendClass(staticMethodClass, {
  new: ["function, /", (_cls: PyClass, fn: Value) => new PyStaticMethod(fn)],
  methods: {
    __call__: [
      "*args, **kwargs",
      (self: PyStaticMethod, args: Value[], keywords: Map<string, Value>): Outcome =>
        call(self.fn, args, keywords.size === 0 ? null : keywords),
    ],
  },
  properties: { __func__: (self: PyStaticMethod) => self.fn },
});

extendClass(classMethodClass, {
  new: ["function, /", (_cls: PyClass, fn: Value) => new PyClassMethod(fn)],
  properties: { __func__: (self: PyClassMethod) => self.fn },
});

extendClass(moduleClass, {
  properties: { __dict__: (self: PyModule) => new PyScopeDict(self.attributes) },
});
