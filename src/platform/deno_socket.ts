import type { Socket, SocketAddress, SocketListener } from "./platform.ts";

/** How much is read at once. */
const CHUNK = 65_536;

/** Connects by Deno's own sockets. */
export async function openDenoSocket(
  address: SocketAddress,
  listener: SocketListener,
): Promise<Socket> {
  const connection = "path" in address
    ? await Deno.connect({ transport: "unix", path: address.path })
    : await connectTcp(address.host, address.port);
  let sent: Promise<unknown> = Promise.resolve();
  let open = true;
  const close = () => {
    if (open) connection.close();
    open = false;
  };
  const heard = listen(connection, listener);
  return {
    write: (bytes) => {
      // Whoever listens hears of what goes wrong.
      sent = sent.then(() => writeAll(connection, bytes)).catch(() => {});
    },
    close: async () => {
      await sent;
      close();
      await heard;
    },
  };
}

async function connectTcp(hostname: string, port: number): Promise<Deno.TcpConn> {
  const connection = await Deno.connect({ hostname, port });
  connection.setNoDelay(true);
  connection.setKeepAlive(true);
  return connection;
}

async function listen(connection: Deno.Conn, listener: SocketListener): Promise<void> {
  const chunk = new Uint8Array(CHUNK);
  try {
    for (let read; (read = await connection.read(chunk)) !== null;) {
      listener.data(chunk.subarray(0, read));
    }
  } catch (error) {
    return listener.ended(error as Error);
  }
  listener.ended();
}

async function writeAll(connection: Deno.Conn, bytes: Uint8Array): Promise<void> {
  for (let sent = 0; sent < bytes.length;) sent += await connection.write(bytes.subarray(sent));
}
