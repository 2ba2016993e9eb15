import {
  asString,
  type PyClass,
  PyDict,
  PyInstance,
  PyObject,
  PyOpaque,
  type Value,
} from "../../runtime/mod.ts";
import { annotatedParts, annotationsOf, isClassVariable, resolveText } from "../annotations.ts";
import { type Decoration, decorationOf } from "./decorators.ts";
import {
  type Alias,
  aliasesOf,
  type FieldArguments,
  fieldArguments,
  fieldInfoClass,
  privateAttributeClass,
} from "./field.ts";

/** A field of a model, by its annotation and what was assigned. */
export interface ModelField {
  readonly name: string;
  readonly annotation: Value;
  /** The class that the annotation stands in. */
  readonly owner: PyClass;
  /** What was assigned; undefined where nothing was. */
  readonly value: Value | undefined;
}

/** What is known of a model. */
export interface Model {
  /** The fields that the class itself has. */
  readonly own: ReadonlyMap<string, ModelField>;
  /** All fields, those of the classes above first. */
  readonly fields: ReadonlyMap<string, ModelField>;
  /** Attributes of the object that are no fields, with what was assigned. */
  readonly privates: ReadonlyMap<string, Value | undefined>;
  /** `model_config`, `class Config` and the keywords of the class, those of the classes above included. */
  readonly config: ReadonlyMap<string, Value>;
}

const models = new WeakMap<PyClass, Model>();

/** What is known of a model; undefined for another class. */
export function modelOf(cls: PyClass): Model | undefined {
  return models.get(cls);
}

/** Makes a class a model: its fields are attributes of its objects alone. */
export function enterModel(cls: PyClass, keywords: ReadonlyMap<string, Value>): void {
  const config = configOf(cls, keywords);
  const own = new Map<string, ModelField>();
  const privates = new Map<string, Value | undefined>();
  for (const base of [...cls.mro.slice(1)].reverse()) {
    for (const [name, value] of models.get(base)?.privates ?? []) privates.set(name, value);
  }
  for (const [name, annotation] of annotationsOf(cls)) {
    if (name === "model_config" || isOfClass(name) || isClassVariable(annotation)) continue;
    const value = cls.namespace.get(name);
    if (isPrivate(name)) privates.set(name, value);
    else own.set(name, { name, annotation, owner: cls, value });
  }
  const fields = inheritedFields(cls);
  for (const [name, value] of cls.namespace) {
    if (value instanceof PyInstance && value.cls === privateAttributeClass) {
      privates.set(name, value);
    }
    // pydantic 1 takes an assignment without an annotation for a new default.
    const above = fields.get(name);
    const isPlain = !(value instanceof PyObject) || value instanceof PyInstance &&
        decorationOf(value) === undefined;
    if (above !== undefined && !own.has(name) && isPlain) own.set(name, { ...above, value });
  }
  for (const [name, field] of own) fields.set(name, field);
  for (const name of [...own.keys(), ...privates.keys()]) cls.undefine(name);
  models.set(cls, { own, fields, privates, config });
  cls.define("model_config", PyDict.fromMap(config));
  const described = new PyDict([...fields].map(([name, field]) => [name, fieldInfo(field)]));
  cls.define("model_fields", described);
  cls.define("__fields__", described);
}

/** What `Model.model_fields` shows of a field. */
function fieldInfo({ annotation, value }: ModelField): Value {
  if (value !== undefined && fieldArguments(value) !== undefined) return value;
  const info = new PyInstance(fieldInfoClass);
  info.attributes = new Map([["annotation", annotation]]);
  if (value !== undefined) info.attributes.set("default", value);
  return info;
}

function isPrivate(name: string): boolean {
  return name.startsWith("_");
}

/** `__tablename__: str = "users"` is no field, nor an attribute of objects. */
function isOfClass(name: string): boolean {
  return name.startsWith("__") && name.endsWith("__");
}

function inheritedFields(cls: PyClass): Map<string, ModelField> {
  const fields = new Map<string, ModelField>();
  for (const base of [...cls.mro.slice(1)].reverse()) {
    const known = models.get(base);
    if (known !== undefined) {
      for (const [name, field] of known.own) fields.set(name, field);
      continue;
    }
    if (base.module.startsWith("pydantic")) continue;
    for (const [name, annotation] of annotationsOf(base)) {
      if (name.startsWith("_") || isClassVariable(annotation)) continue;
      fields.set(name, { name, annotation, owner: base, value: base.namespace.get(name) });
    }
  }
  return fields;
}

function configOf(
  cls: PyClass,
  keywords: ReadonlyMap<string, Value>,
): ReadonlyMap<string, Value> {
  const config = new Map<string, Value>();
  for (const base of [...cls.mro.slice(1)].reverse()) {
    for (const [name, value] of models.get(base)?.config ?? []) config.set(name, value);
  }
  const old = cls.namespace.get("Config");
  if (old instanceof PyObject && "namespace" in old) {
    for (const [name, value] of (old as PyClass).namespace) {
      if (!name.startsWith("__")) config.set(name, value);
    }
  }
  const own = cls.namespace.get("model_config");
  if (own instanceof PyOpaque) own.refuse(`the model_config of ${cls.name}`);
  if (own instanceof PyDict) {
    for (const [name, value] of own.entries()) config.set(asString(name) ?? "", value);
  }
  for (const [name, value] of keywords) config.set(name, value);
  return config;
}

/** What `Field(…)` says of a field, in `Annotated[…]` and as what is assigned; `default` where there is one. */
export function optionsOf({ annotation, owner, value }: ModelField): FieldArguments {
  const options = new Map<string, Value>();
  const parts = annotatedParts(resolveText(annotation, owner)) ?? [];
  for (const extra of parts.slice(1)) {
    for (const [name, option] of fieldArguments(extra) ?? []) options.set(name, option);
  }
  const assigned = value === undefined ? undefined : fieldArguments(value);
  for (const [name, option] of assigned ?? []) options.set(name, option);
  if (value !== undefined && assigned === undefined) options.set("default", value);
  return options;
}

/** The names under which the value of a field is looked for. */
export function namesOf(field: ModelField, config: ReadonlyMap<string, Value>): readonly Alias[] {
  const aliases = aliasesOf(optionsOf(field));
  const byName = config.get("populate_by_name") === true ||
    config.get("validate_by_name") === true ||
    config.get("allow_population_by_field_name") === true;
  return aliases.length === 0 ? [[field.name]] : byName ? [...aliases, [field.name]] : aliases;
}

/** The decorated functions of a class and of those above it, by their name; the nearest counts. */
export function decorationsOf(cls: PyClass): readonly Decoration[] {
  const found = new Map<string, Decoration | null>();
  for (const base of [...cls.mro].reverse()) {
    for (const [name, value] of base.namespace) {
      const decoration = decorationOf(value);
      if (decoration !== undefined) found.set(name, decoration);
      else if (found.has(name)) found.set(name, null);
    }
  }
  return [...found.values()].filter((decoration) => decoration !== null);
}
