import type { NativeModuleFactory } from "../../runtime/context.ts";
import {
  asString,
  nativeClass,
  nativeFunction,
  nativeModule,
  PyClass,
  PyDict,
  PyInstance,
  raise,
  str,
  type Value,
  valueError,
} from "../../runtime/mod.ts";
import { argumentSource, formatFields } from "../../runtime/str_format.ts";
import { splitSpace } from "../../builtins/text_classes.ts";

const LOWER = "abcdefghijklmnopqrstuvwxyz";
const PUNCTUATION = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~";

function lookUp(
  mapping: Value,
  keywords: ReadonlyMap<string, Value>,
  name: string,
): Value | undefined {
  return keywords.get(name) ?? (mapping instanceof PyDict ? mapping.get(name) : undefined);
}

const TEMPLATE = /\$(?:(\$)|([_a-zA-Z][_a-zA-Z0-9]*)|\{([_a-zA-Z][_a-zA-Z0-9]*)\}|)/g;

function substitute(
  self: PyInstance,
  mapping: Value,
  keywords: Map<string, Value>,
  safe: boolean,
): string {
  const template = self.native as string;
  return template.replace(TEMPLATE, (whole, dollar, name, braced, at: number) => {
    if (dollar !== undefined) return "$";
    const key = name ?? braced;
    if (key === undefined) {
      if (safe) return whole;
      const before = template.slice(0, at);
      const line = before.split("\n").length;
      throw valueError(
        `Invalid placeholder in string: line ${line}, col ${at - before.lastIndexOf("\n")}`,
      );
    }
    const value = lookUp(mapping, keywords, key);
    if (value !== undefined) return str(value);
    if (safe) return whole;
    throw raise("KeyError", key);
  });
}

const templateClass: PyClass = nativeClass({
  name: "Template",
  module: "string",
  init: [
    "template",
    (self: PyInstance, template: Value) => void (self.native = asString(template) ?? ""),
  ],
  methods: {
    substitute: [
      "mapping=None, /, **kws",
      (self: PyInstance, mapping: Value, keywords: Map<string, Value>) =>
        substitute(self, mapping, keywords, false),
    ],
    safe_substitute: [
      "mapping=None, /, **kws",
      (self: PyInstance, mapping: Value, keywords: Map<string, Value>) =>
        substitute(self, mapping, keywords, true),
    ],
  },
  properties: { template: (self: PyInstance) => self.native as string },
});

const formatterClass: PyClass = nativeClass({
  name: "Formatter",
  module: "string",
  methods: {
    format: [
      "format_string, /, *args, **kwargs",
      (_self: Value, text: Value, args: Value[], keywords: Map<string, Value>) =>
        formatFields(asString(text) ?? "", argumentSource(args, keywords)),
    ],
  },
});

/** Module `string`. */
export const create: NativeModuleFactory = () =>
  nativeModule("string", {
    ascii_lowercase: LOWER,
    ascii_uppercase: LOWER.toUpperCase(),
    ascii_letters: LOWER + LOWER.toUpperCase(),
    digits: "0123456789",
    hexdigits: "0123456789abcdefABCDEF",
    octdigits: "01234567",
    punctuation: PUNCTUATION,
    whitespace: " \t\n\r\v\f",
    printable: `0123456789${LOWER}${LOWER.toUpperCase()}${PUNCTUATION} \t\n\r\v\f`,
    Template: templateClass,
    Formatter: formatterClass,
    capwords: nativeFunction("capwords", "s, sep=None", (text: Value, separator: Value) => {
      const glue = asString(separator);
      const words = glue === null ? splitSpace(str(text), -1) : str(text).split(glue);
      return words.map((word) => word.slice(0, 1).toUpperCase() + word.slice(1).toLowerCase())
        .join(glue ?? " ");
    }),
  });
