import type { BackendMessage } from "./backend_message.ts";

/** A session with a server that has been started, message by message. */
export interface MessageStream {
  /** Names who hears of messages from now on, and of the end of the session. */
  listen(onMessage: (message: BackendMessage) => void, onEnd: (error?: Error) => void): void;
  write(bytes: Uint8Array): void;
  /** Ends the session, and waits until the server has ended it too. */
  close(): Promise<void>;
}
