import { element } from "../../python/modules/sqlalchemy/expression/element.ts";
import { nameValue } from "../../python/modules/sqlalchemy/names.ts";
import { dialectOptions } from "../../python/modules/sqlalchemy/schema/options.ts";
import { asString, PyDict, PyFloat, PyList, type Value } from "../../python/runtime/mod.ts";
import type { DialectOption, DialectOptions } from "../../schema/dialect_options.ts";
import type { MarkedName } from "../../schema/name.ts";
import type { Expression } from "../../sql/expression.ts";

/** Keywords of a dialect as Python sees them. */
export function optionsValue(options: DialectOptions | undefined): PyDict {
  return new PyDict(
    Object.entries(options ?? {}).map(([key, option]) => [
      key,
      // The names in it are columns, whatever they are.
      key === "postgresql_ops" ? optionsValue(option as DialectOptions) : optionValue(option),
    ]),
  );
}

function optionValue(option: DialectOption): Value {
  if (typeof option === "number" && !Number.isInteger(option)) return new PyFloat(option);
  if (option === null || typeof option !== "object") return option;
  if (Array.isArray(option)) return new PyList(option.map(optionValue));
  if ("kind" in option) return element(option as Expression);
  return isMarkedName(option) ? nameValue(option) : optionsValue(option as DialectOptions);
}

function isMarkedName(option: object): option is MarkedName {
  return "name" in option && ("quote" in option || "final" in option);
}

/** The keywords that a call had, by name, as a `kw` attribute holds them. */
export function keywordsOf(kw: Value): ReadonlyMap<string, Value> {
  return new Map(
    kw instanceof PyDict
      ? [...kw.entries()].map(([key, value]) => [asString(key) ?? "", value] as const)
      : [],
  );
}

/** The keywords of a dialect among those of a `kw`; those of `others` say something else. */
export function optionsOf(
  kw: Value,
  others: readonly string[] = [],
): { readonly dialectOptions?: DialectOptions } {
  const options = dialectOptions(keywordsOf(kw), others);
  return options === undefined ? {} : { dialectOptions: options };
}
