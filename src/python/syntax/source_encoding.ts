import { PythonSyntaxError } from "./syntax_error.ts";
import { ownValue } from "../../config/own_value.ts";

/** PEP 263: the comment must stand in one of the first two lines, and alone in its line. */
const CODING_COMMENT = /^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)/;
const BLANK_OR_COMMENT = /^[ \t\f]*(?:#.*)?$/;

/** Names of Python's codecs that the web's encoding standard writes otherwise. */
const LABELS: Readonly<Record<string, string>> = {
  "latin-1": "iso-8859-1",
  "latin1": "iso-8859-1",
  "iso-latin-1": "iso-8859-1",
  "latin9": "iso-8859-15",
  "latin-9": "iso-8859-15",
  "utf8": "utf-8",
  "utf-8-sig": "utf-8",
  "mac-roman": "macintosh",
  "shift-jis": "shift_jis",
  "cp1252": "windows-1252",
  "cp1251": "windows-1251",
};

const utf8 = new TextDecoder("utf-8", { fatal: true });

/**
 * Decodes the bytes of a Python file: as UTF-8, or as its coding comment says (Python reference,
 * "Encoding declarations"). `path` is only for errors.
 *
 * @throws PythonSyntaxError when the bytes are not of the encoding, or that is not known.
 */
export function decodeSource(bytes: Uint8Array, path: string): string {
  const lines = firstLines(bytes);
  const declared = codingOf(lines);
  const name = declared?.toLowerCase().replaceAll("_", "-") ?? "utf-8";
  if (bytes[0] === 0xef && declared !== undefined && !/^utf-8(?:-|$)/.test(name)) {
    throw syntaxError(`encoding problem: ${declared} with BOM`, path, lines[0] ?? "");
  }
  try {
    // The web's ISO-8859-1 is Windows-1252; Python's is the first 256 code points.
    const label = ownValue(LABELS, name) ?? name;
    if (label === "iso-8859-1") return decodeLatin1(bytes);
    return (label === "utf-8" ? utf8 : new TextDecoder(label, { fatal: true })).decode(bytes);
  } catch (error) {
    if (error instanceof RangeError) {
      throw syntaxError(`unknown encoding: ${declared}`, path, lines[0] ?? "");
    }
    if (!(error instanceof TypeError)) throw error;
    throw syntaxError(`(unicode error) '${name}' codec can't decode the file`, path, "");
  }
}

/** The first two lines, as far as they can matter. */
function firstLines(bytes: Uint8Array): string[] {
  let end = 0;
  for (let lines = 0; end < 2000 && end < bytes.length && lines < 2; end++) {
    if (bytes[end] === 0x0a) lines++;
  }
  return decodeLatin1(bytes.subarray(0, end)).replace(/^\xef\xbb\xbf/, "").split(/\r\n?|\n/, 2);
}

function codingOf(lines: readonly string[]): string | undefined {
  const [first = "", second = ""] = lines;
  const found = CODING_COMMENT.exec(first)?.[1];
  if (found !== undefined || !BLANK_OR_COMMENT.test(first)) return found;
  return CODING_COMMENT.exec(second)?.[1];
}

function decodeLatin1(bytes: Uint8Array): string {
  let text = "";
  for (let from = 0; from < bytes.length; from += 8192) {
    text += String.fromCharCode(...bytes.subarray(from, from + 8192));
  }
  return text;
}

function syntaxError(reason: string, path: string, sourceLine: string): PythonSyntaxError {
  return new PythonSyntaxError(reason, {
    kind: "SyntaxError",
    path,
    line: 1,
    column: 1,
    sourceLine,
  });
}
