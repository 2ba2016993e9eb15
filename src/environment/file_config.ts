import { Ini } from "../config/mod.ts";
import { absolutePath, parentPath } from "../config/paths.ts";
import { FileError } from "../errors/mod.ts";
import type { ReadableFiles } from "../python/runtime/context.ts";
import { type Logging, readLoggingSettings, TEMPLATE_LOGGING } from "../logging/mod.ts";
import { outOfReach } from "../python/modules/stdlib/os_path.ts";
import { type BasicLogging, raise } from "../python/runtime/mod.ts";
import type { EnvironmentRequest } from "./request.ts";

/**
 * `logging.config.fileConfig(file)` of env.py. The ini in use may be missing, as in a project that has
 * all of its configuration in pyproject.toml; then logging is set up as the ini that `init` writes
 * would. What fileConfig would refuse is raised as a KeyError, which env.py may catch; its text quotes the file, so that
 * only one that env.py may read is looked at.
 */
export function configureFromFile(
  request: EnvironmentRequest,
  files: ReadableFiles,
  file: string,
  options: { readonly disableExisting: boolean } = { disableExisting: true },
): void {
  const { config, logging, platform, warn } = request;
  const path = absolutePath(file, platform.cwd(), platform.os);
  const isIni = path === config.iniPath;
  if (isIni && !config.iniExists) {
    logging.configure(TEMPLATE_LOGGING);
    return;
  }
  const real = isIni ? path : files.resolve(path);
  if (real === null || (!isIni && files.isHidden(real))) {
    throw outOfReach("logging.config.fileConfig()", file, "only files of the project can be read");
  }
  if (!platform.files.isFile(real)) throw raise("FileNotFoundError", `${file} doesn't exist`);
  try {
    const ini = isIni
      ? config.options.copy().ini
      : Ini.parse(platform.files.readText(real), file, { here: parentPath(path) });
    const settings = readLoggingSettings(ini);
    settings.warnings.forEach(warn);
    logging.configure(settings, options);
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    throw raise("KeyError", error.message);
  }
}

/** `logging.basicConfig(…)` of env.py. */
export function configureBasically(
  logging: Logging,
  { level, format, dateFormat, stream, force }: BasicLogging,
): void {
  const formatter = {
    format: format ?? "%(levelname)s:%(name)s:%(message)s",
    dateFormat: dateFormat ?? null,
    style: "%",
  } as const;
  logging.basicConfig({ target: stream, level: 0, formatter }, { level, force });
}
