import {
  asString,
  bytes,
  plain,
  PyBytes,
  raise,
  typeError,
  typeName,
  type Value,
} from "../../../runtime/mod.ts";
import { repr } from "../../../runtime/mod.ts";
import type { PyMatch } from "./match_object.ts";
import { patternError } from "./pattern_error.ts";
import type { PyPattern } from "./pattern_object.ts";
import { joinPieces } from "./subject.ts";

/** A replacement: texts (or bytes) and numbers of groups. */
export type Template = readonly (number | Exclude<Value, number>)[];

const CONTROLS: Readonly<Record<string, string>> = {
  a: "\x07",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
  "\\": "\\",
};

/** Reads a replacement template: `\1`, `\g<1>`, `\g<name>`, `\n` … */
export function parseTemplate(source: Value, pattern: PyPattern): Template {
  const inner = plain(source);
  const isText = asString(source) !== null;
  if (!isText && !(inner instanceof PyBytes)) {
    throw typeError(`decoding to str: need a bytes-like object, ${typeName(source)} found`);
  }
  const text = isText
    ? asString(source)!
    : Array.from((inner as PyBytes).data, (byte) => String.fromCharCode(byte)).join("");
  return readTemplate(
    [...text],
    source,
    pattern,
    (literal) => isText ? literal : bytes(Uint8Array.from(literal, (unit) => unit.charCodeAt(0))),
  );
}

function readTemplate(
  characters: readonly string[],
  source: Value,
  pattern: PyPattern,
  wrap: (literal: string) => Exclude<Value, number>,
): Template {
  const parts: (number | Exclude<Value, number>)[] = [];
  let literal = "";
  let at = 0;
  const error = (reason: string, position: number) =>
    patternError(reason, source, characters.join(""), position);
  const group = (index: number, position: number): void => {
    if (index > pattern.program.groups) {
      throw error(`invalid group reference ${index}`, position);
    }
    if (literal !== "") parts.push(wrap(literal));
    literal = "";
    parts.push(index);
  };
  const isOctal = (character: string | undefined) =>
    character !== undefined && /^[0-7]$/.test(character);
  const named = (): void => {
    const start = at;
    if (characters[at] !== "<") throw error("missing <", at);
    const end = characters.indexOf(">", at);
    if (end < 0) {
      throw error(
        start + 1 === characters.length ? "missing group name" : "missing >, unterminated name",
        start + 1,
      );
    }
    const name = characters.slice(start + 1, end).join("");
    at = end + 1;
    if (name === "") throw error("missing group name", start + 1);
    if (/^[\p{ID_Start}_]\p{ID_Continue}*$/u.test(name)) {
      const index = pattern.names.get(name);
      if (index === undefined) throw raise("IndexError", `unknown group name ${repr(name)}`);
      group(index, start + 1);
    } else {
      if (!/^\s*\+?\d+\s*$/.test(name)) {
        throw error(`bad character in group name ${repr(name)}`, start + 1);
      }
      group(Number(name), start + 1);
    }
  };
  while (at < characters.length) {
    const character = characters[at++]!;
    if (character !== "\\") {
      literal += character;
      continue;
    }
    const start = at - 1;
    const letter = characters[at++];
    if (letter === undefined) throw error("bad escape (end of pattern)", start);
    if (letter === "g") named();
    else if (letter === "0") {
      let digits = "";
      while (digits.length < 2 && isOctal(characters[at])) digits += characters[at++];
      literal += String.fromCharCode(Number.parseInt(`0${digits}`, 8) & 255);
    } else if (/^[1-9]$/.test(letter)) {
      let digits = letter;
      if (/^[0-9]$/.test(characters[at] ?? "")) {
        digits += characters[at++];
        if (isOctal(letter) && isOctal(digits[1]) && isOctal(characters[at])) {
          digits += characters[at++];
          const code = Number.parseInt(digits, 8);
          if (code > 255) {
            throw error(`octal escape value \\${digits} outside of range 0-0o377`, start);
          }
          literal += String.fromCharCode(code);
          continue;
        }
      }
      group(Number(digits), start + 1);
    } else if (CONTROLS[letter] !== undefined) literal += CONTROLS[letter];
    else if (/^[A-Za-z]$/.test(letter)) throw error(`bad escape \\${letter}`, start);
    else literal += `\\${letter}`;
  }
  if (literal !== "") parts.push(wrap(literal));
  return parts;
}

/** The text of a template for one match. */
export function expandTemplate(template: Template, match: PyMatch): Value {
  const { isText } = match.pattern;
  const empty = isText ? "" : bytes(new Uint8Array());
  return joinPieces(
    template.map((part) => typeof part === "number" ? match.text(part, empty) : part),
    isText,
  );
}
