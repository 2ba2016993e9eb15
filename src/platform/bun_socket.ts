import type { Socket, SocketAddress, SocketListener } from "./platform.ts";

/** A socket as Bun has it. */
interface BunSocket {
  /** Gives how many bytes have gone out; the others are ours to keep. */
  write(bytes: Uint8Array): number;
  end(): void;
  setNoDelay(on: boolean): void;
  setKeepAlive(on: boolean): void;
}

/** What is used of Bun. */
declare const Bun: {
  connect(
    options:
      & ({ readonly hostname: string; readonly port: number } | { readonly unix: string })
      & {
        readonly socket: {
          data(socket: BunSocket, bytes: Uint8Array): void;
          drain(socket: BunSocket): void;
          close(socket: BunSocket, error?: Error): void;
          error(socket: BunSocket, error: Error): void;
        };
      },
  ): Promise<BunSocket>;
};

/** Connects by Bun's own sockets. */
export async function openBunSocket(
  address: SocketAddress,
  listener: SocketListener,
): Promise<Socket> {
  const waiting: Uint8Array[] = [];
  let closing = false;
  const send = (socket: BunSocket) => {
    for (let next; (next = waiting[0]) !== undefined; waiting.shift()) {
      const sent = Math.max(socket.write(next), 0);
      if (sent === next.length) continue;
      waiting[0] = next.subarray(sent);
      return;
    }
    if (closing) socket.end();
  };
  const where = "path" in address
    ? { unix: address.path }
    : { hostname: address.host, port: address.port };
  const socket = await Bun.connect({
    ...where,
    socket: {
      data: (_socket, bytes) => listener.data(bytes),
      drain: send,
      close: (_socket, error) => listener.ended(error),
      error: (_socket, error) => listener.ended(error),
    },
  });
  if (!("path" in address)) {
    socket.setNoDelay(true);
    socket.setKeepAlive(true);
  }
  return {
    write: (bytes) => {
      waiting.push(bytes);
      if (waiting.length === 1) send(socket);
    },
    close: () => {
      closing = true;
      send(socket);
      return Promise.resolve();
    },
  };
}
