export type {
  DirectoryEntry,
  FileLock,
  Files,
  Platform,
  ProcessResult,
  Terminal,
} from "./platform.ts";
export { denoPlatform } from "./deno.ts";
