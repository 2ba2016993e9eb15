import { Ini } from "../../src/config/ini.ts";
import { IniError } from "../../src/config/ini_error.ts";

const EXCEPTIONS: Readonly<Record<string, string>> = {
  ini_missing_section_header: "MissingSectionHeaderError",
  ini_parsing: "ParsingError",
  ini_duplicate_section: "DuplicateSectionError",
  ini_duplicate_option: "DuplicateOptionError",
  ini_interpolation_syntax: "InterpolationSyntaxError",
  ini_interpolation_missing_option: "InterpolationMissingOptionError",
  ini_interpolation_depth: "InterpolationDepthError",
};

function exceptionName(error: unknown): string {
  if (!(error instanceof IniError)) throw error;
  return EXCEPTIONS[error.code] ?? error.code;
}

function attempt<T>(read: () => T): T | { error: string } {
  try {
    return read();
  } catch (error) {
    return { error: exceptionName(error) };
  }
}

/**
 * What an ini text says, in the form in which the comparison with Python writes it down: each section
 * with its options' values and the order of its items, or the name of Python's exception.
 */
export function readingOf(text: string): unknown {
  try {
    const ini = Ini.parse(text, "test.ini", { here: "/srv/app" });
    const sections = ini.sectionNames().map((section) => {
      const names = attempt(() => [...(ini.items(section) ?? new Map()).keys()]);
      const options = ini.optionNames(section).map((option) => [
        option,
        attempt(() => ini.get(section, option)),
      ]);
      return [section, [sortByName(options), "error" in names ? names.error : names]];
    });
    return { sections };
  } catch (error) {
    return { error: exceptionName(error), line: (error as IniError).place?.line ?? null };
  }
}

// Both sides are sorted here, so that no collation rule stands between them.
/** Sorts `[name, value]` pairs in place. */
export function sortByName(options: unknown[]): unknown[] {
  return options.sort((a, b) => (String((a as [string])[0]) < String((b as [string])[0]) ? -1 : 1));
}
