import type { HostParameters } from "../config/connection/parameters.ts";
import { ConnectionError } from "../errors/mod.ts";

/** What the system's error codes mean to someone who wants to connect. */
const reasons: Readonly<Record<string, string>> = {
  ECONNREFUSED: "connection refused",
  ENOENT: "no such socket",
  EACCES: "permission denied",
  ENOTFOUND: "the host name is unknown",
  EAI_AGAIN: "the host name could not be looked up",
  ETIMEDOUT: "no answer",
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

/** Whether it was the server itself that said no: its errors carry an SQLSTATE. */
export function refusedByServer(error: unknown): boolean {
  return /^[0-9A-Z]{5}$/.test(codeOf(error)) && "severity" in (error as object);
}

/** The error of one attempt as an error of the program that names the server. */
export function connectFailure(host: HostParameters, error: unknown): ConnectionError {
  const code = codeOf(error);
  const message = error instanceof Error ? error.message : String(error);
  const reason = reasons[code] ?? (message === "timeout expired" ? "no answer in time" : message);
  return new ConnectionError(`cannot connect to ${describe(host)}: ${reason}`, {
    cause: error,
    hint: hints[code],
    sqlstate: refusedByServer(error) ? code : undefined,
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
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === "string" ? code : "";
}
