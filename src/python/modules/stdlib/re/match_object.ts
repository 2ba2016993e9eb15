import {
  asInt,
  asString,
  nativeClass,
  plain,
  PyClass,
  PyDict,
  PyObject,
  raise,
  repr,
  tuple,
  type Value,
} from "../../../runtime/mod.ts";
import { lastIndexRegister } from "./program.ts";
import { expandTemplate, parseTemplate } from "./replacement.ts";
import type { PyPattern } from "./pattern_object.ts";
import type { Subject } from "./subject.ts";

/** A `re.Match`. */
export class PyMatch extends PyObject {
  readonly pattern: PyPattern;
  readonly subject: Subject;
  /** Where the groups begin and end; then the number of the last one closed. */
  readonly positions: Int32Array;
  readonly pos: number;
  readonly endpos: number;

  constructor(
    pattern: PyPattern,
    subject: Subject,
    positions: Int32Array,
    pos: number,
    endpos: number,
  ) {
    super(matchClass);
    this.pattern = pattern;
    this.subject = subject;
    this.positions = positions;
    this.pos = pos;
    this.endpos = endpos;
  }

  get start(): number {
    return this.positions[0]!;
  }

  get end(): number {
    return this.positions[1]!;
  }

  /** Where a group begins and ends, twice -1 if it took no part. */
  span(group: number): readonly [number, number] {
    const from = this.positions[2 * group]!;
    const to = this.positions[2 * group + 1]!;
    return to < 0 ? [-1, -1] : [from, to];
  }

  /** The text of a group, `fallback` if it took no part. */
  text(group: number, fallback: Value = null): Value {
    const [from, to] = this.span(group);
    return from < 0 ? fallback : this.subject.slice(from, to);
  }

  /** The number of a group given by number or name. */
  number(group: Value): number {
    const { program, names } = this.pattern;
    const name = asString(group);
    const int = name === null ? asInt(plain(group)) : names.get(name) ?? null;
    if (int === null || int < 0 || int > program.groups) {
      throw raise("IndexError", "no such group");
    }
    return Number(int);
  }

  /** The texts of all groups in order. */
  groups(fallback: Value): Value[] {
    return Array.from(
      { length: this.pattern.program.groups },
      (_, index) => this.text(index + 1, fallback),
    );
  }
}

function group(self: PyMatch, wanted: Value[]): Value {
  if (wanted.length === 0) return self.text(0);
  if (wanted.length === 1) return self.text(self.number(wanted[0]!));
  return tuple(wanted.map((one) => self.text(self.number(one))));
}

export const matchClass: PyClass = nativeClass({
  name: "Match",
  module: "re",
  shownName: "re.Match",
  layout: "fixed",
  subclassable: false,
  classMethods: { __class_getitem__: ["item, /", (cls: PyClass) => cls] },
  methods: {
    group: ["*groups", group],
    __getitem__: ["group, /", (self: PyMatch, one: Value) => self.text(self.number(one))],
    groups: ["default=None", (self: PyMatch, fallback: Value) => tuple(self.groups(fallback))],
    groupdict: [
      "default=None",
      (self: PyMatch, fallback: Value) =>
        new PyDict(
          [...self.pattern.names].map(([name, index]) => [name, self.text(index, fallback)]),
        ),
    ],
    start: ["group=0, /", (self: PyMatch, one: Value) => self.span(self.number(one))[0]],
    end: ["group=0, /", (self: PyMatch, one: Value) => self.span(self.number(one))[1]],
    span: ["group=0, /", (self: PyMatch, one: Value) => tuple(self.span(self.number(one)))],
    expand: [
      "template",
      (self: PyMatch, template: Value) =>
        expandTemplate(parseTemplate(template, self.pattern), self),
    ],
    __copy__: ["", (self: PyMatch) => self],
    __deepcopy__: ["memo, /", (self: PyMatch) => self],
    __repr__: [
      "",
      (self: PyMatch) =>
        `<re.Match object; span=(${self.start}, ${self.end}), match=${
          [...repr(self.text(0))].slice(0, 50).join("")
        }>`,
    ],
  },
  properties: {
    string: (self: PyMatch) => self.subject.value,
    re: (self: PyMatch) => self.pattern,
    pos: (self: PyMatch) => self.pos,
    endpos: (self: PyMatch) => self.endpos,
    lastindex: (self: PyMatch) => lastIndex(self),
    lastgroup: (self: PyMatch) => {
      const last = lastIndex(self);
      return [...self.pattern.names].find(([, index]) => index === last)?.[0] ?? null;
    },
    regs: (self: PyMatch) =>
      tuple(
        Array.from(
          { length: self.pattern.program.groups + 1 },
          (_, index) => tuple(self.span(index)),
        ),
      ),
  },
});

function lastIndex(self: PyMatch): number | null {
  const last = self.positions[lastIndexRegister(self.pattern.program.groups)]!;
  return last < 0 ? null : last;
}
