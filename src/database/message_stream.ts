import type { BackendMessage } from "./backend_message.ts";

/** A session with a server that has been started, message by message. */
export interface MessageStream {
  /** Names who hears of messages from now on, and of the end of the session. */
  listen(onMessage: (message: BackendMessage) => void, onEnd: (error?: Error) => void): void;
  write(bytes: Uint8Array): void;
  /** Ends the session: the server is told so, and hears no more of it. */
  close(): Promise<void>;
}
