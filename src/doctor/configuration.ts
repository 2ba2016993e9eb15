import { type Config, loadConfigFiles, readConfig } from "../config/mod.ts";
import { ALEMBIC_KEYS, OWN_KEYS } from "../config/known_keys.ts";
import type { ConfigOptions } from "../config/config_options.ts";
import { joinPath } from "../config/paths.ts";
import type { Place } from "../errors/mod.ts";
import type { Platform } from "../platform/mod.ts";
import { historySettings } from "../project/history_settings.ts";
import type { ProjectRequest } from "../project/project.ts";
import { protectionSettings } from "../project/protection.ts";
import { didYouMean } from "../script/near_matches.ts";
import type { Findings } from "./finding.ts";

/**
 * Looks at alembic.ini and pyproject.toml, value by value; gives the configuration, or `null` where there is none to
 * work with.
 */
export async function examineConfiguration(
  request: ProjectRequest,
  platform: Platform,
  findings: Findings,
): Promise<Config | null> {
  const configRequest = {
    platform,
    configFiles: request.config,
    name: request.name,
    xArguments: request.x,
  };
  const files = await findings.attempt(() => loadConfigFiles(configRequest));
  if (files === null) return null;
  const { options } = files;
  if (files.iniExists) findings.ok(`${files.iniFile}, section [${options.mainSection}]`);
  if (files.tomlExists) findings.ok(`${files.tomlFile}, [tool.alembic]`);
  await examineValues(options, findings);
  const config = await findings.attempt(() => readConfig(files, configRequest));
  const program = config === null
    ? ""
    : platform.files.readTextOrNull(joinPath(config.scriptLocation, "env.py")) ?? "";
  examineKeys(options, program, findings);
  examineTomlKeys(options, program, findings);
  if (config === null) return null;
  findings.ok(`script_location is ${config.scriptLocation}`);
  examineDirectories(config, platform, findings);
  examinePlaceholders(options, program, findings);
  const own = [
    () => void protectionSettings({ noLock: false }, config),
    () => void historySettings({ noHistory: false }, config, platform),
  ];
  for (const read of own) await findings.attempt(read);
  return config;
}

function examineDirectories(config: Config, { files }: Platform, findings: Findings): void {
  for (const directory of config.versionLocations) {
    if (files.isDirectory(directory)) continue;
    findings.warning(`the directory of revisions ${directory} does not exist`, {
      place: config.hasVersionLocations ? config.options.placeOf("version_locations") : undefined,
      hint: "it is made with the first revision; if it has another name, say so in " +
        "version_locations",
    });
  }
  for (const directory of config.prependSysPath) {
    if (files.isDirectory(directory)) continue;
    findings.warning(`the directory ${directory} of prepend_sys_path does not exist`, {
      place: config.options.placeOf("prepend_sys_path"),
      hint: "modules of the project cannot be found there",
    });
  }
}

/** Reads each value as `config.get_main_option()` does, which finds what cannot be interpolated. */
async function examineValues(options: ConfigOptions, findings: Findings): Promise<void> {
  const { ini, mainSection } = options;
  for (const name of options.tomlNames) {
    await findings.attempt(() => void options.getTomlOption(name));
  }
  if (!ini.hasSection(mainSection)) return;
  for (const name of ini.optionNames(mainSection)) {
    await findings.attempt(() => void ini.get(mainSection, name));
  }
}

/** What is read from `[tool.alembic]`; the database is not. */
const TOML_KEYS = [...ALEMBIC_KEYS, ...OWN_KEYS, "post_write_hooks"]
  .filter((name) => !name.startsWith("sqlalchemy."));

/** The same for `[tool.alembic]`, of which Alembic reads a few keys only. */
function examineTomlKeys(options: ConfigOptions, program: string, findings: Findings): void {
  for (const name of options.tomlNames) {
    if (TOML_KEYS.includes(name) || program.includes(name)) continue;
    const place = options.placeOf(name);
    if (name.startsWith("sqlalchemy.")) {
      findings.warning(`'${name}' is not read from [tool.alembic]`, {
        place,
        hint: "databases stand in alembic.ini, DATABASE_URL or env.py, as with Alembic",
      });
    } else warnOfKey(name, TOML_KEYS, place, findings);
  }
}

function warnOfKey(
  name: string,
  known: readonly string[],
  place: Place | undefined,
  findings: Findings,
): void {
  findings.warning(`the key '${name}' is read neither by migrator nor by env.py`, {
    place,
    hint: didYouMean(name, known) ?? "remove it, unless another program reads it",
  });
}

/** A key that nobody reads is most often a known one, mistyped. */
function examineKeys(options: ConfigOptions, program: string, findings: Findings): void {
  const { ini, mainSection: section } = options;
  if (!ini.hasSection(section)) return;
  const known = [...ALEMBIC_KEYS, ...OWN_KEYS];
  const names = ini.optionNames(section);
  const referred = names.map((name) => ini.getRaw(section, name) ?? "").join("\n").toLowerCase();
  const read = program.toLowerCase();
  for (const name of names) {
    if (known.includes(name) || name === "here" || name.startsWith("sqlalchemy.")) continue;
    if (referred.includes(`%(${name})s`) || read.includes(name)) continue;
    warnOfKey(name, known, options.placeOf(name), findings);
  }
}

/** `${NAME}` in a URL is for shells and containers; an ini knows `%(name)s`, and no variables. */
function examinePlaceholders(options: ConfigOptions, program: string, findings: Findings): void {
  const raw = options.ini.getRaw(options.mainSection, "sqlalchemy.url") ?? "";
  const found = /\$\{\w+\}/.exec(raw)?.[0];
  if (found === undefined || /expandvars|substitute|set_main_option|environ/.test(program)) return;
  findings.warning(`sqlalchemy.url holds ${found}, which nothing replaces`, {
    place: options.placeOf("sqlalchemy.url"),
    hint: "remove the key and set DATABASE_URL, or let env.py read the variable",
  });
}
