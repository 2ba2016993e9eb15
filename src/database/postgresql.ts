import type {
  HostParameters,
  PostgresqlParameters,
  TargetSession,
} from "../config/connection/mod.ts";
import { ConnectionError } from "../errors/mod.ts";
import type { Files, Network, Platform, Socket, SocketAddress } from "../platform/mod.ts";
import { connectFailure, isUnreachable } from "./connect_failure.ts";
import type { Connection } from "./connection.ts";
import { PostgresqlTransport } from "./postgresql_transport.ts";
import { ProtocolConnection } from "./protocol_connection.ts";
import { serverVersionNumber } from "./server_version.ts";
import { type ServerSession, startSession } from "./server_session.ts";
import { encryptionAttempts, tlsSettings } from "./tls_settings.ts";
import { encodeCancel, encodeSslRequest } from "./wire.ts";

/** What connecting needs of the platform. */
export interface ConnectPlatform {
  readonly files: Pick<Files, "readText">;
  readonly network: Network;
  readonly md5: Platform["md5"];
}

/**
 * Connects to the first of the servers that lets us in, as libpq does with several hosts. Throws a
 * `ConnectionError` that names each server and what it said; a password is never in it.
 */
export async function openPostgresql(
  parameters: PostgresqlParameters,
  platform: ConnectPlatform,
): Promise<Connection> {
  const hosts = parameters.shuffleHosts ? shuffled(parameters.hosts) : parameters.hosts;
  const rounds: readonly TargetSession[] = parameters.targetSession === "prefer-standby"
    ? ["standby", "any"]
    : [parameters.targetSession];
  const failures: ConnectionError[] = [];
  for (const target of rounds) {
    failures.length = 0;
    for (const host of hosts) {
      try {
        const connection = await connectToHost(parameters, host, platform);
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
  platform: ConnectPlatform,
): Promise<Connection> {
  const attempts = encryptionAttempts(parameters.ssl.mode, host.host.startsWith("/"));
  let first: ConnectionError | null = null;
  for (const [index, attempt] of attempts.entries()) {
    try {
      return await connect(parameters, host, platform, attempt);
    } catch (error) {
      const failure = connectFailure(host, error);
      const again = index + 1 < attempts.length && !isUnreachable(error);
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

async function connect(
  parameters: PostgresqlParameters,
  host: HostParameters,
  platform: ConnectPlatform,
  attempt: "plain" | "tls",
): Promise<Connection> {
  const { network } = platform;
  const session = await withinTime(parameters.connectTimeout, async (keep) => {
    const socket = keep(
      attempt === "tls"
        ? await openEncrypted(parameters, host, platform, keep)
        : await network.connect(addressOf(host)),
    );
    return await startSession(socket, parameters, host, platform);
  });
  const transport = new PostgresqlTransport(session.stream, () => cancel(session, host, network));
  return new ProtocolConnection(transport, serverVersionNumber(session.serverVersion));
}

/**
 * An encrypted socket; with `prefer` a plain one if the server does not encrypt. That is asked on a
 * plain connection first, because it is most often so where `prefer` was not chosen but left.
 */
async function openEncrypted(
  { ssl }: PostgresqlParameters,
  host: HostParameters,
  { files, network }: ConnectPlatform,
  keep: <T extends Socket>(socket: T) => T,
): Promise<Socket> {
  const address = addressOf(host);
  if (ssl.mode === "prefer" && ssl.negotiation === "postgres") {
    const plain = keep(await network.connect(address));
    if (!await offersEncryption(plain)) return plain;
    plain.close();
  }
  const settings = tlsSettings(ssl, host.host, (path) => files.readText(path));
  const isDirect = ssl.negotiation === "direct";
  const socket = await network.connectTls(
    address,
    settings,
    (plain) => isDirect ? Promise.resolve(true) : offersEncryption(plain),
  );
  if (socket === null) throw new Error("the server does not support SSL connections");
  return socket;
}

/** Asks for encryption (PostgreSQL manual, 55.2.10). */
async function offersEncryption(plain: Socket): Promise<boolean> {
  await plain.write(encodeSslRequest());
  const answer = await plain.read();
  // More than one byte would be text that somebody put between us and the server.
  const letter = answer?.length === 1 ? String.fromCharCode(answer[0]!) : "";
  if (letter === "S") return true;
  if (letter === "N") return false;
  throw new Error("the server's answer to the request for encryption is not of the protocol");
}

/** Closes every socket of an attempt that fails, or takes more than the given number of seconds. */
async function withinTime<T>(
  seconds: number | null,
  work: (keep: <S extends Socket>(socket: S) => S) => Promise<T>,
): Promise<T> {
  const sockets: Socket[] = [];
  const closeAll = () => sockets.forEach((socket) => socket.close());
  let late = false;
  const keep = <S extends Socket>(socket: S): S => {
    sockets.push(socket);
    if (late) socket.close();
    return socket;
  };
  const expired = Promise.withResolvers<never>();
  const timer = seconds === null ? undefined : setTimeout(() => {
    late = true;
    closeAll();
    expired.reject(Object.assign(new Error("no answer in time"), { code: "ETIMEDOUT" }));
  }, seconds * 1000);
  const working = work(keep);
  working.catch(() => {});
  try {
    return await Promise.race([working, expired.promise]);
  } catch (error) {
    closeAll();
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

/** Opens a second connection for the one message that asks to stop (PostgreSQL manual, 55.2.8). */
async function cancel(
  { cancelKey }: ServerSession,
  host: HostParameters,
  network: Network,
): Promise<void> {
  if (cancelKey === null) return;
  const socket = await network.connect(addressOf(host));
  try {
    await socket.write(encodeCancel(cancelKey.processId, cancelKey.secretKey));
    // The server closes the connection when it has passed the request on.
    while (await socket.read() !== null);
  } finally {
    socket.close();
  }
}

function addressOf({ host, address, port }: HostParameters): SocketAddress {
  if (host.startsWith("/")) return { path: `${host}/.s.PGSQL.${port}` };
  return { host: address ?? host, port };
}

/** Why the session is not what `target_session_attrs` asks for, or `null` if it is. */
async function unsuitability(
  connection: Connection,
  target: TargetSession,
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
