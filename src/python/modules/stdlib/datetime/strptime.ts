import { BudgetExceededError } from "../../../runtime/errors.ts";
import { repr, valueError } from "../../../runtime/mod.ts";
import { MONTHS, WEEKDAYS } from "../../../../logging/strftime.ts";
import { fromOrdinal, toOrdinal } from "./calendar.ts";
import { patternError } from "../re/pattern_error.ts";

/** What `strptime` found. */
export interface ParsedTime {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly microsecond: number;
  /** The zone as `%z` gave it, such as `+0200` or `Z`; null without one. */
  readonly zone: string | null;
}

const names = (values: readonly string[], length?: number): string =>
  values.map((value) => value.slice(0, length)).join("|");

const PATTERNS: Readonly<Record<string, string>> = {
  a: names(WEEKDAYS, 3),
  A: names(WEEKDAYS),
  b: names(MONTHS, 3),
  B: names(MONTHS),
  d: "3[0-1]|[1-2]\\d|0[1-9]|[1-9]| [1-9]",
  f: "\\d{1,6}",
  H: "2[0-3]|[0-1]\\d|\\d",
  I: "1[0-2]|0[1-9]|[1-9]",
  j: "36[0-6]|3[0-5]\\d|[1-2]\\d\\d|0[1-9]\\d|00[1-9]|[1-9]\\d|0[1-9]|[1-9]",
  m: "1[0-2]|0[1-9]|[1-9]",
  M: "[0-5]\\d|\\d",
  p: "am|pm",
  S: "6[0-1]|[0-5]\\d|\\d",
  y: "\\d\\d",
  Y: "\\d\\d\\d\\d",
  z: "[+-]\\d\\d:?[0-5]\\d(?::?[0-5]\\d(?:\\.\\d{1,6})?)?|[Zz]",
  Z: "utc|gmt",
};
const COMBINED: Readonly<Record<string, string>> = {
  c: "%a %b %d %H:%M:%S %Y",
  D: "%m/%d/%y",
  F: "%Y-%m-%d",
  R: "%H:%M",
  T: "%H:%M:%S",
  x: "%m/%d/%y",
  X: "%H:%M:%S",
};

/** A format becomes one pattern, which JavaScript takes only up to a size. */
const LONGEST_FORMAT = 10_000;

/** Reads a text by a format; ValueError in CPython's words where it does not match. */
export function strptime(text: string, format: string): ParsedTime {
  if (format.length > LONGEST_FORMAT) {
    throw new BudgetExceededError(
      `a format of ${format.length} characters is over the limit of ${LONGEST_FORMAT} that strptime has here`,
    );
  }
  const expanded = format.replace(/%([cDFRTxX])/g, (_, letter: string) => COMBINED[letter]!);
  const fields: string[] = [];
  let source = "";
  for (let index = 0; index < expanded.length; index++) {
    const character = expanded[index]!;
    if (/\s/.test(character)) {
      source += "\\s+";
      while (/\s/.test(expanded[index + 1] ?? "")) index++;
    } else if (character !== "%") source += character.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
    else {
      const letter = expanded[++index];
      if (letter === undefined) throw valueError(`stray % in format '${format}'`);
      if (letter === "%") source += "%";
      else {
        const pattern = PATTERNS[letter];
        if (pattern === undefined) {
          throw valueError(`'${letter}' is a bad directive in format '${format}'`);
        }
        if (fields.includes(letter)) throw redefinition(letter, fields, format);
        fields.push(letter);
        source += `(${pattern})`;
      }
    }
  }
  const match = new RegExp(`^${source}`, "i").exec(text);
  if (match === null) {
    throw valueError(`time data ${repr(text)} does not match format ${repr(format)}`);
  }
  if (match[0].length !== text.length) {
    throw valueError(`unconverted data remains: ${text.slice(match[0].length)}`);
  }
  return assemble(fields, match.slice(1));
}

/** The directives are named groups of one pattern, so that CPython takes each but once. */
function redefinition(letter: string, fields: readonly string[], format: string) {
  const [again, first] = [fields.length + 1, fields.indexOf(letter) + 1];
  return patternError(
    `redefinition of group name '${letter}' as group ${again}; was group ${first}`,
    format,
    format,
  );
}

function assemble(fields: readonly string[], values: readonly string[]): ParsedTime {
  let [year, month, day] = [1900, 1, 1];
  let [hour, minute, second, microsecond] = [0, 0, 0, 0];
  let afternoon: boolean | null = null;
  let ofYear: number | null = null;
  let zone: string | null = null;
  const find = (list: readonly string[], value: string): number =>
    list.findIndex((name) => name.slice(0, 3).toLowerCase() === value.slice(0, 3).toLowerCase());
  fields.forEach((field, index) => {
    const value = values[index]!;
    const number = Number(value);
    switch (field) {
      case "Y":
        year = number;
        break;
      case "y":
        // POSIX: 69 to 99 mean the 20th century.
        year = number + (number <= 68 ? 2000 : 1900);
        break;
      case "m":
        month = number;
        break;
      case "b":
      case "B":
        month = find(MONTHS, value) + 1;
        break;
      case "d":
        day = number;
        break;
      case "H":
        hour = number;
        break;
      case "I":
        hour = number % 12;
        afternoon ??= false;
        break;
      case "p":
        afternoon = value.toLowerCase() === "pm";
        break;
      case "M":
        minute = number;
        break;
      case "S":
        second = number;
        break;
      case "f":
        microsecond = Number(value.padEnd(6, "0"));
        break;
      case "j":
        ofYear = number;
        break;
      case "z":
        zone = value === "z" ? "Z" : value;
        break;
      case "Z":
        break;
    }
  });
  if (afternoon && fields.includes("I")) hour += 12;
  if (ofYear !== null) [year, month, day] = fromOrdinal(toOrdinal(year, 1, 1) + ofYear - 1);
  return { year, month, day, hour, minute, second, microsecond, zone };
}
