import { typeName, typeOf } from "./builtin_classes.ts";
import { callSpecial, runNow } from "./call.ts";
import { PyClass } from "./class.ts";
import { PyDict } from "./dict.ts";
import { typeError } from "./exceptions.ts";
import { PyBytes, PyFloat, PyInstance, PyList, PyRange, PyTuple } from "./objects.ts";
import { PyOpaque } from "./opaque.ts";
import { PySet } from "./set.ts";
import { andThen, type Outcome, type Value } from "./value.ts";

/** `bool(value)`. */
export function truth(value: Value): Outcome<boolean> {
  switch (typeof value) {
    case "boolean":
      return value;
    case "string":
      return value !== "";
    case "number":
      return value !== 0;
    case "bigint":
      return true;
  }
  if (value === null) return false;
  if (value.cls.module !== "builtins") {
    const custom = customTruth(value);
    if (custom !== undefined) return custom;
  }
  if (value instanceof PyList || value instanceof PyTuple) return value.items.length > 0;
  if (value instanceof PyDict || value instanceof PySet) return value.size > 0;
  if (value instanceof PyFloat) return value.value !== 0;
  if (value instanceof PyBytes) return value.data.length > 0;
  if (value instanceof PyRange) return value.length > 0;
  if (value instanceof PyClass) return customTruth(value) ?? true;
  if (value instanceof PyOpaque) return value.refuse("the truth value");
  if (value instanceof PyInstance && isPrimitive(value)) return truth(value.native as Value);
  return customTruth(value) ?? true;
}

function isPrimitive(value: PyInstance): boolean {
  const { layout } = value.cls;
  return layout === "str" || layout === "int" || layout === "float" || layout === "bytes";
}

function customTruth(value: Value): Outcome<boolean> | undefined {
  const cls = typeOf(value);
  const asBool = cls.lookup("__bool__");
  if (asBool !== undefined && asBool !== null) {
    return andThen(callSpecial(asBool, value, []), (result) => {
      if (typeof result === "boolean") return result;
      throw typeError(`__bool__ should return bool, returned ${typeName(result)}`);
    });
  }
  const length = cls.lookup("__len__");
  if (length === undefined || length === null) return undefined;
  return andThen(callSpecial(length, value, []), (result) => result !== 0);
}

/** `bool(value)` where no pause is possible; see `runNow`. */
export function isTrue(value: Value): boolean {
  return runNow(truth(value));
}
