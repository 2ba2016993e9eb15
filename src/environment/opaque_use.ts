import { formatPlace, type Place } from "../errors/mod.ts";
import { PyOpaque, type Value } from "../python/runtime/mod.ts";
import type { EnvironmentWarning } from "./environment.ts";

/** The opaque value inside a value that is one or holds one directly, or `null`. */
export function opaqueIn(value: Value): PyOpaque | null {
  return value instanceof PyOpaque ? value : null;
}

/** The warning that something that matters comes from code that cannot be evaluated. */
export function opaqueWarning(
  what: string,
  value: PyOpaque,
  place: Place | undefined,
  instead: string,
): EnvironmentWarning {
  const { construct, place: origin } = value.origin;
  return {
    message: `${what} comes from '${value.path}', which needs '${construct}' ` +
      `(${
        formatPlace({ path: origin.path, line: origin.line })
      }) and cannot be evaluated; ${instead}`,
    place,
    hint: "set the URL with --url, sqlalchemy.url or DATABASE_URL, or use --no-env",
  };
}
