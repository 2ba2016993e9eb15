import {
  type InterpreterContext,
  nativeClass,
  nativeFunction,
  type NativeModuleFactory,
  PyDict,
  PyModule,
  type Value,
} from "../../runtime/mod.ts";
import { decorators, markerClasses } from "./decorators.ts";
import { settingsErrorClass, validationErrorClass } from "./errors.ts";
import {
  aliasChoicesClass,
  aliasPathClass,
  fieldFunction,
  fieldInfoClass,
  privateAttribute,
} from "./field.ts";
import { checkedClasses } from "./known_types.ts";
import { baseModelClass } from "./model.ts";
import { secretBytesClass, secretStrClass } from "./secret.ts";
import { oldSettingsClass, settingsClass } from "./settings.ts";
import { sourceClasses } from "./sources.ts";
import { urlClasses } from "./url.ts";

const configDict = (name: string): Value =>
  nativeFunction(name, "**kw", (kw: Map<string, Value>) => PyDict.fromMap(kw));

const pydantic: Readonly<Record<string, Value>> = {
  BaseModel: baseModelClass,
  BaseSettings: oldSettingsClass,
  ConfigDict: configDict("ConfigDict"),
  Field: fieldFunction,
  FieldInfo: fieldInfoClass,
  PrivateAttr: privateAttribute,
  AliasChoices: aliasChoicesClass,
  AliasPath: aliasPathClass,
  SecretStr: secretStrClass,
  SecretBytes: secretBytesClass,
  ValidationError: validationErrorClass,
  ...urlClasses,
  ...checkedClasses,
  ...decorators,
  ...markerClasses,
};

const settings: Readonly<Record<string, Value>> = {
  BaseSettings: settingsClass,
  SettingsConfigDict: configDict("SettingsConfigDict"),
  ...sourceClasses,
  SettingsError: settingsErrorClass,
  NoDecode: nativeClass({ name: "NoDecode", module: "pydantic_settings.sources" }),
  ForceDecode: nativeClass({ name: "ForceDecode", module: "pydantic_settings.sources" }),
};

/** The modules that the names may be imported from. */
const modules: Readonly<Record<string, Readonly<Record<string, Value>>>> = {
  "pydantic": pydantic,
  "pydantic.v1": pydantic,
  "pydantic.main": pydantic,
  "pydantic.fields": pydantic,
  "pydantic.types": pydantic,
  "pydantic.networks": pydantic,
  "pydantic.config": pydantic,
  "pydantic.aliases": pydantic,
  "pydantic.functional_validators": pydantic,
  "pydantic.env_settings": pydantic,
  "pydantic_core": pydantic,
  "pydantic_settings": settings,
  "pydantic_settings.main": settings,
  "pydantic_settings.sources": settings,
};

/**
 * The factory of a module of pydantic: models, settings and what belongs to them. All else of pydantic is an unknown value, which
 * matters only where something needs it.
 */
export function pydanticFactory(name: string): NativeModuleFactory | undefined {
  if (!Object.hasOwn(modules, name)) return undefined;
  const names = modules[name]!;
  return (context: InterpreterContext) => {
    const other = (attribute: string): Value | undefined => {
      const isSubmodule = Object.hasOwn(modules, `${name}.${attribute}`);
      if (isSubmodule || attribute.startsWith("_")) return undefined;
      const path = `${name}.${attribute}`;
      return context.opaque(path, path, "is not provided here");
    };
    const module = new PyModule(name, new Map(Object.entries(names)), other);
    module.isNative = true;
    return module;
  };
}
