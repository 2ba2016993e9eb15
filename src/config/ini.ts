import type { Place } from "../errors/mod.ts";
import { IniError } from "./ini_error.ts";
import { DEFAULT_SECTION, type IniOption, type IniSection, parseIni } from "./ini_parser.ts";
import { quote } from "./python_text.ts";
import { isSecret } from "./secrets.ts";

/** As many steps as Python's ConfigParser follows references before it gives up. */
const MAX_INTERPOLATION_DEPTH = 10;

/** Longest value that references may make: few references to references make a text that fills the memory. */
const LONGEST_VALUE = 1_000_000;
/** How many references one value may lead to. */
const MOST_REFERENCES = 10_000;

/** An option by its section and name, for messages about its value. */
interface OptionName {
  readonly section: string;
  readonly option: string;
}

/**
 * A set of sections with options, behaving as Python's `ConfigParser`: values are interpolated
 * (`%(name)s`, `%%`) when they are read and not before, so that a wrong value that nobody asks
 * for does no harm. What is set later is kept in memory only; the file is never written.
 */
export class Ini {
  readonly #path: string;
  readonly #defaults: IniSection;
  readonly #sections: Map<string, IniSection>;

  private constructor(path: string, defaults: IniSection, sections: Map<string, IniSection>) {
    this.#path = path;
    this.#defaults = defaults;
    this.#sections = sections;
  }

  /**
   * Reads the text of an ini file. `defaults` are options of `[DEFAULT]` that the file may
   * override, such as `here`. Throws an {@link IniError} with file and line.
   */
  static parse(text: string, path: string, defaults: Readonly<Record<string, string>> = {}): Ini {
    const content = parseIni(text, path);
    const given: IniSection = new Map();
    for (const [name, value] of Object.entries(defaults)) {
      given.set(name.toLowerCase(), { value, line: 0 });
    }
    for (const [name, option] of content.defaults) given.set(name, option);
    return new Ini(path, given, content.sections);
  }

  /** An independent copy: what is set in one is not seen in the other. */
  copy(): Ini {
    const sections = new Map<string, IniSection>();
    for (const [name, section] of this.#sections) sections.set(name, new Map(section));
    return new Ini(this.#path, new Map(this.#defaults), sections);
  }

  /** The path of the file, as it appears in messages. */
  get path(): string {
    return this.#path;
  }

  /** The names of all sections but `[DEFAULT]`. */
  sectionNames(): string[] {
    return [...this.#sections.keys()];
  }

  /** Whether there is such a section; `DEFAULT` does not count as one. */
  hasSection(section: string): boolean {
    return this.#sections.has(section);
  }

  /** The names of all options that hold in a section, those of `[DEFAULT]` included. */
  optionNames(section: string): string[] {
    return [...new Set([...this.#sections.get(section)?.keys() ?? [], ...this.#defaults.keys()])];
  }

  /** Whether the section is there and it or `[DEFAULT]` has the option. */
  hasOption(section: string, option: string): boolean {
    return this.#find(section, option) !== null;
  }

  /** The interpolated value, or `null` if there is no such section or option. */
  get(section: string, option: string): string | null {
    const found = this.#find(section, option);
    if (found === null) return null;
    return this.#interpolate({ section, option: option.toLowerCase() }, found.value);
  }

  /** The value as it stands in the file, or `null` if there is no such section or option. */
  getRaw(section: string, option: string): string | null {
    return this.#find(section, option)?.value ?? null;
  }

  /**
   * All options that hold in a section, those of `[DEFAULT]` first, interpolated; `null` if there
   * is no such section. One value that cannot be interpolated fails the whole.
   */
  items(section: string): ReadonlyMap<string, string> | null {
    const own = section === DEFAULT_SECTION ? new Map() : this.#sections.get(section);
    if (own === undefined) return null;
    const items = new Map<string, string>();
    for (const [option, { value }] of new Map([...this.#defaults, ...own])) {
      items.set(option, this.#interpolate({ section, option }, value));
    }
    return items;
  }

  /** Where the option is set, for messages; without a line when it was not set in the file. */
  placeOf(section: string, option: string): Place {
    const line = this.#find(section, option)?.line;
    return line ? { path: this.#path, line } : { path: this.#path };
  }

  /** Adds an empty section; nothing happens if it is there. */
  addSection(section: string): void {
    if (section === DEFAULT_SECTION) {
      throw new IniError("ini_invalid_value", `invalid section name: ${quote(section)}`);
    }
    if (!this.#sections.has(section)) this.#sections.set(section, new Map());
  }

  /**
   * Sets an option of a section that is there, or of `[DEFAULT]`. A `%` in the value must be
   * written `%%` or begin a reference, as in the file.
   */
  set(section: string, option: string, value: string): void {
    const options = this.#ownOptions(section);
    const rest = value.replaceAll("%%", "").replace(/%\([^)]+\)s/g, "");
    if (rest.includes("%")) {
      const shown = isSecret(option, value) ? `the value of ${quote(option)}` : quote(value);
      throw new IniError("ini_invalid_value", `invalid interpolation syntax in ${shown}`, {
        hint: "write %% for a percent sign",
      });
    }
    options.set(option.toLowerCase(), { value, line: 0 });
  }

  /** Removes an option that the section itself has; says whether it was there. */
  removeOption(section: string, option: string): boolean {
    return this.#ownOptions(section).delete(option.toLowerCase());
  }

  #ownOptions(section: string): IniSection {
    const options = section === DEFAULT_SECTION ? this.#defaults : this.#sections.get(section);
    if (options === undefined) {
      throw new IniError("ini_no_section", `no section: ${quote(section)}`);
    }
    return options;
  }

  #find(section: string, option: string): IniOption | null {
    const name = option.toLowerCase();
    if (section === DEFAULT_SECTION) return this.#defaults.get(name) ?? null;
    const own = this.#sections.get(section);
    if (own === undefined) return null;
    return own.get(name) ?? this.#defaults.get(name) ?? null;
  }

  #interpolate(
    name: OptionName,
    value: string,
    depth = 1,
    made = { references: 0, characters: 0 },
  ): string {
    if (depth > 1) made.characters += value.length;
    if (made.references++ > MOST_REFERENCES || made.characters > LONGEST_VALUE) {
      throw this.#valueError(
        "ini_interpolation_size",
        name,
        (option) => `the references in ${option} make a value that is too long`,
      );
    }
    if (!value.includes("%")) return value;
    if (depth > MAX_INTERPOLATION_DEPTH) {
      throw this.#valueError(
        "ini_interpolation_depth",
        name,
        (option) =>
          `recursion limit exceeded: ${option} contains a reference that cannot be substituted in ` +
          `${MAX_INTERPOLATION_DEPTH} steps`,
      );
    }
    let result = "";
    let rest = value;
    for (let at = rest.indexOf("%"); at >= 0; at = rest.indexOf("%")) {
      result += rest.slice(0, at);
      rest = rest.slice(at);
      if (rest[1] === "%") {
        result += "%";
        rest = rest.slice(2);
        continue;
      }
      const reference = /^%\(([^)]+)\)s/.exec(rest);
      if (reference === null) throw this.#syntaxError(name, rest);
      const referred = (reference[1] ?? "").toLowerCase();
      const found = this.#find(name.section, referred);
      if (found === null) {
        throw this.#valueError(
          "ini_interpolation_missing_option",
          name,
          (option) =>
            `bad value substitution: ${option} contains an interpolation key ${quote(referred)} ` +
            "which is not a valid option name",
        );
      }
      result += this.#interpolate(name, found.value, depth + 1, made);
      rest = rest.slice(reference[0].length);
    }
    return result + rest;
  }

  #syntaxError(name: OptionName, rest: string): IniError {
    const secret = isSecret(name.option, this.getRaw(name.section, name.option) ?? "");
    const found = secret ? "" : `, found: ${quote(rest)}`;
    return this.#valueError(
      "ini_interpolation_syntax",
      name,
      (option) =>
        rest[1] === "("
          ? `bad interpolation variable reference in ${option}${found}`
          : `'%' must be followed by '%' or '(' in ${option}${found}`,
    );
  }

  #valueError(
    code:
      | "ini_interpolation_syntax"
      | "ini_interpolation_missing_option"
      | "ini_interpolation_depth"
      | "ini_interpolation_size",
    { section, option }: OptionName,
    message: (option: string) => string,
  ): IniError {
    return new IniError(code, message(`option ${quote(option)} in section ${quote(section)}`), {
      place: this.placeOf(section, option),
      hint: "write %% for a percent sign (a URL-encoded password needs it: p%%40ss)",
    });
  }
}
