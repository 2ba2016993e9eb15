import { CommandError, FileError } from "../errors/mod.ts";
import type { Platform } from "../platform/mod.ts";
import { type ConfigFiles, type ConfigRequest, loadConfigFiles } from "./config_files.ts";
import type { ConfigOptions, ReadonlyConfigOptions } from "./config_options.ts";
import { aroundPackage, moduleRoots, type PathContext, resolveDirectory } from "./package_path.ts";
import { sysPathItems, versionLocationItems } from "./path_list.ts";
import { absolutePath, joinPath, parentPath } from "./paths.ts";
import { type PostWriteHook, readPostWriteHooks } from "./post_write_hooks.ts";
import { strip } from "./python_text.ts";

/** The configuration of a project with a script directory: all that is known before env.py. */
export interface Config {
  /** The ini file as it was named, `alembic.ini` by default; it may be missing. */
  readonly iniFile: string;
  /** Its absolute path. */
  readonly iniPath: string;
  readonly iniExists: boolean;
  /** The name of the main section, `alembic` unless `-n/--name` says otherwise. */
  readonly section: string;
  /** The values of `-x`, in order. */
  readonly xArguments: readonly string[];
  /** The directory with env.py, script.py.mako and versions/, absolute; it exists. */
  readonly scriptLocation: string;
  /** The directories with revision files, absolute, in order; some may not exist. */
  readonly versionLocations: readonly string[];
  /** Whether `version_locations` is set, rather than the default `versions`. */
  readonly hasVersionLocations: boolean;
  readonly recursiveVersionLocations: boolean;
  /** Directories to be put before Python's module path, absolute. */
  readonly prependSysPath: readonly string[];
  /** Where Python packages of the project are looked for, absolute, in order. */
  readonly moduleRoots: readonly string[];
  /** Format of revision file names, ready for `percentFormat`, without the `.py`. */
  readonly fileTemplate: string;
  readonly truncateSlugLength: number;
  /** Name of a time zone as written, or `null` for local time. */
  readonly timezone: string | null;
  readonly outputEncoding: string;
  readonly postWriteHooks: readonly PostWriteHook[];
  /** All options as Alembic's `Config` object shows them; `copy()` before changing any. */
  readonly options: ReadonlyConfigOptions;
}

/**
 * Reads the configuration that the command line asks for. Nothing but the keys of Alembic's script
 * directory is looked at here; `sqlalchemy.url` and `revision_environment` are read when they are
 * needed, so that a mistake in them disturbs only the commands that use them.
 *
 * Throws a `CommandError` with Alembic's own words where the script directory is not configured or
 * not there, and a `FileError` with file and line for a value that cannot be used.
 */
export async function loadConfig(request: ConfigRequest): Promise<Config> {
  return readConfig(await loadConfigFiles(request), request);
}

/** The {@link Config} of files that were read before; see {@link loadConfig}. */
export function readConfig(files: ConfigFiles, request: ConfigRequest): Config {
  const { platform } = request;
  const { options } = files;
  const location = stringOption(options, "script_location") ??
    directoryOfFlaskMigrate(files, platform);
  if (location === null) {
    throw new CommandError(
      "no_script_location",
      "No 'script_location' key found in configuration.",
      { hint: missingHint(files) },
    );
  }
  const truncateSlugLength = integerOption(options, "truncate_slug_length") || 40;
  const prependSysPath = (sysPathItems(options, platform.os) ?? [])
    .map((item) => absolutePath(item, platform.cwd(), platform.os));
  const context: PathContext = {
    platform,
    moduleRoots: moduleRoots(platform, prependSysPath, parentPath(files.iniPath)),
  };
  refuseSourceless(options);
  const scriptLocation = resolveDirectory(
    location,
    context,
    "script_location",
    options.placeOf("script_location"),
  );
  const around = aroundPackage(platform, scriptLocation);
  const locations = versionLocationItems(options, platform.os);
  const config: Config = {
    iniFile: files.iniFile,
    iniPath: files.iniPath,
    iniExists: files.iniExists,
    section: options.mainSection,
    xArguments: Object.freeze([...request.xArguments ?? []]),
    scriptLocation,
    versionLocations: versionDirectories(locations, scriptLocation, context, options),
    hasVersionLocations: locations !== null && locations.length > 0,
    recursiveVersionLocations: options.getAlembicBoolean("recursive_version_locations"),
    prependSysPath: Object.freeze(prependSysPath),
    moduleRoots: Object.freeze([
      ...new Set([...context.moduleRoots, ...around === null ? [] : [around]]),
    ]),
    fileTemplate: stringOption(options, "file_template") ?? "%(rev)s_%(slug)s",
    truncateSlugLength,
    timezone: stringOption(options, "timezone"),
    outputEncoding: stringOption(options, "output_encoding") ?? "utf-8",
    postWriteHooks: Object.freeze(readPostWriteHooks(options)),
    options,
  };
  requireDirectory(platform, location, scriptLocation);
  return Object.freeze(config);
}

/**
 * Whether `revision_environment` asks for env.py to run for commands that do not need a database:
 * `true/yes/on/y/t/1` and their opposites. Throws a `FileError` for any other text.
 */
export function revisionEnvironment(config: Config): boolean {
  const value = config.options.getAlembicOption("revision_environment");
  if (typeof value !== "string") return Boolean(value);
  const text = strip(value).toLowerCase();
  if (["true", "yes", "on", "y", "t", "1"].includes(text)) return true;
  if (["false", "no", "off", "n", "f", "0"].includes(text)) return false;
  throw new FileError("boolean_value", `revision_environment is not true/false: '${text}'`, {
    place: config.options.placeOf("revision_environment"),
  });
}

function versionDirectories(
  locations: readonly string[] | null,
  scriptLocation: string,
  context: PathContext,
  options: ConfigOptions,
): readonly string[] {
  if (locations === null || locations.length === 0) {
    return Object.freeze([joinPath(scriptLocation, "versions")]);
  }
  const place = options.placeOf("version_locations");
  return Object.freeze(
    locations.map((item) => resolveDirectory(item, context, "version_locations", place)),
  );
}

function stringOption(options: ConfigOptions, name: string): string | null {
  const value = options.getAlembicOption(name);
  if (value === null || typeof value === "string") return value;
  throw new FileError("toml_value", `tool.alembic.${name} must be a string`, {
    place: options.placeOf(name),
  });
}

function integerOption(options: ConfigOptions, name: string): number {
  const value = options.getAlembicOption(name);
  if (value === null) return 0;
  if (typeof value === "number") return value;
  if (typeof value === "string" && /^[-+]?\d+$/.test(strip(value))) return Number(strip(value));
  throw new FileError("integer_value", `${name} must be a whole number, found: ${String(value)}`, {
    place: options.placeOf(name),
  });
}

function refuseSourceless(options: ConfigOptions): void {
  if (!options.getAlembicBoolean("sourceless")) return;
  throw new CommandError(
    "sourceless",
    "sourceless = true is not supported: revisions are read from source, not from .pyc files",
    {
      place: options.placeOf("sourceless"),
      hint: "remove the key, and keep the .py files of all revisions in the versions directory",
    },
  );
}

function requireDirectory(platform: Platform, location: string, directory: string): void {
  if (platform.files.isDirectory(directory) || platform.files.isFile(directory)) return;
  // Alembic shows the path as it was written, in pathlib's short form.
  const isResource = location.includes(":") && !location.startsWith("/");
  const shown = isResource ? directory : location.replace(/\/+/g, "/").replace(/\/\.(?=\/|$)/g, "")
    .replace(/^\.\/(?=.)/, "").replace(/(.)\/$/, "$1");
  throw new CommandError(
    "no_script_directory",
    `Path doesn't exist: ${shown}.  Please use the 'init' command to create a new scripts folder.`,
  );
}

/** Flask-Migrate's ini stands in the script directory itself and does not name it. */
function directoryOfFlaskMigrate(files: ConfigFiles, platform: Platform): string | null {
  const directory = parentPath(files.iniPath);
  const isThere = files.iniExists && platform.files.isFile(joinPath(directory, "env.py"));
  return isThere ? directory : null;
}

function missingHint(files: ConfigFiles): string {
  if (!files.iniExists && !files.tomlExists) {
    const where = /[\\/]/.test(files.iniFile) ? "" : " in the current directory";
    return `there is no ${files.iniFile}${where}; run \`migrator init\`, or name the file with -c`;
  }
  return `add script_location to the section [${files.options.mainSection}] of ${files.iniFile}`;
}
