import { type Layout, PyClass } from "./class.ts";
import { PyDynamic, type Value } from "./value.ts";

/** `object`. The classes here are empty shells; src/python/builtins fills in their methods. */
export const objectClass: PyClass = new PyClass({ name: "object" });
/** `type`. */
export const typeClass: PyClass = new PyClass({
  name: "type",
  bases: [objectClass],
  layout: "type",
});
PyClass.typeClass = typeClass;
objectClass.cls = typeClass;
typeClass.cls = typeClass;

function builtin(
  name: string,
  layout: Layout,
  options: { readonly base?: PyClass; readonly final?: boolean; readonly module?: string } = {},
): PyClass {
  return new PyClass({
    name,
    layout,
    bases: [options.base ?? objectClass],
    subclassable: !options.final,
    module: options.module,
  });
}

export const noneTypeClass: PyClass = builtin("NoneType", "fixed", { final: true });
export const ellipsisClass: PyClass = builtin("ellipsis", "fixed", { final: true });
export const notImplementedClass: PyClass = builtin("NotImplementedType", "fixed", { final: true });
export const intClass: PyClass = builtin("int", "int");
export const boolClass: PyClass = builtin("bool", "bool", { base: intClass, final: true });
export const floatClass: PyClass = builtin("float", "float");
export const strClass: PyClass = builtin("str", "str");
export const bytesClass: PyClass = builtin("bytes", "bytes");
export const listClass: PyClass = builtin("list", "list");
export const tupleClass: PyClass = builtin("tuple", "tuple");
export const dictClass: PyClass = builtin("dict", "dict");
export const setClass: PyClass = builtin("set", "set");
export const frozensetClass: PyClass = builtin("frozenset", "frozenset");
export const sliceClass: PyClass = builtin("slice", "fixed", { final: true });
export const rangeClass: PyClass = builtin("range", "fixed", { final: true });
export const functionClass: PyClass = builtin("function", "fixed", { final: true });
export const methodClass: PyClass = builtin("method", "fixed", { final: true });
export const builtinFunctionClass: PyClass = builtin("builtin_function_or_method", "fixed", {
  final: true,
});
export const propertyClass: PyClass = builtin("property", "object");
export const staticMethodClass: PyClass = builtin("staticmethod", "object");
export const classMethodClass: PyClass = builtin("classmethod", "object");
export const superClass: PyClass = builtin("super", "fixed", { final: true });
export const moduleClass: PyClass = builtin("module", "fixed");
export const generatorClass: PyClass = builtin("generator", "fixed", { final: true });
export const coroutineClass: PyClass = builtin("coroutine", "fixed", { final: true });
export const asyncGeneratorClass: PyClass = builtin("async_generator", "fixed", { final: true });
export const iteratorClass: PyClass = builtin("iterator", "fixed", { final: true });
export const dictKeysClass: PyClass = builtin("dict_keys", "fixed", { final: true });
export const dictValuesClass: PyClass = builtin("dict_values", "fixed", { final: true });
export const dictItemsClass: PyClass = builtin("dict_items", "fixed", { final: true });
export const mappingProxyClass: PyClass = builtin("mappingproxy", "fixed", { final: true });

/** `type(value)`. */
export function typeOf(value: Value): PyClass {
  switch (typeof value) {
    case "string":
      return strClass;
    case "number":
    case "bigint":
      return intClass;
    case "boolean":
      return boolClass;
    default:
      return value === null ? noneTypeClass : value.cls;
  }
}

/** The name of a value's class, as Python's messages quote it. An error about an opaque value is that it is not known. */
export function typeName(value: Value): string {
  if (value instanceof PyDynamic) value.refuseType();
  const cls = typeOf(value);
  return cls.shownName ?? cls.name;
}
