import { CONTROL_ESCAPES } from "../syntax/string_escapes.ts";

/**
 * The assignments of a .env file, as python-dotenv reads them: `NAME=value`, `export NAME=value`, single
 * quotes, double quotes (with escapes), comments after white space, `${NAME}` and
 * `${NAME:-default}` in all of them. `lookup` gives variables that the file does not set.
 */
export function parseDotenv(
  text: string,
  lookup: (name: string) => string | undefined,
): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  for (const match of text.matchAll(ASSIGNMENT)) {
    const [, name = "", single, double, plain] = match;
    values.set(name, interpolate(rawValue(single, double, plain), values, lookup));
  }
  return values;
}

function rawValue(
  single: string | undefined,
  double: string | undefined,
  plain: string | undefined,
): string {
  if (single !== undefined) return single.replace(/\\(['\\])/g, "$1");
  if (double === undefined) {
    const comment = (plain ?? "").search(/\s#/);
    return (plain ?? "").slice(0, comment < 0 ? undefined : comment).trim();
  }
  return double.replace(
    /\\([\\'"abfnrtv])/g,
    (_, letter: string) => CONTROL_ESCAPES[letter] ?? letter,
  );
}

function interpolate(
  text: string,
  values: ReadonlyMap<string, string>,
  lookup: (name: string) => string | undefined,
): string {
  return text.replace(
    /\$\{([^}:]*)(?::-([^}]*))?\}/g,
    (_, name: string, otherwise?: string) => values.get(name) ?? lookup(name) ?? otherwise ?? "",
  );
}

const ASSIGNMENT =
  /^[^\S\n]*(?:export[^\S\n]+)?([^=#\s'"]+)[^\S\n]*=[^\S\n]*(?:'((?:\\'|[^'])*)'|"((?:\\"|[^"])*)"|([^\r\n]*))/gm;
