import {
  asString,
  ellipsis,
  nativeClass,
  nativeFunction,
  PyClass,
  PyInstance,
  type Value,
} from "../../runtime/mod.ts";
import { collectNow } from "../../runtime/iteration.ts";

/** What `Field(…)` was called with; `default` is among the keywords where it was given. */
export type FieldArguments = ReadonlyMap<string, Value>;

/** `pydantic.fields.FieldInfo`. */
export const fieldInfoClass: PyClass = nativeClass({
  name: "FieldInfo",
  module: "pydantic.fields",
});

/** `Field(default, …)` of pydantic. */
export const fieldFunction: Value = nativeFunction(
  "Field",
  "default=..., **kw",
  (fallback: Value | undefined, kw: Map<string, Value>) => {
    const field = new PyInstance(fieldInfoClass);
    const isGiven = fallback !== undefined && fallback !== ellipsis;
    const given = new Map(isGiven ? [["default", fallback], ...kw] : kw);
    field.native = given;
    field.attributes = new Map(given);
    return field;
  },
);

/** The arguments behind a `Field(…)`; undefined for any other value. */
export function fieldArguments(value: Value): FieldArguments | undefined {
  return value instanceof PyInstance && value.cls === fieldInfoClass
    ? value.native as FieldArguments
    : undefined;
}

/** `PrivateAttr(…)`: an attribute of the object that is no field. */
export const privateAttributeClass: PyClass = nativeClass({
  name: "ModelPrivateAttr",
  module: "pydantic.fields",
});

export const privateAttribute: Value = nativeFunction(
  "PrivateAttr",
  "default=..., *, default_factory=None, init=None",
  (fallback: Value | undefined, factory: Value) => {
    const attribute = new PyInstance(privateAttributeClass);
    attribute.native = { fallback, factory };
    return attribute;
  },
);

/** A name under which the value of a field may be given, or a way into a value of that name. */
export type Alias = readonly [name: string, ...path: readonly (string | number)[]];

/** `AliasPath("a", 0)` */
export const aliasPathClass: PyClass = nativeClass({
  name: "AliasPath",
  module: "pydantic.aliases",
  init: ["*path", (self: PyInstance, path: Value[]) => void (self.native = path)],
});

/** `AliasChoices("a", "b", AliasPath(…))` */
export const aliasChoicesClass: PyClass = nativeClass({
  name: "AliasChoices",
  module: "pydantic.aliases",
  init: ["*choices", (self: PyInstance, choices: Value[]) => void (self.native = choices)],
});

/** The names under which the value of a field is looked for, other than its own. */
export function aliasesOf(options: FieldArguments): readonly Alias[] {
  const given = options.get("validation_alias") ?? options.get("alias") ?? null;
  if (given !== null) return aliasesIn(given);
  // pydantic 1: `Field(env="NAME")`
  const variables = options.get("env") ?? null;
  if (variables === null) return [];
  const text = asString(variables);
  return text === null ? collectNow(variables).flatMap(aliasesIn) : [[text]];
}

function aliasesIn(given: Value): readonly Alias[] {
  const text = asString(given);
  if (text !== null) return [[text]];
  if (!(given instanceof PyInstance)) return [];
  const parts = given.native as Value[];
  if (given.cls === aliasChoicesClass) return parts.flatMap(aliasesIn);
  if (given.cls !== aliasPathClass) return [];
  const [first = null, ...rest] = parts;
  return [[
    asString(first) ?? "",
    ...rest.map((part) => asString(part) ?? Number(part)),
  ]];
}
