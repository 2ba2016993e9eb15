import { getAttribute } from "./attributes.ts";
import { runNow } from "./call.ts";
import { raise, valueError } from "./exceptions.ts";
import { format } from "./format.ts";
import { keyError } from "./hash.ts";
import { repr, str } from "./repr.ts";
import { getItem } from "./subscript.ts";
import { asciiText } from "./text_repr.ts";
import type { Value } from "./value.ts";

/** Where the fields of `str.format` get their values. */
export interface FieldSource {
  positional(index: number): Value;
  named(name: string): Value;
}

/** The source for `str.format(*args, **keywords)`. */
export function argumentSource(
  args: readonly Value[],
  keywords: ReadonlyMap<string, Value>,
): FieldSource {
  return {
    positional: (index) => {
      const value = args[index];
      if (value === undefined) {
        throw raise(
          "IndexError",
          `Replacement index ${index} out of range for positional args tuple`,
        );
      }
      return value;
    },
    named: (name) => {
      const value = keywords.get(name);
      if (value === undefined) throw keyError(name);
      return value;
    },
  };
}

/** `template.format(…)` (Library Reference, "Format String Syntax"). */
export function formatFields(template: string, source: FieldSource): string {
  const numbering = { next: 0, mode: "" };
  return expand(template, source, numbering, 2);
}

function expand(
  template: string,
  source: FieldSource,
  numbering: { next: number; mode: string },
  depth: number,
): string {
  if (depth < 0) throw valueError("Max string recursion exceeded");
  let result = "";
  for (let index = 0; index < template.length; index++) {
    const character = template[index]!;
    if (character === "}") {
      if (template[index + 1] !== "}") {
        throw valueError("Single '}' encountered in format string");
      }
      result += "}";
      index++;
    } else if (character !== "{") result += character;
    else if (template[index + 1] === "{") {
      result += "{";
      index++;
    } else {
      const end = fieldEnd(template, index + 1);
      result += field(template.slice(index + 1, end), source, numbering, depth);
      index = end;
    }
  }
  return result;
}

/** Position of the brace that closes a field opened before `start`. */
export function fieldEnd(template: string, start: number): number {
  if (start >= template.length) throw valueError("Single '{' encountered in format string");
  let level = 1;
  let bracket = false;
  for (let index = start; index < template.length; index++) {
    const character = template[index];
    if (character === "[") bracket = true;
    else if (character === "]") bracket = false;
    else if (bracket) continue;
    else if (character === "{") level++;
    else if (character === "}" && --level === 0) return index;
  }
  throw valueError("expected '}' before end of string");
}

function field(
  text: string,
  source: FieldSource,
  numbering: { next: number; mode: string },
  depth: number,
): string {
  const match = /^((?:[^[\]:!{}]|\[[^\]]*\])*)(?:!(.?)([^:]*))?(?::(.*))?$/su.exec(text);
  if (match === null) throw valueError("unexpected '{' in field name");
  const [, name, conversion, junk, spec] = match;
  if (junk) throw valueError("expected ':' after conversion specifier");
  const value = lookUp(name!, source, numbering);
  const specText = spec === undefined || !/[{}]/.test(spec)
    ? spec ?? ""
    : expand(spec, source, numbering, depth - 1);
  switch (conversion) {
    case undefined:
      return format(value, specText);
    case "s":
      return format(str(value), specText);
    case "r":
      return format(repr(value), specText);
    case "a":
      return format(asciiText(repr(value)), specText);
    case "":
      throw valueError("end of string while looking for conversion specifier");
    default:
      throw valueError(`Unknown conversion specifier ${conversion}`);
  }
}

function lookUp(
  path: string,
  source: FieldSource,
  numbering: { next: number; mode: string },
): Value {
  const first = /^[^.[]*/.exec(path)![0];
  let value: Value;
  if (first === "" || /^\d+$/.test(first)) {
    const mode = first === "" ? "automatic" : "manual";
    if (numbering.mode !== "" && numbering.mode !== mode) {
      throw valueError(
        mode === "manual"
          ? "cannot switch from automatic field numbering to manual field specification"
          : "cannot switch from manual field specification to automatic field numbering",
      );
    }
    numbering.mode = mode;
    value = source.positional(first === "" ? numbering.next++ : Number(first));
  } else value = source.named(first);
  let rest = path.slice(first.length);
  while (rest !== "") {
    const step = /^(?:\.([^.[]+)|\[([^\]]+)\])/.exec(rest);
    if (step === null) {
      throw valueError(
        rest.startsWith("[") && !rest.includes("]")
          ? "Missing ']' in format string"
          : "Empty attribute in format string",
      );
    }
    const [whole, attribute, item] = step;
    value = attribute !== undefined
      ? runNow(getAttribute(value, attribute))
      : runNow(getItem(value, /^\d+$/.test(item!) ? Number(item) : item!));
    rest = rest.slice(whole.length);
  }
  return value;
}
