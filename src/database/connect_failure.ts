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

/** What to do, by the code of the system, of TLS or of the server (its SQLSTATE). */
const hints: Readonly<Record<string, string>> = {
  ECONNREFUSED: "Is the server running there, and does it listen on that port?",
  ENOENT: "Is the server running, and is this the directory of its socket?",
  EACCES: "Ask for the right to use the socket, or connect with a host name over TCP",
  ENOTFOUND: "Check the host name in the URL, and whether this machine can look it up",
  EAI_AGAIN: "Check the host name in the URL, and whether this machine's name server answers",
  ETIMEDOUT: "Check the host and the port, and whether a firewall is in between",
  EHOSTUNREACH: "Check the host, and whether this machine's network leads to it",
  ENETUNREACH: "Check the host, and whether this machine's network leads to it",
  CERT_HAS_EXPIRED: "The server needs a new certificate",
  DEPTH_ZERO_SELF_SIGNED_CERT:
    "Set sslrootcert to the certificate itself, or to that of its authority",
  SELF_SIGNED_CERT_IN_CHAIN: "Set sslrootcert to the certificate of the server's authority",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: "Set sslrootcert to the certificate of the server's authority",
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: "Set sslrootcert to the certificate of the server's authority",
  ERR_TLS_CERT_ALTNAME_INVALID:
    "Connect by a name that the certificate has; sslmode=verify-ca does not look at the name",
  "28P01": "Check the user name and the password",
  "28000": "Let the role in: ALTER ROLE … LOGIN, and a line for it in the server's pg_hba.conf",
  "3D000": "Create the database first, or check its name in the URL",
  "42501": "GRANT CONNECT ON DATABASE … TO the role",
  "53300": "End idle sessions, or raise max_connections or the role's CONNECTION LIMIT",
  "57P03": "Wait until the server is ready",
};

/** What to do where only the message says what it is. */
const messageHints: readonly (readonly [RegExp, string])[] = [
  [/asks for a password/, "Put the password into the URL, PGPASSWORD, ~/.pgpass or a service file"],
  [
    /does not support SSL/,
    "Set ssl = on in the server's configuration; or, on a network that is trusted, sslmode=prefer",
  ],
  [/timeout expired/, "Check the host and the port, and whether a firewall is in between"],
];

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
    hint: hints[code] ?? messageHints.find(([pattern]) => pattern.test(message))?.[1],
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
