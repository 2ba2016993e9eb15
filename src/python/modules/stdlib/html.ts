import type { NativeModuleFactory } from "../../runtime/context.ts";
import { isTrue, nativeFunction, nativeModule, type Value } from "../../runtime/mod.ts";
import { stringArgument } from "../../builtins/arguments.ts";
import { refused } from "./refused.ts";

/** Module `html`: escaping; the table of named characters is not provided. */
export const create: NativeModuleFactory = () =>
  nativeModule("html", {
    escape: nativeFunction("escape", "s, quote=True", (value: Value, quote: Value) => {
      const text = stringArgument(value, "s").replaceAll("&", "&amp;").replaceAll("<", "&lt;")
        .replaceAll(">", "&gt;");
      return isTrue(quote) ? text.replaceAll('"', "&quot;").replaceAll("'", "&#x27;") : text;
    }),
    ...refused("html", ["unescape"]),
  });
