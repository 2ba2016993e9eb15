import type { NativeModuleFactory } from "../../../runtime/context.ts";
import {
  call,
  type Evaluation,
  nativeClass,
  nativeFunction,
  nativeModule,
  PyInstance,
  typeError,
  typeName,
  type Value,
  wait,
} from "../../../runtime/mod.ts";
import { lookupAttribute } from "../../../runtime/attributes.ts";

import { decodeErrorClass, loads } from "./decode.ts";
import { dumps } from "./encode.ts";

/** Module `json`. */
export const create: NativeModuleFactory = () => {
  const encoder = nativeClass({
    name: "JSONEncoder",
    module: "json.encoder",
    init: [
      "**kwargs",
      (self: PyInstance, options: Map<string, Value>) => void (self.native = options),
    ],
    methods: {
      default: ["o", (_self: PyInstance, value: Value) => {
        throw typeError(`Object of type ${typeName(value)} is not JSON serializable`);
      }],
      encode: ["o", function* (self: PyInstance, value: Value): Evaluation {
        const options = new Map(self.native as Map<string, Value> ?? []);
        options.set("default", yield* wait(lookupAttribute(self, "default")!));
        return yield* dumps(value, options);
      }],
    },
  });
  return nativeModule("json", {
    dumps: nativeFunction(
      "dumps",
      "obj, **kwargs",
      (value: Value, keywords: Map<string, Value>) => dumps(value, keywords),
    ),
    loads: nativeFunction(
      "loads",
      "s, **kwargs",
      (text: Value, keywords: Map<string, Value>) => loads(text, keywords),
    ),
    load: nativeFunction(
      "load",
      "fp, **kwargs",
      function* (file: Value, keywords: Map<string, Value>): Evaluation {
        const read = lookupAttribute(file, "read");
        if (read === undefined) throw typeError(`${typeName(file)} has no read()`);
        return yield* wait(loads(yield* wait(call(yield* wait(read))), keywords));
      },
    ),
    JSONDecodeError: decodeErrorClass,
    JSONEncoder: encoder,
  });
};
