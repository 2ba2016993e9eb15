import type { HostParameters, PostgresqlParameters } from "../config/connection/mod.ts";
import { ConnectionError } from "../errors/mod.ts";
import type { Platform, Socket } from "../platform/mod.ts";
import { Authentication } from "./authentication.ts";
import { channelBindingData } from "./channel_binding.ts";
import { MessageStream } from "./message_stream.ts";
import { encodeStartup } from "./wire.ts";

/** A session that the server has let in. */
export interface ServerSession {
  readonly stream: MessageStream;
  /** As the server says it, such as `15.18 (Debian 15.18-0+deb12u1)`. */
  readonly serverVersion: string;
  /** What a request to cancel must name; `null` where the server gives none. */
  readonly cancelKey: { readonly processId: number; readonly secretKey: Uint8Array } | null;
}

/** A server's refusal, with the fields of its error. */
export class ServerRefusal extends Error {
  readonly code: string;

  constructor(message: string, code: string) {
    super(message);
    this.code = code;
  }
}

/**
 * Starts a session on a fresh socket: the start-up message, authentication, and what the server tells
 * before it is ready. `certificate` is the server's where the socket is encrypted. Throws a
 * {@link ServerRefusal} or the error of the socket.
 */
export async function startSession(
  socket: Socket & { readonly peerCertificate?: Uint8Array },
  parameters: PostgresqlParameters,
  host: HostParameters,
  { md5 }: Pick<Platform, "md5">,
): Promise<ServerSession> {
  const stream = new MessageStream(socket);
  const { user, channelBinding } = parameters;
  const certificate = socket.peerCertificate;
  const authentication = new Authentication({
    user,
    channelBinding,
    channelData: certificate === undefined ? null : await channelBindingData(certificate),
    password: () => {
      if (host.password !== null) return host.password;
      throw new ConnectionError("the server asks for a password and none is given");
    },
  }, md5);
  await stream.write(encodeStartup(startupSettings(parameters)));
  let serverVersion = "";
  let cancelKey: ServerSession["cancelKey"] = null;
  for (;;) {
    const message = await stream.next();
    if (message === null) throw new Error("the server closed the connection");
    switch (message.name) {
      case "authentication":
        await authentication.answer(message, stream);
        break;
      case "parameterStatus":
        if (message.parameter === "server_version") serverVersion = message.value;
        break;
      case "backendKeyData":
        cancelKey = message;
        break;
      case "error":
        throw new ServerRefusal(message.message ?? "refused", message.code ?? "");
      case "readyForQuery":
        return { stream, serverVersion, cancelKey };
    }
  }
}

/**
 * What the session is started with. Text travels as UTF-8 whatever the database's encoding, and dates
 * in ISO form, which psycopg2 sets as well.
 */
function startupSettings(parameters: PostgresqlParameters): Record<string, string> {
  return {
    user: parameters.user,
    database: parameters.database,
    application_name: parameters.applicationName ?? "migrator",
    ...(parameters.options === null ? {} : { options: parameters.options }),
    ...parameters.settings,
    client_encoding: "UTF8",
    DateStyle: "ISO",
  };
}
