/** One attempt to connect to the server with TLS, as a URL and variables. */
import { resolveConnection } from "../../src/config/connection/mod.ts";
import { openConnection } from "../../src/database/open.ts";
import { ConnectionError } from "../../src/errors/mod.ts";
import { denoPlatform } from "../../src/platform/deno.ts";
import { file, server } from "./tls_server.ts";

/** An attempt. */
export interface Attempt {
  readonly user: "postgres" | "encrypted" | "plain" | "holder";
  readonly host?: string;
  /** Where the server is reached otherwise than at its own port. */
  readonly port?: number;
  /** Options of the URL; of files the names. */
  readonly options?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
}

const FILES = [
  ...["sslrootcert", "sslcert", "sslkey"],
  ...["PGSSLROOTCERT", "PGSSLCERT", "PGSSLKEY", "SSL_CERT_FILE"],
];

/** The same with whole paths. */
export const whole = (values: Readonly<Record<string, string>> = {}) =>
  Object.fromEntries(
    Object.entries(values).map((
      [name, value],
    ) => [name, FILES.includes(name) && value !== "system" ? file(value) : value]),
  );

/** The URL of an attempt. */
export function urlOf({ user, host = "localhost", port, options }: Attempt): string {
  const query = new URLSearchParams({
    hostaddr: "127.0.0.1",
    connect_timeout: "10",
    ...whole(options),
  });
  return `postgresql://${user}:test@${host}:${port ?? new URL(server!.url).port}/postgres?${
    query.toString().replaceAll("+", "%20")
  }`;
}

/** Whether a session is encrypted. */
export const ENCRYPTED = "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()";

/** `t`, `f`, or `refused` and what was said. */
export async function byUs(tried: Attempt): Promise<readonly [outcome: string, message: string]> {
  const env = whole(tried.env);
  const platform = {
    ...denoPlatform,
    env: (name: string) => env[name],
    homeDirectory: () => "/nonexistent",
  };
  try {
    const connection = await openConnection(resolveConnection(urlOf(tried), platform), platform);
    try {
      return [(await connection.execute({ sql: ENCRYPTED })).rows[0]![0]!, ""];
    } finally {
      await connection.close();
    }
  } catch (error) {
    if (!(error instanceof ConnectionError)) throw error;
    return ["refused", error.message];
  }
}
