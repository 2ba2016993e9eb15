export type {
  DirectoryEntry,
  FileLock,
  Files,
  Platform,
  ProcessResult,
  Terminal,
} from "./platform.ts";
export { denoPlatform } from "./deno.ts";
export type { Network, Socket, SocketAddress, TlsSettings, TlsSocket } from "./socket.ts";
