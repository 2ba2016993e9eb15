import {
  asInt,
  asString,
  call,
  type Evaluation,
  nativeClass,
  NativeIterator,
  notImplemented,
  PyBytes,
  PyClass,
  PyDict,
  PyList,
  PyObject,
  PyTuple,
  raise,
  repr,
  str,
  tuple,
  typeError,
  typeName,
  UnsupportedConstructError,
  type Value,
  wait,
} from "../../../runtime/mod.ts";
import { isWide, sliceText, textLength } from "../../../runtime/text.ts";
import { intArgument } from "../../../builtins/arguments.ts";
import { FLAG, type Translated } from "./translate.ts";

/** A compiled pattern. */
export class PyPattern extends PyObject {
  readonly pattern: string;
  readonly translated: Translated;
  readonly #search: RegExp;
  readonly #match: RegExp;
  readonly #full: RegExp;

  constructor(pattern: string, translated: Translated) {
    super(patternClass);
    this.pattern = pattern;
    this.translated = translated;
    const flags = (translated.flags & FLAG.IGNORECASE) === 0 ? "du" : "diu";
    this.#search = new RegExp(translated.source, `g${flags}`);
    this.#match = new RegExp(translated.source, `y${flags}`);
    this.#full = new RegExp(`(?:${translated.source})(?![\\s\\S])`, `y${flags}`);
  }

  /** The first match at or after a position in code units, in one of the three ways. */
  find(text: string, from: number, how: "search" | "match" | "fullmatch"): RegExpExecArray | null {
    const regex = how === "search" ? this.#search : how === "match" ? this.#match : this.#full;
    regex.lastIndex = from;
    return regex.exec(text);
  }

  /** All matches that do not overlap. */
  *all(text: string, from = 0): Generator<RegExpExecArray> {
    for (let at = from; at <= text.length;) {
      const match = this.find(text, at, "search");
      if (match === null) return;
      yield match;
      at = match.index + match[0].length;
      // After an empty match the search goes on behind the next character.
      if (match[0] === "") at += (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
    }
  }
}

/** What a match found. */
export class PyMatch extends PyObject {
  readonly regex: PyPattern;
  readonly text: string;
  readonly match: RegExpExecArray;

  constructor(regex: PyPattern, text: string, match: RegExpExecArray) {
    super(matchClass);
    this.regex = regex;
    this.text = text;
    this.match = match;
  }

  /** The number of a group given by number or name. */
  number(group: Value): number {
    const int = asInt(group);
    const { groups, names } = this.regex.translated;
    const index = int !== null ? Number(int) : names.get(asString(group) ?? "");
    if (index === undefined || index < 0 || index > groups) {
      throw raise("IndexError", "no such group");
    }
    return index;
  }

  group(group: Value): Value {
    return this.match[this.number(group)] ?? null;
  }

  span(group: Value): readonly [number, number] {
    const indices = this.match.indices?.[this.number(group)];
    if (indices === undefined) return [-1, -1];
    if (!isWide(this.text)) return indices;
    return [textLength(this.text.slice(0, indices[0])), textLength(this.text.slice(0, indices[1]))];
  }
}

/** The text that a regex function searches. */
export function subject(value: Value): string {
  const text = asString(value);
  if (text !== null) return text;
  if (value instanceof PyBytes) {
    throw new UnsupportedConstructError(
      "a regular expression on bytes",
      "regular expressions on bytes cannot be evaluated",
      { hint: "decode the bytes first" },
    );
  }
  throw typeError(`expected string or bytes-like object, got '${typeName(value)}'`);
}

function units(text: string, position: number): number {
  return isWide(text) ? sliceText(text, 0, position).length : position;
}

/** `search`, `match` and `fullmatch`. */
export function findOne(
  self: PyPattern,
  value: Value,
  how: "search" | "match" | "fullmatch",
  start: Value = 0,
  end: Value = null,
): Value {
  let text = subject(value);
  const length = textLength(text);
  const from = Math.min(Math.max(0, intArgument(start)), length);
  if (end !== null) text = sliceText(text, 0, Math.max(0, intArgument(end)));
  const match = self.find(text, units(text, from), how);
  return match === null ? null : new PyMatch(self, text, match);
}

/** `findall`. */
export function findAll(self: PyPattern, value: Value): PyList {
  const text = subject(value);
  const { groups } = self.translated;
  return new PyList(
    [...self.all(text)].map((match) =>
      groups === 0
        ? match[0]
        : groups === 1
        ? match[1] ?? ""
        : tuple(match.slice(1).map((group) => group ?? ""))
    ),
  );
}

/** `split`. */
export function splitText(self: PyPattern, value: Value, limit: Value): PyList {
  const text = subject(value);
  const most = intArgument(limit);
  const parts: Value[] = [];
  let from = 0;
  let count = 0;
  for (const match of self.all(text)) {
    if (most > 0 && count >= most) break;
    parts.push(text.slice(from, match.index));
    for (const group of match.slice(1)) parts.push(group ?? null);
    from = match.index + match[0].length;
    count++;
  }
  parts.push(text.slice(from));
  return new PyList(parts);
}

/** A replacement template: texts and numbers of groups. */
function parseTemplate(template: string, self: PyPattern): readonly (string | number)[] {
  const parts: (string | number)[] = [];
  const { groups, names } = self.translated;
  const reference = (number: number): number => {
    if (number > groups) throw raise(errorClass, `invalid group reference ${number}`);
    return number;
  };
  const pattern = /\\(?:g<([^>]*)>|([1-9]\d?)|(0[0-7]{0,2})|(.))|[^\\]+|\\$/gsu;
  for (const [whole, name, digits, octal, letter] of template.matchAll(pattern)) {
    if (name !== undefined) {
      if (/^\d+$/.test(name)) parts.push(reference(Number(name)));
      else {
        const number = names.get(name);
        if (number === undefined) throw raise("IndexError", `unknown group name '${name}'`);
        parts.push(number);
      }
    } else if (digits !== undefined) parts.push(reference(Number(digits)));
    else if (octal !== undefined) parts.push(String.fromCodePoint(Number.parseInt(octal, 8)));
    else if (letter !== undefined) {
      const index = "abfnrtv".indexOf(letter);
      if (letter === "\\") parts.push("\\");
      else if (index >= 0) parts.push("\x07\b\f\n\r\t\v"[index]!);
      else if (/[a-zA-Z]/.test(letter)) throw raise(errorClass, `bad escape \\${letter}`);
      else parts.push(whole);
    } else parts.push(whole);
  }
  return parts;
}

function fill(parts: readonly (string | number)[], match: RegExpExecArray): string {
  return parts.map((part) => typeof part === "number" ? match[part] ?? "" : part).join("");
}

/** `subn`: the new text and the number of replacements. */
export function* substitute(
  self: PyPattern,
  replacement: Value,
  value: Value,
  limit: Value,
): Evaluation<readonly [string, number]> {
  const text = subject(value);
  const most = intArgument(limit);
  const template = asString(replacement);
  const parts = template === null ? null : parseTemplate(template, self);
  let result = "";
  let from = 0;
  let count = 0;
  for (const match of self.all(text)) {
    if (most > 0 && count >= most) break;
    result += text.slice(from, match.index);
    if (parts !== null) result += fill(parts, match);
    else {
      const made = yield* wait(call(replacement, [new PyMatch(self, text, match)]));
      result += made === null ? "" : str(made);
    }
    from = match.index + match[0].length;
    count++;
  }
  return [result + text.slice(from), count];
}

/** `re.error`. */
export const errorClass: PyClass = nativeClass({
  name: "error",
  module: "re",
  bases: [raise("Exception").exception.cls],
});

export const patternClass: PyClass = nativeClass({
  name: "Pattern",
  module: "re",
  layout: "fixed",
  methods: {
    search: [
      "string, pos=0, endpos=None",
      (self: PyPattern, text: Value, start: Value, end: Value) =>
        findOne(self, text, "search", start, end),
    ],
    match: [
      "string, pos=0, endpos=None",
      (self: PyPattern, text: Value, start: Value, end: Value) =>
        findOne(self, text, "match", start, end),
    ],
    fullmatch: [
      "string, pos=0, endpos=None",
      (self: PyPattern, text: Value, start: Value, end: Value) =>
        findOne(self, text, "fullmatch", start, end),
    ],
    findall: ["string", findAll],
    finditer: [
      "string",
      (self: PyPattern, value: Value) => new NativeIterator(matches(self, value)),
    ],
    split: ["string, maxsplit=0", splitText],
    sub: ["repl, string, count=0", function* (
      self: PyPattern,
      replacement: Value,
      text: Value,
      count: Value,
    ): Evaluation {
      return (yield* substitute(self, replacement, text, count))[0];
    }],
    subn: ["repl, string, count=0", function* (
      self: PyPattern,
      replacement: Value,
      text: Value,
      count: Value,
    ): Evaluation {
      return tuple(yield* substitute(self, replacement, text, count));
    }],
    __repr__: ["", (self: PyPattern) => `re.compile(${repr(self.pattern)}${flagNames(self)})`],
    __eq__: [
      "other, /",
      (self: PyPattern, other: Value) =>
        other instanceof PyPattern
          ? self.pattern === other.pattern && self.translated.flags === other.translated.flags
          : notImplemented,
    ],
    __hash__: ["", (self: PyPattern) => self.pattern.length],
  },
  properties: {
    pattern: (self: PyPattern) => self.pattern,
    flags: (self: PyPattern) =>
      self.translated.flags | (self.translated.flags & FLAG.ASCII ? 0 : FLAG.UNICODE),
    groups: (self: PyPattern) => self.translated.groups,
    groupindex: (self: PyPattern) => new PyDict(self.translated.names),
  },
});

/** `finditer`. */
export function* matches(self: PyPattern, value: Value): Generator<Value> {
  const text = subject(value);
  for (const match of self.all(text)) yield new PyMatch(self, text, match);
}

function flagNames(self: PyPattern): string {
  const names = Object.entries(FLAG)
    .filter(([name, bit]) => name !== "UNICODE" && (self.translated.flags & bit) !== 0)
    .sort(([, a], [, b]) => a - b)
    .map(([name]) => `re.${name}`);
  return names.length === 0 ? "" : `, ${names.join("|")}`;
}

export const matchClass: PyClass = nativeClass({
  name: "Match",
  module: "re",
  layout: "fixed",
  methods: {
    group: [
      "*args",
      (self: PyMatch, groups: Value[]) =>
        groups.length === 0
          ? self.match[0]
          : groups.length === 1
          ? self.group(groups[0]!)
          : new PyTuple(groups.map((group) => self.group(group))),
    ],
    groups: [
      "default=None",
      (self: PyMatch, fallback: Value) =>
        new PyTuple(self.match.slice(1).map((group) => group ?? fallback)),
    ],
    groupdict: ["default=None", (self: PyMatch, fallback: Value) =>
      new PyDict(
        [...self.regex.translated.names].map(([name, index]) =>
          [name, self.match[index] ?? fallback] as const
        ),
      )],
    start: ["group=0, /", (self: PyMatch, group: Value) => self.span(group)[0]],
    end: ["group=0, /", (self: PyMatch, group: Value) => self.span(group)[1]],
    span: ["group=0, /", (self: PyMatch, group: Value) => tuple(self.span(group))],
    expand: [
      "template",
      (self: PyMatch, template: Value) =>
        fill(parseTemplate(str(template), self.regex), self.match),
    ],
    __getitem__: ["group, /", (self: PyMatch, group: Value) => self.group(group)],
    __bool__: ["", () => true],
    __repr__: ["", (self: PyMatch) => {
      const [start, end] = self.span(0);
      return `<re.Match object; span=(${start}, ${end}), match=${repr(self.match[0])}>`;
    }],
  },
  properties: {
    string: (self: PyMatch) => self.text,
    re: (self: PyMatch) => self.regex,
    pos: () => 0,
    endpos: (self: PyMatch) => textLength(self.text),
    lastindex: (self: PyMatch) => {
      // The group that was closed last: of those that end farthest right, the outermost.
      let last: number | null = null;
      let at = -1;
      for (let index = 1; index < self.match.length; index++) {
        const end = self.match.indices?.[index]?.[1];
        if (end !== undefined && end > at) [last, at] = [index, end];
      }
      return last;
    },
  },
});
