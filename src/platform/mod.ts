import type { Platform } from "./platform.ts";

export type {
  DirectoryEntry,
  FileLock,
  Files,
  OpenSocket,
  Platform,
  ProcessOutput,
  ProcessResult,
  Socket,
  SocketAddress,
  SocketListener,
  Terminal,
} from "./platform.ts";

/** The platform of the runtime that the program was started in, which alone is loaded. */
export async function currentPlatform(): Promise<Platform> {
  return "Deno" in globalThis
    ? (await import("./deno.ts")).denoPlatform
    : (await import("./bun.ts")).bunPlatform;
}
