import type { Scanner } from "./scanner.ts";
import { NUMBER } from "./tokens.ts";

/**
 * Reads a number (Python reference, "Numeric literals"). Only its extent is found and checked here;
 * its value is made by the parser.
 */
export function scanNumber(scanner: Scanner, start: number): void {
  const source = scanner.source;
  scanner.kind = NUMBER;
  let pos = start;
  let wording = "decimal";
  if (source.charCodeAt(pos) === 0x30) {
    const radix = RADICES[source[pos + 1]!.toLowerCase()];
    if (radix !== undefined) {
      scanRadixNumber(scanner, pos + 2, radix);
      return;
    }
  }
  if (source.charCodeAt(pos) !== 0x2e) pos = scanDigits(scanner, pos);
  const wholeEnd = pos;
  if (source.charCodeAt(pos) === 0x2e) {
    pos++;
    if (isDigit(source.charCodeAt(pos))) pos = scanDigits(scanner, pos);
  }
  const code = source.charCodeAt(pos) | 0x20;
  if (code === 0x65 /* e */) {
    const sign = source.charCodeAt(pos + 1);
    const digits = sign === 0x2b || sign === 0x2d ? pos + 2 : pos + 1;
    if (isDigit(source.charCodeAt(digits))) pos = scanDigits(scanner, digits);
    else if (digits === pos + 2) scanner.failHere("invalid decimal literal", pos);
  }
  if ((source.charCodeAt(pos) | 0x20) === 0x6a /* j */) {
    pos++;
    wording = "imaginary";
  } else if (pos === wholeEnd) {
    checkLeadingZeros(scanner, start, pos);
  }
  finishNumber(scanner, pos, wording);
}

interface Radix {
  readonly name: string;
  readonly digits: RegExp;
}

const RADICES: Readonly<Record<string, Radix>> = {
  x: { name: "hexadecimal", digits: /[0-9a-f]/i },
  o: { name: "octal", digits: /[0-7]/ },
  b: { name: "binary", digits: /[01]/ },
};

function scanRadixNumber(scanner: Scanner, start: number, radix: Radix): void {
  const source = scanner.source;
  let pos = start;
  do {
    if (source.charCodeAt(pos) === 0x5f) pos++;
    if (!radix.digits.test(source[pos]!)) failForDigit(scanner, pos, radix);
    do pos++; while (radix.digits.test(source[pos]!));
  } while (source.charCodeAt(pos) === 0x5f);
  if (isDigit(source.charCodeAt(pos))) failForDigit(scanner, pos, radix);
  finishNumber(scanner, pos, radix.name);
}

function failForDigit(scanner: Scanner, pos: number, radix: Radix): never {
  const found = scanner.source[pos]!;
  scanner.failHere(
    isDigit(found.charCodeAt(0))
      ? `invalid digit '${found}' in ${radix.name} literal`
      : `invalid ${radix.name} literal`,
    pos,
  );
}

/** Reads digits with single underscores between them; returns where they end. */
function scanDigits(scanner: Scanner, start: number): number {
  const source = scanner.source;
  let pos = start;
  for (;;) {
    while (isDigit(source.charCodeAt(pos))) pos++;
    if (source.charCodeAt(pos) !== 0x5f) return pos;
    if (!isDigit(source.charCodeAt(++pos))) scanner.failHere("invalid decimal literal", pos - 1);
  }
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

/** Rejects `0777`, which was octal in Python 2, but not `000`. */
function checkLeadingZeros(scanner: Scanner, start: number, end: number): void {
  if (scanner.source.charCodeAt(start) !== 0x30 || end === start + 1) return;
  if (/^[0_]*$/.test(scanner.source.slice(start, end))) return;
  scanner.failHere(
    "leading zeros in decimal integer literals are not permitted; " +
      "use an 0o prefix for octal integers",
    start,
  );
}

/** A number may run into these keywords (`1if x else 2`), but into no other name. */
const FOLLOWING_KEYWORD = /(?:and|else|for|if|in|is|not|or)/y;

function finishNumber(scanner: Scanner, pos: number, wording: string): void {
  const code = scanner.source.charCodeAt(pos);
  const letter = code | 0x20;
  if (letter >= 0x61 && letter <= 0x7a || code === 0x5f || code >= 128) {
    FOLLOWING_KEYWORD.lastIndex = pos;
    if (!FOLLOWING_KEYWORD.test(scanner.source)) {
      scanner.failHere(`invalid ${wording} literal`, pos - 1);
    }
  }
  scanner.pos = pos;
}
