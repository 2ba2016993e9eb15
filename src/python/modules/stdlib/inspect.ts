import type { NativeModuleFactory } from "../../runtime/context.ts";
import {
  call,
  type Evaluation,
  generatorClass,
  nativeFunction,
  nativeModule,
  type Outcome,
  PyCallable,
  PyClass,
  PyList,
  PyModule,
  str,
  tuple,
  typeOf,
  type Value,
  wait,
} from "../../runtime/mod.ts";
import {
  builtinFunctionClass,
  coroutineClass,
  methodClass,
} from "../../runtime/builtin_classes.ts";
import { lookupAttribute } from "../../runtime/attributes.ts";
import { attributeNames } from "../../builtins/object.ts";
import { refused } from "./refused.ts";
import { PyFunction } from "../../evaluator/functions.ts";
import { trimBoth } from "../../../config/trim_end.ts";

/** Module `inspect`, the questions about kinds of objects. */
export const create: NativeModuleFactory = () => {
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
      return trimBoth([lines[0]!.trimStart(), ...rest].join("\n"), "\n");
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
