import type { HostParameters } from "../config/connection/mod.ts";
import { ConnectionError } from "../errors/mod.ts";
import { ServerRefusal } from "./server_session.ts";

/** What the system's error codes mean to someone who wants to connect. */
const reasons: Readonly<Record<string, string>> = {
  ECONNREFUSED: "connection refused",
  ENOENT: "no such socket",
  EACCES: "permission denied",
  ENOTFOUND: "the host name is unknown",
  EAI_AGAIN: "the host name could not be looked up",
  ETIMEDOUT: "no answer in time",
  EHOSTUNREACH: "no route to the host",
  ENETUNREACH: "the network is unreachable",
  ECONNRESET: "the server closed the connection",
};

const hints: Readonly<Record<string, string>> = {
  ECONNREFUSED: "Is the server running there, and does it listen on that port?",
  ENOENT: "Is the server running, and is this the directory of its socket?",
  "28P01": "Check the user name and the password",
  "3D000": "Create the database first, or check its name in the URL",
};

/** Whether the server could not be reached, so that trying in another way is of no use. */
export function isUnreachable(error: unknown): boolean {
  const code = codeOf(error);
  return code in reasons && code !== "ECONNRESET";
}

/** The error of one attempt as an error of the program that names the server. */
export function connectFailure(host: HostParameters, error: unknown): ConnectionError {
  const code = codeOf(error);
  const message = error instanceof Error ? error.message : String(error);
  return new ConnectionError(`cannot connect to ${describe(host)}: ${reasons[code] ?? message}`, {
    cause: error,
    hint: hints[code] ?? (error instanceof ConnectionError ? error.hint : undefined),
    sqlstate: error instanceof ServerRefusal ? code : undefined,
  });
}

function describe({ host, address, port }: HostParameters): string {
  if (host.startsWith("/")) return `the server at socket "${host}/.s.PGSQL.${port}"`;
  const at = address === null || address === host ? "" : ` (${address})`;
  return `the server at "${host}"${at}, port ${port}`;
}

/** The code of an error, or of the first of those that trying several addresses gave. */
function codeOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return codeOf(error.errors[0]);
  if (error instanceof ConnectionError) return "";
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === "string" ? code : "";
}
