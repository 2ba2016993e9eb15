import { expandTabs } from "./expand_tabs.ts";
import { strClass, typeName } from "../runtime/builtin_classes.ts";
import { runNow } from "../runtime/call.ts";
import type { PyClass } from "../runtime/class.ts";
import { PyDict } from "../runtime/dict.ts";
import { typeError, valueError } from "../runtime/exceptions.ts";
import { collect } from "../runtime/iteration.ts";
import { checkItems, checkText, convertText, readText } from "../runtime/limits.ts";
import { extendClass } from "../runtime/native.ts";
import { asString, PyBytes, PyInstance, PyList, PyTuple, tuple } from "../runtime/objects.ts";
import { PyOpaque } from "../runtime/opaque.ts";
import { argumentSource, formatFields } from "../runtime/str_format.ts";
import { str } from "../runtime/repr.ts";
import { getItem } from "../runtime/subscript.ts";
import { isWide, sliceText, textLength } from "../runtime/text.ts";
import { isTrue } from "../runtime/truth.ts";
import type { Evaluation, Value } from "../runtime/value.ts";
import { bounds, intArgument, stringArgument } from "./arguments.ts";
import { decode, encode } from "./codecs.ts";
import {
  isTitle,
  splitLines,
  splitSpace,
  splitSpaceRight,
  stripCharacters,
  stripSpace,
  titleCase,
  toTitle,
} from "./text_classes.ts";

/** The text of `self`, which may be an instance of a subclass. */
function own(self: Value): string {
  const text = asString(self);
  if (text !== null) {
    readText(text.length);
    return text;
  }
  throw typeError(`descriptor requires a 'str' object but received a '${typeName(self)}'`);
}

/** The text of `self`, each character of which is going to be changed or looked at. */
function charged(self: Value): string {
  const text = own(self);
  convertText(text.length);
  return text;
}

/** A value of `cls` (str or a subclass) with a text. */
export function makeString(cls: PyClass, text: string): Value {
  if (cls === strClass) return text;
  const instance = new PyInstance(cls);
  instance.native = text;
  return instance;
}

function pad(text: string, width: Value, fill: Value, side: "left" | "right" | "both"): string {
  const character = stringArgument(fill, "The fill character");
  if (textLength(character) !== 1) {
    throw typeError("The fill character must be exactly one character long");
  }
  const missing = intArgument(width) - textLength(text);
  if (missing <= 0) return text;
  checkText(missing);
  if (side === "left") return character.repeat(missing) + text;
  if (side === "right") return text + character.repeat(missing);
  // CPython puts the odd one on the left when the width is odd as well.
  const left = (missing >> 1) + (missing & intArgument(width) & 1);
  return character.repeat(left) + text + character.repeat(missing - left);
}

function strip(self: Value, characters: Value, left: boolean, right: boolean): string {
  const text = own(self);
  if (characters === null) return stripSpace(text, left, right);
  const set = asString(characters);
  if (set === null) throw typeError("strip arg must be None or str");
  return stripCharacters(text, set, left, right);
}

function find(self: Value, part: Value, start: Value, end: Value, last: boolean): number {
  const text = own(self);
  const wanted = stringArgument(part, "must be str, not");
  const wide = isWide(text);
  const { from, to } = bounds(start, end, textLength(text));
  if (from > to) return -1;
  const region = sliceText(text, from, to);
  const at = last ? region.lastIndexOf(wanted) : region.indexOf(wanted);
  if (at < 0) return -1;
  return from + (wide ? textLength(region.slice(0, at)) : at);
}

function foundIndex(position: number): number {
  if (position < 0) throw valueError("substring not found");
  return position;
}

function count(self: Value, part: Value, start: Value, end: Value): number {
  const text = own(self);
  const wanted = stringArgument(part, "must be str, not");
  const { from, to } = bounds(start, end, textLength(text));
  if (from > to) return 0;
  const region = sliceText(text, from, to);
  return wanted === "" ? textLength(region) + 1 : region.split(wanted).length - 1;
}

function hasAffix(
  name: "startswith" | "endswith",
  self: Value,
  affix: Value,
  start: Value,
  end: Value,
): boolean {
  const text = own(self);
  const { from, to } = bounds(start, end, textLength(text));
  if (from > to) return false;
  const region = sliceText(text, from, to);
  const affixes = affix instanceof PyTuple ? affix.items : [affix];
  return affixes.some((one) => {
    const wanted = asString(one);
    if (wanted === null) {
      throw typeError(
        affix instanceof PyTuple
          ? `tuple for ${name} must only contain str, not ${typeName(one)}`
          : `${name} first arg must be str or a tuple of str, not ${typeName(one)}`,
      );
    }
    return name === "startswith" ? region.startsWith(wanted) : region.endsWith(wanted);
  });
}

function separator(value: Value): string {
  const text = asString(value);
  if (text === null) throw typeError(`must be str or None, not ${typeName(value)}`);
  if (text === "") throw valueError("empty separator");
  return text;
}

function split(self: Value, by: Value, limit: Value): PyList {
  const text = own(self);
  const most = intArgument(limit);
  if (by === null) return new PyList(splitSpace(text, most));
  const parts = text.split(separator(by));
  if (most >= 0 && parts.length > most + 1) {
    parts.push(parts.splice(most).join(asString(by)!));
  }
  return new PyList(parts);
}

function splitRight(self: Value, by: Value, limit: Value): PyList {
  const text = own(self);
  const most = intArgument(limit);
  if (by === null) return new PyList(splitSpaceRight(text, most));
  const parts = text.split(separator(by));
  if (most >= 0 && parts.length > most + 1) {
    parts.unshift(parts.splice(0, parts.length - most).join(asString(by)!));
  }
  return new PyList(parts);
}

function partition(self: Value, by: Value, last: boolean): PyTuple {
  const text = own(self);
  const wanted = stringArgument(by, "must be str, not");
  if (wanted === "") throw valueError("empty separator");
  const at = last ? text.lastIndexOf(wanted) : text.indexOf(wanted);
  if (at < 0) return last ? tuple(["", "", text]) : tuple([text, "", ""]);
  return tuple([text.slice(0, at), wanted, text.slice(at + wanted.length)]);
}

function replace(self: Value, from: Value, to: Value, limit: Value): string {
  const text = own(self);
  const old = stringArgument(from, "replace() argument 1");
  const fresh = stringArgument(to, "replace() argument 2");
  const most = intArgument(limit);
  const parts = old === "" ? ["", ...text, ""] : text.split(old);
  checkItems(parts.length);
  if (most < 0 || parts.length - 1 <= most) {
    checkText(text.length + (parts.length - 1) * fresh.length);
    return parts.join(fresh);
  }
  const head = parts.slice(0, most + 1).join(fresh);
  return head + old + parts.slice(most + 1).join(old);
}

function* join(self: Value, iterable: Value): Evaluation {
  const items = yield* collect(iterable);
  const unknown = items.find((item) => item instanceof PyOpaque);
  if (unknown instanceof PyOpaque) return unknown.derive("join()", `join(${unknown.path})`);
  const parts = items.map((item, index) => {
    const text = asString(item);
    if (text !== null) return text;
    throw typeError(`sequence item ${index}: expected str instance, ${typeName(item)} found`);
  });
  const glue = own(self);
  checkText(parts.reduce((sum, part) => sum + part.length + glue.length, 0));
  return parts.join(glue);
}

/** A test that every character must pass, false for the empty string. */
function every(pattern: RegExp): readonly [string, (self: Value) => boolean] {
  return ["", (self) => pattern.test(charged(self))];
}

function translate(self: Value, table: Value): string {
  let result = "";
  for (const character of own(self)) {
    let mapped: Value;
    const code = character.codePointAt(0)!;
    if (table instanceof PyDict) mapped = table.get(code) ?? (table.has(code) ? null : character);
    else mapped = runNow(getItem(table, code));
    result += mapped === null
      ? ""
      : typeof mapped === "number"
      ? String.fromCodePoint(mapped)
      : str(mapped);
  }
  return result;
}

function makeTranslation(x: Value, y: Value, z: Value): PyDict {
  const table = new PyDict();
  if (x instanceof PyDict) {
    for (const [key, value] of x.entries()) {
      table.set(typeof key === "string" ? key.codePointAt(0)! : key, value);
    }
    return table;
  }
  const from = [...stringArgument(x, "maketrans() argument 1")];
  const to = [...stringArgument(y, "maketrans() argument 2")];
  if (from.length !== to.length) {
    throw valueError("the first two maketrans arguments must have equal length");
  }
  from.forEach((character, index) => {
    table.set(character.codePointAt(0)!, to[index]!.codePointAt(0)!);
  });
  for (const character of z === null ? "" : own(z)) table.set(character.codePointAt(0)!, null);
  return table;
}

extendClass(strClass, {
  new: [
    "object=..., encoding=..., errors='strict'",
    (cls: PyClass, object: Value | undefined, encoding: Value | undefined, errors: Value) => {
      if (object === undefined) return makeString(cls, "");
      if (encoding === undefined) return makeString(cls, str(object));
      if (!(object instanceof PyBytes)) {
        throw typeError(`decoding to str: need a bytes-like object, ${typeName(object)} found`);
      }
      return makeString(cls, decode(object.data, encoding, errors));
    },
  ],
  methods: {
    __len__: ["", (self: Value) => textLength(own(self))],
    capitalize: ["", (self: Value) => {
      const [first = "", ...rest] = charged(self);
      return toTitle(first) + rest.join("").toLowerCase();
    }],
    casefold: ["", (self: Value) => charged(self).toLowerCase().replaceAll("ß", "ss")],
    center: [
      "width, fillchar=' ', /",
      (self: Value, width: Value, fill: Value) => pad(own(self), width, fill, "both"),
    ],
    count: ["sub, start=None, end=None, /", count],
    encode: [
      "encoding='utf-8', errors='strict'",
      (self: Value, encoding: Value, errors: Value) =>
        new PyBytes(encode(own(self), encoding, errors)),
    ],
    endswith: [
      "suffix, start=None, end=None, /",
      (self: Value, a: Value, b: Value, c: Value) => hasAffix("endswith", self, a, b, c),
    ],
    expandtabs: [
      "tabsize=8",
      (self: Value, size: Value) => expandTabs(own(self), intArgument(size)),
    ],
    find: [
      "sub, start=None, end=None, /",
      (self: Value, a: Value, b: Value, c: Value) => find(self, a, b, c, false),
    ],
    format: [
      "*args, **kwargs",
      (self: Value, args: Value[], keywords: Map<string, Value>) =>
        formatFields(own(self), argumentSource(args, keywords)),
    ],
    format_map: ["mapping, /", (self: Value, mapping: Value) =>
      formatFields(own(self), {
        positional: () => {
          throw valueError("Format string contains positional fields");
        },
        named: (name) => runNow(getItem(mapping, name)),
      })],
    index: [
      "sub, start=None, end=None, /",
      (self: Value, a: Value, b: Value, c: Value) => foundIndex(find(self, a, b, c, false)),
    ],
    isalnum: every(/^[\p{L}\p{N}]+$/u),
    isalpha: every(/^\p{L}+$/u),
    isascii: ["", (self: Value) => /^[^\u0080-\u{10ffff}]*$/u.test(charged(self))],
    isdecimal: every(/^\p{Nd}+$/u),
    isdigit: every(/^[\p{Nd}\u00b2\u00b3\u00b9\u2070\u2074-\u2079\u2080-\u2089]+$/u),
    isidentifier: every(/^[\p{ID_Start}_]\p{ID_Continue}*$/u),
    islower: [
      "",
      (self: Value) => /\p{Ll}/u.test(charged(self)) && !/[\p{Lu}\p{Lt}]/u.test(own(self)),
    ],
    isnumeric: every(/^\p{N}+$/u),
    isprintable: ["", (self: Value) => !/[\p{C}\p{Zl}\p{Zp}]|(?! )\p{Zs}/u.test(charged(self))],
    isspace: [
      "",
      (self: Value) => charged(self) !== "" && stripSpace(own(self), true, false) === "",
    ],
    istitle: ["", (self: Value) => isTitle(charged(self))],
    isupper: [
      "",
      (self: Value) => /\p{Lu}/u.test(charged(self)) && !/[\p{Ll}\p{Lt}]/u.test(own(self)),
    ],
    join: ["iterable, /", join],
    ljust: [
      "width, fillchar=' ', /",
      (self: Value, width: Value, fill: Value) => pad(own(self), width, fill, "right"),
    ],
    lower: ["", (self: Value) => charged(self).toLowerCase()],
    lstrip: ["chars=None, /", (self: Value, set: Value) => strip(self, set, true, false)],
    partition: ["sep, /", (self: Value, by: Value) => partition(self, by, false)],
    removeprefix: ["prefix, /", (self: Value, prefix: Value) => {
      const part = own(prefix);
      return own(self).startsWith(part) ? own(self).slice(part.length) : own(self);
    }],
    removesuffix: ["suffix, /", (self: Value, suffix: Value) => {
      const part = own(suffix);
      return part !== "" && own(self).endsWith(part) ? own(self).slice(0, -part.length) : own(self);
    }],
    replace: ["old, new, count=-1, /", replace],
    rfind: [
      "sub, start=None, end=None, /",
      (self: Value, a: Value, b: Value, c: Value) => find(self, a, b, c, true),
    ],
    rindex: [
      "sub, start=None, end=None, /",
      (self: Value, a: Value, b: Value, c: Value) => foundIndex(find(self, a, b, c, true)),
    ],
    rjust: [
      "width, fillchar=' ', /",
      (self: Value, width: Value, fill: Value) => pad(own(self), width, fill, "left"),
    ],
    rpartition: ["sep, /", (self: Value, by: Value) => partition(self, by, true)],
    rsplit: ["sep=None, maxsplit=-1", splitRight],
    rstrip: ["chars=None, /", (self: Value, set: Value) => strip(self, set, false, true)],
    split: ["sep=None, maxsplit=-1", split],
    splitlines: [
      "keepends=False",
      (self: Value, keep: Value) => new PyList(splitLines(own(self), isTrue(keep))),
    ],
    startswith: [
      "prefix, start=None, end=None, /",
      (self: Value, a: Value, b: Value, c: Value) => hasAffix("startswith", self, a, b, c),
    ],
    strip: ["chars=None, /", (self: Value, set: Value) => strip(self, set, true, true)],
    swapcase: [
      "",
      (self: Value) =>
        [...charged(self)].map((c) => c === c.toLowerCase() ? c.toUpperCase() : c.toLowerCase())
          .join(
            "",
          ),
    ],
    title: ["", (self: Value) => titleCase(charged(self))],
    translate: ["table, /", translate],
    upper: ["", (self: Value) => charged(self).toUpperCase()],
    zfill: ["width, /", (self: Value, width: Value) => {
      const text = own(self);
      const missing = intArgument(width) - textLength(text);
      if (missing <= 0) return text;
      checkText(missing);
      const sign = /^[+-]/.test(text) ? text[0]! : "";
      return sign + "0".repeat(missing) + text.slice(sign.length);
    }],
  },
  staticMethods: {
    maketrans: ["x, y=None, z=None, /", makeTranslation],
  },
});
