import { PyFunction } from "../../evaluator/functions.ts";
import { bindTo, bindToClass } from "../../runtime/descriptors.ts";
import {
  asString,
  nativeClass,
  nativeFunction,
  PyBoundMethod,
  type PyClass,
  PyClassMethod,
  PyInstance,
  PyProperty,
  PyStaticMethod,
  type Value,
} from "../../runtime/mod.ts";
import { ownValue } from "../../../config/own_value.ts";

/** When a validator runs: on what was given, on what came of it, in place of all, or around it. */
export type ValidatorMode = "before" | "after" | "plain" | "wrap";

/** What a decorator says of a function of a model. */
export interface Decoration {
  readonly kind: "field" | "model";
  /** The fields; `*` is all of them. Empty for the model. */
  readonly fields: readonly string[];
  readonly mode: ValidatorMode;
  /** Whether the function takes what those of pydantic 1 take. */
  readonly isOld: boolean;
  readonly fn: Value;
}

/** A decorated function of a model, which can still be called as what it is. */
const decoratedClass: PyClass = nativeClass({
  name: "PydanticDescriptorProxy",
  module: "pydantic._internal._decorators",
  methods: {
    __get__: ["instance, owner=None", (self: PyInstance, instance: Value, owner: Value) => {
      const { fn } = self.native as Decoration;
      return instance === null
        ? bindToClass(fn, owner as PyClass)
        : bindTo(fn, instance, owner as PyClass);
    }],
  },
});

/** What a decorator says of an attribute of a class; undefined for any other value. */
export function decorationOf(value: Value): Decoration | undefined {
  return value instanceof PyInstance && value.cls === decoratedClass
    ? value.native as Decoration
    : undefined;
}

function decorated(decoration: Decoration): Value {
  const proxy = new PyInstance(decoratedClass);
  // A validator of fields is a class method without being said so.
  const { fn, kind, isOld } = decoration;
  const isPlain = fn instanceof PyFunction;
  proxy.native = {
    ...decoration,
    fn: isPlain && (kind === "field" || isOld) ? new PyClassMethod(fn) : fn,
  };
  return proxy;
}

const decorator = (make: (fn: Value) => Value): Value =>
  nativeFunction("decorator", "fn", (fn: Value) => make(fn));

function modeOf(mode: Value): ValidatorMode {
  return (asString(mode) ?? "after") as ValidatorMode;
}

const names = (fields: readonly Value[]): string[] => fields.map((field) => asString(field) ?? "");

/** The decorators of functions of models, for both versions of pydantic. */
export const decorators: Readonly<Record<string, Value>> = {
  field_validator: nativeFunction(
    "field_validator",
    "*fields, mode='after', check_fields=None, json_schema_input_type=None",
    (fields: Value[], mode: Value) =>
      decorator((fn) =>
        decorated({ kind: "field", fields: names(fields), mode: modeOf(mode), isOld: false, fn })
      ),
  ),
  validator: nativeFunction(
    "validator",
    "*fields, pre=False, each_item=False, always=False, check_fields=None, allow_reuse=False",
    (fields: Value[], pre: Value) =>
      decorator((fn) =>
        decorated({
          kind: "field",
          fields: names(fields),
          mode: pre === true ? "before" : "after",
          isOld: true,
          fn,
        })
      ),
  ),
  model_validator: nativeFunction(
    "model_validator",
    "*, mode",
    (mode: Value) =>
      decorator((fn) =>
        decorated({ kind: "model", fields: [], mode: modeOf(mode), isOld: false, fn })
      ),
  ),
  root_validator: nativeFunction(
    "root_validator",
    "function=None, /, *, pre=False, skip_on_failure=False, allow_reuse=False",
    (fn: Value, pre: Value) => {
      const make = (fn: Value) =>
        decorated({
          kind: "model",
          fields: [],
          mode: pre === true ? "before" : "after",
          isOld: true,
          fn,
        });
      return fn === null ? decorator(make) : make(fn);
    },
  ),
  computed_field: nativeFunction("computed_field", "func=None, /, **kw", (fn: Value) => {
    const make = (fn: Value) => fn instanceof PyFunction ? new PyProperty(fn) : fn;
    return fn === null ? decorator(make) : make(fn);
  }),
  field_serializer: nativeFunction("field_serializer", "*fields, **kw", () => decorator(same)),
  model_serializer: nativeFunction(
    "model_serializer",
    "f=None, /, **kw",
    (fn: Value) => fn === null ? decorator(same) : fn,
  ),
  validate_call: nativeFunction(
    "validate_call",
    "func=None, /, **kw",
    (fn: Value) => fn === null ? decorator(same) : fn,
  ),
};

function same(fn: Value): Value {
  return fn;
}

/** `BeforeValidator(fn)` and the like, in `Annotated[…]`. */
export const markerClasses: Readonly<Record<string, PyClass>> = Object.fromEntries(
  (["Before", "After", "Plain", "Wrap"] as const).map((name) => [
    `${name}Validator`,
    nativeClass({
      name: `${name}Validator`,
      module: "pydantic.functional_validators",
      init: ["func, **kw", (self: PyInstance, fn: Value) => {
        self.native = { mode: name.toLowerCase() as ValidatorMode, fn };
      }],
    }),
  ]),
);

/** The validator in `Annotated[…]` behind a value; undefined for any other value. */
export function markedValidator(
  value: Value,
): { readonly mode: ValidatorMode; readonly fn: Value } | undefined {
  return value instanceof PyInstance && ownValue(markerClasses, value.cls.name) === value.cls
    ? value.native as { mode: ValidatorMode; fn: Value }
    : undefined;
}

/** The names of the parameters of a function, without that of the class it is bound to. */
export function parameterNames(fn: Value): readonly string[] | null {
  if (fn instanceof PyBoundMethod) return parameterNames(fn.fn)?.slice(1) ?? null;
  if (fn instanceof PyStaticMethod || fn instanceof PyClassMethod) return parameterNames(fn.fn);
  if (!(fn instanceof PyFunction)) return null;
  const { positionalOnly, positional, keywordOnly, keywords } = fn.signature;
  return [...positionalOnly, ...positional, ...keywordOnly].map(({ name }) => name)
    .concat(keywords === null ? [] : ["**"]);
}
