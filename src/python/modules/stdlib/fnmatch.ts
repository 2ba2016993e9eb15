import type { NativeModuleFactory } from "../../runtime/context.ts";
import {
  collect,
  type Evaluation,
  nativeFunction,
  nativeModule,
  PyList,
  type Value,
} from "../../runtime/mod.ts";
import { stringArgument } from "../../builtins/arguments.ts";
import { fileNamePattern } from "./file_name_pattern.ts";

/** Module `fnmatch`. */
export const create: NativeModuleFactory = () => {
  const matches = (name: Value, pattern: Value) =>
    fileNamePattern(stringArgument(pattern, "pat")).test(stringArgument(name, "name"));
  return nativeModule("fnmatch", {
    fnmatch: nativeFunction("fnmatch", "name, pat", matches),
    fnmatchcase: nativeFunction("fnmatchcase", "name, pat", matches),
    filter: nativeFunction(
      "filter",
      "names, pat",
      function* (names: Value, pattern: Value): Evaluation {
        return new PyList((yield* collect(names)).filter((name) => matches(name, pattern)));
      },
    ),
  });
};
