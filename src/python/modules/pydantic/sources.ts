import { nativeClass, type PyClass, PyInstance, type Value } from "../../runtime/mod.ts";

export type SourceKind = "init" | "env" | "dotenv" | "secrets";

/** Where settings come from. */
export interface SettingsSource {
  readonly kind: SourceKind;
  /** What it does otherwise than its settings say: `_env_file` and the like, as `BaseSettings(…)` takes them. */
  readonly options: ReadonlyMap<string, Value>;
}

/** The sources in pydantic's order: the first that has a value counts. */
export const STANDARD: readonly SettingsSource[] = (["init", "env", "dotenv", "secrets"] as const)
  .map((kind) => ({ kind, options: new Map() }));

const MODULE = "pydantic_settings.sources";

const sourceClass: PyClass = nativeClass({
  name: "PydanticBaseSettingsSource",
  module: MODULE,
  init: ["settings_cls", () => {}],
});

/** A class of sources that programs make themselves; the parameters are options of settings. */
function classOf(name: string, kind: SourceKind, parameters: readonly string[]): PyClass {
  return nativeClass({
    name,
    module: MODULE,
    bases: [sourceClass],
    init: [
      `settings_cls, ${parameters.map((parameter) => `${parameter}=...`).join(", ")}, **options`,
      (
        self: PyInstance,
        _settings: Value,
        ...given: (Value | Map<string, Value> | undefined)[]
      ) => {
        const others = given.pop() as Map<string, Value>;
        const named = parameters.map((parameter, index) => [parameter, given[index]] as const);
        const options = [...named, ...others].filter(([option, value]) =>
          value !== undefined && (value !== null || option === "env_file")
        ) as (readonly [string, Value])[];
        self.native = {
          kind,
          options: new Map(options.map(([option, value]) => [`_${option}`, value])),
        } satisfies SettingsSource;
      },
    ],
  });
}

/** The classes of sources, by the names that they are imported by. */
export const sourceClasses: Readonly<Record<string, PyClass>> = {
  PydanticBaseSettingsSource: sourceClass,
  EnvSettingsSource: classOf("EnvSettingsSource", "env", [
    "case_sensitive",
    "env_prefix",
    "env_nested_delimiter",
  ]),
  DotEnvSettingsSource: classOf("DotEnvSettingsSource", "dotenv", [
    "env_file",
    "env_file_encoding",
    "case_sensitive",
    "env_prefix",
  ]),
  SecretsSettingsSource: classOf("SecretsSettingsSource", "secrets", [
    "secrets_dir",
    "case_sensitive",
    "env_prefix",
  ]),
};

/** A standard source as `settings_customise_sources` is handed it. */
export function standardSource(source: SettingsSource): PyInstance {
  const made = new PyInstance(sourceClass);
  made.native = source;
  return made;
}

/** The source that an object stands for; `null` for one of the program's own. */
export function settingsSource(made: PyInstance): SettingsSource | null {
  return (made.native as SettingsSource | undefined) ?? null;
}
