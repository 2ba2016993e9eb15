import type { Scanner } from "./scanner.ts";
import { scanString, stringPrefixFlags } from "./scan_string.ts";
import { KEYWORDS, NAME } from "./tokens.ts";

const SIZE = 512;

/** Names seen lately, so that a name that comes again is the same string and needs no copy. */
export class NameTable {
  readonly names: string[] = new Array(SIZE).fill("");
  readonly kinds: Uint8Array = new Uint8Array(SIZE);
}

/** Whether a name can go on with a character, by ASCII code. */
const CONTINUES = new Uint8Array(128);
for (let code = 0x61; code <= 0x7a; code++) CONTINUES[code] = CONTINUES[code - 0x20] = 1;
for (let code = 0x30; code <= 0x39; code++) CONTINUES[code] = 1;
CONTINUES[0x5f] = 1;

/** Reads a name, a keyword, or the string literal whose prefix looks like one. */
export function scanName(scanner: Scanner, start: number): void {
  const source = scanner.source;
  let pos = start;
  let hash = 0;
  let code = source.charCodeAt(pos);
  while (code < 128 && CONTINUES[code] === 1) {
    hash = Math.imul(hash, 31) + code | 0;
    code = source.charCodeAt(++pos);
  }
  if (code >= 128) {
    scanUnicodeName(scanner, start, pos);
    return;
  }
  const length = pos - start;
  if ((code === 0x22 || code === 0x27) && length <= 2) {
    const flags = stringPrefixFlags(source, start, length);
    if (flags !== 0) {
      scanString(scanner, pos, flags);
      return;
    }
  }
  scanner.pos = pos;
  const { names, kinds } = scanner.names;
  const slot = (hash ^ hash >>> 12) & SIZE - 1;
  const known = names[slot]!;
  if (known.length === length) {
    let index = 0;
    while (index < length && known.charCodeAt(index) === source.charCodeAt(start + index)) index++;
    if (index === length) {
      scanner.kind = kinds[slot]!;
      scanner.name = known;
      return;
    }
  }
  const name = source.slice(start, pos);
  const kind = KEYWORDS.get(name) ?? NAME;
  names[slot] = name;
  kinds[slot] = kind;
  scanner.kind = kind;
  scanner.name = name;
}

/**
 * Reads a name with characters outside ASCII (PEP 3131): the name is normalized to NFKC, and it is the
 * normalized form that must be an identifier.
 */
function scanUnicodeName(scanner: Scanner, start: number, firstUnicode: number): void {
  const source = scanner.source;
  let pos = firstUnicode;
  for (;;) {
    const code = source.charCodeAt(pos);
    if (!(code >= 128 || CONTINUES[code] === 1)) break;
    const character = String.fromCodePoint(source.codePointAt(pos)!);
    // Half-width and other compatibility forms count as what they are normalized to.
    const allowed = pos === start ? /^[\p{XID_Start}_]/u : /^\p{XID_Continue}/u;
    if (code >= 128 && !allowed.test(character.normalize("NFKC"))) {
      failForCharacter(scanner, pos, character);
    }
    pos += character.length;
  }
  const name = source.slice(start, pos).normalize("NFKC");
  const wrong = /^[^\p{XID_Start}_]|(?!^)\P{XID_Continue}/su.exec(name);
  if (wrong !== null) failForCharacter(scanner, start, wrong[0]);
  scanner.pos = pos;
  // A keyword in other letters ("𝐢𝐟") is a name.
  scanner.kind = NAME;
  scanner.name = name;
}

/** Reports a character that no token can begin or go on with. */
export function failForCharacter(scanner: Scanner, pos: number, character: string): never {
  const number = character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, "0");
  scanner.failHere(
    /[\p{C}\p{Z}]/u.test(character)
      ? `invalid non-printable character U+${number}`
      : `invalid character '${character}' (U+${number})`,
    pos,
  );
}
