import { Ini } from "../../../config/ini.ts";
import { trimBoth } from "../../../config/trim_end.ts";
import { decode } from "../../builtins/codecs.ts";
import {
  asString,
  boolClass,
  call,
  collect,
  contains,
  type Evaluation,
  exceptionClass,
  type InterpreterContext,
  nativeClass,
  nativeModule,
  type NativeModuleFactory,
  PyInstance,
  PyList,
  repr,
  running,
  str,
  strClass,
  type Value,
  valueError,
  wait,
} from "../../runtime/mod.ts";
import { programVariables } from "../environment_variables.ts";
import { absolutePathOf, splitPath } from "../stdlib/os_path.ts";
import { splitWords } from "../stdlib/shlex.ts";

/** Where values come from that the process has not. */
type Repository = (name: string) => string | null;

const EMPTY: Repository = () => null;

/** `NAME=value` line by line, with one pair of quotation marks around it or none. */
function envRepository(text: string): Repository {
  const values = new Map<string, string>();
  for (const line of text.split("\n").map((each) => each.trim())) {
    const at = line.indexOf("=");
    if (at < 0 || line.startsWith("#")) continue;
    const value = line.slice(at + 1).trim();
    values.set(
      line.slice(0, at).trim(),
      /^(["']).*\1$/.test(value) && value.length > 1 ? value.slice(1, -1) : value,
    );
  }
  return (name) => values.get(name) ?? null;
}

/** The section `[settings]` of an ini. */
function iniRepository(text: string, path: string): Repository {
  const ini = Ini.parse(text, path);
  return (name) => ini.hasSection("settings") ? ini.get("settings", name) : null;
}

/** The files that values are looked for in, the first of a directory counts. */
const SUPPORTED:
  readonly (readonly [file: string, read: (text: string, path: string) => Repository])[] = [
    ["settings.ini", iniRepository],
    [".env", envRepository],
  ];

/** The text of a file; `null` where there is none, or none that may be looked at. */
function textOf(path: string): string | null {
  const { files } = running();
  const isVariables = path.endsWith("/.env");
  const real = isVariables ? path : files?.resolve(path) ?? null;
  if (files === null || real === null) return null;
  if (!isVariables && (files.kind(real) !== "file" || files.isHidden(real))) return null;
  const data = files.variables(real);
  return data && decode(data, "utf-8", "strict");
}

/** The first of the files in a directory or one above it, but for the topmost. */
function findRepository(start: string): Repository {
  for (let directory = start; directory !== "/"; directory = splitPath(directory)[0]) {
    for (const [file, read] of SUPPORTED) {
      const path = `${directory}/${file}`;
      const text = textOf(path);
      if (text !== null) return read(text, path);
    }
  }
  return EMPTY;
}

const TRUE: ReadonlySet<string> = new Set(["y", "yes", "t", "true", "on", "1"]);
const FALSE: ReadonlySet<string> = new Set(["n", "no", "f", "false", "off", "0"]);

function booleanOf(value: Value): boolean {
  const text = str(value).toLowerCase();
  if (text === "" || FALSE.has(text)) return false;
  if (TRUE.has(text)) return true;
  throw valueError(`Invalid truth value: ${text}`);
}

function* valueOf(
  repository: Repository,
  name: string,
  fallback: Value | undefined,
  cast: Value | undefined,
): Evaluation {
  const text = new Map(programVariables()).get(name) ?? repository(name);
  if (text === null && fallback === undefined) {
    // decouple raises an UndefinedValueError. What migrations do not need may be missing where they run.
    const path = `config("${name}")`;
    return running().opaque(
      path,
      path,
      `has no value: the environment variable ${name} is not set`,
    );
  }
  const value = text ?? fallback!;
  if (cast === undefined) return value;
  return cast === boolClass ? booleanOf(value) : yield* wait(call(cast, [value]));
}

const ARGUMENTS = "option, default=..., cast=...";

const repositoryClass = (name: string, read: (text: string, path: string) => Repository) =>
  nativeClass({
    name,
    module: "decouple",
    init: [
      "source, encoding='utf-8'",
      (self: PyInstance, source: Value) => {
        const path = absolutePathOf(str(source));
        const data = running().files?.variables(path) ?? null;
        self.native = data === null ? EMPTY : read(decode(data, "utf-8", "strict"), path);
      },
    ],
  });

const get = (
  self: PyInstance,
  name: Value,
  fallback: Value | undefined,
  cast: Value | undefined,
) => valueOf(self.native as Repository, str(name), fallback, cast);

const configClass = nativeClass({
  name: "Config",
  module: "decouple",
  init: [
    "repository",
    (self: PyInstance, repository: Value) => {
      const given = repository instanceof PyInstance ? repository.native : undefined;
      self.native = given ?? EMPTY;
    },
  ],
  methods: { __call__: [ARGUMENTS, get], get: [ARGUMENTS, get] },
});

/** Looks for a file where the first caller stands, once. */
function autoConfigClass(context: InterpreterContext) {
  return nativeClass({
    name: "AutoConfig",
    module: "decouple",
    init: [
      "search_path=None",
      (self: PyInstance, path: Value) => {
        self.attributes = new Map([["search_path", path]]);
      },
    ],
    methods: {
      __call__: [
        ARGUMENTS,
        (
          self: PyInstance,
          name: Value,
          fallback: Value | undefined,
          cast: Value | undefined,
        ) => {
          const given = self.attributes?.get("search_path") ?? null;
          self.native ??= findRepository(
            given === null
              ? splitPath(context.innermostPlace()?.path ?? "/")[0]
              : absolutePathOf(str(given)),
          );
          return get(self, name, fallback, cast);
        },
      ],
    },
  });
}

const csvClass = nativeClass({
  name: "Csv",
  module: "decouple",
  init: [
    "cast=..., delimiter=',', strip=..., post_process=...",
    (
      self: PyInstance,
      cast: Value | undefined,
      delimiter: Value,
      strip: Value | undefined,
      postProcess: Value | undefined,
    ) => {
      self.attributes = new Map<string, Value>([
        ["cast", cast === undefined ? strClass : cast],
        ["delimiter", delimiter],
        ["strip", strip === undefined ? " \t\n\r\v\f" : strip],
        ["post_process", postProcess ?? null],
      ]);
    },
  ],
  methods: {
    __call__: ["value", function* (self: PyInstance, value: Value): Evaluation {
      const option = (name: string) => self.attributes!.get(name) ?? null;
      const made: Value[] = [];
      const words = value === null
        ? []
        : splitWords(str(value), true, true, asString(option("delimiter")) ?? ",");
      for (const word of words) {
        const text = trimBoth(word, asString(option("strip")) ?? "");
        made.push(yield* wait(call(option("cast"), [text])));
      }
      const list = new PyList(made);
      const postProcess = option("post_process");
      return postProcess === null ? list : yield* wait(call(postProcess, [list]));
    }],
  },
});

const choicesClass = nativeClass({
  name: "Choices",
  module: "decouple",
  init: [
    "flat=None, cast=..., choices=None",
    function* (
      self: PyInstance,
      flat: Value,
      cast: Value | undefined,
      choices: Value,
    ): Evaluation {
      const valid = flat === null ? [] : [...yield* collect(flat)];
      for (const pair of choices === null ? [] : yield* collect(choices)) {
        valid.push((yield* collect(pair))[0] ?? null);
      }
      self.attributes = new Map<string, Value>([
        ["cast", cast === undefined ? strClass : cast],
        ["_valid_values", new PyList(valid)],
      ]);
      return null;
    },
  ],
  methods: {
    __call__: ["value", function* (self: PyInstance, value: Value): Evaluation {
      const valid = self.attributes!.get("_valid_values")!;
      const made = yield* wait(call(self.attributes!.get("cast")!, [value]));
      if (yield* wait(contains(valid, made))) return made;
      throw valueError(`Value not in list: ${repr(value)}; valid values are ${repr(valid)}`);
    }],
  },
});

const undefinedValueError = nativeClass({
  name: "UndefinedValueError",
  module: "decouple",
  bases: [exceptionClass],
});

/** Module `decouple` (python-decouple 3.8): variables of the process, and of a `settings.ini` or `.env` near who asks. */
export const create: NativeModuleFactory = (context) => {
  const autoConfig = autoConfigClass(context);
  const config = new PyInstance(autoConfig);
  config.attributes = new Map([["search_path", null]]);
  return nativeModule("decouple", {
    config,
    AutoConfig: autoConfig,
    Choices: choicesClass,
    Config: configClass,
    Csv: csvClass,
    RepositoryEmpty: nativeClass({
      name: "RepositoryEmpty",
      module: "decouple",
      init: ["source='', encoding='utf-8'", () => {}],
    }),
    RepositoryEnv: repositoryClass("RepositoryEnv", envRepository),
    RepositoryIni: repositoryClass("RepositoryIni", iniRepository),
    UndefinedValueError: undefinedValueError,
  });
};
