import { PyAlias } from "../../builtins/generic_alias.ts";
import {
  asString,
  dictClass,
  isRaised,
  isTrue,
  PyClass,
  PyDict,
  raise,
  runNow,
  type Value,
} from "../../runtime/mod.ts";
import { exceptionClasses } from "../../runtime/exceptions.ts";
import { annotatedParts, resolveText, unionOf } from "../annotations.ts";
import { loads } from "../stdlib/json/decode.ts";
import { settingsErrorClass } from "./errors.ts";
import { aliasesOf } from "./field.ts";
import { type Model, type ModelField, modelOf, namesOf, optionsOf } from "./model_fields.ts";
import { isComplex, isComplexUnion, isModelClass } from "./validate.ts";

/** How variables are told apart and read: the settings of the settings. */
export interface VariableOptions {
  readonly prefix: string;
  readonly caseSensitive: boolean;
  readonly nestedDelimiter: string | null;
  readonly nestedMaxSplit: number | null;
  readonly ignoreEmpty: boolean;
  readonly noneText: string | null;
}

/** Variables by the name that they are looked up by. */
export type Variables = ReadonlyMap<string, string>;

/** Variables as they are looked up: in small letters where case does not count. */
export function variablesOf(
  given: Iterable<readonly [string, string]>,
  { caseSensitive, ignoreEmpty }: VariableOptions,
): Variables {
  const found = new Map<string, string>();
  for (const [name, value] of given) {
    if (ignoreEmpty && value === "") continue;
    found.set(caseSensitive ? name : name.toLowerCase(), value);
  }
  return found;
}

/** The names of the variables of a field, the first that is set counts. */
export function variableNames(
  field: ModelField,
  config: ReadonlyMap<string, Value>,
  options: VariableOptions,
): readonly string[] {
  const aliases = aliasesOf(optionsOf(field));
  const fold = (name: string) => options.caseSensitive ? name : name.toLowerCase();
  const own = options.prefix + field.name;
  if (aliases.length === 0) return [fold(own)];
  const names = aliases.map(([name]) => fold(name));
  return namesOf(field, config).length > aliases.length ? [...names, fold(own)] : names;
}

/** The name under which the value of a field is handed to its model. */
export function keyOf(field: ModelField): string {
  return aliasesOf(optionsOf(field))[0]?.[0] ?? field.name;
}

/** What variables say of the fields of a model, by the name under which the model takes them. */
export function readFields(
  { fields, config }: Model,
  variables: Variables,
  options: VariableOptions,
  source: string,
): PyDict {
  const data = new PyDict();
  for (const field of fields.values()) {
    const value = readField(field, config, variables, options, source);
    if (value !== undefined) data.set(keyOf(field), value);
  }
  return data;
}

function readField(
  field: ModelField,
  config: ReadonlyMap<string, Value>,
  variables: Variables,
  options: VariableOptions,
  source: string,
): Value | undefined {
  const names = variableNames(field, config, options);
  const name = names.find((name) => variables.has(name));
  const text = name === undefined ? undefined : variables.get(name)!;
  if (text !== undefined && text === options.noneText) return null;
  const isJson = isComplex(field.annotation, field.owner);
  if (!isJson && !isComplexUnion(field.annotation, field.owner)) return text;
  const nested = () => nestedValue(field, names, variables, options);
  if (text === undefined) {
    const built = nested();
    return built.size > 0 ? built : undefined;
  }
  const value = parsed(text);
  if (value === undefined) {
    if (!isJson) return text;
    throw raise(
      settingsErrorClass,
      `error parsing value for field "${field.name}" from source "${source}"`,
    );
  }
  return value instanceof PyDict ? merged(value, nested()) : value;
}

/** The value of a JSON text; undefined for what is none. */
function parsed(text: string): Value | undefined {
  try {
    return runNow(loads(text, new Map()) as never);
  } catch (error) {
    if (isRaised(error, exceptionClasses.get("ValueError")!)) return undefined;
    throw error;
  }
}

/** `NAME__INNER__DEEPER=…` */
function nestedValue(
  field: ModelField,
  names: readonly string[],
  variables: Variables,
  { nestedDelimiter: delimiter, nestedMaxSplit, caseSensitive }: VariableOptions,
): PyDict {
  const result = new PyDict();
  if (delimiter === null) return result;
  for (const [variable, text] of variables) {
    const name = names.find((name) => variable.startsWith(`${name}${delimiter}`));
    if (name === undefined) continue;
    const parts = split(variable.slice(name.length + delimiter.length), delimiter, nestedMaxSplit);
    let into = result;
    let inner: Inner | null = { type: field.annotation, owner: field.owner };
    for (const [index, part] of parts.entries()) {
      const next: { key: string; inner: Inner | null } = innerField(inner, part, caseSensitive);
      inner = next.inner;
      if (index < parts.length - 1) {
        const below = into.get(next.key);
        const dict = below instanceof PyDict ? below : new PyDict();
        into.set(next.key, dict);
        into = dict;
        continue;
      }
      const isJson = inner === null || isComplex(inner.type, inner.owner) ||
        isComplexUnion(inner.type, inner.owner);
      into.set(next.key, isJson && text !== "" ? parsed(text) ?? text : text);
    }
  }
  return result;
}

function split(text: string, delimiter: string, limit: number | null): readonly string[] {
  const parts = text.split(delimiter);
  if (limit === null || limit <= 0 || parts.length <= limit) return parts;
  return [...parts.slice(0, limit - 1), parts.slice(limit - 1).join(delimiter)];
}

/** A type, and the class that its text is resolved in. */
interface Inner {
  readonly type: Value;
  readonly owner: PyClass;
}

/** What a part of a nested name means in a type: a field of a model, or a key of a dict. */
function innerField(
  inner: Inner | null,
  part: string,
  caseSensitive: boolean,
): { readonly key: string; readonly inner: Inner | null } {
  if (inner === null) return { key: part, inner: null };
  const type = resolveText(inner.type, inner.owner);
  const members = unionOf(type) ?? annotatedParts(type)?.slice(0, 1);
  for (const member of members ?? []) {
    const found = innerField({ type: member, owner: inner.owner }, part, caseSensitive);
    if (found.inner !== null) return found;
  }
  if (type instanceof PyAlias && type.origin === dictClass && type.args.length === 2) {
    return { key: part, inner: { type: type.args[1]!, owner: inner.owner } };
  }
  if (!isModelClass(type)) return { key: part, inner: null };
  const fold = (name: string) => caseSensitive ? name : name.toLowerCase();
  for (const [name, field] of modelOf(type)!.fields) {
    const names = [name, ...aliasesOf(optionsOf(field)).map(([alias]) => alias)];
    if (names.some((each) => fold(each) === fold(part))) {
      return { key: keyOf(field), inner: { type: field.annotation, owner: field.owner } };
    }
  }
  return { key: part, inner: null };
}

/** One dict with another's entries over it, dicts in both merged likewise. */
export function merged(below: PyDict, above: PyDict): PyDict {
  const result = new PyDict(below.entries());
  for (const [key, value] of above.entries()) {
    const known = result.get(key);
    result.set(
      key,
      known instanceof PyDict && value instanceof PyDict ? merged(known, value) : value,
    );
  }
  return result;
}

/**
 * Adds the variables of a .env file that belong to no field: data besides the fields, which a model that forbids such refuses.
 * Those of the process are never added.
 */
export function addExtras(
  data: PyDict,
  { fields, config }: Model,
  variables: Variables,
  options: VariableOptions,
): void {
  const isAllowed = asString(config.get("extra") ?? null) !== "forbid";
  const claims = [...fields.values()].map((field) => ({
    names: variableNames(field, config, options),
    isComplex: isComplex(field.annotation, field.owner) ||
      isComplexUnion(field.annotation, field.owner),
  }));
  for (const [name, text] of variables) {
    if (text === "" || data.has(name) || options.prefix !== "" && fields.has(name)) continue;
    const isUsed = claims.some(({ names, isComplex }) =>
      names.some((each) =>
        name === each || isComplex && options.nestedDelimiter !== null &&
          name.startsWith(`${each}${options.nestedDelimiter}`)
      )
    );
    if (isUsed) continue;
    const isPrefixed = isAllowed && name.startsWith(options.prefix);
    data.set(isPrefixed ? name.slice(options.prefix.length) : name, text);
  }
}

/** The options in `model_config`, with the arguments of `Settings(_env_prefix=…)` before them. */
export function variableOptions(
  config: ReadonlyMap<string, Value>,
  given: ReadonlyMap<string, Value>,
): VariableOptions {
  const option = (name: string) => given.get(`_${name}`) ?? config.get(name) ?? null;
  const split = option("env_nested_max_split");
  return {
    prefix: foldPrefix(asString(option("env_prefix")) ?? ""),
    caseSensitive: isTrue(option("case_sensitive")),
    nestedDelimiter: asString(option("env_nested_delimiter")),
    nestedMaxSplit: typeof split === "number" ? split : null,
    ignoreEmpty: isTrue(option("env_ignore_empty")),
    noneText: asString(option("env_parse_none_str")),
  };
  function foldPrefix(prefix: string): string {
    return isTrue(option("case_sensitive")) ? prefix : prefix.toLowerCase();
  }
}
