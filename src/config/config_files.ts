import { FileError } from "../errors/mod.ts";
import type { Platform } from "../platform/mod.ts";
import { ConfigOptions } from "./config_options.ts";
import { Ini } from "./ini.ts";
import { absolutePath, baseName, parentPath } from "./paths.ts";
import { readTomlOptions, type TomlOptions } from "./toml_options.ts";

/** What the command line says about the configuration. */
export interface ConfigRequest {
  readonly platform: Platform;
  /** The values of `-c/--config`, in order. */
  readonly configFiles?: readonly string[];
  /** The value of `-n/--name`: the main section of the ini. Default `alembic`. */
  readonly name?: string;
  /** The values of `-x`, in order, kept for env.py. */
  readonly xArguments?: readonly string[];
}

/** The names of the two files that a configuration may be in; either may be missing. */
export interface ConfigFileNames {
  readonly ini: string;
  readonly toml: string;
}

/** The configuration files as found, before any key of them is looked at. */
export interface ConfigFiles {
  /** The ini file as it was named, `alembic.ini` by default. */
  readonly iniFile: string;
  /** Its absolute path, whether it is there or not. */
  readonly iniPath: string;
  readonly iniExists: boolean;
  /** The pyproject.toml as it was named. */
  readonly tomlFile: string;
  readonly tomlPath: string;
  /** Whether it is there and has `[tool.alembic]`. */
  readonly tomlExists: boolean;
  readonly options: ConfigOptions;
}

const INI = "alembic.ini";
const TOML = "pyproject.toml";
/** Where Flask-Migrate has its ini unless told otherwise. */
const FLASK_MIGRATE_INI = "migrations/alembic.ini";

/**
 * The files that `-c/--config`, `ALEMBIC_CONFIG` or the defaults name, by Alembic's rules: a file
 * called exactly `pyproject.toml` is the TOML one, any other the ini; at most one of each.
 */
export function configFileNames(request: ConfigRequest): ConfigFileNames {
  const { platform, configFiles = [] } = request;
  const isToml = (name: string) => baseName(name, platform.os) === TOML;
  const fromEnv = platform.env("ALEMBIC_CONFIG") ?? "";
  const tomls = configFiles.filter(isToml);
  const inis = configFiles.filter((name) => !isToml(name));
  if (tomls.length > 1) {
    throw new FileError("config_files", "pyproject.toml indicated more than once");
  }
  if (inis.length > 1) throw new FileError("config_files", "only one ini file may be indicated");
  return {
    ini: inis[0] ?? (fromEnv !== "" && !isToml(fromEnv) ? fromEnv : INI),
    toml: tomls[0] ?? (fromEnv !== "" && isToml(fromEnv) ? fromEnv : TOML),
  };
}

/**
 * Finds and reads the configuration files. A missing file is as good as an empty one; a file that
 * is there but cannot be read or breaks the rules is a `FileError` with its place. Where nothing is named and neither default
 * is there, Flask-Migrate's `migrations/alembic.ini` counts.
 */
export async function loadConfigFiles(request: ConfigRequest): Promise<ConfigFiles> {
  const { platform, name = "alembic" } = request;
  const names = configFileNames(request);
  const tomlPath = absolutePath(names.toml, platform.cwd(), platform.os);
  const tomlText = readFile(platform, names.toml, tomlPath);
  let toml: TomlOptions | null = null;
  if (tomlText !== null) toml = await readTomlOptions(tomlText, tomlPath);
  const absolute = (file: string) => absolutePath(file, platform.cwd(), platform.os);
  const isThere = (file: string) => platform.files.isFile(absolute(file));
  const isNamed = (request.configFiles ?? []).length > 0 || Boolean(platform.env("ALEMBIC_CONFIG"));
  const iniFile = !isNamed && toml === null && !isThere(names.ini) && isThere(FLASK_MIGRATE_INI)
    ? FLASK_MIGRATE_INI
    : names.ini;
  const iniPath = absolute(iniFile);
  const iniText = readFile(platform, iniFile, iniPath);
  const here = parentPath(iniPath);
  const ini = Ini.parse(iniText ?? "", iniFile, { here });
  return {
    iniFile,
    iniPath,
    iniExists: iniText !== null,
    tomlFile: names.toml,
    tomlPath,
    tomlExists: toml !== null,
    options: new ConfigOptions(ini, toml, name, iniFile),
  };
}

function readFile(platform: Platform, name: string, path: string): string | null {
  if (!platform.files.isFile(path)) return null;
  const bytes = platform.files.readBytes(path);
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    throw new FileError("file_encoding", "the file is not valid UTF-8", {
      place: { path: name },
      hint: "save it as UTF-8",
      cause: error,
    });
  }
}
