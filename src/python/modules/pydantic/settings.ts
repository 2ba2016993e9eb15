import { decode } from "../../builtins/codecs.ts";
import { checkText } from "../../runtime/limits.ts";
import {
  asString,
  call,
  type Evaluation,
  getAttribute,
  nativeClass,
  nativeFunction,
  PyClass,
  PyDict,
  PyInstance,
  PyList,
  PyOpaque,
  PyStaticMethod,
  PyTuple,
  running,
  str,
  UnsupportedConstructError,
  type Value,
  wait,
} from "../../runtime/mod.ts";
import { absolutePathOf, grantedPath } from "../stdlib/os_path.ts";
import { parseDotenv } from "../dotenv.ts";
import { programVariables } from "../environment_variables.ts";
import { fill, type Filling } from "./fill.ts";
import { baseModelClass } from "./model.ts";
import { enterModel, type Model, type ModelField, modelOf } from "./model_fields.ts";
import {
  type SettingsSource,
  settingsSource,
  type SourceKind,
  STANDARD,
  standardSource,
} from "./sources.ts";
import {
  addExtras,
  keyOf,
  merged,
  readFields,
  variableNames,
  type VariableOptions,
  variableOptions,
  variablesOf,
} from "./variables.ts";

/** What one making of settings was given. */
interface Making {
  readonly cls: PyClass;
  readonly model: Model;
  /** The fields among the arguments. */
  readonly values: ReadonlyMap<string, Value>;
  /** The arguments that begin with an underscore. */
  readonly overrides: ReadonlyMap<string, Value>;
  readonly options: VariableOptions;
}

function* makeSettings(
  self: PyInstance,
  given: ReadonlyMap<string, Value>,
  filling: Filling,
): Evaluation {
  const { cls } = self;
  const model = modelOf(cls)!;
  const isOverride = (name: string) => name.startsWith("_") && !model.fields.has(name);
  const overrides = new Map([...given].filter(([name]) => isOverride(name)));
  const options = variableOptions(model.config, overrides);
  const making: Making = {
    cls,
    model,
    values: new Map([...given].filter(([name]) => !isOverride(name))),
    overrides,
    options,
  };
  let data = new PyDict();
  for (const source of (yield* sourcesOf(making)).toReversed()) {
    const found = source instanceof PyInstance
      ? yield* wait(call(source))
      : read(source.kind, withOptions(making, source.options));
    if (found instanceof PyDict) data = merged(data, found);
  }
  const values = new Map([...data.entries()].map(([key, value]) => [asString(key) ?? "", value]));
  const missing = (field: ModelField) => unset(making, field);
  return yield* fill(self, model, values, { ...filling, missing });
}

/** The sources, as `settings_customise_sources` has it where the class says so. */
function* sourcesOf({ cls }: Making): Evaluation<readonly (SettingsSource | PyInstance)[]> {
  const own = cls.lookup("settings_customise_sources");
  if (own === settingsClass.namespace.get("settings_customise_sources")) return STANDARD;
  const [init, env, dotenv, secrets] = STANDARD.map(standardSource);
  const customise = yield* wait(getAttribute(cls, "settings_customise_sources"));
  const result = yield* wait(call(
    customise,
    [cls],
    new Map([
      ["init_settings", init!],
      ["env_settings", env!],
      ["dotenv_settings", dotenv!],
      ["file_secret_settings", secrets!],
    ]),
  ));
  if (!(result instanceof PyTuple || result instanceof PyList)) return STANDARD;
  return result.items.map((item) => {
    if (item instanceof PyInstance) return settingsSource(item) ?? item;
    const path = item instanceof PyOpaque ? `'${item.path}'` : "a source";
    throw new UnsupportedConstructError(
      "settings_customise_sources",
      `${cls.name} takes settings from ${path}, which is not known`,
      { hint: "set them in the environment or in a .env file" },
    );
  });
}

/** A making in which a source was given options of its own. */
function withOptions(making: Making, given: ReadonlyMap<string, Value>): Making {
  if (given.size === 0) return making;
  const overrides = new Map([...making.overrides, ...given]);
  return { ...making, overrides, options: variableOptions(making.model.config, overrides) };
}

function read(source: SourceKind, making: Making): Value {
  const { model, options } = making;
  switch (source) {
    case "init":
      return initial(making);
    case "env":
      return readFields(
        model,
        variablesOf(programVariables(), options),
        options,
        "EnvSettingsSource",
      );
    case "dotenv": {
      const variables = variablesOf(dotenvFiles(making), options);
      const data = readFields(model, variables, options, "DotEnvSettingsSource");
      const filtering = asString(model.config.get("dotenv_filtering") ?? null);
      if (filtering === null) addExtras(data, model, variables, options);
      return data;
    }
    case "secrets":
      return readFields(
        model,
        variablesOf(secretFiles(making), options),
        options,
        "SecretsSettingsSource",
      );
  }
}

/** The arguments, by the names that the model takes. */
function initial({ model, values }: Making): PyDict {
  const data = new PyDict();
  for (const [name, value] of values) {
    const field = model.fields.get(name);
    data.set(field === undefined ? name : keyOf(field), value);
  }
  return data;
}

function option({ model, overrides }: Making, name: string): Value {
  return overrides.has(`_${name}`) ? overrides.get(`_${name}`)! : model.config.get(name) ?? null;
}

function pathsIn(given: Value): readonly string[] {
  if (given === null) return [];
  const several = given instanceof PyList || given instanceof PyTuple ? given.items : [given];
  return several.map((path) => absolutePathOf(str(path)));
}

function* dotenvFiles(making: Making): Generator<readonly [string, string]> {
  const { files } = running();
  const process = new Map(programVariables());
  for (const path of pathsIn(option(making, "env_file"))) {
    const data = files?.variables(path) ?? null;
    if (data === null) continue;
    const text = decode(data, option(making, "env_file_encoding") ?? "utf-8", "strict");
    yield* parseDotenv(text, (name) => process.get(name));
  }
}

/** Files named as variables are, each with the value of one. */
function* secretFiles(making: Making): Generator<readonly [string, string]> {
  const { files } = running();
  for (const directory of pathsIn(option(making, "secrets_dir"))) {
    if (files?.kind(directory) !== "directory") continue;
    const { path: real } = grantedPath(directory, "secrets_dir");
    for (const name of files.list(real)) {
      const file = files.resolve(`${real}/${name}`);
      if (file !== null && files.kind(file) === "file" && !files.isHidden(file)) {
        checkText(files.size(file));
        yield [name, decode(files.read(file), "utf-8", "strict").trim()];
      }
    }
  }
}

/** The value of a setting that is not set: whoever needs it will say which variable is missing. */
function unset({ cls, model, options }: Making, field: ModelField): Value {
  const names = variableNames(field, model.config, { ...options, caseSensitive: true });
  const [name = ""] = names;
  return running().opaque(
    `${cls.name}.${field.name}`,
    `${cls.name}.${field.name}`,
    `has no value: the environment variable ${
      options.caseSensitive ? name : name.toUpperCase()
    } is not set`,
  );
}

const customise = nativeFunction(
  "settings_customise_sources",
  "settings_cls, init_settings, env_settings, dotenv_settings, file_secret_settings",
  (_cls: Value, ...sources: Value[]) => new PyTuple(sources),
);

/** `pydantic_settings.BaseSettings`. A setting that has no value is an error where something needs it. */
export const settingsClass: PyClass = nativeClass({
  name: "BaseSettings",
  module: "pydantic_settings.main",
  bases: [baseModelClass],
  init: [
    "**values",
    (self: PyInstance, values: Map<string, Value>) => makeSettings(self, values, {}),
  ],
});
settingsClass.define("settings_customise_sources", new PyStaticMethod(customise));
enterModel(
  settingsClass,
  new Map<string, Value>([["extra", "forbid"], ["validate_default", true]]),
);

/** `pydantic.BaseSettings` of pydantic 1. */
export const oldSettingsClass: PyClass = nativeClass({
  name: "BaseSettings",
  module: "pydantic.env_settings",
  bases: [settingsClass],
  init: [
    "**values",
    (self: PyInstance, values: Map<string, Value>) => makeSettings(self, values, { isOld: true }),
  ],
});
enterModel(oldSettingsClass, new Map<string, Value>([["extra", "ignore"]]));
