/** The modes of libpq's `sslmode`. */
export type SslMode = "disable" | "allow" | "prefer" | "require" | "verify-ca" | "verify-full";

/** How a connection is encrypted and whom it trusts. Files are absolute paths. */
export interface SslParameters {
  readonly mode: SslMode;
  /** `direct` starts with TLS at once instead of asking the server first. */
  readonly negotiation: "postgres" | "direct";
  /** A file of trusted certificates, `system` for those that the runtime knows, or `null` for none. */
  readonly rootCertificate: string | null;
  readonly certificate: string | null;
  readonly key: string | null;
  readonly keyPassword: string | null;
  /** Whether the host's name is sent in the TLS handshake. */
  readonly serverNameIndication: boolean;
  /** Such as `TLSv1.2`; `null` for the default. */
  readonly minProtocolVersion: string | null;
  readonly maxProtocolVersion: string | null;
}

/** One server to try. */
export interface HostParameters {
  /** A name or an address; an absolute path is the directory of a Unix domain socket. */
  readonly host: string;
  /** The address to connect to instead of looking the name up. */
  readonly address: string | null;
  readonly port: number;
  /** From the URL, PGPASSWORD, the service or the password file. */
  readonly password: string | null;
}

/** The values of libpq's `target_session_attrs`. */
export type TargetSession =
  | "any"
  | "read-write"
  | "read-only"
  | "primary"
  | "standby"
  | "prefer-standby";

/** All that is needed to connect to a PostgreSQL server. */
export interface PostgresqlParameters {
  readonly kind: "postgresql";
  /** The URL without its password, for people to see. */
  readonly shown: string;
  /** The servers to try, in this order; at least one. */
  readonly hosts: readonly HostParameters[];
  readonly user: string;
  readonly database: string;
  readonly ssl: SslParameters;
  /** Command-line options for the server process, such as `-c search_path=app`. */
  readonly options: string | null;
  readonly applicationName: string | null;
  /** Seconds to wait for each server; `null` waits without end. */
  readonly connectTimeout: number | null;
  readonly targetSession: TargetSession;
  /** Whether the order of the hosts is to be shuffled. */
  readonly shuffleHosts: boolean;
  readonly channelBinding: "disable" | "prefer" | "require";
  /** Further settings for the start-up message, such as `timezone` from PGTZ. */
  readonly settings: Readonly<Record<string, string>>;
  /** What the user should hear of, such as a password file that others can read. */
  readonly warnings: readonly string[];
}

/** The embedded database. */
export interface PgliteParameters {
  readonly kind: "pglite";
  readonly shown: string;
  /** The absolute path of its data directory, or `null` to keep it in memory. */
  readonly directory: string | null;
}

/** How to connect, whatever the database. */
export type ConnectionParameters = PostgresqlParameters | PgliteParameters;
