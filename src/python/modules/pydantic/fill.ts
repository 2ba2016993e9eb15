import { textOfAnnotation } from "../annotations.ts";
import { bindTo, bindToClass } from "../../runtime/descriptors.ts";
import {
  asString,
  call,
  callMethod,
  ellipsis,
  type Evaluation,
  nativeClass,
  type PyClass,
  PyDict,
  PyInstance,
  PyList,
  PyObject,
  PyOpaque,
  running,
  str,
  UnsupportedConstructError,
  type Value,
  wait,
} from "../../runtime/mod.ts";
import { type Decoration, parameterNames } from "./decorators.ts";
import { Invalid, validationError } from "./errors.ts";
import type { Alias } from "./field.ts";
import { decorationsOf, type Model, type ModelField, namesOf, optionsOf } from "./model_fields.ts";
import { isUrl } from "./url.ts";
import { runValidator, unknownWrap, validate } from "./validate.ts";

/** How the fields of an object are filled. */
export interface Filling {
  /**
   * The value of a field that has none and needs one; undefined where that is an error. A setting whose variable is not set
   * where migrations run is no matter, unless something needs it.
   */
  readonly missing?: (field: ModelField) => Value;
  /** Whether to do as pydantic 1: `Optional[X]` needs no value, and URLs are texts. */
  readonly isOld?: boolean;
}

const infoClass: PyClass = nativeClass({ name: "ValidationInfo", module: "pydantic_core" });

/**
 * Fills an object with what its model makes of the data, as pydantic does: validators of the model before, each field with
 * its validators, private attributes, `model_post_init`, validators of the model after. Raises `ValidationError`.
 * Gives an unknown value in the place of the object where a validator of the model needs something unknown.
 */
export function* fill(
  self: PyInstance,
  model: Model,
  given: ReadonlyMap<string, Value>,
  filling: Filling = {},
): Evaluation {
  const { cls } = self;
  const decorations = decorationsOf(cls);
  const attributes = self.attributes ??= new Map();
  try {
    const data = yield* beforeModel(cls, given, decorations);
    const errors = yield* fillFields(self, model, data, decorations, filling);
    if (errors.length > 0) throw failure(cls, errors);
    for (const [name, value] of model.privates) {
      const made = yield* privateValue(value);
      if (made !== undefined) attributes.set(name, made);
    }
    if (cls.lookup("model_post_init") !== undefined) {
      yield* wait(callMethod(self, "model_post_init", [null]));
    }
    yield* afterModel(self, model, decorations);
  } catch (error) {
    if (error instanceof Invalid) throw failure(cls, [error]);
    if (!(error instanceof UnsupportedConstructError)) throw error;
    return running().opaque(`${cls.name}(…)`, error.construct, error.message);
  }
  return null;
}

function failure(cls: PyClass, errors: readonly Invalid[]) {
  const raised = validationError(cls.name, errors);
  raised.exception.native = errors;
  return raised;
}

function bound({ fn }: Decoration, cls: PyClass): Evaluation {
  return wait(fn instanceof PyObject ? bindToClass(fn, cls) : fn);
}

function* beforeModel(
  cls: PyClass,
  given: ReadonlyMap<string, Value>,
  decorations: readonly Decoration[],
): Evaluation<ReadonlyMap<string, Value>> {
  let data: Value = PyDict.fromMap(given);
  for (const decoration of [...decorations].reverse()) {
    if (decoration.kind !== "model" || decoration.mode === "after") continue;
    if (decoration.mode !== "before") throw unknownWrap();
    const fn = yield* bound(decoration, cls);
    const takesInfo = !decoration.isOld && (parameterNames(fn)?.length ?? 1) > 1;
    data = yield* runValidator(fn, takesInfo ? [data, info(new PyDict())] : [data]);
  }
  if (data instanceof PyOpaque) data.refuse("the data");
  if (!(data instanceof PyDict)) throw new Invalid("Input should be a valid dictionary");
  return new Map([...data.entries()].map(([key, value]) => [asString(key) ?? "", value]));
}

function* fillFields(
  self: PyInstance,
  { fields, config }: Model,
  data: ReadonlyMap<string, Value>,
  decorations: readonly Decoration[],
  filling: Filling,
): Evaluation<readonly Invalid[]> {
  const attributes = self.attributes!;
  const errors: Invalid[] = [];
  const used = new Set<string>();
  const known = new PyDict();
  for (const [name, field] of fields) {
    try {
      const names = namesOf(field, config);
      for (const [top] of names) if (data.has(top)) used.add(top);
      const value = yield* fieldValue(self, field, given(names, data), {
        config,
        known,
        validators: decorations.filter(({ kind, fields }) =>
          kind === "field" && (fields.includes(name) || fields.includes("*"))
        ),
        filling,
      });
      attributes.set(name, value);
      known.set(name, value);
    } catch (error) {
      if (error instanceof Invalid) errors.push(error.within(name));
      else if (error instanceof UnsupportedConstructError) {
        attributes.set(
          name,
          running().opaque(`${self.cls.name}.${name}`, error.construct, error.message),
        );
      } else throw error;
    }
  }
  for (const [name, value] of data) {
    if (used.has(name) || fields.has(name) && used.has(name)) continue;
    const extra = asString(config.get("extra") ?? null);
    if (extra === "forbid") errors.push(new Invalid("Extra inputs are not permitted", [name]));
    if (extra === "allow") attributes.set(name, value);
  }
  return errors;
}

/** The value under one of the names; undefined where there is none. */
function given(names: readonly Alias[], data: ReadonlyMap<string, Value>): Value | undefined {
  for (const [top, ...path] of names) {
    let value = data.get(top);
    for (const step of path) {
      if (value instanceof PyDict) value = value.get(step);
      else if (value instanceof PyList) value = value.items.at(Number(step));
      else value = undefined;
    }
    if (value !== undefined) return value;
  }
  return undefined;
}

interface FieldContext {
  readonly config: ReadonlyMap<string, Value>;
  /** The fields before, for validators. */
  readonly known: PyDict;
  readonly validators: readonly Decoration[];
  readonly filling: Filling;
}

function* fieldValue(
  self: PyInstance,
  field: ModelField,
  value: Value | undefined,
  context: FieldContext,
): Evaluation {
  if (value !== undefined) return yield* validated(self, field, value, context);
  const options = optionsOf(field);
  const fallback = options.get("default");
  const factory = options.get("default_factory") ?? null;
  if (factory === null && (fallback === undefined || fallback === ellipsis)) {
    if (context.filling.isOld && isOptional(field)) {
      return yield* validated(self, field, null, context);
    }
    if (context.filling.missing === undefined) throw new Invalid("Field required");
    return context.filling.missing(field);
  }
  const made = factory === null
    ? fallback!
    : yield* wait(call(factory, parameterNames(factory)?.length === 1 ? [context.known] : []));
  const isChecked = options.get("validate_default") === true ||
    context.config.get("validate_default") === true;
  return isChecked ? yield* validated(self, field, made, context) : copied(made);
}

function isOptional({ annotation }: ModelField): boolean {
  return /\bOptional\[|\bNone\b/.test(
    textOfAnnotation(annotation) ?? (annotation instanceof PyObject ? describe(annotation) : ""),
  );
}

function describe(annotation: PyObject): string {
  return "label" in annotation ? `${annotation.label}[` : "members" in annotation ? "None" : "";
}

/** A default that can change is each object's own. */
function copied(value: Value): Value {
  if (value instanceof PyList) return new PyList([...value.items], value.cls);
  if (value instanceof PyDict) return new PyDict(value.entries(), value.cls);
  return value;
}

function* validated(
  self: PyInstance,
  field: ModelField,
  given: Value,
  { known, validators, filling }: FieldContext,
): Evaluation {
  const textOf = (made: Value) => filling.isOld && isUrl(made) ? str(made) : made;
  let value = given;
  if (validators.some(({ mode }) => mode === "wrap")) throw unknownWrap();
  const run = function* (decoration: Decoration, value: Value): Evaluation {
    return textOf(yield* runFieldValidator(self.cls, field, decoration, value, known));
  };
  for (const decoration of [...validators].reverse()) {
    if (decoration.mode === "before") value = yield* run(decoration, value);
  }
  const plain = validators.find(({ mode }) => mode === "plain");
  value = plain === undefined
    ? textOf(yield* validate(field.annotation, value, field.owner))
    : yield* run(plain, value);
  for (const decoration of validators) {
    if (decoration.mode === "after") value = yield* run(decoration, value);
  }
  return value;
}

function* runFieldValidator(
  cls: PyClass,
  { name }: ModelField,
  decoration: Decoration,
  value: Value,
  known: PyDict,
): Evaluation {
  const fn = yield* bound(decoration, cls);
  const parameters = parameterNames(fn) ?? ["value"];
  if (!decoration.isOld) {
    return yield* runValidator(fn, parameters.length > 1 ? [value, info(known, name)] : [value]);
  }
  const keywords = new Map<string, Value>();
  const takes = (parameter: string) => parameters.includes(parameter) || parameters.includes("**");
  if (takes("values")) keywords.set("values", new PyDict(known.entries()));
  if (takes("config")) keywords.set("config", null);
  if (takes("field")) keywords.set("field", null);
  return yield* runValidator(fn, [value], keywords.size === 0 ? null : keywords);
}

function info(data: PyDict, name: string | null = null): Value {
  const made = new PyInstance(infoClass);
  made.attributes = new Map<string, Value>([
    ["data", new PyDict(data.entries())],
    ["field_name", name],
    ["context", null],
    ["config", null],
    ["mode", "python"],
  ]);
  return made;
}

function* privateValue(value: Value | undefined): Evaluation<Value | undefined> {
  if (!(value instanceof PyInstance) || value.native === undefined) return value;
  const { fallback, factory } = value.native as { fallback?: Value; factory?: Value };
  if (factory !== undefined && factory !== null) return yield* wait(call(factory));
  return fallback === undefined ? undefined : copied(fallback);
}

function* afterModel(
  self: PyInstance,
  { fields }: Model,
  decorations: readonly Decoration[],
): Evaluation {
  for (const { kind, mode, isOld, fn } of decorations) {
    if (kind !== "model" || mode === "before") continue;
    if (mode !== "after") throw unknownWrap();
    if (!isOld) {
      const method = fn instanceof PyObject ? yield* wait(bindTo(fn, self, self.cls)) : fn;
      const takesInfo = (parameterNames(method)?.length ?? 0) > 0;
      yield* runValidator(method, takesInfo ? [info(new PyDict())] : []);
      continue;
    }
    // pydantic 1 hands the values over and takes them back.
    const values = new PyDict(
      [...fields.keys()].map((name) => [name, self.attributes!.get(name) ?? null] as const),
    );
    const method = fn instanceof PyObject ? yield* wait(bindToClass(fn, self.cls)) : fn;
    const result = yield* runValidator(method, [values]);
    if (result instanceof PyDict) {
      for (const [name, value] of result.entries()) {
        self.attributes!.set(asString(name) ?? "", value);
      }
    }
  }
  return null;
}
