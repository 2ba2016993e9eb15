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
  type Outcome,
  PyCallable,
  PyClass,
  PyDict,
  PyInstance,
  PyList,
  PyModule,
  raise,
  str,
  tuple,
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
import { attributeNames } from "../../builtins/object.ts";
import { collectNow } from "../../runtime/iteration.ts";
import { refused } from "./refused.ts";
import { PyFunction } from "../../evaluator/functions.ts";
import { PyMappingProxy } from "../../builtins/mappings.ts";

/** Module `types`. */
export const createTypes: NativeModuleFactory = () =>
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

/** Module `warnings`: they go to the log, as `logging.captureWarnings` would send them. */
export const createWarnings: NativeModuleFactory = (context) =>
  nativeModule("warnings", {
    warn: nativeFunction(
      "warn",
      "message, category=None, stacklevel=1, source=None, **kwargs",
      (message: Value, category: Value) => {
        const kind = category instanceof PyClass ? category.name : "UserWarning";
        context.log({ logger: "py.warnings", level: 30, message: `${kind}: ${str(message)}` });
      },
    ),
    filterwarnings: nativeFunction("filterwarnings", "*args, **kwargs", () => null),
    simplefilter: nativeFunction("simplefilter", "*args, **kwargs", () => null),
    resetwarnings: nativeFunction("resetwarnings", "", () => null),
    catch_warnings: nativeClass({
      name: "catch_warnings",
      module: "warnings",
      init: ["*args, **kwargs", () => null],
      methods: { __enter__: ["", () => new PyList([])], __exit__: ["*args", () => null] },
    }),
  });

/** Module `inspect`, the questions about kinds of objects. */
export const createInspect: NativeModuleFactory = () => {
  const ask = (name: string, test: (value: Value) => boolean) =>
    nativeFunction(name, "object", (value: Value) => test(value));
  return nativeModule("inspect", {
    isclass: ask("isclass", (value) => value instanceof PyClass),
    isfunction: ask("isfunction", (value) => value instanceof PyFunction),
    ismethod: ask("ismethod", (value) => typeOf(value) === methodClass),
    ismodule: ask("ismodule", (value) => value instanceof PyModule),
    isbuiltin: ask("isbuiltin", (value) => typeOf(value) === builtinFunctionClass),
    isroutine: ask("isroutine", (value) => value instanceof PyCallable),
    iscoroutinefunction: ask(
      "iscoroutinefunction",
      (value) => value instanceof PyFunction && value.code.isAsync,
    ),
    iscoroutine: ask("iscoroutine", (value) => typeOf(value) === coroutineClass),
    isawaitable: ask("isawaitable", (value) => typeOf(value).lookup("__await__") !== undefined),
    isgenerator: ask("isgenerator", (value) => typeOf(value) === generatorClass),
    isgeneratorfunction: ask(
      "isgeneratorfunction",
      (value) => value instanceof PyFunction && value.code.scope.isGenerator,
    ),
    isabstract: ask("isabstract", () => false),
    getdoc: nativeFunction("getdoc", "object", (value: Value): Outcome => {
      const found = lookupAttribute(value, "__doc__");
      return found === undefined ? null : found;
    }),
    cleandoc: nativeFunction("cleandoc", "doc", (value: Value) => {
      const lines = str(value).split("\n");
      const margin = Math.min(
        ...lines.slice(1).filter((line) => line.trim() !== "").map((line) => line.search(/\S/)),
      );
      const rest = lines.slice(1).map((line) =>
        Number.isFinite(margin) ? line.slice(margin) : line
      );
      return [lines[0]!.trimStart(), ...rest].join("\n").replace(/^\n+|\n+$/g, "");
    }),
    getmembers: nativeFunction(
      "getmembers",
      "object, predicate=None",
      function* (value: Value, predicate: Value): Evaluation {
        const members: Value[] = [];
        for (const name of attributeNames(value)) {
          const found = lookupAttribute(value, name);
          if (found === undefined) continue;
          const member = yield* wait(found);
          const wanted = predicate === null || (yield* wait(call(predicate, [member]))) === true;
          if (wanted) members.push(tuple([name, member]));
        }
        return new PyList(members);
      },
    ),
    ...refused("inspect", [
      "getsource",
      "getfile",
      "stack",
      "currentframe",
      "signature",
      "getsourcefile",
    ]),
  });
};

/** Module `importlib`. */
export const createImportlib: NativeModuleFactory = (context) =>
  nativeModule("importlib", {
    import_module: nativeFunction("import_module", "name, package=None", (name: Value): Outcome =>
      context.importModule(str(name))),
    reload: nativeFunction("reload", "module", (module: Value) =>
      module),
    ...refused("importlib", ["invalidate_caches"]),
  });

/** Modules whose functions all read files. */
export const createResources: NativeModuleFactory = () =>
  nativeModule(
    "importlib.resources",
    refused(
      "importlib.resources",
      ["read_text", "read_binary", "open_text", "open_binary", "files", "path", "contents"],
      "put the text into the revision, or run psql with the file beside it",
    ),
  );

/** Module `importlib.metadata`: no packages are installed here. */
export const createMetadata: NativeModuleFactory = () => {
  const notFound = nativeClass({
    name: "PackageNotFoundError",
    module: "importlib.metadata",
    bases: [raise("ModuleNotFoundError").exception.cls],
  });
  return nativeModule("importlib.metadata", {
    PackageNotFoundError: notFound,
    ...refused("importlib.metadata", ["version", "metadata", "distribution", "entry_points"]),
  });
};
