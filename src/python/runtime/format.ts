import { typeName, typeOf } from "./builtin_classes.ts";
import { callSpecial, runNow } from "./call.ts";
import { typeError } from "./exceptions.ts";
import { formatFloat, formatInt, formatString } from "./format_spec.ts";
import { asString, plain, PyFloat } from "./objects.ts";
import { PyOpaque } from "./opaque.ts";
import { intText, str } from "./repr.ts";
import type { Value } from "./value.ts";

/** `format(value, spec)`. */
export function format(value: Value, spec: string): string {
  if (value instanceof PyOpaque) return value.refuse("format()");
  const special = typeOf(value).lookup("__format__");
  if (special !== undefined && special !== null) {
    const result = asString(runNow(callSpecial(special, value, [spec])));
    if (result !== null) return result;
    throw typeError("__format__ must return a str");
  }
  return defaultFormat(value, spec);
}

/** `__format__` of the built-in classes. */
export function defaultFormat(value: Value, spec: string): string {
  if (spec === "") return str(value);
  const inner = plain(value);
  switch (typeof inner) {
    case "string":
      return formatString(inner, spec);
    case "number":
      return formatInt(inner, spec);
    case "bigint":
      intText(inner);
      return formatInt(inner, spec);
    case "boolean":
      return formatInt(inner ? 1 : 0, spec);
  }
  if (inner instanceof PyFloat) return formatFloat(inner.value, spec);
  throw typeError(`unsupported format string passed to ${typeName(value)}.__format__`);
}
