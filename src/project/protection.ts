import { parseDuration } from "../config/duration.ts";
import type { Config } from "../config/mod.ts";
import type { Connection } from "../database/connection.ts";
import { postgresql } from "../dialect/postgresql/postgresql.ts";
import type { UrlCandidate } from "../environment/url_choice.ts";
import { CommandError, type Place } from "../errors/mod.ts";
import type { Protection, RunLock } from "../migration/mod.ts";
import { didYouMean } from "../script/near_matches.ts";
import type { ProjectRequest } from "./project.ts";

/** What protects a run from other runners, and others from it; durations as they were written. */
export interface ProtectionRequest {
  readonly lock?: "advisory" | "lease" | "none";
  readonly noLock: boolean;
  readonly lockWait?: string;
  readonly lockTimeout?: string;
  readonly lockRetries?: string;
  readonly statementTimeout?: string;
  readonly directUrl?: string;
}

const LOCKS = ["advisory", "lease", "none"] as const;
type LockKind = typeof LOCKS[number];

const DEFAULT_WAIT = 5 * 60_000;
const DEFAULT_RETRIES = 5;

/** What the command line and the options `migrator.…` of the ini say about a run's protection. */
export interface ProtectionSettings extends Omit<Protection, "lock" | "signal"> {
  readonly lockKind: LockKind;
}

/**
 * Reads how a run is to be protected: each option from the command line, else from the ini, else its
 * default. A `CommandError` with the place for a value that cannot be used.
 */
export function protectionSettings(request: ProtectionRequest, config: Config): ProtectionSettings {
  const duration = (name: Name) => {
    const found = setting(request, config, name);
    if (found === null) return null;
    return parseDuration(found.text) ??
      refuse(found, "a duration", "write 500ms, 5s, 10min or 1h; only 0 needs no unit");
  };
  return {
    lockKind: lockKind(request, config),
    lockWait: duration("lock_wait") ?? DEFAULT_WAIT,
    timeouts: { lock: duration("lock_timeout"), statement: duration("statement_timeout") },
    lockRetries: retries(request, config),
  };
}

/**
 * The URL of the server itself, from the command line or the ini. That of the ini is the other way to
 * the database of the ini or env.py: a `--url` names another one, and counts.
 */
export function directUrl(
  { directUrl, url }: ProtectionRequest & Pick<ProjectRequest, "url">,
  { options }: Config,
): UrlCandidate {
  if (directUrl !== undefined || url !== undefined) return { url: directUrl ?? null };
  const found = options.getAlembicOption("migrator.direct_url");
  if (typeof found !== "string") return { url: null };
  return { url: found, place: options.placeOf("migrator.direct_url") };
}

/**
 * The lock of that kind, for a server that `connect` opens another session with. Its code is loaded
 * when it is taken: most runs have nothing to do.
 */
export function makeLock(kind: LockKind, connect: () => Promise<Connection>): RunLock {
  return { acquire: async (request) => (await loadLock(kind, connect)).acquire(request) };
}

async function loadLock(kind: LockKind, connect: () => Promise<Connection>): Promise<RunLock> {
  if (kind === "none") return (await import("../migration/lock/run_lock.ts")).noLock;
  if (kind === "lease") {
    const { leaseLock } = await import("../migration/lock/lease_lock.ts");
    return leaseLock(connect, postgresql);
  }
  const { advisoryLock } = await import("../migration/lock/advisory_lock.ts");
  return advisoryLock(connect);
}

type Name = "lock" | "lock_wait" | "lock_timeout" | "lock_retries" | "statement_timeout";

const KEYS = {
  lock: "lock",
  lock_wait: "lockWait",
  lock_timeout: "lockTimeout",
  lock_retries: "lockRetries",
  statement_timeout: "statementTimeout",
} as const satisfies Record<Name, keyof ProtectionRequest>;

/** The text of an option, and what to call it in a message. */
interface Setting {
  readonly text: string;
  readonly name: string;
  readonly place?: Place;
}

function setting(request: ProtectionRequest, { options }: Config, name: Name): Setting | null {
  const given = request[KEYS[name]];
  if (given !== undefined) return { text: given, name: `--${name.replaceAll("_", "-")}` };
  const key = `migrator.${name}`;
  const value = options.getAlembicOption(key);
  if (value === null) return null;
  return { text: String(value), name: key, place: options.placeOf(key) };
}

function lockKind(request: ProtectionRequest, config: Config): LockKind {
  if (request.noLock) {
    if (request.lock === undefined || request.lock === "none") return "none";
    throw new CommandError(
      "lock_conflict",
      `--no-lock and --lock=${request.lock} exclude each other`,
    );
  }
  const found = setting(request, config, "lock");
  if (found === null) return "advisory";
  return LOCKS.find((kind) => kind === found.text) ??
    refuse(found, "one of advisory, lease and none", didYouMean(found.text, LOCKS));
}

function retries(request: ProtectionRequest, config: Config): number {
  const found = setting(request, config, "lock_retries");
  if (found === null) return DEFAULT_RETRIES;
  if (/^\s*\d{1,6}\s*$/.test(found.text)) return Number(found.text);
  return refuse(found, "a whole number");
}

function refuse({ text, name, place }: Setting, wanted: string, hint?: string): never {
  throw new CommandError("bad_option", `Expected ${wanted} for ${name}, found '${text}'`, {
    place,
    hint,
  });
}
