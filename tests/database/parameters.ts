import type { PostgresqlParameters } from "../../src/config/connection/mod.ts";

/** What a test changes of the parameters; `host` of the one server. */
export type Changes = Partial<Omit<PostgresqlParameters, "ssl">> & {
  readonly host?: Partial<PostgresqlParameters["hosts"][number]>;
  readonly ssl?: Partial<PostgresqlParameters["ssl"]>;
};

/** What says nothing of TLS comes to this. */
export const usualSsl: PostgresqlParameters["ssl"] = {
  mode: "prefer",
  negotiation: "postgres",
  rootCertificate: null,
  certificate: null,
  key: null,
  keyPassword: null,
  serverNameIndication: true,
  minProtocolVersion: null,
  maxProtocolVersion: null,
};

/** Parameters for a URL of the tests, with changes. */
export function parametersOf(
  url: string,
  { host, ssl, ...changes }: Changes = {},
): PostgresqlParameters {
  const { hostname, port, username, password, pathname } = new URL(url);
  return {
    kind: "postgresql",
    shown: "",
    hosts: [{
      host: hostname,
      address: null,
      port: Number(port || 5432),
      password: decodeURIComponent(password),
      ...host,
    }],
    user: decodeURIComponent(username),
    database: pathname.slice(1),
    ssl: { ...usualSsl, ...ssl },
    options: null,
    applicationName: null,
    connectTimeout: null,
    targetSession: "any",
    shuffleHosts: false,
    channelBinding: "prefer",
    settings: {},
    warnings: [],
    ...changes,
  };
}
