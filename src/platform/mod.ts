import type { Platform } from "./platform.ts";

export type {
  DirectoryEntry,
  FileLock,
  Files,
  Platform,
  ProcessOutput,
  ProcessResult,
  Terminal,
} from "./platform.ts";

/** The platform of the runtime that the program was started in, which alone is loaded. */
export async function currentPlatform(): Promise<Platform> {
  return "Deno" in globalThis
    ? (await import("./deno.ts")).denoPlatform
    : (await import("./bun.ts")).bunPlatform;
}
