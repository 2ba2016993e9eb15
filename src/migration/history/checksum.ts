import { sha256 } from "../../python/modules/stdlib/hash/sha2.ts";

/** The SHA-256 of a file or text, in hexadecimal digits. */
export function checksum(content: Uint8Array | string): string {
  const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
  return Array.from(sha256(bytes), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
