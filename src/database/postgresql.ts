import type { HostParameters, PostgresqlParameters } from "../config/connection/parameters.ts";
import { ConnectionError } from "../errors/mod.ts";
import type { OpenSocket } from "../platform/mod.ts";
import { connectFailure, refusedByServer } from "./connect_failure.ts";
import type { Connection } from "./connection.ts";
import {
  loadPg,
  type PgClient,
  type PgClientConfig,
  type PgConnection,
  type PgTlsOptions,
  streamOf,
} from "./pg_driver.ts";
import { startPlainSession } from "./plain_session.ts";
import { PostgresqlTransport } from "./postgresql_transport.ts";
import { ProtocolConnection } from "./protocol_connection.ts";
import { serverVersionNumber } from "./server_version.ts";
import { encryptionAttempts, type ModeOf, type ReadFile, tlsOptions } from "./tls_options.ts";

type Client = Awaited<ReturnType<typeof loadPg>>;

/**
 * Connects to the first of the servers that lets us in, as libpq does with several hosts. Throws a
 * `ConnectionError` that names each server and what it said; a password is never in it. With `openSocket`
 * sessions without encryption are started over a socket of the runtime, which costs a fraction of loading
 * the driver; all that this cannot do is left to the driver.
 */
export async function openPostgresql(
  parameters: PostgresqlParameters,
  readFile: ReadFile,
  openSocket: OpenSocket | null = null,
  modeOf?: ModeOf,
): Promise<Connection> {
  const optionsOf = () => tlsOptions(parameters.ssl, readFile, modeOf);
  const hosts = parameters.shuffleHosts ? shuffled(parameters.hosts) : parameters.hosts;
  const rounds = parameters.targetSession === "prefer-standby"
    ? ["standby", "any"] as const
    : [parameters.targetSession];
  const failures: ConnectionError[] = [];
  for (const target of rounds) {
    failures.length = 0;
    for (const host of hosts) {
      try {
        const connection = await connectToHost(parameters, host, optionsOf, openSocket);
        const unsuitable = await unsuitability(connection, target);
        if (unsuitable === null) return connection;
        await connection.close();
        failures.push(connectFailure(host, new Error(unsuitable)));
      } catch (error) {
        if (!(error instanceof ConnectionError)) throw error;
        failures.push(error);
      }
    }
  }
  if (failures.length === 1) throw failures[0]!;
  throw new ConnectionError(failures.map(({ message }) => message).join("; "), {
    cause: failures,
    hint: failures.find(({ hint }) => hint !== undefined)?.hint,
    sqlstate: failures.find(({ sqlstate }) => sqlstate !== undefined)?.sqlstate,
  });
}

/** Tries one server with and without encryption, as the mode allows. */
async function connectToHost(
  parameters: PostgresqlParameters,
  host: HostParameters,
  optionsOf: () => PgTlsOptions,
  openSocket: OpenSocket | null,
): Promise<Connection> {
  const attempts = encryptionAttempts(parameters.ssl.mode, host.host.startsWith("/"));
  let first: ConnectionError | null = null;
  for (const [index, attempt] of attempts.entries()) {
    const ssl = attempt === "tls" ? optionsOf() : false;
    try {
      const plain = openSocket !== null && mayBePlain(attempt, parameters, host)
        ? await connectPlainly(openSocket, parameters, host, attempt === "tls")
        : null;
      return plain ?? await connect(await loadPg(), parameters, host, ssl);
    } catch (error) {
      const failure = error instanceof ConnectionError ? error : connectFailure(host, error);
      const again = index + 1 < attempts.length && mayTryOtherEncryption(attempt, error);
      if (!again) throw bothFailures(first, failure, attempt);
      first = failure;
    }
  }
  throw new ConnectionError("no way to connect is left");
}

/** What the server said to the first attempt matters as much as what it said to the second. */
function bothFailures(
  first: ConnectionError | null,
  second: ConnectionError,
  attempt: "plain" | "tls",
): ConnectionError {
  if (first === null || first.message === second.message || first.sqlstate === undefined) {
    return second;
  }
  const how = attempt === "tls" ? "with encryption" : "without encryption";
  return new ConnectionError(`${first.message}; ${how}: ${second.message}`, {
    cause: [first, second],
    hint: first.hint ?? second.hint,
    sqlstate: first.sqlstate,
  });
}

/** A server that cannot be reached is no reason to try again; one that refuses is. */
function mayTryOtherEncryption(attempt: "plain" | "tls", error: unknown): boolean {
  if (refusedByServer(error)) return true;
  const { message } = error as Error;
  return attempt === "tls" && /SSL|TLS|certificate|handshake/i.test(message);
}

/**
 * Whether a session without encryption is tried over a socket of the runtime. Where encryption is preferred,
 * a server of the same machine is asked first: it seldom has any, and to go to it twice costs little.
 */
function mayBePlain(
  attempt: "plain" | "tls",
  { channelBinding, ssl }: PostgresqlParameters,
  { host, address }: HostParameters,
): boolean {
  if (channelBinding === "require") return false;
  return attempt === "plain" ||
    ssl.mode === "prefer" && ssl.negotiation === "postgres" &&
      /^(?:localhost|127\.[\d.]+|::1)$/.test(address ?? host);
}

/** Connects without encryption; `null` where the driver must do it. */
async function connectPlainly(
  openSocket: OpenSocket,
  parameters: PostgresqlParameters,
  host: HostParameters,
  unlessEncrypted: boolean,
): Promise<Connection | null> {
  const { user, database, connectTimeout } = parameters;
  const session = await startPlainSession(openSocket, {
    address: host.host.startsWith("/")
      ? { path: `${host.host}/.s.PGSQL.${host.port}` }
      : { host: host.address ?? host.host, port: host.port },
    parameters: { user, database, ...startupSettings(parameters) },
    password: () => passwordOf(host),
    timeout: (connectTimeout ?? 0) * 1000,
    unlessEncrypted,
  });
  if (session === null) return null;
  const version = session.status.get("server_version") ?? "";
  const transport = new PostgresqlTransport(session, () => session.cancel());
  return new ProtocolConnection(transport, serverVersionNumber(version), session.processID);
}

function passwordOf(host: HostParameters): string {
  if (host.password !== null) return host.password;
  throw connectFailure(host, new Error("the server asks for a password and none is given"));
}

async function connect(
  Client: Client,
  parameters: PostgresqlParameters,
  host: HostParameters,
  ssl: PgClientConfig["ssl"],
): Promise<Connection> {
  let boundToChannel = false;
  // A server that was spoken to in TLS at once says so that it is PostgreSQL and nothing else.
  const isUnconfirmed = () =>
    config.sslnegotiation === "direct" && connection.stream.alpnProtocol !== "postgresql";
  const config: PgClientConfig = {
    host: host.host,
    port: host.port,
    user: parameters.user,
    database: parameters.database,
    password: () => {
      if (isUnconfirmed()) throw unconfirmed(host);
      if (parameters.channelBinding === "require" && !boundToChannel) throw channelRefusal(host);
      return passwordOf(host);
    },
    ssl,
    sslnegotiation: ssl === false ? "postgres" : parameters.ssl.negotiation,
    enableChannelBinding: ssl !== false && parameters.channelBinding === "require",
    connectionTimeoutMillis: (parameters.connectTimeout ?? 0) * 1000,
    keepAlive: true,
  };
  const client = new Client(config);
  const { connection } = client;
  useAddress(connection, host, parameters.ssl.serverNameIndication);
  const startup = client.getStartupConf.bind(client);
  client.getStartupConf = () => ({ ...startup(), ...startupSettings(parameters) });
  let version = "";
  connection.on("parameterStatus", (status) => {
    if (status.parameterName === "server_version") version = status.parameterValue;
  });
  // Prepended, so that it is known before the client asks for the password.
  const sasl = (message: { mechanisms: string[] }) => {
    boundToChannel = message.mechanisms.includes("SCRAM-SHA-256-PLUS");
  };
  (connection as unknown as { prependListener: PgConnection["on"] })
    .prependListener("authenticationSASL", sasl);
  // What goes wrong while connecting is thrown; later the transport hears of it itself.
  client.on("error", () => {});
  try {
    await client.connect();
  } catch (error) {
    // The package leaves the socket open when it is not the server that ended the attempt.
    connection.stream.destroy();
    throw error;
  }
  const bindingMissing = parameters.channelBinding === "require" && !boundToChannel;
  if (bindingMissing || isUnconfirmed()) {
    await client.end();
    throw bindingMissing ? channelRefusal(host) : unconfirmed(host);
  }
  const transport = new PostgresqlTransport(
    streamOf(client),
    () => cancel(Client, config, client, host),
  );
  return new ProtocolConnection(transport, serverVersionNumber(version), client.processID);
}

function channelRefusal(host: HostParameters): ConnectionError {
  return connectFailure(
    host,
    new Error("channel_binding=require was asked for, and the server does not offer it"),
  );
}

function unconfirmed(host: HostParameters): ConnectionError {
  return connectFailure(
    host,
    new Error(
      "direct SSL connection was established without ALPN protocol negotiation extension",
    ),
  );
}

/**
 * What the session is started with. Text travels as UTF-8 whatever the database's encoding, and dates
 * in ISO form, which psycopg2 sets as well; a user's own settings come after.
 */
function startupSettings(parameters: PostgresqlParameters): Record<string, string> {
  return {
    application_name: parameters.applicationName ?? "migrator",
    ...(parameters.options === null ? {} : { options: parameters.options }),
    ...parameters.settings,
    client_encoding: "UTF8",
    DateStyle: "ISO",
  };
}

/** Goes to `hostaddr` where there is one, while certificates are still checked against the name. */
function useAddress(connection: PgConnection, host: HostParameters, sendName: boolean): void {
  if (host.address !== null) {
    const { address } = host;
    const connect = connection.stream.connect.bind(connection.stream);
    connection.stream.connect = (port) => connect(port, address);
  }
  if (!sendName) {
    const upgrade = connection.upgradeToSSL.bind(connection);
    // The package sends no name for a host that is an address.
    connection.upgradeToSSL = (_name, report) => upgrade(host.address ?? "127.0.0.1", report);
  }
}

/** Opens a second connection for the one message that asks to stop (PostgreSQL manual, 55.2.8). */
function cancel(
  Client: Client,
  config: PgClientConfig,
  client: PgClient,
  host: HostParameters,
): Promise<void> {
  const { processID, secretKey } = client;
  if (processID === null || secretKey === null) return Promise.resolve();
  const { connection } = new Client(config);
  useAddress(connection, host, true);
  return new Promise((resolve) => {
    const send = () => {
      connection.cancel(processID, secretKey);
      connection.end();
    };
    connection.on("error", () => resolve());
    connection.on("end", () => resolve());
    if (config.ssl === false) connection.on("connect", send);
    else {
      if (config.sslnegotiation !== "direct") {
        connection.on("connect", () => connection.requestSsl());
      }
      connection.on("sslconnect", send);
    }
    if (config.host.startsWith("/")) connection.connect(`${config.host}/.s.PGSQL.${config.port}`);
    else connection.connect(config.port, config.host);
  });
}

/** Why the session is not what `target_session_attrs` asks for, or `null` if it is. */
async function unsuitability(
  connection: Connection,
  target: PostgresqlParameters["targetSession"],
): Promise<string | null> {
  if (target === "any") return null;
  const { rows: [row] } = await connection.execute({
    sql:
      "SELECT pg_catalog.pg_is_in_recovery(), pg_catalog.current_setting('transaction_read_only')",
  });
  const standby = row?.[0] === "t";
  const readOnly = row?.[1] === "on";
  if (target === "read-write" && readOnly) return "session is read-only";
  if (target === "read-only" && !readOnly) return "session is not read-only";
  if (target === "primary" && standby) return "server is in hot standby mode";
  if (target === "standby" && !standby) return "server is not in hot standby mode";
  return null;
}

function shuffled<T>(items: readonly T[]): T[] {
  return items
    .map((item) => ({ item, place: Math.random() }))
    .sort((a, b) => a.place - b.place)
    .map(({ item }) => item);
}
