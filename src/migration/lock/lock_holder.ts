import { formatDuration } from "../../config/duration.ts";

/** A session of the server as `pg_stat_activity` shows it. Nothing in it is secret. */
export interface LockHolder {
  /** `null` for the holder of a lease, whose session may be anywhere. */
  readonly pid: number | null;
  readonly application: string | null;
  readonly user: string | null;
  /** The address that the session came from; `null` for a socket, or where it may not be seen. */
  readonly client: string | null;
  /** Since when, as the server writes it to the second, and how long ago that is. */
  readonly since: string | null;
  readonly milliseconds: number | null;
  /** `active`, `idle in transaction`, …; of the session that does the work, where it is known. */
  readonly state: string | null;
  /** The beginning of what it runs, or ran last, without the values in it. */
  readonly query: string | null;
}

/** A session for people: who, from where, since when, what it does. */
export function describeHolder(holder: LockHolder): string {
  const { pid, application, user, client, since, milliseconds, state, query } = holder;
  const who = [application, user && `user ${user}`, client && `from ${client}`];
  const known = who.filter((part) => part !== null && part !== "").join(", ");
  return [
    pid === null ? known || "an unknown session" : `pid ${pid}${known && ` (${known})`}`,
    since && ` since ${since}${milliseconds === null ? "" : ` (${formatDuration(milliseconds)})`}`,
    state && `, ${state}`,
    query && `: ${query}`,
  ].filter((part) => part !== null).join("");
}

const SHOWN = 120;

/**
 * What a statement does, in one line, without comments and with `…` for each value: a literal may be a
 * password or a customer's name.
 */
export function outline(sql: string): string {
  const bare = sql
    .replace(/--[^\n]*|\/\*[^]*?(?:\*\/|$)/g, " ")
    .replace(/\$(\w*)\$[^]*?(?:\$\1\$|$)/g, "'…'")
    .replace(/'(?:[^']|'')*(?:'|$)/g, "'…'")
    .replace(/\s+/g, " ")
    .trim();
  return bare.length > SHOWN ? `${bare.slice(0, SHOWN)} …` : bare;
}

/** A session's columns of {@link activityColumns}. */
export function holderFrom(row: readonly (string | null)[]): LockHolder {
  const [pid, application, user, client, since, milliseconds, state, query] = row;
  return {
    pid: pid ? Number(pid) : null,
    application: application || null,
    user: user ?? null,
    client: client ?? null,
    since: since ?? null,
    milliseconds: milliseconds ? Number(milliseconds) : null,
    state: state ?? null,
    query: query ? outline(query) || null : null,
  };
}

/** The columns that {@link holderFrom} reads, of rows of `pg_stat_activity`. */
export function activityColumns(session: string, worker: string, since: string): string {
  return `${session}.pid, ${session}.application_name, ${session}.usename,
    pg_catalog.host(${session}.client_addr),
    pg_catalog.to_char(${since}, 'YYYY-MM-DD HH24:MI:SS TZ'),
    (1000 * EXTRACT(epoch FROM pg_catalog.clock_timestamp() - ${since}))::bigint,
    ${worker}.state, pg_catalog.left(${worker}.query, 1000)`;
}
