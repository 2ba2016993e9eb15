/** A server as it is met over a network: what passes takes its time, in order, and any amount at once. */
export class FarServer implements AsyncDisposable {
  readonly #listener: Deno.TcpListener;
  readonly #server: Deno.ConnectOptions;
  readonly #delay: number;
  readonly #serving: Promise<void>;

  /** Stands before the server of a database's URL; `roundTrip` is the time there and back in milliseconds. */
  constructor(url: string, roundTrip: number) {
    const { hostname, port } = new URL(url);
    this.#server = { hostname, port: Number(port) };
    this.#delay = roundTrip / 2;
    this.#listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
    this.#serving = this.#serve();
  }

  /** The URL by which the same database is reached from afar. */
  reach(url: string): string {
    const far = new URL(url);
    far.hostname = "127.0.0.1";
    far.port = String((this.#listener.addr as Deno.NetAddr).port);
    return far.href;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#listener.close();
    await this.#serving;
  }

  async #serve(): Promise<void> {
    const open: Promise<unknown>[] = [];
    for await (const client of this.#listener) {
      client.setNoDelay();
      const server = await Deno.connect(this.#server);
      server.setNoDelay();
      open.push(this.#carry(client, server), this.#carry(server, client));
    }
    await Promise.all(open);
  }

  async #carry(from: Deno.TcpConn, to: Deno.TcpConn): Promise<void> {
    let last: Promise<unknown> = Promise.resolve();
    try {
      for await (const chunk of from.readable) {
        const arrival = new Promise((resolve) => setTimeout(resolve, this.#delay));
        last = Promise.all([last, arrival]).then(() => writeAll(to, chunk)).catch(() => {});
      }
    } catch {
      // The other direction has closed both.
    }
    await last;
    for (const connection of [from, to]) {
      try {
        connection.close();
      } catch {
        // It is closed already.
      }
    }
  }
}

async function writeAll(to: Deno.TcpConn, bytes: Uint8Array): Promise<void> {
  for (let sent = 0; sent < bytes.length;) sent += await to.write(bytes.subarray(sent));
}
