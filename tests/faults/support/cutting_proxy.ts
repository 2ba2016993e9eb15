/** A way to a server that breaks off after a number of bytes. */
export interface CuttingProxy extends AsyncDisposable {
  /** The URL of a database through it. */
  through(url: string): string;
  /** How many bytes have gone through, in both directions. */
  readonly bytes: number;
}

/** Passes connections on to the server of `url`, and cuts all of them after `limit` bytes. */
export function startCuttingProxy(url: string, limit: number): CuttingProxy {
  const { hostname, port } = new URL(url);
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const open = new Set<Deno.Conn>();
  let bytes = 0;
  const close = (connection: Deno.Conn) => {
    if (!open.delete(connection)) return;
    try {
      connection.close();
    } catch { /* The other side was quicker. */ }
  };
  const pump = async (from: Deno.Conn, to: Deno.Conn) => {
    const buffer = new Uint8Array(4096);
    try {
      for (;;) {
        const read = await from.read(buffer);
        if (read === null) break;
        const passed = Math.min(read, Math.max(0, limit - bytes));
        bytes += read;
        for (let sent = 0; sent < passed;) sent += await to.write(buffer.subarray(sent, passed));
        if (bytes >= limit) [...open].forEach(close);
      }
    } catch { /* Cut, here or by the other side. */ }
    close(from);
    close(to);
  };
  const serving = (async () => {
    try {
      for await (const client of listener) {
        const server = await Deno.connect({ hostname, port: Number(port) });
        open.add(client).add(server);
        void pump(client, server);
        void pump(server, client);
      }
    } catch { /* The listener was closed. */ }
  })();
  return {
    through: (to) => {
      const changed = new URL(to);
      changed.hostname = "127.0.0.1";
      changed.port = String((listener.addr as Deno.NetAddr).port);
      return changed.href;
    },
    get bytes() {
      return bytes;
    },
    [Symbol.asyncDispose]: async () => {
      listener.close();
      [...open].forEach(close);
      await serving;
    },
  };
}
