import {
  asInt,
  asString,
  callMethod,
  type Evaluation,
  format,
  getAttribute,
  getItem,
  nativeClass,
  NativeIterator,
  type PyClass,
  PyDict,
  type PyInstance,
  PySet,
  PyTuple,
  repr,
  str,
  tuple,
  type Value,
  valueError,
  wait,
} from "../../../runtime/mod.ts";
import { fieldEnd } from "../../../runtime/str_format.ts";
import { asciiText } from "../../../runtime/text_repr.ts";

/** Literal text, then perhaps a field: its name, specification and conversion. */
interface Piece {
  readonly literal: string;
  readonly name: string | null;
  readonly spec: string | null;
  readonly conversion: string | null;
}

/** The parts of a format string (Library Reference, "Format String Syntax"). */
function parse(template: string): Piece[] {
  const pieces: Piece[] = [];
  const plain = (literal: string): Piece => ({ literal, name: null, spec: null, conversion: null });
  let literal = "";
  for (let at = 0; at < template.length; at++) {
    const character = template[at]!;
    if (character !== "{" && character !== "}") {
      literal += character;
      continue;
    }
    if (template[at + 1] === character) {
      // A doubled brace ends a piece.
      pieces.push(plain(literal + character));
      literal = "";
      at++;
      continue;
    }
    if (character === "}") throw valueError("Single '}' encountered in format string");
    const end = fieldEnd(template, at + 1);
    const match = /^((?:[^[\]:!]|\[[^\]]*\])*)(?:!([^:]?)([^:]*))?(?::(.*))?$/su
      .exec(template.slice(at + 1, end));
    if (match === null) throw valueError("expected '}' before end of string");
    const [, name, conversion, junk, spec] = match;
    if (junk) throw valueError("expected ':' after conversion specifier");
    pieces.push({ literal, name: name!, spec: spec ?? "", conversion: conversion ?? null });
    literal = "";
    at = end;
  }
  if (literal !== "") pieces.push(plain(literal));
  return pieces;
}

/** The first part of a field's name and the attributes and items that follow. */
function splitName(name: string): { first: Value; rest: [isAttribute: boolean, key: Value][] } {
  const head = /^[^.[]*/.exec(name)![0];
  const rest: [boolean, Value][] = [];
  for (const [, attribute, item] of name.slice(head.length).matchAll(/\.([^.[]*)|\[([^\]]*)\]/g)) {
    if (attribute !== undefined) rest.push([true, attribute]);
    else rest.push([false, /^\d+$/.test(item!) ? Number(item) : item!]);
  }
  return { first: /^\d+$/.test(head) ? Number(head) : head, rest };
}

function* vformat(
  self: PyInstance,
  template: Value,
  args: Value,
  keywords: Value,
): Evaluation {
  const used = new PySet();
  const numbering = { next: 0, automatic: null as boolean | null };
  function* expand(text: string, depth: number): Evaluation<string> {
    if (depth < 0) throw valueError("Max string recursion exceeded");
    let result = "";
    const pieces = yield* wait(callMethod(self, "parse", [text]));
    for (const piece of piecesOf(pieces)) {
      result += piece.literal;
      if (piece.name === null) continue;
      let { name } = piece;
      if (name === "" || /^\d+$/.test(name)) {
        const automatic = name === "";
        if (numbering.automatic !== null && numbering.automatic !== automatic) {
          throw valueError(
            "cannot switch from manual field specification to automatic field numbering",
          );
        }
        numbering.automatic = automatic;
        if (automatic) name = String(numbering.next++);
      }
      const found = yield* wait(callMethod(self, "get_field", [name, args, keywords]));
      const [value, first] = (found as PyTuple).items as [Value, Value];
      used.add(first);
      const converted = yield* wait(
        callMethod(self, "convert_field", [value, piece.conversion]),
      );
      const spec = yield* expand(piece.spec ?? "", depth - 1);
      result += str(yield* wait(callMethod(self, "format_field", [converted, spec])));
    }
    return result;
  }
  const result = yield* expand(str(template), 2);
  yield* wait(callMethod(self, "check_unused_args", [used, args, keywords]));
  return result;
}

function piecesOf(value: Value): Iterable<Piece> {
  const pieces: Piece[] = [];
  if (value instanceof NativeIterator) {
    for (let item = value.step(); item !== undefined; item = value.step()) {
      const [literal, name, spec, conversion] = (item as PyTuple).items;
      pieces.push({
        literal: asString(literal!) ?? "",
        name: asString(name!),
        spec: asString(spec!),
        conversion: asString(conversion!),
      });
    }
  }
  return pieces;
}

/** `string.Formatter`; its methods may be overridden. */
export const formatterClass: PyClass = nativeClass({
  name: "Formatter",
  module: "string",
  methods: {
    format: [
      "format_string, /, *args, **kwargs",
      (self: PyInstance, text: Value, args: Value[], keywords: Map<string, Value>) =>
        callMethod(self, "vformat", [text, tuple(args), new PyDict(keywords)]),
    ],
    vformat: ["format_string, args, kwargs", vformat],
    parse: [
      "format_string",
      (_self: PyInstance, text: Value) =>
        new NativeIterator(
          parse(str(text)).map(({ literal, name, spec, conversion }) =>
            tuple([literal, name, spec, conversion])
          ),
        ),
    ],
    get_value: [
      "key, args, kwargs",
      function* (_self: PyInstance, key: Value, args: Value, keywords: Value): Evaluation {
        return yield* wait(getItem(asInt(key) === null ? keywords : args, key));
      },
    ],
    get_field: [
      "field_name, args, kwargs",
      function* (self: PyInstance, name: Value, args: Value, keywords: Value): Evaluation {
        const { first, rest } = splitName(str(name));
        let value = yield* wait(callMethod(self, "get_value", [first, args, keywords]));
        for (const [isAttribute, key] of rest) {
          value = yield* wait(
            isAttribute ? getAttribute(value, String(key)) : getItem(value, key),
          );
        }
        return tuple([value, first]);
      },
    ],
    format_field: [
      "value, format_spec",
      (_self: PyInstance, value: Value, spec: Value) => format(value, str(spec)),
    ],
    convert_field: [
      "value, conversion",
      (_self: PyInstance, value: Value, conversion: Value) => {
        switch (conversion) {
          case null:
            return value;
          case "s":
            return str(value);
          case "r":
            return repr(value);
          case "a":
            return asciiText(repr(value));
        }
        throw valueError(`Unknown conversion specifier ${str(conversion)}`);
      },
    ],
    check_unused_args: ["used_args, args, kwargs", () => null],
  },
});
