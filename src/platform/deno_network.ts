import type { Buffer } from "node:buffer";
import type { Socket as NodeSocket } from "node:net";
import type { ConnectionOptions, TLSSocket } from "node:tls";
import type { Network, Socket, TlsSettings, TlsSocket } from "./socket.ts";

/**
 * The network as Deno has it. Plain connections go without `node:net`, whose import takes longer than
 * connecting; encrypted ones need `node:tls`, because Deno's own TLS cannot leave the certificate unchecked,
 * which is what most modes of PostgreSQL's clients ask for.
 */
export const denoNetwork: Network = {
  async connect(address) {
    const connection = "path" in address
      ? await Deno.connect({ transport: "unix", path: address.path })
      : await connectTcp(address.host, address.port);
    return new DenoSocket(connection);
  },

  async connectTls(address, settings, greet) {
    const { connect } = await import("node:net");
    const socket = "path" in address ? connect(address.path) : connect(address);
    const plain = new StreamSocket(socket);
    try {
      await plain.connected("connect");
      if (!await greet(plain)) {
        plain.close();
        return null;
      }
      return await encrypt(plain, settings);
    } catch (error) {
      plain.close();
      throw error;
    }
  },
};

async function connectTcp(hostname: string, port: number): Promise<Deno.TcpConn> {
  try {
    const connection = await Deno.connect({ hostname, port });
    connection.setNoDelay(true);
    connection.setKeepAlive(true);
    return connection;
  } catch (error) {
    // The only failure that comes without the system's code.
    if (error instanceof Error && /failed to lookup address/.test(error.message)) {
      throw Object.assign(error, { code: "ENOTFOUND" });
    }
    throw error;
  }
}

class DenoSocket implements Socket {
  readonly #connection: Deno.Conn;
  #buffer = new Uint8Array(65_536);
  #closed = false;

  constructor(connection: Deno.Conn) {
    this.#connection = connection;
  }

  async read(): Promise<Uint8Array | null> {
    const length = await this.#connection.read(this.#buffer);
    return length === null ? null : this.#buffer.slice(0, length);
  }

  async write(bytes: Uint8Array): Promise<void> {
    for (let sent = 0; sent < bytes.length;) {
      sent += await this.#connection.write(bytes.subarray(sent));
    }
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#connection.close();
  }
}

async function encrypt(plain: StreamSocket, settings: TlsSettings): Promise<TlsSocket> {
  const { connect, checkServerIdentity } = await import("node:tls");
  const { isIP } = await import("node:net");
  const { serverName, verifyName } = settings;
  const options: ConnectionOptions & { readonly host: string } = {
    socket: plain.release(),
    host: serverName,
    servername: settings.sendName && isIP(serverName) === 0 ? serverName : "",
    rejectUnauthorized: settings.verifyChain,
    checkServerIdentity: (_host, certificate) =>
      verifyName ? checkServerIdentity(serverName, certificate) : undefined,
    ca: settings.authorities,
    cert: settings.certificate,
    key: settings.key,
    passphrase: settings.keyPassword,
    minVersion: settings.minVersion as ConnectionOptions["minVersion"],
    maxVersion: settings.maxVersion as ConnectionOptions["maxVersion"],
    ALPNProtocols: settings.protocols === undefined ? undefined : [...settings.protocols],
  };
  const given = Object.entries(options).filter(([, value]) => value !== undefined);
  const stream = connect(Object.fromEntries(given) as ConnectionOptions);
  const socket = new StreamSocket(stream);
  await socket.connected("secureConnect");
  return Object.assign(socket, {
    peerCertificate: new Uint8Array((stream as TLSSocket).getPeerCertificate().raw ?? []),
  });
}

/** A stream of `node:net` or `node:tls` that is read on demand. */
class StreamSocket implements Socket {
  readonly #stream: NodeSocket;
  readonly #chunks: Uint8Array[] = [];
  #waiting: PromiseWithResolvers<void> | null = null;
  #ended = false;
  #failure: Error | null = null;
  readonly #onData = (chunk: Buffer) => {
    this.#chunks.push(new Uint8Array(chunk));
    this.#wake();
  };

  constructor(stream: NodeSocket) {
    this.#stream = stream;
    stream.setNoDelay(true);
    stream.on("data", this.#onData);
    stream.on("error", (error) => {
      this.#failure = error;
      this.#wake();
    });
    stream.on("close", () => {
      this.#ended = true;
      this.#wake();
    });
  }

  /** Waits for the event that says that the stream is ready. */
  async connected(event: "connect" | "secureConnect"): Promise<void> {
    let ready = false;
    this.#stream.once(event, () => {
      ready = true;
      this.#wake();
    });
    while (!ready) await this.#wait();
  }

  /** Gives the stream away. */
  release(): NodeSocket {
    this.#stream.off("data", this.#onData);
    return this.#stream;
  }

  async read(): Promise<Uint8Array | null> {
    for (;;) {
      const chunk = this.#chunks.shift();
      if (chunk !== undefined) return chunk;
      if (this.#ended && this.#failure === null) return null;
      await this.#wait();
    }
  }

  write(bytes: Uint8Array): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#stream.write(bytes, (error) => error ? reject(error) : resolve());
    });
  }

  close(): void {
    this.#stream.destroy();
  }

  async #wait(): Promise<void> {
    if (this.#failure) throw this.#failure;
    if (this.#ended) throw new Error("the connection was closed");
    this.#waiting ??= Promise.withResolvers();
    await this.#waiting.promise;
  }

  #wake(): void {
    this.#waiting?.resolve();
    this.#waiting = null;
  }
}
