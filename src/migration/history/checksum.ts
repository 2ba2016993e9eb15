import { sortedTexts } from "../../python/runtime/text.ts";
import { sha256 } from "../../python/modules/stdlib/hash/sha2.ts";

/**
 * What the history holds where it has just these revisions, with these checksums: the SHA-256 of their pairs in the
 * order of their ids, all joined by colons, which no id has. It stands for them all in one comparison.
 */
export function digestOfChecksums(
  ids: readonly string[],
  checksumOf: (id: string) => string,
  sha256: (content: Uint8Array) => string,
): string {
  const text = sortedTexts(ids).map((id) => `${id}:${checksumOf(id)}`).join(":");
  return sha256(new TextEncoder().encode(text));
}

/** The SHA-256 of a file or text, in hexadecimal digits. */
export function checksum(content: Uint8Array | string): string {
  const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
  return Array.from(sha256(bytes), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
