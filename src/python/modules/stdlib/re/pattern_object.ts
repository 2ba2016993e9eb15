import {
  call,
  type Evaluation,
  nativeClass,
  NativeIterator,
  notImplemented,
  PyClass,
  PyDict,
  PyList,
  PyObject,
  repr,
  setHashKey,
  tuple,
  typeName,
  type Value,
  wait,
} from "../../../runtime/mod.ts";
import { asString, bytes, plain, PyBytes } from "../../../runtime/objects.ts";
import { intArgument } from "../../../builtins/arguments.ts";
import { typeOf } from "../../../runtime/builtin_classes.ts";
import { PyCallable } from "../../../runtime/callable.ts";
import { Flag, flagNames } from "./flags.ts";
import { MatchMachine, type MatchRules } from "./machine.ts";
import { PyMatch } from "./match_object.ts";
import type { Program } from "./program.ts";
import { expandTemplate, parseTemplate, type Template } from "./replacement.ts";
import { joinPieces, Subject } from "./subject.ts";

/** A `re.Pattern`. */
export class PyPattern extends PyObject {
  readonly source: Value;
  readonly isText: boolean;
  readonly flags: number;
  readonly program: Program;
  readonly names: ReadonlyMap<string, number>;

  constructor(
    source: Value,
    isText: boolean,
    flags: number,
    program: Program,
    names: ReadonlyMap<string, number>,
  ) {
    super(patternClass);
    this.source = source;
    this.isText = isText;
    this.flags = flags;
    this.program = program;
    this.names = names;
  }

  /** The match at the start position, by the rules; None if there is none. */
  matchAt(value: Value, pos: Value, endpos: Value, rules: MatchRules): Value {
    const { subject, from, to } = this.#region(value, pos, endpos);
    if (from > to) return null;
    const found = new MatchMachine(this.program, subject.codes, to).matchAt(from, rules);
    return found === null ? null : new PyMatch(this, subject, found, from, to);
  }

  search(value: Value, pos: Value, endpos: Value): Value {
    const { subject, from, to } = this.#region(value, pos, endpos);
    const found = new MatchMachine(this.program, subject.codes, to).search(from);
    return found === null ? null : new PyMatch(this, subject, found, from, to);
  }

  /** All matches, none overlapping another. */
  matches(value: Value, pos: Value = 0, endpos: Value = null): Generator<PyMatch> {
    const { subject, from, to } = this.#region(value, pos, endpos);
    return this.scan(subject, from, to);
  }

  *scan(subject: Subject, from: number, to: number): Generator<PyMatch> {
    const machine = new MatchMachine(this.program, subject.codes, to);
    let at = from;
    let advance = false;
    while (at <= to) {
      const found = machine.search(at, advance);
      if (found === null) return;
      const match = new PyMatch(this, subject, found, from, to);
      yield match;
      advance = match.end === match.start;
      at = match.end;
    }
  }

  #region(value: Value, pos: Value, endpos: Value) {
    const subject = new Subject(value, this.isText);
    const clamp = (at: number) => Math.max(0, Math.min(subject.length, at));
    const from = clamp(intArgument(pos));
    const to = endpos === null ? subject.length : clamp(intArgument(endpos));
    return { subject, from, to };
  }
}

function findAll(self: PyPattern, value: Value, pos: Value, endpos: Value): PyList {
  const empty = self.isText ? "" : bytes(new Uint8Array());
  const found: Value[] = [];
  for (const match of self.matches(value, pos, endpos)) {
    found.push(
      self.program.groups === 0
        ? match.text(0)
        : self.program.groups === 1
        ? match.text(1, empty)
        : tuple(match.groups(empty)),
    );
  }
  return new PyList(found);
}

function split(self: PyPattern, value: Value, limit: Value): PyList {
  const most = intArgument(limit);
  const subject = new Subject(value, self.isText);
  const parts: Value[] = [];
  let last = 0;
  let count = 0;
  if (most >= 0) {
    for (const match of self.scan(subject, 0, subject.length)) {
      parts.push(subject.slice(last, match.start), ...match.groups(null));
      last = match.end;
      if (++count === most) break;
    }
  }
  parts.push(subject.slice(last, subject.length));
  return new PyList(parts);
}

/** `sub` and `subn`: the new text and how many matches were replaced. */
function* substitute(
  self: PyPattern,
  replacement: Value,
  value: Value,
  limit: Value,
): Evaluation<readonly [Value, number]> {
  const most = intArgument(limit);
  const subject = new Subject(value, self.isText);
  const template = isCallable(replacement) ? null : templateOf(self, replacement);
  const pieces: Value[] = [];
  let last = 0;
  let count = 0;
  for (const match of self.scan(subject, 0, subject.length)) {
    if (last < match.start) pieces.push(subject.slice(last, match.start));
    const piece = template === null
      ? yield* wait(call(replacement, [match]))
      : expandTemplate(template, match);
    // A function may give None for nothing.
    if (piece !== null) pieces.push(piece);
    last = match.end;
    if (++count === most) break;
  }
  if (count === 0) return [value, 0];
  if (last < subject.length) pieces.push(subject.slice(last, subject.length));
  return [joinPieces(pieces, self.isText), count];
}

function isCallable(value: Value): boolean {
  return value instanceof PyCallable || value instanceof PyClass ||
    (value instanceof PyObject && typeOf(value).lookup("__call__") !== undefined);
}

function templateOf(self: PyPattern, replacement: Value): Template {
  const text = asString(replacement);
  if (text !== null && self.isText && !text.includes("\\")) return [text];
  const inner = plain(replacement);
  if (inner instanceof PyBytes && !self.isText && !inner.data.includes(92)) return [inner];
  return parseTemplate(replacement, self);
}

const REGION = "string, pos=0, endpos=None";

/** `re.Pattern`. */
export const patternClass: PyClass = nativeClass({
  name: "Pattern",
  module: "re",
  shownName: "re.Pattern",
  layout: "fixed",
  subclassable: false,
  classMethods: { __class_getitem__: ["item, /", (cls: PyClass) => cls] },
  methods: {
    match: [
      REGION,
      (self: PyPattern, text: Value, pos: Value, end: Value) => self.matchAt(text, pos, end, {}),
    ],
    fullmatch: [
      REGION,
      (self: PyPattern, text: Value, pos: Value, end: Value) =>
        self.matchAt(text, pos, end, { whole: true }),
    ],
    search: [
      REGION,
      (self: PyPattern, text: Value, pos: Value, end: Value) => self.search(text, pos, end),
    ],
    findall: [REGION, findAll],
    finditer: [
      REGION,
      (self: PyPattern, text: Value, pos: Value, end: Value) =>
        new NativeIterator(self.matches(text, pos, end)),
    ],
    split: ["string, maxsplit=0", split],
    sub: [
      "repl, string, count=0",
      function* (self: PyPattern, replacement: Value, text: Value, limit: Value): Evaluation {
        return (yield* substitute(self, replacement, text, limit))[0];
      },
    ],
    subn: [
      "repl, string, count=0",
      function* (self: PyPattern, replacement: Value, text: Value, limit: Value): Evaluation {
        return tuple(yield* substitute(self, replacement, text, limit));
      },
    ],
    __eq__: [
      "other, /",
      (self: PyPattern, other: Value) =>
        other instanceof PyPattern ? key(self) === key(other) : notImplemented,
    ],
    __copy__: ["", (self: PyPattern) => self],
    __deepcopy__: ["memo, /", (self: PyPattern) => self],
    __repr__: ["", (self: PyPattern) => {
      const kinds = Flag.ASCII | Flag.UNICODE | Flag.LOCALE;
      const flags = (self.flags & kinds) === Flag.UNICODE ? self.flags & ~Flag.UNICODE : self.flags;
      const source = [...repr(self.source)].slice(0, 200).join("");
      const named = flagNames(flags);
      return `re.compile(${[source, ...(named.length === 0 ? [] : [named.join("|")])].join(", ")})`;
    }],
  },
  properties: {
    pattern: (self: PyPattern) => self.source,
    flags: (self: PyPattern) => self.flags,
    groups: (self: PyPattern) => self.program.groups,
    groupindex: (self: PyPattern) => new PyDict(self.names),
  },
});

function key(self: PyPattern): string {
  return `\0re${self.flags} ${typeName(self.source)} ${repr(self.source)}`;
}
setHashKey(patternClass, key);
