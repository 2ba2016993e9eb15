import type { Scanner } from "./scanner.ts";
import { FSTRING, STRING } from "./tokens.ts";

/** What a string literal's prefix and quotes say, as bits of the scanner's `stringFlags`. */
export const RAW = 1;
export const BYTES = 2;
export const UNICODE = 4;
export const FORMATTED = 8;
export const TRIPLE = 16;
/** Set when there is a backslash between the quotes. */
export const ESCAPED = 32;

/**
 * The flags of the string prefix at `start`, or 0 when it is none (Python reference, "String and Bytes
 * literals").
 */
export function stringPrefixFlags(source: string, start: number, length: number): number {
  let flags = 0;
  for (let pos = start; pos < start + length; pos++) {
    const flag = prefixFlag(source.charCodeAt(pos) | 0x20);
    if (flag === 0 || (flags & flag) !== 0) return 0;
    flags |= flag;
  }
  // Of the pairs only those with "r" exist, and "ur" does not.
  const single = length === 1;
  return single || (flags & RAW) !== 0 && (flags & UNICODE) === 0 ? flags : 0;
}

function prefixFlag(letter: number): number {
  if (letter === 0x72) return RAW;
  if (letter === 0x62) return BYTES;
  if (letter === 0x75) return UNICODE;
  if (letter === 0x66) return FORMATTED;
  return 0;
}

/** Reads an f-string whose opening quotes are the current token as if it were a plain string, to its end. */
export function skipFString(scanner: Scanner): void {
  const quote = scanner.source.charCodeAt(scanner.contentStart - 1);
  if ((scanner.stringFlags & TRIPLE) !== 0) scanTripleQuoted(scanner, scanner.contentStart, quote);
  else scanSingleQuoted(scanner, scanner.contentStart, quote);
}

/** Reads a string literal from its opening quote at `quotePos`; of an f-string only the opening quotes. */
export function scanString(scanner: Scanner, quotePos: number, prefixFlags: number): void {
  const source = scanner.source;
  const quote = source.charCodeAt(quotePos);
  const triple = source.charCodeAt(quotePos + 1) === quote &&
    source.charCodeAt(quotePos + 2) === quote;
  const contentStart = quotePos + (triple ? 3 : 1);
  scanner.contentStart = contentStart;
  scanner.stringFlags = triple ? prefixFlags | TRIPLE : prefixFlags;
  if ((prefixFlags & FORMATTED) !== 0) {
    scanner.kind = FSTRING;
    scanner.pos = contentStart;
    return;
  }
  scanner.kind = STRING;
  if (triple) scanTripleQuoted(scanner, contentStart, quote);
  else scanSingleQuoted(scanner, contentStart, quote);
}

function scanSingleQuoted(scanner: Scanner, contentStart: number, quote: number): void {
  const source = scanner.source;
  let pos = contentStart;
  for (;;) {
    const code = source.charCodeAt(pos);
    if (code === quote) break;
    if (code === 0x0a) failUnterminated(scanner);
    if (code === 0x5c /* \ */) {
      scanner.stringFlags |= ESCAPED;
      if (source.charCodeAt(++pos) === 0x0a) {
        if (pos + 1 >= source.length) failUnterminated(scanner);
        scanner.startLine(pos + 1);
      }
    }
    pos++;
  }
  scanner.contentEnd = pos;
  scanner.pos = pos + 1;
}

function scanTripleQuoted(scanner: Scanner, contentStart: number, quote: number): void {
  const source = scanner.source;
  let pos = contentStart;
  for (;;) {
    const code = source.charCodeAt(pos);
    if (code === quote) {
      if (source.charCodeAt(pos + 1) === quote && source.charCodeAt(pos + 2) === quote) break;
    } else if (code === 0x5c /* \ */) {
      scanner.stringFlags |= ESCAPED;
      if (source.charCodeAt(++pos) === 0x0a) scanner.startLine(pos + 1);
    } else if (code === 0x0a) {
      scanner.startLine(pos + 1);
    }
    if (++pos >= source.length) failUnterminated(scanner);
  }
  scanner.contentEnd = pos;
  scanner.pos = pos + 3;
}

function failUnterminated(scanner: Scanner): never {
  const triple = (scanner.stringFlags & TRIPLE) !== 0;
  if (scanner.fieldDepth >= 0) {
    scanner.fail("f-string: expecting '}'", scanner.line, scanner.column);
  }
  scanner.fail(
    triple
      // The scanner stands behind the last line's end.
      ? `unterminated triple-quoted string literal (detected at line ${scanner.lineNumber - 1})`
      : `unterminated string literal (detected at line ${scanner.lineNumber})`,
    scanner.line,
    scanner.column,
  );
}
