import type { BackendMessage } from "./backend_message.ts";
import type { MessageStream } from "./message_stream.ts";

/**
 * The parts of the npm package `pg` that are used here. It connects and authenticates; after that
 * this program sends and reads messages itself, because the package offers neither several statements
 * in flight with an answer each, nor the transaction status that goes with each answer.
 */

/** A client that is used once: to connect. */
export interface PgClient {
  readonly connection: PgConnection;
  readonly processID: number | null;
  readonly secretKey: number | null;
  getStartupConf(): Record<string, string>;
  connect(): Promise<unknown>;
  end(): Promise<void>;
  on(event: "error", listener: (error: Error) => void): void;
}

/** The stream of messages beneath a client. */
export interface PgConnection {
  stream: PgStream;
  _ending: boolean;
  connect(port: number | string, host?: string): void;
  upgradeToSSL(host: string, report: (error: Error) => void): void;
  requestSsl(): void;
  cancel(processID: number, secretKey: number): void;
  end(): void;
  // deno-lint-ignore no-explicit-any
  on(event: string, listener: (message: any) => void): void;
  removeAllListeners(event: string): void;
}

/** A socket of `node:net` or `node:tls`. */
export interface PgStream {
  connect(port: number | string, host?: string): unknown;
  write(bytes: Uint8Array): boolean;
  destroy(): void;
  readonly writable: boolean;
  /** Of a TLS socket: the protocol that both sides have agreed on. */
  readonly alpnProtocol?: string | false | null;
}

/** What a client is made from. Everything is given, so that the package looks up nothing itself. */
export interface PgClientConfig {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly database: string;
  readonly password: () => string;
  readonly ssl: false | PgTlsOptions;
  readonly sslnegotiation: "postgres" | "direct";
  readonly enableChannelBinding: boolean;
  readonly connectionTimeoutMillis: number;
  readonly keepAlive: boolean;
}

/** Options of `tls.connect`. */
export interface PgTlsOptions {
  readonly rejectUnauthorized: boolean;
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
  readonly passphrase?: string;
  readonly minVersion?: string;
  readonly maxVersion?: string;
  readonly checkServerIdentity?: (host: string, certificate: unknown) => Error | undefined;
}

/** Loads the package; it costs some tens of milliseconds, so only who connects does. */
export async function loadPg(): Promise<new (config: PgClientConfig) => PgClient> {
  const { default: pg } = await import("pg");
  return pg.Client as unknown as new (config: PgClientConfig) => PgClient;
}

/** Events that the client would take for answers to queries of its own. */
const taken = [
  "readyForQuery",
  "errorMessage",
  "notice",
  "rowDescription",
  "dataRow",
  "portalSuspended",
  "emptyQuery",
  "commandComplete",
  "parseComplete",
  "copyInResponse",
  "copyData",
  "notification",
];

/** What a client has started, whose events go to us alone from here on. */
export function streamOf(client: PgClient): MessageStream {
  const { connection } = client;
  return {
    listen: (onMessage, onEnd) => {
      for (const event of taken) connection.removeAllListeners(event);
      connection.on("message", (message: BackendMessage) => onMessage(message));
      connection.on("error", (error: Error) => onEnd(error));
      connection.on("end", () => onEnd());
    },
    write: (bytes) => void connection.stream.write(bytes),
    close: () => client.end(),
  };
}
