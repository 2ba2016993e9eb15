import { FileError, type Place } from "../errors/mod.ts";
import type { ReadonlyConfigOptions } from "./config_options.ts";
import { strip } from "./python_text.ts";

type OsName = "posix" | "windows";

interface Separator {
  readonly character: string | null;
  readonly place: Place;
}

// The first of the named options that is set decides, even when it is set to an empty text.
function separatorOf(
  options: ReadonlyConfigOptions,
  os: OsName,
  names: readonly string[],
): Separator | null {
  for (const name of names) {
    const value = options.getMainOption(name);
    if (value === null) continue;
    const place = options.placeOf(name);
    const character = separatorCharacter(value, os);
    if (character !== null) return { character, place };
    throw new FileError(
      "path_separator",
      `'${value}' is not a valid value for ${name}; expected 'space', 'newline', 'os', ':', ';'`,
      {
        place,
        hint: value.includes("#") || value.includes(";")
          ? "an ini file has no inline comments; put the comment into a line of its own"
          : undefined,
      },
    );
  }
  return null;
}

function separatorCharacter(value: string, os: OsName): string | null {
  switch (value) {
    case "space":
      return " ";
    case "newline":
      return "\n";
    case "os":
      return os === "windows" ? ";" : ":";
    case ":":
    case ";":
      return value;
    default:
      return null;
  }
}

// An empty item would stand for the current directory, which nobody means by a doubled separator.
function split(text: string, separator: string | RegExp): string[] {
  return text.split(separator).map(strip).filter((item) => item !== "");
}

/**
 * The items of `version_locations`: an ini value split by `path_separator`, else by the older
 * `version_path_separator`, else (as before there was either) on commas and spaces; or the array
 * in `[tool.alembic]`. `null` where the option is not set.
 */
export function versionLocationItems(
  options: ReadonlyConfigOptions,
  os: OsName,
): readonly string[] | null {
  return pathItems(options, os, "version_locations", {
    separators: ["path_separator", "version_path_separator"],
    legacy: /, *| +/,
  });
}

/**
 * The items of `prepend_sys_path`, likewise; `version_path_separator` does not count here, and
 * without a separator a colon splits too.
 */
export function sysPathItems(
  options: ReadonlyConfigOptions,
  os: OsName,
): readonly string[] | null {
  return pathItems(options, os, "prepend_sys_path", {
    separators: ["path_separator"],
    legacy: /, *| +|:/,
  });
}

function pathItems(
  options: ReadonlyConfigOptions,
  os: OsName,
  name: string,
  rules: { readonly separators: readonly string[]; readonly legacy: RegExp },
): readonly string[] | null {
  const text = options.getIniOption(name);
  if (text) {
    const separator = separatorOf(options, os, rules.separators);
    return split(text, separator?.character ?? rules.legacy);
  }
  const list = options.getTomlOption(name);
  if (list === null) return null;
  if (Array.isArray(list) && list.every((item) => typeof item === "string")) return list;
  throw new FileError("toml_value", `tool.alembic.${name} must be an array of strings`, {
    place: options.placeOf(name),
  });
}
