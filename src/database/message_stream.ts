import type { Socket } from "../platform/mod.ts";
import type { BackendMessage } from "./backend_message.ts";
import { BackendParser } from "./backend_parser.ts";

/** How long answers may gather while many more are to come, in milliseconds. */
const gatheringTime = 4;

/** So much in one piece means that there is more behind it, and nothing to wait for. */
const largePiece = 16_384;

/** A socket to a server, read message by message. Nothing is read that nobody waits for. */
export class MessageStream {
  readonly #socket: Socket;
  readonly #parser = new BackendParser();
  readonly #ready: BackendMessage[] = [];
  #lastLength = 0;

  constructor(socket: Socket) {
    this.#socket = socket;
  }

  /**
   * The next message, or `null` when the server has closed the connection. Where many are `expected`,
   * they are let gather for a moment: waking up for each would take more from the processor, which the
   * server may need, than reading them.
   */
  async next(expected: "few" | "many" = "few"): Promise<BackendMessage | null> {
    while (this.#ready.length === 0) {
      if (expected === "many" && this.#lastLength < largePiece) {
        await new Promise((resolve) => setTimeout(resolve, gatheringTime));
      }
      const bytes = await this.#socket.read();
      if (bytes === null) return null;
      this.#lastLength = bytes.length;
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
