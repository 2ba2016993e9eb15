import { formatPlace, type Place } from "../errors/mod.ts";
import { PyOpaque } from "../python/runtime/mod.ts";
import type { EnvironmentWarning } from "./environment.ts";

/** The warning that something that matters comes from code that cannot be evaluated. */
export function opaqueWarning(
  what: string,
  value: PyOpaque,
  place: Place | undefined,
  instead: string,
): EnvironmentWarning {
  const { construct, place: origin, reason } = value.origin;
  const why = reason === undefined ? " and cannot be evaluated" : `, which ${reason}`;
  return {
    message: `${what} comes from '${value.path}', which needs '${construct}' ` +
      `(${formatPlace({ path: origin.path, line: origin.line })})${why}; ${instead}`,
    place,
    hint: "set the URL with --url, sqlalchemy.url or DATABASE_URL, or use --no-env",
  };
}
