import { spend } from "./running.ts";
import { dictClass, typeName } from "./builtin_classes.ts";
import {
  PyBoundMethod,
  PyCallable,
  PyClassMethod,
  PyNativeFunction,
  PyProperty,
  PyStaticMethod,
} from "./callable.ts";
import { callSpecial, runNow } from "./call.ts";
import { PyClass } from "./class.ts";
import { PyDict } from "./dict.ts";
import { PyException, typeError, valueError } from "./exceptions.ts";
import { floatRepr } from "./float_text.ts";
import { identity } from "./hash.ts";
import {
  asString,
  ellipsis,
  notImplemented,
  PyBytes,
  PyFloat,
  PyInstance,
  PyList,
  PyModule,
  PyRange,
  PySlice,
  PyTuple,
} from "./objects.ts";
import { PyOpaque } from "./opaque.ts";
import { PySet } from "./set.ts";
import { reprBytes, reprText } from "./text_repr.ts";
import { PyObject, type Value } from "./value.ts";

/** CPython refuses to convert longer integers to decimal text (sys.set_int_max_str_digits). */
const MAX_DIGITS = 4300;

/** Decimal digits of an integer. */
export function intText(value: number | bigint): string {
  if (typeof value === "bigint") {
    const limit = 10n ** BigInt(MAX_DIGITS);
    if (value >= limit || value <= -limit) {
      throw valueError(
        `Exceeds the limit (${MAX_DIGITS} digits) for integer string conversion; use sys.set_int_max_str_digits() to increase the limit`,
      );
    }
  }
  return String(value);
}

/** `str(value)`. */
export function str(value: Value): string {
  if (typeof value === "string") return value;
  if (value instanceof PyObject) {
    const special = value.cls.lookup("__str__");
    if (special !== undefined && special !== null) {
      const result = asString(runNow(callSpecial(special, value, [])));
      if (result !== null) return result;
      throw typeError(`__str__ returned non-string (type ${typeName(value)})`);
    }
    if (value.cls.lookup("__repr__") === undefined) return defaultStr(value);
  }
  return repr(value);
}

/** `object.__str__` and those of built-in classes: what str() gives when no class overrides it. */
export function defaultStr(value: Value): string {
  if (value instanceof PyException) return exceptionText(value);
  if (value instanceof PyInstance && value.cls.layout === "str") return value.native as string;
  return repr(value);
}

/** `str(exception)`. */
export function exceptionText(value: PyException): string {
  const { items } = value.args;
  const written = value.attributes?.get("__text__");
  if (typeof written === "string") return written;
  if (items.length === 0) return "";
  if (items.length > 1) {
    if (value.cls.mro.some((cls) => cls.name === "OSError") && items.length === 2) {
      return `[Errno ${str(items[0]!)}] ${str(items[1]!)}`;
    }
    return repr(value.args);
  }
  return value.cls.mro.some((cls) => cls.name === "KeyError") ? repr(items[0]!) : str(items[0]!);
}

/** `repr(value)`. */
export function repr(value: Value): string {
  switch (typeof value) {
    case "string":
      return reprText(value);
    case "number":
    case "bigint":
      return intText(value);
    case "boolean":
      return value ? "True" : "False";
  }
  if (value === null) return "None";
  const special = value.cls.lookup("__repr__");
  if (special !== undefined && special !== null) {
    const result = asString(runNow(callSpecial(special, value, [])));
    if (result !== null) return result;
    throw typeError("__repr__ returned non-string (type " + typeName(value) + ")");
  }
  return defaultRepr(value);
}

// Containers under way, to print one that contains itself as `[...]`.
const active = new Set<PyObject>();

function guarded(value: PyObject, again: string, make: () => string): string {
  spend(1);
  if (active.has(value)) return again;
  active.add(value);
  try {
    return make();
  } finally {
    active.delete(value);
  }
}

/** `object.__repr__` and those of built-in classes. */
export function defaultRepr(value: Value): string {
  if (!(value instanceof PyObject)) return repr(value);
  if (value instanceof PyFloat) return floatRepr(value.value);
  if (value instanceof PyBytes) return reprBytes(value.data);
  if (value instanceof PyList) {
    return guarded(value, "[...]", () => `[${value.items.map(repr).join(", ")}]`);
  }
  if (value instanceof PyTuple) {
    return guarded(value, "(...)", () => {
      const items = value.items.map(repr);
      return items.length === 1 ? `(${items[0]},)` : `(${items.join(", ")})`;
    });
  }
  if (value instanceof PyDict) {
    return guarded(value, "{...}", () => {
      const parts = [...value.entries()].map(([key, item]) => `${repr(key)}: ${repr(item)}`);
      const text = `{${parts.join(", ")}}`;
      return value.cls === dictClass || value.cls.lookup("__repr__") !== undefined ||
          !["OrderedDict", "defaultdict", "Counter"].includes(value.cls.name)
        ? text
        : `${value.cls.name}(${text})`;
    });
  }
  if (value instanceof PySet) {
    return guarded(value, `${value.cls.name}(...)`, () => {
      const items = [...value.values()].map(repr).join(", ");
      const plainSet = value.cls.name === "set";
      if (items === "") return `${value.cls.name}()`;
      return plainSet ? `{${items}}` : `${value.cls.name}({${items}})`;
    });
  }
  if (value instanceof PyRange) {
    const { start, stop, step } = value;
    return step === 1 ? `range(${start}, ${stop})` : `range(${start}, ${stop}, ${step})`;
  }
  if (value instanceof PySlice) {
    return `slice(${repr(value.start)}, ${repr(value.stop)}, ${repr(value.step)})`;
  }
  if (value instanceof PyException) {
    const { items } = value.args;
    return `${value.cls.name}(${items.map(repr).join(", ")})`;
  }
  if (value instanceof PyClass) return `<class '${qualifiedName(value)}'>`;
  if (value instanceof PyModule) return `<module '${value.name}'>`;
  if (value instanceof PyOpaque) return value.refuse("repr()");
  if (value === ellipsis) return "Ellipsis";
  if (value === notImplemented) return "NotImplemented";
  if (value instanceof PyInstance) {
    const { layout } = value.cls;
    if (layout === "str" || layout === "int" || layout === "float" || layout === "bytes") {
      return repr(value.native as Value);
    }
  }
  return describeObject(value);
}

function describeObject(value: PyObject): string {
  const address = `0x${identity(value).toString(16).padStart(12, "0")}`;
  if (value instanceof PyNativeFunction) {
    return value.owner === null
      ? `<built-in function ${value.name}>`
      : `<method '${value.name}' of '${value.owner.name}' objects>`;
  }
  if (value instanceof PyBoundMethod) {
    const { fn, self } = value;
    if (fn instanceof PyNativeFunction) {
      return `<built-in method ${fn.name} of ${typeName(self)} object at ${address}>`;
    }
    const name = fn instanceof PyCallable && "qualname" in fn ? String(fn.qualname) : "?";
    return `<bound method ${name} of ${repr(self)}>`;
  }
  if (value instanceof PyProperty) return `<property object at ${address}>`;
  if (value instanceof PyStaticMethod) return `<staticmethod(${repr(value.fn)})>`;
  if (value instanceof PyClassMethod) return `<classmethod(${repr(value.fn)})>`;
  if (value instanceof PyCallable && "qualname" in value) {
    return `<function ${value.qualname} at ${address}>`;
  }
  return `<${qualifiedName(value.cls)} object at ${address}>`;
}

/** A class's name with its module, unless that is builtins. */
export function qualifiedName(cls: PyClass): string {
  return cls.module === "builtins" ? cls.qualname : `${cls.module}.${cls.qualname}`;
}
