import type { Socket } from "../platform/mod.ts";
import type { BackendMessage } from "./backend_message.ts";
import { BackendParser } from "./backend_parser.ts";

/** A socket to a server, read message by message. Nothing is read that nobody waits for. */
export class MessageStream {
  readonly #socket: Socket;
  readonly #parser = new BackendParser();
  readonly #ready: BackendMessage[] = [];

  constructor(socket: Socket) {
    this.#socket = socket;
  }

  /** The next message, or `null` when the server has closed the connection. */
  async next(): Promise<BackendMessage | null> {
    while (this.#ready.length === 0) {
      const bytes = await this.#socket.read();
      if (bytes === null) return null;
      // Taken from behind, so that it does not matter how many there are.
      this.#ready.push(...[...this.#parser.feed(bytes)].reverse());
    }
    return this.#ready.pop()!;
  }

  write(bytes: Uint8Array): Promise<void> {
    return this.#socket.write(bytes);
  }

  close(): void {
    this.#socket.close();
  }
}
