import { certificatesAt } from "./certificate_dates.ts";
import type { SslParameters } from "../config/connection/parameters.ts";
import { ConnectionError } from "../errors/mod.ts";
import type { PgTlsOptions } from "./pg_driver.ts";

/** Reads a file of the user's; throws if it cannot be read. */
export type ReadFile = (path: string) => string;

/** The permissions of a file, or `null` where the system has none. */
export type ModeOf = (path: string) => number | null;

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
 * `verify-ca` and `verify-full`, and by the others where there is a root certificate; the host's name by
 * `verify-full` alone. A root certificate that cannot be read is passed over by `prefer` and `allow` only, unlike libpq,
 * where `require` does so too. A key that others can read is refused.
 */
export function tlsOptions(
  ssl: SslParameters,
  readFile: ReadFile,
  modeOf: ModeOf = () => null,
): PgTlsOptions {
  const root = isPassedOver(ssl, readFile) ? null : ssl.rootCertificate;
  const verifyName = ssl.mode === "verify-full";
  const verifyChain = verifyName || ssl.mode === "verify-ca" || root !== null;
  if (verifyChain && root === null) {
    throw new ConnectionError(`sslmode "${ssl.mode}" needs a root certificate, and there is none`, {
      hint:
        'Set sslrootcert to the file of the authority\'s certificate or to "system", or choose another sslmode',
    });
  }
  if (verifyName && !ssl.serverNameIndication) {
    // The package would check the certificate against what it sends, which is then no name.
    throw new ConnectionError("sslmode verify-full cannot be combined with sslsni=0 here", {
      hint: "Remove sslsni=0",
    });
  }
  const read = (name: string, path: string | null) => {
    if (path === null) return undefined;
    try {
      return readFile(path);
    } catch (error) {
      throw new ConnectionError(`cannot read the file ${JSON.stringify(path)} of ${name}`, {
        hint: `Correct the path of ${name}, or let the user that runs this read the file`,
        cause: error,
      });
    }
  };
  const options: PgTlsOptions = {
    rejectUnauthorized: verifyChain,
    ca: verifyChain && root !== "system" ? trusted(read("sslrootcert", root)!, root!) : undefined,
    cert: read("sslcert", ssl.certificate),
    key: read("sslkey", checkedKey(ssl.key, modeOf)),
    passphrase: ssl.keyPassword ?? undefined,
    minVersion: ssl.minProtocolVersion ?? undefined,
    maxVersion: ssl.maxProtocolVersion ?? undefined,
    checkServerIdentity: verifyName ? undefined : () => undefined,
  };
  return Object.fromEntries(
    Object.entries(options).filter(([, value]) => value !== undefined),
  ) as unknown as PgTlsOptions;
}

function isPassedOver({ mode, rootCertificate }: SslParameters, readFile: ReadFile): boolean {
  if (rootCertificate === null || (mode !== "prefer" && mode !== "allow")) return false;
  try {
    readFile(rootCertificate);
    return false;
  } catch {
    return true;
  }
}

/** The certificates of a file that hold today; an error where all of them have expired. */
function trusted(text: string, path: string): string {
  const valid = certificatesAt(text, new Date());
  if (valid.length > 0) return valid.join("\n");
  // Whoever reads it says what it is instead.
  if (!text.includes("-----BEGIN CERTIFICATE-----")) return text;
  throw new ConnectionError(
    `the root certificate in ${JSON.stringify(path)} has expired, or is not valid yet`,
    {
      hint: "Get the authority's present certificate for sslrootcert",
    },
  );
}

/** Only its owner may read a key, and a group what belongs to the system (PostgreSQL manual, 34.19.2). */
function checkedKey(path: string | null, modeOf: ModeOf): string | null {
  if (path === null) return null;
  let mode: number | null;
  try {
    mode = modeOf(path);
  } catch {
    // Reading says what is wrong.
    return path;
  }
  if (mode === null || (mode & 0o037) === 0) return path;
  throw new ConnectionError(`private key file ${JSON.stringify(path)} has group or world access`, {
    hint: "permissions should be u=rw (0600) or less, or u=rw,g=r (0640) for a group of its own",
  });
}
