import { ConnectionError } from "../../errors/mod.ts";
import type { Platform } from "../../platform/mod.ts";
import { absolutePath } from "../paths.ts";
import { choice } from "./option_values.ts";
import type { SslMode, SslParameters } from "./parameters.ts";

const MODES: readonly [SslMode, ...SslMode[]] = [
  "prefer",
  "disable",
  "allow",
  "require",
  "verify-ca",
  "verify-full",
];
/** Those that do without encryption if need be. */
const WITHOUT: readonly SslMode[] = ["disable", "allow", "prefer"];
const PROTOCOLS = ["TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3"];

/**
 * The TLS part of the options, with the files that libpq looks for in ~/.postgresql (on Windows
 * %APPDATA%\postgresql) when none are named (PostgreSQL manual, "SSL Support").
 */
export function sslParameters(
  options: ReadonlyMap<string, string>,
  platform: Platform,
): SslParameters {
  const system = options.get("sslrootcert") === "system";
  const mode = sslMode(options, system);
  const negotiation = choice(options, "sslnegotiation", ["postgres", "direct"]);
  if (negotiation === "direct" && WITHOUT.includes(mode)) {
    throw new ConnectionError(
      `weak sslmode "${mode}" may not be used with sslnegotiation=direct (use "require", "verify-ca", or "verify-full")`,
    );
  }
  const certificate = file(options, "sslcert", "postgresql.crt", platform);
  return {
    mode,
    negotiation,
    rootCertificate: system
      ? systemCertificates(platform)
      : file(options, "sslrootcert", "root.crt", platform),
    certificate,
    key: certificate === null ? null : file(options, "sslkey", "postgresql.key", platform),
    keyPassword: options.get("sslpassword") ?? null,
    serverNameIndication: options.get("sslsni") !== "0",
    minProtocolVersion: protocol(options, "ssl_min_protocol_version"),
    maxProtocolVersion: protocol(options, "ssl_max_protocol_version"),
  };
}

/** Where systems keep the certificates of the authorities that they trust, all in one file. */
const SYSTEM_CERTIFICATES = [
  "/etc/ssl/certs/ca-certificates.crt", // Debian, Alpine, Arch
  "/etc/pki/tls/certs/ca-bundle.crt", // Fedora, Red Hat
  "/etc/ssl/ca-bundle.pem", // SUSE
  "/etc/ssl/cert.pem", // macOS, BSD
];

/** The file that OpenSSL, and so libpq, takes for the system's; `system` where there is none. */
function systemCertificates({ env, files }: Platform): string {
  return env("SSL_CERT_FILE") || SYSTEM_CERTIFICATES.find((path) => files.isFile(path)) || "system";
}

function sslMode(options: ReadonlyMap<string, string>, system: boolean): SslMode {
  const given = options.get("sslmode");
  if (given === "true") return "require";
  if (!given) return system ? "verify-full" : "prefer";
  const mode = choice(options, "sslmode", MODES);
  if (system && mode !== "verify-full") {
    throw new ConnectionError(
      `weak sslmode "${mode}" may not be used with sslrootcert=system (use "verify-full")`,
    );
  }
  return mode;
}

function file(
  options: ReadonlyMap<string, string>,
  name: string,
  fallback: string,
  platform: Platform,
): string | null {
  const given = options.get(name);
  if (given) return absolutePath(given, platform.cwd(), platform.os);
  const base = platform.os === "windows" ? platform.env("APPDATA") : platform.homeDirectory();
  if (!base) return null;
  const directory = platform.os === "windows" ? "postgresql" : ".postgresql";
  const path = absolutePath(`${base}/${directory}/${fallback}`, "/", platform.os);
  return platform.files.isFile(path) ? path : null;
}

function protocol(options: ReadonlyMap<string, string>, name: string): string | null {
  const value = options.get(name);
  if (!value) return null;
  const found = PROTOCOLS.find((item) => item.toLowerCase() === value.toLowerCase());
  if (found !== undefined) return found;
  throw new ConnectionError(`invalid ${name} value: "${value}"`, {
    hint: `expected one of: ${PROTOCOLS.join(", ")}`,
  });
}
