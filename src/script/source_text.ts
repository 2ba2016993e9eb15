import { FileError } from "../errors/mod.ts";
import { decodeSource } from "../python/syntax/source_encoding.ts";
import type { RevisionKind } from "./revision.ts";

const utf8 = new TextDecoder("utf-8", { fatal: true });

/**
 * The text of a revision file, with `\n` as its line end and without a byte order mark. Python files
 * may declare another encoding than UTF-8. A `FileError` for bytes that are not of the encoding.
 */
export function decodeRevision(bytes: Uint8Array, path: string, kind: RevisionKind): string {
  const text = kind === "python" && mayDeclareEncoding(bytes)
    ? decodeSource(bytes, path)
    : decodeUtf8(bytes, path);
  return text.includes("\r") ? text.replace(/\r\n?/g, "\n") : text;
}

/** A coding comment stands in the first line, or in the second after a comment or an empty one. */
function mayDeclareEncoding(bytes: Uint8Array): boolean {
  const first = bytes[bytes[0] === 0xef ? 3 : 0];
  return first === 0x23 || first === 0x0a || first === 0x0d || first === 0x20 || first === 0x09;
}

function decodeUtf8(bytes: Uint8Array, path: string): string {
  try {
    return utf8.decode(bytes);
  } catch (error) {
    throw new FileError("bad_encoding", "Expected UTF-8 text, found other bytes", {
      place: { path },
      hint: "Save the file as UTF-8",
      cause: error,
    });
  }
}
