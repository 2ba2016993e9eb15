import type { NativeModuleFactory } from "../../runtime/context.ts";
import {
  asString,
  call,
  type Evaluation,
  functionClass,
  generatorClass,
  moduleClass,
  nativeClass,
  nativeFunction,
  nativeModule,
  PyClass,
  PyDict,
  PyInstance,
  str,
  typeClass,
  typeOf,
  type Value,
  wait,
} from "../../runtime/mod.ts";
import { createClass, deriveMetaclass } from "../../runtime/create_class.ts";
import {
  builtinFunctionClass,
  coroutineClass,
  methodClass,
} from "../../runtime/builtin_classes.ts";
import { lookupAttribute } from "../../runtime/attributes.ts";
import { runNow } from "../../runtime/call.ts";
import { aliasClass, unionClass } from "../../builtins/generic_alias.ts";
import { collectNow } from "../../runtime/iteration.ts";
import { PyMappingProxy } from "../../builtins/mappings.ts";

/** Module `types`. */
export const create: NativeModuleFactory = () =>
  nativeModule("types", {
    FunctionType: functionClass,
    LambdaType: functionClass,
    MethodType: methodClass,
    BuiltinFunctionType: builtinFunctionClass,
    GeneratorType: generatorClass,
    CoroutineType: coroutineClass,
    ModuleType: moduleClass,
    NoneType: typeOf(null),
    GenericAlias: aliasClass,
    UnionType: unionClass,
    MappingProxyType: nativeFunction("MappingProxyType", "mapping, /", (mapping: PyDict) =>
      new PyMappingProxy(mapping.entries())),
    SimpleNamespace: nativeClass({
      name: "SimpleNamespace",
      module: "types",
      init: ["**kwargs", (self: PyInstance, values: Map<string, Value>) =>
        void (self.attributes = new Map(values))],
      methods: {
        __repr__: ["", (self: PyInstance) =>
          `namespace(${
            [...self.attributes ?? []].map(([name, value]) =>
              `${name}=${reprOf(value)}`
            ).join(", ")
          })`],
        __eq__: ["other, /", (self: PyInstance, other: Value) =>
          other instanceof PyInstance && reprOf(self) === reprOf(other)],
      },
    }),
    new_class: nativeFunction("new_class", "name, bases=(), kwds=None, exec_body=None", function* (
      name: Value,
      bases: Value,
      _keywords: Value,
      body: Value,
    ): Evaluation {
      const classes = collectNow(bases).filter((base) =>
        base instanceof PyClass
      );
      const namespace = new PyDict([["__module__", "__main__"]]);
      if (body !== null) {
        yield* wait(call(body, [namespace]));
      }
      const attributes = new Map<string, Value>();
      for (const [key, value] of namespace.entries()) {
        attributes.set(str(key), value);
      }
      return yield* createClass(
        deriveMetaclass(typeClass, classes),
        str(name),
        classes,
        attributes,
        new Map(),
      );
    }),
  });

function reprOf(value: Value): string {
  return asString(runNow(call(lookupRepr(value)))) ?? "";
}

function lookupRepr(value: Value): Value {
  return runNow(lookupAttribute(value, "__repr__")!);
}
