import { MigratorError } from "../errors/mod.ts";

/** What stands for words of the command line in a program, the longer before those that begin them. */
const WORDS: readonly (readonly [words: RegExp, instead: string])[] = [
  [/with --direct-url, or as migrator\.direct_url/g, "as migrator.direct_url"],
  [/with --lock=lease or migrator\.lock = lease/g, 'with `lock: "lease"` or migrator.lock = lease'],
  [/--lock=(\w+)/g, '`lock: "$1"`'],
  [/--lock\b(?!-)/g, "the option `lock`"],
  [/--no-lock\b/g, '`lock: "none"`'],
  [/--no-env\b/g, "`env: false`"],
  [/--url\b/g, "the option `url`"],
  [/--strict\b/g, "the option `strict`"],
  [/\bwith -c\b/g, "with the option `config`"],
  [/--no-history\b/g, "migrator.history = false in the config file"],
  // What only the configuration says.
  [
    /--((?:lock|statement|history|direct)-(?:wait|timeout|retries|table|schema|url))\b/g,
    "migrator.$1",
  ],
  [/`migrator (current|upgrade|plan)`/g, "`$1()`"],
  [/\brun the command again\b/g, "call it again"],
  // What there is no function for is left to the command line.
  [/`(migrator [a-z][^`]*)`/g, "`$1` on the command line"],
];

/** A hint in the words of a program: options and functions of {@link Migrator} in the place of flags and commands. */
export function forPrograms(hint: string): string {
  let words = hint;
  for (const [flag, instead] of WORDS) words = words.replace(flag, instead);
  return words.replace(/migrator\.[a-z]+-[a-z]+/g, (key) => key.replace("-", "_"));
}

/** Does something whose errors then have hints in the words of a program. */
export async function hintingPrograms<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof MigratorError && error.hint !== undefined) {
      Object.assign(error, { hint: forPrograms(error.hint) });
    }
    throw error;
  }
}
