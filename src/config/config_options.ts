import { CommandError, type Place } from "../errors/mod.ts";
import type { Ini } from "./ini.ts";
import { quote } from "./python_text.ts";
import type { TomlOption, TomlOptions } from "./toml_options.ts";

/** What can be read of a configuration: see {@link ConfigOptions}. */
export interface ReadonlyConfigOptions {
  /** The name of the main section, `alembic` unless `-n/--name` says otherwise. */
  readonly mainSection: string;
  /** The ini file as it was named, which may be missing. */
  readonly iniFile: string;
  getMainOption(name: string): string | null;
  getSectionOption(section: string, name: string): string | null;
  getSection(name: string): ReadonlyMap<string, string> | null;
  getAlembicOption(name: string): TomlOption | null;
  getAlembicBoolean(name: string): boolean;
  hasIniOption(name: string): boolean;
  getIniOption(name: string): string | null;
  getTomlOption(name: string): TomlOption | null;
  hasSection(name: string): boolean;
  placeOf(name: string): Place;
  copy(): ConfigOptions;
}

/**
 * The options of alembic.ini and of `[tool.alembic]` together, with the rules and the messages of
 * Alembic's `Config` object. What is set here (as env.py does with `config.set_main_option`) is
 * kept in memory; the files are never written.
 */
export class ConfigOptions implements ReadonlyConfigOptions {
  readonly mainSection: string;
  readonly iniFile: string;
  readonly #ini: Ini;
  readonly #toml: TomlOptions | null;

  constructor(ini: Ini, toml: TomlOptions | null, mainSection: string, iniFile: string) {
    this.#ini = ini;
    this.#toml = toml;
    this.mainSection = mainSection;
    this.iniFile = iniFile;
  }

  /** An independent copy to set options in. */
  copy(): ConfigOptions {
    return new ConfigOptions(this.#ini.copy(), this.#toml, this.mainSection, this.iniFile);
  }

  /**
   * `get_main_option`: an option of the main section of the ini, interpolated, or `null`. As in
   * Alembic, pyproject.toml is not asked, and a missing section is a `CommandError`.
   */
  getMainOption(name: string): string | null {
    return this.getSectionOption(this.mainSection, name);
  }

  /** `get_section_option`: the same for any section of the ini. */
  getSectionOption(section: string, name: string): string | null {
    if (!this.#ini.hasSection(section)) {
      throw new CommandError(
        "no_config_section",
        `No config file ${quote(this.iniFile)} found, or file has no '[${section}]' section`,
      );
    }
    return this.#ini.get(section, name);
  }

  /** `get_section`: all options of a section (those of `[DEFAULT]` and `here` too), or `null`. */
  getSection(name: string): ReadonlyMap<string, string> | null {
    return this.#ini.items(name);
  }

  /** The sections of the ini that have an option. */
  sectionsWith(option: string): readonly string[] {
    return this.#ini.sectionNames().filter((name) => this.#ini.hasOption(name, option));
  }

  /** `get_alembic_option`: from the ini if the main section has it, else from `[tool.alembic]`. */
  getAlembicOption(name: string): TomlOption | null {
    if (this.hasIniOption(name)) return this.#ini.get(this.mainSection, name);
    return this.#toml?.get(name) ?? null;
  }

  /**
   * `get_alembic_boolean_option`: true for exactly the text `true` in the ini; in TOML it must be
   * a boolean.
   */
  getAlembicBoolean(name: string): boolean {
    if (this.hasIniOption(name)) return this.#ini.get(this.mainSection, name) === "true";
    const value = this.#toml?.getRaw(name) ?? false;
    if (typeof value === "boolean") return value;
    throw new CommandError(
      "toml_value",
      `boolean value expected for TOML parameter ${quote(name)}`,
      { place: this.#toml?.placeOf(name), hint: "write true or false without quotes" },
    );
  }

  /** Whether the main section of the ini, or its `[DEFAULT]`, has the option. */
  hasIniOption(name: string): boolean {
    return this.#ini.hasOption(this.mainSection, name);
  }

  /** The value in the main section of the ini alone; `null` also where there is no section. */
  getIniOption(name: string): string | null {
    return this.#ini.get(this.mainSection, name);
  }

  /** Whether the ini has the section. */
  hasSection(name: string): boolean {
    return this.#ini.hasSection(name);
  }

  /** The value in `[tool.alembic]` alone, or `null`. */
  getTomlOption(name: string): TomlOption | null {
    return this.#toml?.get(name) ?? null;
  }

  /** The names of the options of `[tool.alembic]`. */
  get tomlNames(): readonly string[] {
    return this.#toml?.names ?? [];
  }

  /** Where an option of the main section (or of `[tool.alembic]`) is set, for messages. */
  placeOf(name: string): Place {
    if (this.hasIniOption(name) || this.#toml === null) {
      return this.#ini.placeOf(this.mainSection, name);
    }
    return this.#toml.placeOf(name);
  }

  /** `set_main_option`; a `%` in the value must be doubled. */
  setMainOption(name: string, value: string): void {
    this.setSectionOption(this.mainSection, name, value);
  }

  /** `set_section_option`; the section is added where it is missing. */
  setSectionOption(section: string, name: string, value: string): void {
    this.#ini.addSection(section);
    this.#ini.set(section, name, value);
  }

  /** `remove_main_option`: removes what the section itself sets. */
  removeMainOption(name: string): void {
    this.#ini.removeOption(this.mainSection, name);
  }

  /** The ini itself, for what reads it as a ConfigParser (logging, `config.file_config`). */
  get ini(): Ini {
    return this.#ini;
  }
}
