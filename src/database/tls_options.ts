import type { SslParameters } from "../config/connection/parameters.ts";
import { ConnectionError } from "../errors/mod.ts";
import type { PgTlsOptions } from "./pg_driver.ts";

/** Reads a file of the user's; throws if it cannot be read. */
export type ReadFile = (path: string) => string;

/**
 * Which kinds of connection to try, in this order, as libpq's `sslmode` says (PostgreSQL manual,
 * 34.19.3): `allow` starts without encryption, `prefer` with it. A Unix socket is never encrypted.
 */
export function encryptionAttempts(
  mode: SslParameters["mode"],
  isSocket: boolean,
): readonly ("plain" | "tls")[] {
  if (isSocket || mode === "disable") return ["plain"];
  if (mode === "allow") return ["plain", "tls"];
  if (mode === "prefer") return ["tls", "plain"];
  return ["tls"];
}

/**
 * The TLS options that mean what libpq's parameters mean: the certificate chain is checked by
 * `verify-ca` and `verify-full`, and by `require` where there is a root certificate; the host's name by
 * `verify-full` alone.
 */
export function tlsOptions(ssl: SslParameters, readFile: ReadFile): PgTlsOptions {
  const root = ssl.rootCertificate;
  const verifyName = ssl.mode === "verify-full";
  const verifyChain = verifyName || ssl.mode === "verify-ca" ||
    (ssl.mode === "require" && root !== null);
  if (verifyChain && root === null) {
    throw new ConnectionError(`sslmode "${ssl.mode}" needs a root certificate, and there is none`, {
      hint:
        'Set sslrootcert to the file of the authority\'s certificate or to "system", or choose another sslmode',
    });
  }
  if (verifyName && !ssl.serverNameIndication) {
    // The package would check the certificate against what it sends, which is then no name.
    throw new ConnectionError("sslmode verify-full cannot be combined with sslsni=0 here");
  }
  const read = (name: string, path: string | null) => {
    if (path === null) return undefined;
    try {
      return readFile(path);
    } catch (error) {
      throw new ConnectionError(`cannot read the file ${JSON.stringify(path)} of ${name}`, {
        cause: error,
      });
    }
  };
  const options: PgTlsOptions = {
    rejectUnauthorized: verifyChain,
    ca: verifyChain && root !== "system" ? read("sslrootcert", root) : undefined,
    cert: read("sslcert", ssl.certificate),
    key: read("sslkey", ssl.key),
    passphrase: ssl.keyPassword ?? undefined,
    minVersion: ssl.minProtocolVersion ?? undefined,
    maxVersion: ssl.maxProtocolVersion ?? undefined,
    checkServerIdentity: verifyName ? undefined : () => undefined,
  };
  return Object.fromEntries(
    Object.entries(options).filter(([, value]) => value !== undefined),
  ) as unknown as PgTlsOptions;
}
