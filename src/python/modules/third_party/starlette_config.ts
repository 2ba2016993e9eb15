import {
  asString,
  boolClass,
  call,
  type Evaluation,
  nativeClass,
  nativeModule,
  type NativeModuleFactory,
  PyDict,
  PyInstance,
  running,
  str,
  type Value,
  valueError,
  wait,
} from "../../runtime/mod.ts";
import { programVariables } from "../environment_variables.ts";
import { absolutePathOf } from "../stdlib/os_path.ts";
import { trimBoth } from "../../../config/trim_end.ts";
import { ownValue } from "../../../config/own_value.ts";

/** What a `Config(…)` looks variables up in. */
interface ConfigState {
  readonly prefix: string;
  /** The variables of the file, which come after those of the process. */
  readonly file: ReadonlyMap<string, string>;
  /** `environ=` where it was given. */
  readonly given: Value;
}

/** `NAME = value` line by line, with quotation marks around it or without, as Starlette reads it. */
function readFile(path: Value): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  const data = path === null ? null : running().files?.variables(absolutePathOf(str(path))) ?? null;
  if (data === null) return values;
  for (const line of new TextDecoder().decode(data).split("\n")) {
    const text = line.trim();
    const at = text.indexOf("=");
    if (at < 0 || text.startsWith("#")) continue;
    values.set(text.slice(0, at).trim(), trimBoth(text.slice(at + 1).trim(), `"'`));
  }
  return values;
}

function lookUp({ file, given }: ConfigState, name: string): string | undefined {
  const process = given instanceof PyDict
    ? asString(given.get(name) ?? null) ?? undefined
    : new Map(programVariables()).get(name);
  return process ?? file.get(name);
}

function* get(
  self: PyInstance,
  key: Value,
  cast: Value,
  fallback: Value | undefined,
): Evaluation {
  const state = self.native as ConfigState;
  const name = state.prefix + str(key);
  const text = lookUp(state, name);
  if (text === undefined && fallback === undefined) {
    // Starlette raises a KeyError. What migrations do not need may be missing where they run.
    const path = `Config("${name}")`;
    return running().opaque(
      path,
      path,
      `has no value: the environment variable ${name} is not set`,
    );
  }
  const value = text ?? fallback!;
  if (cast === null || value === null) return value;
  if (cast !== boolClass || asString(value) === null) return yield* wait(call(cast, [value]));
  const meaning = ownValue(BOOLEANS, asString(value)!.toLowerCase());
  if (meaning !== undefined) return meaning;
  throw valueError(`Config '${name}' has value '${asString(value)}'. Not a valid bool.`);
}

const BOOLEANS: Readonly<Record<string, boolean>> = {
  true: true,
  "1": true,
  false: false,
  "0": false,
};

const configClass = nativeClass({
  name: "Config",
  module: "starlette.config",
  init: [
    "env_file=None, environ=..., env_prefix='', encoding='utf-8'",
    (self: PyInstance, file: Value, environ: Value | undefined, prefix: Value) => {
      self.native = {
        prefix: asString(prefix) ?? "",
        file: readFile(file),
        given: environ ?? null,
      } satisfies ConfigState;
    },
  ],
  methods: {
    __call__: ["key, cast=None, default=...", get],
    get: ["key, cast=None, default=...", get],
  },
});

/** Module `starlette.config`: variables of the process and of a `.env` file. */
export const create: NativeModuleFactory = (context) =>
  nativeModule("starlette.config", {
    Config: configClass,
    environ: new PyDict(context.environment),
  });

/** The package around it, of which nothing else is known. */
export const createPackage: NativeModuleFactory = () => nativeModule("starlette", {});
