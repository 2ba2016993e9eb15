import { maskPassword } from "../config/connection/mod.ts";
import { ConnectionError, formatPlace, type Place } from "../errors/mod.ts";

/** What a database URL was taken from. */
export type UrlSource = "direct URL" | "--url" | "env.py" | "sqlalchemy.url" | "DATABASE_URL";

/** The database URL that counts, and where it came from. */
export interface ChosenUrl {
  /** As given, with its password. */
  readonly url: string;
  readonly source: UrlSource;
  /** The URL for people to see. */
  readonly shown: string;
  /** The source for people to see, such as `sqlalchemy.url (alembic.ini:12)`. */
  readonly origin: string;
}

/** A URL that may be there, and where it is set. */
export interface UrlCandidate {
  readonly url: string | null;
  readonly place?: Place;
}

/** All places that may name the database. */
export interface UrlCandidates {
  /** `--direct-url` or `migrator.direct_url`: the server itself, for what a pooler cannot do. */
  readonly direct?: UrlCandidate;
  /** The value of `--url`. */
  readonly flag: string | null;
  /** What env.py arrived at. */
  readonly env: UrlCandidate;
  /** The option `sqlalchemy.url` of the ini. It is asked for only where it matters. */
  readonly ini: () => UrlCandidate;
  /** The environment variable `DATABASE_URL`. */
  readonly variable: string | undefined;
}

/** Whether there is nothing to connect to: no URL, or the placeholder that `init` writes. */
export function isUnset(url: string | null | undefined): boolean {
  return url === null || url === undefined || url.trim() === "" || url.startsWith("driver://");
}

/**
 * Chooses the database URL: a direct one, then `--url`, then what env.py arrived at, then `sqlalchemy.url` of the ini,
 * then `DATABASE_URL`; the placeholder that `init` writes is as good as none. `null` when none is set.
 */
export function chooseUrl(candidates: UrlCandidates): ChosenUrl | null {
  const { direct } = candidates;
  if (!isUnset(direct?.url)) return chosen(direct!.url!, "direct URL", direct!.place);
  if (!isUnset(candidates.flag)) return chosen(candidates.flag!, "--url");
  const { env } = candidates;
  if (!isUnset(env.url)) return chosen(env.url!, "env.py", env.place);
  const ini = candidates.ini();
  if (!isUnset(ini.url)) return chosen(ini.url!, "sqlalchemy.url", ini.place);
  const { variable } = candidates;
  if (!isUnset(variable)) return chosen(variable!, "DATABASE_URL");
  return null;
}

function chosen(url: string, source: UrlSource, place?: Place): ChosenUrl {
  const origin = place === undefined
    ? source
    : `${source} (${formatPlace({ path: place.path, line: place.line })})`;
  return Object.freeze({ url, source, shown: maskPassword(url), origin });
}

/** No URL is set anywhere. */
export class MissingUrlError extends ConnectionError {}

/** The error for a command that needs a database where no URL is set anywhere. */
export function missingUrl(iniFile: string): MissingUrlError {
  return new MissingUrlError("no database URL is set", {
    hint: `set sqlalchemy.url in ${iniFile} or DATABASE_URL, or give --url; ` +
      "for example postgresql://user@localhost/database, or pglite:///directory",
  });
}
